"""Choose a microphone, see its level, hear a test recording: in the settings and at the first start. Qt main thread."""

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from dictate.core.events import (
    DevicesListed,
    Event,
    LevelChanged,
    MicrophoneHeard,
    MicrophoneTried,
    PlaybackChanged,
    Stopped,
)
from dictate.core.level import level_of
from dictate.core.ports import Host
from dictate.core.settings import MicrophoneSettings
from dictate.core.types import Samples
from dictate.ui.boxes import MicrophoneBox
from dictate.ui.icons import Icons
from dictate.ui.level_meter import LevelMeter
from dictate.ui.palette import Palette
from dictate.ui.translating import tr
from dictate.ui.widgets import label_for_readers

TEST_S = 4
QUIET_DBFS = -30.0
"""A test recording whose loudest sample is below this is too quiet to be understood well."""
CLIPS_DBFS = -0.3


class MicrophoneTester(QWidget):
    """Opens the microphone only while it listens, and never while a dictation has it: then that one's level shows.

    Attributes:
        box, level, listen_button, record: the controls.

    Signals:
        chosen(wish): the user chose a ``MicrophoneSettings``.
    """

    chosen = Signal(object)

    def __init__(
        self,
        icons: Icons,
        wish: MicrophoneSettings,
        host: Host,
        dictating: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._dictating = dictating
        self._trial = 0
        self._playing = False
        self._testing = False
        self._left_s = 0
        self.box = MicrophoneBox(icons, wish)
        self.level = LevelMeter()
        self.listen_button = QPushButton()
        self.record = QPushButton()
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setProperty("role", "hint")
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self.box.chosen.connect(self._choose)
        self.box.opening.connect(host.refresh_devices)
        self.listen_button.clicked.connect(self._toggle)
        self.record.clicked.connect(self._test)
        self._lay_out()
        self._say("")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        first = QHBoxLayout()
        first.setSpacing(10)
        first.addWidget(self.box, 1)
        first.addWidget(self.listen_button)
        first.addWidget(self.record)
        layout.addLayout(first)
        layout.addWidget(self.level)
        layout.addWidget(self._words)
        label_for_readers(self.box)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self.box.set_palette(palette)
        self.level.set_palette(palette)

    # -- what one does with it --------------------------------------------------------------------------------------

    @property
    def listening(self) -> bool:
        """Whether the microphone is open for the trial."""
        return self._trial > 0

    @property
    def words(self) -> str:
        """What it says below the level."""
        return self._words.text()

    def listen(self) -> None:
        """Let the level move, unless a dictation has the microphone: its own level shows then."""
        if self._dictating():
            self._say(tr("The dictation uses the microphone; this is its level."))
            return
        self._testing = False
        self._left_s = 0
        self._clock.stop()
        self._trial = self._host.trials.microphone(self.box.wish)
        self._say(tr("Speak: the bar moves. Past the mark it counts as speech. Nothing is kept."))

    def rest(self) -> None:
        """Close the microphone and be quiet."""
        self._testing = False
        self._left_s = 0
        self._clock.stop()
        if self.listening:
            self._host.trials.stop()
        if self._playing:
            self._host.stop_playing()
        self._say("")

    def _toggle(self) -> None:
        if self.listening or self._playing:
            self.rest()
        else:
            self.listen()

    def _choose(self, wish: MicrophoneSettings) -> None:
        self.chosen.emit(wish)
        if not self._dictating():
            self.listen()

    def _test(self) -> None:
        """Record for some seconds, then play it."""
        if self._dictating():
            self.listen()
            return
        self._trial = self._host.trials.microphone(self.box.wish)
        self._testing = True
        self._left_s = TEST_S
        self._clock.start()
        self._say(tr("Say something: {n} s", n=self._left_s))

    def _tick(self) -> None:
        self._left_s -= 1
        if self._left_s > 0:
            self._say(tr("Say something: {n} s", n=self._left_s))
            return
        self._clock.stop()
        self._host.trials.stop()

    # -- events -----------------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        match event:
            case MicrophoneHeard(trial=trial, level=level) if trial == self._trial:
                self.level.show_level(level)
            case LevelChanged() if self._dictating():
                self.level.show_level(event)
            case MicrophoneTried(trial=trial) if trial == self._trial:  # no other one has taken its place
                self._take_end(event)
            case Stopped() if not self.listening:
                self.level.rest()  # it showed the dictation's
            case DevicesListed(devices=devices):
                self.box.set_devices(devices)
            case PlaybackChanged(playing=False) if self._playing:
                self._playing = False
                self._show_buttons()
            case _:
                pass

    def _take_end(self, tried: MicrophoneTried) -> None:
        self._trial = 0
        self.level.rest()
        testing, self._testing = self._testing, False
        if tried.failure is not None:
            self._left_s = 0
            self._clock.stop()
            self._say(f"{tried.failure.reason}. {tried.failure.action}")
        elif testing:
            self._play(tried.samples)
        else:
            self._show_buttons()

    def _play(self, samples: Samples) -> None:
        self._playing = True
        self._host.play(samples)
        peak = level_of(samples).peak_dbfs
        if peak >= CLIPS_DBFS:
            verdict = tr("It is too loud and distorts: turn the input level down.")
        elif peak < QUIET_DBFS:
            verdict = tr("It is very quiet: come closer, or turn the input level up.")
        else:
            verdict = tr("The level is good.")
        self._say(tr("This is what was heard. {verdict}", verdict=verdict))

    def _say(self, words: str) -> None:
        self._words.setText(words)
        self._words.setAccessibleName(words)
        self._show_buttons()

    def _show_buttons(self) -> None:
        active = self.listening or self._playing
        self.listen_button.setText(tr("Stop") if active else tr("Try it"))
        self.record.setText(tr("Record a test"))
        self.record.setEnabled(not self._left_s)
