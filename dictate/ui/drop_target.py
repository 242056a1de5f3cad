"""Files that are dragged onto the window, wherever on it. Runs on the Qt main thread."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QLabel, QWidget

from dictate.ui.translating import tr


class DropTarget(QObject):
    """Shows while files are over the window that they can be let go; text that is dragged goes its own way.

    Signals:
        dropped(paths): files were let go.
    """

    dropped = Signal(list)

    def __init__(self, window: QWidget, *inside: QWidget) -> None:
        """``inside``: widgets that take drops themselves and must leave files to us."""
        super().__init__(window)
        self._window = window
        self._inside = inside
        self.sign = QLabel(tr("Drop a sound file to transcribe it, a text to open it"), window)
        self.sign.setObjectName("dropSign")
        self.sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sign.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.sign.hide()
        window.setAcceptDrops(True)
        for widget in (window, *inside):
            widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Files are ours, whatever they are over."""
        kind = event.type()
        if kind is QEvent.Type.DragLeave:
            self.sign.hide()
        if kind not in (QEvent.Type.DragEnter, QEvent.Type.DragMove, QEvent.Type.Drop):
            return False
        if not isinstance(event, QDropEvent):
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if kind is QEvent.Type.Drop:
            self.sign.hide()
            self.dropped.emit(paths)
        elif self.sign.isHidden():
            self.sign.setGeometry(self._window.rect().adjusted(6, 6, -6, -6))
            self.sign.raise_()
            self.sign.show()
        return True
