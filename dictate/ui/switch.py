"""A switch for what is on or off: its place says which, not its color alone. Runs on the Qt main thread."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QWidget

WIDTH, HEIGHT = 40, 24


class Switch(QCheckBox):
    """A check box for eyes that are used to switches; for keyboard and screen reader it stays a check box."""

    def __init__(self, name: str, *, on: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setChecked(on)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """The track and the ring around it."""
        return QSize(WIDTH + 6, HEIGHT + 6)

    def minimumSizeHint(self) -> QSize:
        """It does not shrink."""
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        """All of it can be clicked."""
        del pos
        return True

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ring while focused, track, knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self.palette()
        on = self.isChecked()
        track = QRectF(3, (self.height() - HEIGHT) / 2, WIDTH, HEIGHT)
        if self.hasFocus():
            painter.setPen(QPen(colors.color(colors.ColorRole.Accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), HEIGHT / 2 + 2, HEIGHT / 2 + 2)
        ground = colors.color(colors.ColorRole.Accent if on else colors.ColorRole.PlaceholderText)
        if not self.isEnabled():
            ground.setAlphaF(0.45)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(track, HEIGHT / 2, HEIGHT / 2)
        painter.setBrush(QColor(Qt.GlobalColor.white))
        x = track.right() - HEIGHT / 2 if on else track.left() + HEIGHT / 2
        painter.drawEllipse(QPointF(x, track.center().y()), HEIGHT / 2 - 4, HEIGHT / 2 - 4)
