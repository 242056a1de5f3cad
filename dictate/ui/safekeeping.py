"""Keeps the text on the disk while it grows, and offers back what broke off. Runs on the Qt main thread."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from dictate.core.errors import StorageError
from dictate.core.events import Event, Failed, Finalized, KeepingChanged, LeftBehind, SoundDeleted, Stopped
from dictate.core.ports import Keeping
from dictate.core.transcript import count_words
from dictate.ui.message_bar import Kind, Message, failure
from dictate.ui.translating import marked, tr, tr_n

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow

KEPT = marked("From now on this dictation is kept on the disk: its text, and what is still in memory of its sound.")
IN_MEMORY = marked("From now on this dictation is in memory only; what was kept of it is deleted.")
RECOVERED = marked("The dictation is recovered. It is not saved yet.")
NO_WORDS = marked("No words were recognized in the dictation that broke off.")
PAUSE_MS = 500
"""Typed text is kept at most so much later."""


class Safekeeping(QObject):
    """Tells ``core.ports.Keeping`` what stands in the editor, and when it is safe elsewhere."""

    def __init__(self, keeping: Keeping, window: "MainWindow") -> None:
        super().__init__(window)
        self._keeping = keeping
        self._view = window.view
        self._steering = window.steering
        self._writing = window.writing
        self._messages = window.messages
        self._status = window.status
        self._offered: LeftBehind | None = None
        self._recovering: str | None = None
        self._stops_to_come = 0
        self._broken = False
        self._newest = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self.keep)
        window.view.textChanged.connect(self._changed)
        window.document.saved.connect(self._delivered)
        window.document.replaced.connect(self._delivered)
        window.status.show_keeping(kept=keeping.kept)
        keeping.look()

    def take(self, event: Event) -> None:
        """Keep the text that came with an event; tell what concerns the keeping. After ``Writing`` took it."""
        match event:
            case Finalized(final=final):
                self._newest = max(self._newest, final.id)
                self.keep()
            case Failed():
                self._broken = True
            case Stopped(ended_by_source=whole):
                self._stops_to_come -= 1
                if not self._stops_to_come:
                    self._recovered(whole=whole and not self._broken)
                self._delivered()
            case LeftBehind():
                self._offer(event)
            case KeepingChanged():
                self._tell(event)
            case SoundDeleted():
                self._tell_deleted(event)
            case _:
                pass

    # -- keeping ----------------------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def keep(self) -> None:
        """Keep the text as it stands, unless it lies in its own file."""
        self._timer.stop()
        if self._view.dirty or self._steering.busy:
            self._keeping.keep_text(self._view.text(), self._newest)

    def _delivered(self, *_: object) -> None:
        """What was dictated stands in the user's own file now, or was let go: it need not be kept."""
        if not self._view.dirty and not self._steering.busy:
            self._timer.stop()
            self._keeping.finish()

    def close(self) -> None:
        """The window goes. What still waits for its text is offered at the next start."""
        self._timer.stop()
        if self._steering.busy:
            self._keeping.keep_text(self._view.text(), self._newest)
        else:
            self._keeping.finish()

    def _tell(self, event: KeepingChanged) -> None:
        self._status.show_keeping(kept=event.kept)
        self._messages.take_back("keeping")
        if event.wished:
            self._messages.show_message(Message(text=tr(KEPT if event.kept else IN_MEMORY), key="keeping"))
        elif not event.kept:
            words = tr("The dictation goes on, but cannot be kept on the disk: {reason}.", reason=event.reason)
            words = f"{words} {event.action}"
            self._messages.show_message(Message(text=words.strip(), kind=Kind.FAILURE, key="keeping"))

    def _tell_deleted(self, event: SoundDeleted) -> None:
        """What was on offer may have been sound alone: look again."""
        some = tr_n(
            "The kept sound was deleted ({n} recording).", "The kept sound was deleted ({n} recordings).", event.files
        )
        self._messages.show_message(Message(text=some if event.files else tr("There was no kept sound to delete.")))
        if self._offered is not None:
            self._offered = None
            self._keeping.look()

    # -- recovery ---------------------------------------------------------------------------------------------------

    def _offer(self, left: LeftBehind) -> None:
        self._offered = left
        self._messages.show_message(
            Message(text=offer_words(left), button=tr("Recover"), act=self.recover, key="recovery"),
        )

    def recover(self) -> None:
        """Take what broke off in, behind what stands in the editor, and have the sound without text recognised."""
        left, self._offered = self._offered, None
        if left is None or self._recovering is not None:
            return
        try:
            recovered = self._keeping.recover(left.session)
        except StorageError as error:
            self._messages.show_message(failure(tr("Recovering"), error.user_message, error.action))
            return
        self._writing.adopt(recovered.text, recovered.finals)
        self.keep()
        self._recovering = left.session
        if recovered.source is None:
            self._recovered(whole=True)
        else:
            self._broken = False
            words = tr("Recognizing the sound that has no text yet.")
            self._messages.show_message(Message(text=words, key="recovery"))
            self._steering.start_from(recovered.source)
            # Recordings that were there before end before this one does.
            self._stops_to_come = self._steering.unfinished

    def _recovered(self, *, whole: bool) -> None:
        session, self._recovering = self._recovering, None
        if session is None:
            return
        if not whole:
            self._messages.show_message(
                Message(
                    text=tr(
                        "The recovery was stopped. What is missing is still kept, and is offered at the next start."
                    )
                )
            )
            return
        self.keep()
        self._keeping.settle(session)
        self._keeping.look()  # there may be an older one
        words = tr(RECOVERED if self._view.dirty else NO_WORDS)
        self._messages.show_message(Message(text=words, key="recovery"))


def offer_words(left: LeftBehind) -> str:
    """What there is to recover, in one sentence."""
    words = count_words(left.text)
    parts = []
    if words:
        parts.append(tr_n("{n} word", "{n} words", words))
    if left.unwritten_s >= 1:
        parts.append(tr("{seconds} s of sound without text yet", seconds=f"{left.unwritten_s:.0f}"))
    what = tr(" and ").join(parts) or tr("a moment of sound")
    when = _when(left.begun)
    if when:
        return tr("A dictation of {when} broke off: {what}.", when=when, what=what)
    return tr("A dictation broke off: {what}.", what=what)


def _when(begun: str) -> str:
    try:
        at = datetime.fromisoformat(begun).astimezone()
    except (ValueError, OverflowError):
        return ""
    today = at.date() == datetime.now().astimezone().date()
    return f"{at:%H:%M}" if today else f"{at:%Y-%m-%d %H:%M}"
