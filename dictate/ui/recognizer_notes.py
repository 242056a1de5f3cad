"""Tells of a model that hangs or found no room; the notes go away by themselves. Runs on the Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.events import Event, FellBack, RecognizerHung
from dictate.ui.message_bar import Kind, Message
from dictate.ui.translating import tr

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow

HUNG = "hung"


class RecognizerNotes(QObject):
    """What the message bar says of the model while it works."""

    def __init__(self, window: "MainWindow", parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._messages = window.messages

    def take(self, event: Event) -> None:
        """Show what ``event`` means; others are not ours."""
        match event:
            case RecognizerHung(hung=True, seconds=seconds):
                words = tr(
                    "The model has worked on one utterance for {seconds} s and seems to hang. All sound is kept.",
                    seconds=round(seconds),
                )
                button, act = tr("Restart the model"), self._window.host.dictation.restart
                self._messages.show_message(Message(text=words, kind=Kind.FAILURE, button=button, act=act, key=HUNG))
            case RecognizerHung():
                self._messages.take_back(HUNG)
            case FellBack(how=how, reason=reason):
                words = tr("An utterance was recognized {how}: {reason}.", how=how, reason=reason)
                self._messages.show_message(Message(text=words, key="fallback"))
            case _:
                pass
