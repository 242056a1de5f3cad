"""The icons of ``resources/icons``, drawn in any color. Runs on the Qt main thread."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer


class Icons:
    """Reads each SVG once; ``currentColor`` in it becomes the color that is asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sources: dict[str, bytes] = {}
        self._renderers: dict[tuple[str, str], QSvgRenderer] = {}

    def paint(self, painter: QPainter, name: str, color: str, rect: QRectF) -> None:
        """Draw icon ``name`` into ``rect``."""
        self._renderer(name, color).render(painter, rect)

    def pixmap(self, name: str, color: str, size: int, scale: float) -> QPixmap:
        """Icon ``name``, ``size`` logical pixels wide and high, for a screen of ``scale`` device pixels to one."""
        pixmap = QPixmap(QSize(size, size) * scale)
        pixmap.fill(Qt.GlobalColor.transparent)
        pixmap.setDevicePixelRatio(scale)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint(painter, name, color, QRectF(0, 0, size, size))
        painter.end()
        return pixmap

    def icon(self, name: str, color: str, disabled: str = "") -> QIcon:
        """Icon ``name`` for a button, sharp at 100 and 200 %, in ``disabled`` color while it cannot be pressed."""
        icon = QIcon()
        for scale in (1.0, 2.0):
            icon.addPixmap(self.pixmap(name, color, 16, scale))
            if disabled:
                icon.addPixmap(self.pixmap(name, disabled, 16, scale), QIcon.Mode.Disabled)
        return icon

    def application(self) -> QIcon:
        """The application's own icon."""
        return QIcon(str(self._folder / "dictate.svg"))

    def path(self, name: str) -> Path:
        """The file of icon ``name``."""
        return self._folder / f"{name}.svg"

    def _renderer(self, name: str, color: str) -> QSvgRenderer:
        key = (name, QColor(color).name())
        if key not in self._renderers:
            if name not in self._sources:
                self._sources[name] = self.path(name).read_bytes()
            source = self._sources[name].replace(b"currentColor", key[1].encode())
            self._renderers[key] = QSvgRenderer(QByteArray(source))
        return self._renderers[key]
