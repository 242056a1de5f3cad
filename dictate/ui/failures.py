"""Puts what failed into the message bar, with the one action that helps. Runs on the Qt main thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.errors import AudioDeviceError, AudioFileError, DictateError, ModelError, UsageError
from dictate.core.events import Event, Failed
from dictate.ui.message_bar import failure
from dictate.ui.microphone_notes import MicrophoneNotes
from dictate.ui.recognizer_notes import RecognizerNotes
from dictate.ui.translating import tr

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow

SOUND = (AudioDeviceError.exit_code, AudioFileError.exit_code)
"""Of these, only a microphone can be tried again as it is."""
MODEL = (ModelError.exit_code, UsageError.exit_code)


class Failures(QObject):
    """Knows what helps against which failure."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._microphone = MicrophoneNotes(window.messages, self)
        self._model = RecognizerNotes(window, self)

    def take(self, event: Event) -> None:
        """Tell of a failure that a worker reports; other events are not ours."""
        self._model.take(event)
        if self._microphone.take(event) or not isinstance(event, Failed):
            return
        button = ""
        act: Callable[[], object] | None = None
        if event.exit_code in SOUND:
            self._window.steering.source_failed()
            if event.exit_code == AudioDeviceError.exit_code:
                button, act = tr("Try again"), self._window.steering.start
        elif event.exit_code in MODEL:
            self._window.steering.pair_failed()
            button, act = tr("Choose a model…"), self._window.bar.pair.showPopup
        self._window.messages.show_message(failure(event.what, event.reason, event.action, button, act))

    def tell(self, what: str, error: DictateError) -> None:
        """Tell of something that the window itself could not do."""
        button = ""
        act: Callable[[], object] | None = None
        if what == "Saving":
            button, act = tr("Save as…"), self._window.document.save_as
        elif what == "Copying":
            button, act = tr("Try again"), self._window.copying.selection
        self._window.messages.show_message(failure(tr(what), error.user_message, error.action, button, act))
