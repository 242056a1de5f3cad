"""From the recogniser to the page: interim and final text, cards, latency, spoken commands. Qt main thread."""

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import QObject, Signal

from dictate.core.commands import Action, Commands
from dictate.core.errors import SettingsError
from dictate.core.events import BacklogChanged, Drafted, Event, Finalized, PlaybackChanged, SelfChecked, TextUpdated
from dictate.core.ports import Host
from dictate.core.recovering import UNKNOWN
from dictate.core.settings import TextSettings
from dictate.core.transcript import Transcript, draft_of
from dictate.core.types import Final, Mode, Outcome
from dictate.ui.cards import other_mode
from dictate.ui.message_bar import Message, MessageBar, failure
from dictate.ui.page import Page
from dictate.ui.status_bar import StatusBar
from dictate.ui.tally import Tally
from dictate.ui.translating import tr
from dictate.ui.utterance_model import UtteranceModel
from dictate.ui.utterance_panel import UtterancePanel


class Writing(QObject):
    """Keeps editor, side panel and transcript in step.

    Signals:
        stop_wanted(), copy_wanted(): a spoken command asks for it.
        entry_changed(utterance): it is new, or has another version.
        forgot(): another text is in the editor.
    """

    stop_wanted = Signal()
    entry_changed = Signal(int)
    forgot = Signal()
    copy_wanted = Signal()

    def __init__(
        self,
        host: Host,
        *,
        transcript: Transcript,
        page: Page,
        model: UtteranceModel,
        panel: UtterancePanel,
        status: StatusBar,
        messages: MessageBar,
        settings: TextSettings,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._host = host
        self._page = page
        self._view = view = page.view
        self._panel = panel
        self._status = status
        self._messages = messages
        self._transcript = transcript
        self._model = model
        self._commands = self._load_commands(settings)
        self.tally = Tally(view, status, panel.latency, self)
        self._drafted_at: dict[int, float] = {}
        self._quiet: set[int] = set()
        self._playing = 0  # the utterance that can be heard
        view.set_names(settings.custom_words)
        panel.play_wanted.connect(self.play)
        page.play_wanted.connect(self.play)
        page.told.connect(lambda words: messages.show_message(Message(text=words)))
        panel.again_wanted.connect(self.again)
        panel.keep_wanted.connect(self._keep)
        panel.restore_wanted.connect(self._restore)
        panel.selected.connect(view.select_utterance)
        view.utterance_changed.connect(panel.go_to)

    @property
    def transcript(self) -> Transcript:
        """What was said since the present text began."""
        return self._transcript

    def _load_commands(self, settings: TextSettings) -> Commands:
        try:
            return Commands(settings)
        except SettingsError as error:
            self._messages.show_message(failure(tr("Loading the spoken commands"), error.user_message, error.action))
            return Commands(replace(settings, spoken_commands=False))

    def set_text_settings(self, settings: TextSettings) -> None:
        """Use other commands and names from the next utterance on."""
        self._commands = self._load_commands(settings)
        self._view.set_names(settings.custom_words)

    def forget(self) -> None:
        """Another text is in the editor: its utterances are others."""
        self._transcript.clear()
        self._model.clear()
        self._page.clear()
        self.forgot.emit()

    def adopt(self, text: str, finals: Sequence[Final]) -> None:
        """Take in a dictation that broke off: its text, and ``finals``, every version of its utterances in order."""
        versions = [version for final in finals for version in (draft_of(final), final) if version is not None]
        standing = self._view.adopt(text, versions)
        entries = {version.id: self._transcript.add(version) for version in versions}
        for utterance, entry in entries.items():
            if utterance in standing:
                self._transcript.show(utterance, entry.versions.index(standing[utterance]))
            elif self._command_in(entry.final) is not None:
                self._transcript.scratch(utterance)
                self._model.set_command(utterance)
            self._changed(utterance)
        self.tally.count(*(final for final in finals if final.latency is not UNKNOWN))

    # -- events -----------------------------------------------------------------------------------------------------

    def take(self, event: Event) -> None:
        """Write what the workers report."""
        match event:
            case TextUpdated(utterance=utterance, committed=committed, tentative=tentative):
                self._view.show_interim(utterance, committed, tentative)
            case Drafted(utterance=utterance, text=text):
                self._drafted_at[utterance] = time.monotonic()
                self._view.show_interim(utterance, text, "")
            case Finalized(final=final):
                self._take_final(final)
            case SelfChecked():
                self._tell_check(event)
            case BacklogChanged(seconds=seconds):
                self._status.show_backlog(seconds)
            case PlaybackChanged(playing=playing):
                if not playing:
                    self._playing = 0
                self._model.set_playing(self._playing)
            case _:
                pass

    def _take_final(self, final: Final) -> None:
        known = final.id in self._transcript
        draft = draft_of(final, self._drafted_ms(final))
        if draft is not None:
            self._transcript.add(draft, show=False)
        quiet = final.id in self._quiet
        self._quiet.discard(final.id)
        entry = self._transcript.add(final, show=not quiet)
        self._view.clear_interim(final.id)
        self.tally.count(final)
        action = None if known else self._command_in(final)
        if action is not None:
            self._transcript.scratch(final.id)
            self._model.set_command(final.id)
            self._obey(action, final)
            return
        if entry.final is final:
            self._write(final)
            self._page.light_up(final)
        elif known and not quiet:
            self._messages.show_message(
                failure(tr("Recognizing it again"), final.reason or tr("no words were recognized"))
            )
        self._changed(final.id)

    def _changed(self, utterance: int) -> None:
        """Show what an utterance has become, everywhere."""
        self._page.show_entry(self._transcript[utterance])
        self._model.changed(utterance)
        self.entry_changed.emit(utterance)

    def _drafted_ms(self, final: Final) -> float | None:
        """From the end of speech until distil's draft was here; None when it never came."""
        drafted = self._drafted_at.pop(final.id, None)
        return None if drafted is None else final.latency.total_ms - (time.monotonic() - drafted) * 1000

    def _tell_check(self, check: SelfChecked) -> None:
        """Verified promises the teacher's own words: a text for which that did not hold is shown, with the remedy."""
        if check.verified == check.plain or check.utterance not in self._transcript:
            return
        words = tr(
            "A self-check found that the teacher alone would have written “{plain}” in place of “{verified}” "
            "(by a margin of {margin}).",
            plain=check.plain,
            verified=check.verified,
            margin=f"{check.margin:.2f}",
        )
        again = partial(self.again, check.utterance, Mode.TEACHER)
        self._messages.show_message(Message(text=words, button=tr("Take the teacher's"), act=again))

    def _write(self, final: Final) -> None:
        """An utterance without text keeps its place in the editor for what a retry may bring."""
        wrote = self._view.insert_final(final)
        if final.outcome is Outcome.TEXT and not wrote:
            self._messages.show_message(
                Message(text=tr("The text of this utterance was deleted or changed by hand, so it stays as it is."))
            )

    def _command_in(self, final: Final) -> Action | None:
        return self._commands.find(final.text) if final.outcome is Outcome.TEXT else None

    def _obey(self, action: Action, final: Final) -> None:
        match action:
            case Action.NEW_LINE:
                self._view.insert_break(final.id)
            case Action.NEW_PARAGRAPH:
                self._view.insert_break(final.id, paragraph=True)
            case Action.SCRATCH:
                self._scratch()
            case Action.STOP:
                self.stop_wanted.emit()
            case Action.COPY:
                self.copy_wanted.emit()

    def _scratch(self) -> None:
        utterance = self._view.scratch_last()
        if utterance is None:
            self._messages.show_message(Message(text=tr("Scratch that: there is nothing to take back.")))
        elif utterance in self._transcript:
            self._transcript.scratch(utterance)
            self._changed(utterance)

    # -- what one does with an utterance ----------------------------------------------------------------------------

    def _chosen(self) -> int:
        """The card one is on, or the newest utterance; 0 for none."""
        newest = self._transcript.newest
        return self._panel.current or (newest.id if newest else 0)

    def play(self, utterance: int = 0) -> None:
        """Play an utterance (0: what is selected, or else the chosen one); when it plays already, be quiet."""
        wanted = [utterance] if utterance else self._view.selected_utterances() or [self._chosen()]
        sounds = [self._transcript[each].final.utterance.segment.samples for each in wanted if each in self._transcript]
        if not sounds:
            return
        if wanted[0] == self._playing:
            self._host.stop_playing()
            return
        self._playing = wanted[0]
        self._host.play(sounds[0] if len(sounds) == 1 else np.concatenate(sounds))

    def again(self, utterance: int = 0, mode: Mode | None = None) -> None:
        """Recognise an utterance again (0: the chosen one), in the other model's mode when none is given."""
        chosen = utterance or self._chosen()
        if chosen:
            final = self._transcript[chosen].final
            self._host.dictation.retry(final, mode or other_mode(final.mode))

    def show(self, utterance: int) -> None:
        """Go to an utterance: its card, and its text."""
        self._panel.go_to(utterance)
        self._view.select_utterance(utterance)

    def compare(self, utterance: int, mode: Mode) -> None:
        """Hear what the other model makes of an utterance without changing the text that stands."""
        self._quiet.add(utterance)
        self._host.dictation.retry(self._transcript[utterance].final, mode)

    def _keep(self, utterance: int, version: int) -> None:
        self._write(self._transcript.show(utterance, version))
        self._changed(utterance)

    def _restore(self, utterance: int) -> None:
        """Write text that a guard held back: the user says that it was said."""
        held = self._transcript[utterance].final
        said = replace(held, outcome=Outcome.TEXT, reason="")
        self._transcript.add(said)
        self._write(said)
        self._changed(utterance)
