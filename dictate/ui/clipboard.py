"""Copies and makes sure that it worked. Runs on the Qt main thread."""

from PySide6.QtGui import QClipboard, QGuiApplication

from dictate.core.errors import StorageError
from dictate.ui.translating import tr


def copy_text(text: str, clipboard: QClipboard | None = None) -> None:
    """Put ``text`` on the clipboard and read it back.

    Raises:
        StorageError: the clipboard holds something else afterwards (no focus under Wayland, or another program).
    """
    board = QGuiApplication.clipboard() if clipboard is None else clipboard
    board.setText(text)
    if board.text() != text:
        raise StorageError(tr("the clipboard did not take the text"), tr("Click into the window and copy again."))
