"""The end of the window: into the tray, or for good without losing a word. Runs on the Qt main thread."""

import base64
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from dictate.ui.message_bar import Message
from dictate.ui.translating import tr

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow


class Leaving(QObject):
    """Decides whether the window may close now.

    Attributes:
        waiting: it is to close as soon as the text of what was said is there.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._quitting = False
        self._at_once = False
        self.waiting = False

    def quit(self) -> None:
        """Close, and do not stay in the tray."""
        self._quitting = True
        self._window.close()

    def at_once(self) -> None:
        """Close without waiting for text that is not there yet."""
        self._at_once = True
        self.quit()

    def recording_done(self) -> None:
        """All text is there: close when that was waited for."""
        if self.waiting and not self._window.steering.busy:
            self._window.close()

    def may_close(self) -> bool:
        """Stay in the tray; or wait for text, ask about what is not saved, keep the settings, go."""
        window = self._window
        if window.attached and not self._at_once:
            if window.companions.tray.on and not self._quitting:
                window.hide()
                window.companions.tray.window_hidden()
                return False
            if window.steering.busy:
                self._wait()
                return False
        if not window.document.may_go():
            self.waiting = self._quitting = self._at_once = False
            return False
        if window.attached:
            window.safekeeping.close()
        geometry = bytes(window.saveGeometry().toBase64().data()).decode("ascii")
        window.keeper.change("window", geometry=geometry)
        window.keeper.close()
        if window.attached:
            window.control.close()
            window.companions.close()
        if self._quitting:
            QApplication.quit()
        return True

    def _wait(self) -> None:
        self.waiting = True
        self._window.come_forward()
        self._window.steering.stop()
        self._window.messages.show_message(
            Message(text=tr("Writing what you said before closing."), button=tr("Close now"), act=self.at_once)
        )


def stored_geometry(text: str) -> bytes:
    """What ``WindowSettings.geometry`` holds; nonsense becomes bytes that Qt refuses."""
    return base64.b64decode(text, validate=False)
