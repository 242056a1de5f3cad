"""Tells of a microphone that is lost, back, too fast for us, or silent; each note goes by itself. Qt main thread."""

from PySide6.QtCore import QObject

from dictate.core.events import (
    MICROPHONE,
    Event,
    Failed,
    MicrophoneQuiet,
    Overrun,
    SourceOpened,
    SourceResumed,
    Stopped,
)
from dictate.core.types import seconds_of
from dictate.ui.message_bar import Kind, Message, MessageBar, failure
from dictate.ui.translating import tr

SOURCE = "source"
LOST = "lost"
QUIET = "quiet"


class MicrophoneNotes(QObject):
    """What the message bar says of the microphone while a recording goes on."""

    def __init__(self, messages: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._messages = messages

    def take(self, event: Event) -> bool:
        """Show what ``event`` means; whether it was ours alone to tell."""
        match event:
            case Failed(what=what) if what == MICROPHONE:
                self._messages.show_message(failure(what, event.reason, event.action, key=LOST))
                return True
            case SourceOpened(note=note) if note:
                self._messages.show_message(Message(text=note, key=SOURCE))
            case SourceResumed(note=note):
                words = f"{_resumed_words(event)} {note}"
                self._messages.show_message(Message(text=words.strip(), key=LOST))
            case Overrun(lost_samples=lost):
                words = tr(
                    "Recording failed to keep up: {seconds} s of sound were lost. "
                    "Close other programs, or choose a smaller model.",
                    seconds=f"{seconds_of(lost):.1f}",
                )
                self._messages.show_message(Message(text=words, kind=Kind.FAILURE))
            case MicrophoneQuiet(quiet=True, muted=muted):
                words = (
                    tr("The microphone delivers only silence: it may be muted.") if muted else tr("Nothing is heard.")
                )
                words = f"{words} {tr('Unmute it, turn its level up, or choose another one.')}"
                self._messages.show_message(Message(text=words, key=QUIET))
            case MicrophoneQuiet() | Stopped():
                self._messages.take_back(QUIET)
            case _:
                pass
        return False


def _resumed_words(event: SourceResumed) -> str:
    words = (
        tr("The system changed the microphone: it is {name} now.", name=event.name)
        if event.moved
        else tr("The microphone is back ({name}).", name=event.name)
    )
    missing = tr("{seconds} s of sound are missing.", seconds=f"{event.gap_s:.1f}")
    return f"{words} {missing}" if round(event.gap_s, 1) else words
