"""From the tool bar to the dictation and back: recording, microphone, models, mode, language. Qt main thread."""

from PySide6.QtCore import QObject, Signal

from dictate.core.catalog import LOCAL, POCKET, find_pair
from dictate.core.events import (
    DevicesListed,
    Event,
    LevelChanged,
    ModelLoading,
    ModelReady,
    SourceOpened,
    SourceResumed,
    State,
    StateChanged,
    Stopped,
)
from dictate.core.ports import Host
from dictate.core.settings import MicrophoneSettings
from dictate.core.sources import AudioSource
from dictate.core.types import Mode, ModelInfo, PairChoice
from dictate.ui.message_bar import Message, MessageBar
from dictate.ui.mode_switch import TITLES
from dictate.ui.options import WindowOptions
from dictate.ui.pair_facts import POCKET_NOTE
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.states import RECORDING, progress_words
from dictate.ui.status_bar import StatusBar, model_words
from dictate.ui.tool_bar import ToolBar
from dictate.ui.translating import marked, tr

ENGLISH_ONLY = marked("the distilled model of this pair knows English only")
NOT_LOADED = marked("the models are not loaded yet")


class Steering(QObject):
    """Knows whether a recording runs and what it runs with; tells the ``Host`` what the user wants.

    Signals:
        starting(): a recording is about to begin (the insertion point is to be taken).
        stopped(): a recording has all its text.
    """

    starting = Signal()
    stopped = Signal()

    def __init__(
        self,
        host: Host,
        *,
        options: WindowOptions,
        keeper: SettingsKeeper,
        bar: ToolBar,
        status: StatusBar,
        messages: MessageBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._keeper = keeper
        self._bar = bar
        self._status = status
        self._messages = messages
        self._state = StateChanged(state=State.NO_MODEL, model_state=State.NO_MODEL)
        self._asked: bool | None = None
        self._choice = options.choice
        self._in_use: PairChoice | None = None
        self._infos: dict[Mode, ModelInfo] = {}
        self._pair_reasons: dict[Mode, str] = {Mode.VERIFIED: tr(NOT_LOADED)}
        self.unfinished = 0  # recordings that run or wait for their text
        bar.record.clicked.connect(self.toggle)
        bar.mode.chosen.connect(self.set_mode)
        bar.pair.chosen.connect(self.set_pair)
        bar.language.chosen.connect(self.set_language)
        bar.microphone.chosen.connect(self.set_microphone)
        bar.microphone.opening.connect(host.refresh_devices)
        self._show_reasons()
        self.show_standing_note()
        host.refresh_devices()

    # -- recording --------------------------------------------------------------------------------------------------

    @property
    def recording(self) -> bool:
        """Whether a recording runs, or was just asked for."""
        return self._state.state in RECORDING if self._asked is None else self._asked

    @property
    def busy(self) -> bool:
        """Whether sound is captured or waits for its text."""
        return self.recording or self.unfinished > 0

    @property
    def state(self) -> StateChanged:
        """What the workers told last."""
        return self._state

    @property
    def choice(self) -> PairChoice:
        """The pair that is wished for."""
        return self._choice

    def start(self) -> None:
        """Begin a recording; nothing happens while one runs."""
        if self.recording:
            return
        self.start_from(self._demo_or_microphone())

    def start_from(self, source: AudioSource) -> None:
        """Begin a recording of ``source``; one that runs is stopped first, without loss."""
        self.starting.emit()
        self._asked = True
        self.unfinished += 1
        self._host.dictation.start(source)
        self._show_recording()

    def _demo_or_microphone(self) -> AudioSource:
        box = self._bar.microphone
        return self._host.demo() if box.demo else self._host.microphone(box.wish)

    def stop(self) -> None:
        """End the recording; nothing happens while none runs."""
        if not self.recording:
            return
        self._asked = False
        self._host.dictation.stop()
        self._bar.level.rest()
        self._show_recording()

    def toggle(self) -> None:
        """Begin, or end."""
        if self.recording:
            self.stop()
        else:
            self.start()

    def cancel(self) -> bool:
        """Throw the current utterance away; False when nothing is recorded."""
        if self.recording:
            self._host.dictation.cancel()
        return self.recording

    # -- choices ----------------------------------------------------------------------------------------------------

    def set_mode(self, mode: Mode) -> None:
        """Use ``mode`` from the next utterance on."""
        self._bar.mode.set_mode(mode)
        self._keeper.change("models", mode=mode.value)
        self._show_model()
        self._host.dictation.set_mode(mode)

    def next_mode(self) -> None:
        """The next mode among those on offer."""
        self.set_mode(self._bar.mode.next_mode())

    def set_pair(self, choice: PairChoice) -> None:
        """Load another pair and use it from then on."""
        self._choice = choice
        self._bar.pair.set_choice(choice)
        self._remember_pair(choice)
        self._pair_reasons = {Mode.VERIFIED: tr(NOT_LOADED)}
        self._show_reasons()
        self.show_standing_note()
        self._host.dictation.set_pair(choice)

    def _remember_pair(self, choice: PairChoice) -> None:
        values = {"pair": choice.name}
        if choice.name == LOCAL:
            values |= {"teacher": str(choice.teacher or ""), "distil": str(choice.distil or "")}
        self._keeper.change("models", **values)

    def set_language(self, code: str) -> None:
        """Expect another language from the next utterance on."""
        self._keeper.change("models", language=code)
        self.configure()
        self._show_reasons()

    def configure(self) -> None:
        """Tell the dictation what the settings say about cutting, language and names."""
        settings = self._keeper.settings
        code = settings.models.language
        self._host.dictation.configure(
            settings.segmenter, None if code == "auto" else code, ", ".join(settings.text.custom_words)
        )

    def set_microphone(self, wish: MicrophoneSettings) -> None:
        """Use another microphone, at once."""
        self._bar.microphone.set_wish(wish)
        self._keeper.change("microphone", name=wish.name, host_api=wish.host_api)
        if self.recording:
            self.start_from(self._demo_or_microphone())

    def _show_reasons(self) -> None:
        """Which modes are on offer, and the languages; a mode that is not gives way to one that is."""
        multilingual, distil_multilingual = self._languages()
        self._bar.language.offer(multilingual=multilingual, reason=tr("This pair knows English only"))
        reasons = dict(self._pair_reasons)
        if multilingual and not distil_multilingual and self._bar.language.code != "en":
            reasons |= dict.fromkeys((Mode.DISTIL, Mode.VERIFIED), tr(ENGLISH_ONLY))
        self._bar.mode.set_reasons(reasons)
        mode = self._bar.mode.mode
        if not self._bar.mode.offers(mode) and self._in_use is not None:
            instead = next(each for each in (Mode.DISTIL, Mode.TEACHER) if self._bar.mode.offers(each))
            why = reasons[mode]
            self.set_mode(instead)
            words = tr(
                "{new} is used in place of {old}: {why}.", new=tr(TITLES[instead]), old=tr(TITLES[mode]), why=why
            )
            self._messages.show_message(Message(text=words, key="mode"))

    def _languages(self) -> tuple[bool, bool]:
        """Whether the teacher, and the distil, know more than English; local ones may."""
        if self._choice.name == LOCAL:
            return True, True
        pair = find_pair(self._choice.name)
        return pair.teacher.multilingual, pair.distil.multilingual

    def show_standing_note(self) -> None:
        """Say what the pocket pair is, for as long as it is chosen."""
        if self._choice.name != POCKET:
            self._messages.set_standing(None)
            return
        button = tr("Choose a model…")
        self._messages.set_standing(
            Message(text=tr(POCKET_NOTE), button=button, act=self._bar.pair.showPopup, key="pocket")
        )

    # -- events -----------------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        match event:
            case StateChanged():
                self._take_state(event)
            case SourceOpened() | SourceResumed() | LevelChanged() | Stopped():
                self._take_sound(event)
            case ModelLoading(progress=progress):
                self._status.show_model(progress_words(progress))
            case ModelReady():
                self._take_ready(event)
            case DevicesListed(devices=devices):
                self._bar.microphone.set_devices(devices)
            case _:
                pass

    def _take_sound(self, event: SourceOpened | SourceResumed | LevelChanged | Stopped) -> None:
        match event:
            case LevelChanged():
                if self.recording:
                    self._bar.level.show_level(event)
            case SourceOpened(name=name) | SourceResumed(name=name):
                self._bar.record.setToolTip(tr("Stop recording from {name}", name=name))
            case Stopped():
                self.unfinished = max(0, self.unfinished - 1)
                self.stopped.emit()

    def _take_state(self, state: StateChanged) -> None:
        self._state = state
        # A state that agrees with what was asked for settles it; until then the button shows what was asked for.
        in_microphone = state.state in RECORDING
        if self._asked is None or in_microphone == self._asked:
            self._asked = None
        self._status.show_state(state)
        if not in_microphone or state.state is State.MICROPHONE_LOST:
            self._bar.level.rest()
        self._show_recording()

    def source_failed(self) -> None:
        """The microphone or clip could not be used: what was asked for will not come."""
        self._asked = None
        self._show_recording()

    def _take_ready(self, event: ModelReady) -> None:
        if event.pair != self._in_use:
            self._infos.clear()
        self._in_use = event.pair
        self._infos[event.mode] = event.info
        self._show_model()
        if event.pair == self._choice:
            self._pair_reasons = dict(event.modes)
            self._show_reasons()

    def _show_model(self) -> None:
        """The model that writes the text in the present mode; the other one may be loaded too."""
        info = self._infos.get(self._bar.mode.mode)
        if info is not None:
            self._status.show_model(model_words(info), info.reason)

    def pair_failed(self) -> None:
        """A pair could not be loaded: show the one that stays in use."""
        if self._in_use is not None and self._in_use != self._choice:
            self._choice = self._in_use
            self._bar.pair.set_choice(self._in_use)
            self._show_model()
            self._remember_pair(self._in_use)
            self.show_standing_note()

    def _show_recording(self) -> None:
        opening = self.recording and (self._asked is True or self._state.state is State.OPENING)
        self._bar.record.set_recording(recording=self.recording, opening=opening)
