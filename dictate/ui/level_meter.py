"""The microphone's level with the mark below which nothing counts as speech. Runs on the Qt main thread."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dictate.core.events import LevelChanged
from dictate.ui import motion
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.translating import tr

BOTTOM_DBFS = -66.0
FALL_DB_PER_TICK = 2.4
"""At 15 ticks a second: 36 dB a second, slow enough to follow with the eye."""
TICK_MS = 1000 // 15
BAR_HEIGHT = 10


class LevelMeter(QWidget):
    """Rises at once, falls smoothly, and rests without a timer while nothing moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._target = self._shown = BOTTOM_DBFS
        self._threshold = BOTTOM_DBFS
        self._voiced = False
        self._open = False
        self._drawn: tuple[int, int, bool, bool] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._fall)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Microphone level"))
        self._describe()

    def sizeHint(self) -> QSize:
        """120 x 32."""
        return QSize(120, 32)

    def minimumSizeHint(self) -> QSize:
        """A third of that is enough."""
        return QSize(40, 32)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._palette = palette
        self.update()

    def show_level(self, level: LevelChanged) -> None:
        """Take a measurement."""
        self._open = True
        self._target = min(0.0, max(BOTTOM_DBFS, level.rms_dbfs))
        self._threshold = level.threshold_dbfs
        self._voiced = level.voiced
        self._shown = max(self._shown, self._target)
        if self._shown > self._target and not self._timer.isActive():
            self._timer.start()
        self._describe()
        self._refresh()

    def rest(self) -> None:
        """The microphone is closed: fall to nothing."""
        self._open = self._voiced = False
        self._target = BOTTOM_DBFS
        self._timer.start()
        self._describe()

    @property
    def shown_fraction(self) -> float:
        """How much of the bar is filled, 0-1."""
        return self._fraction(self._shown)

    def _fall(self) -> None:
        self._shown = max(self._target, self._shown - FALL_DB_PER_TICK) if motion.wanted() else self._target
        if self._shown <= self._target:
            self._timer.stop()
        self._refresh()

    def _refresh(self) -> None:
        """Repaint when it makes a difference of a pixel: in silence the level trembles by less, all day."""
        pixels = self.width() * self.devicePixelRatioF()
        drawn = (
            round(pixels * self.shown_fraction),
            round(pixels * self._fraction(self._threshold)),
            self._voiced,
            self._open,
        )
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def _describe(self) -> None:
        if self._open:
            state = tr("speech") if self._voiced else tr("no speech")
            words = tr(
                "{level} dBFS, {state}; speech is louder than {threshold} dBFS (the mark)",
                level=f"{self._target:.0f}",
                state=state,
                threshold=f"{self._threshold:.0f}",
            )
        else:
            words = tr("The microphone is closed")
        if words != self.toolTip():
            self.setToolTip(words)
            self.setAccessibleDescription(words)

    @staticmethod
    def _fraction(dbfs: float) -> float:
        return min(1.0, max(0.0, 1 - dbfs / BOTTOM_DBFS))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Track, level, mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(0, (self.height() - BAR_HEIGHT) / 2, self.width(), BAR_HEIGHT)
        shape = QPainterPath()
        shape.addRoundedRect(bar, 3, 3)
        painter.setClipPath(shape)
        painter.fillRect(bar, QColor(self._palette.track))
        level = QRectF(bar.left(), bar.top(), bar.width() * self.shown_fraction, bar.height())
        painter.fillRect(level, QColor(self._palette.ok if self._voiced else self._palette.faint))
        if self._open:
            x = bar.left() + bar.width() * self._fraction(self._threshold)
            painter.fillRect(QRectF(x - 1, bar.top(), 2, bar.height()), QColor(self._palette.text))
