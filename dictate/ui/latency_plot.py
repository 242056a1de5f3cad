"""The newest latencies as dots: their color and shape is the mode. Runs on the Qt main thread."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from dictate.core.latency import Timed
from dictate.core.types import Mode
from dictate.ui.cards import breakdown_words, duration
from dictate.ui.mode_switch import TITLES
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.translating import tr, tr_n

DOTS = 60
"""As many utterances show, the newest at the right."""
RADIUS = 3.6
HEIGHT = 80
INSET = 6
"""Room for the focus ring."""
APART = 12.0
"""At most, from dot to dot."""
STEPS = (100, 200, 300, 400, 600, 800, 1000, 1600, 2000, 3000, 4000, 6000, 10_000, 20_000, 30_000, 60_000)
"""Milliseconds that the top line may stand for."""
ODD = 3
"""A latency so many times the median sits at the top edge: it must not press all others together."""


def mode_color(palette: Palette, mode: Mode) -> QColor:
    """The color of a mode wherever modes are told apart."""
    return QColor(
        {Mode.DISTIL: palette.accent_text, Mode.VERIFIED: palette.verified, Mode.TEACHER: palette.teacher}[mode]
    )


def draw_mode(painter: QPainter, mode: Mode, center: QPointF, radius: float) -> None:
    """The shape of a mode: Distil a disc, Verified a diamond, Teacher a triangle; with the painter's pen and brush."""
    x, y, r = center.x(), center.y(), radius
    match mode:
        case Mode.DISTIL:
            painter.drawEllipse(center, r, r)
        case Mode.VERIFIED:
            r *= 1.25
            painter.drawPolygon(QPolygonF([QPointF(x, y - r), QPointF(x + r, y), QPointF(x, y + r), QPointF(x - r, y)]))
        case Mode.TEACHER:
            r *= 1.2
            points = [QPointF(x, y - r), QPointF(x + r, y + 0.8 * r), QPointF(x - r, y + 0.8 * r)]
            painter.drawPolygon(QPolygonF(points))


class LatencyPlot(QWidget):
    """Hovering over a dot, or going along with the arrow keys, tells where its time went.

    Signals:
        wanted(utterance): a dot was clicked, or Enter pressed on it.
    """

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._palette = LIGHT
        self._shown: Sequence[Timed] = ()
        self._top_ms = float(STEPS[0])
        self._current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Latency of the newest utterances"))

    def sizeHint(self) -> QSize:
        """Small."""
        return QSize(240, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As high, less wide."""
        return QSize(120, HEIGHT)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._palette = palette
        self.update()

    def show_timed(self, timed: Sequence[Timed]) -> None:
        """Show these utterances, the newest last."""
        self._shown = timed[-DOTS:]
        self._top_ms = _top([each.latency.total_ms for each in self._shown])
        self._go(-1)

    @property
    def top_ms(self) -> float:
        """What the top line stands for."""
        return self._top_ms

    def words_of(self, number: int) -> str:
        """The breakdown of dot ``number``, counted from the left."""
        timed = self._shown[number]
        return tr(
            "{mode} · utterance {number}\n{breakdown}",
            mode=tr(TITLES[timed.mode]),
            number=timed.utterance,
            breakdown=breakdown_words(timed.latency),
        )

    def place_of(self, number: int) -> QPointF:
        """The middle of dot ``number``."""
        area, count = self._area(), len(self._shown)
        step = min(APART, area.width() / max(1, count - 1))
        share = min(1.0, self._shown[number].latency.total_ms / self._top_ms)
        return QPointF(area.right() - (count - 1 - number) * step, area.bottom() - share * area.height())

    def _area(self) -> QRectF:
        """Where dots can be; the numbers of the scale stand at its left."""
        left = QFontMetricsF(self._small()).horizontalAdvance(duration(self._top_ms)) + 8 + INSET
        return QRectF(self.rect()).adjusted(left, RADIUS + 6, -RADIUS - INSET, -RADIUS - 5)

    def _small(self) -> QFont:
        font = QFont(self.font())
        font.setPointSizeF(max(7.0, font.pointSizeF() * 0.8))
        return font

    # -- pointer and keys -------------------------------------------------------------------------------------------

    def _near(self, point: QPointF) -> int:
        """The dot at ``point``, within reach of a pointer; -1 for none."""
        reach = 9.0
        found, best = -1, reach
        for number in range(len(self._shown)):
            away = QLineF(point, self.place_of(number)).length()
            if away < best:
                found, best = number, away
        return found

    def event(self, event: QEvent) -> bool:
        """The breakdown under the pointer."""
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._near(event.pos().toPointF())
            QToolTip.showText(event.globalPos(), self.words_of(number) if number >= 0 else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which dot is meant."""
        self._go(self._near(event.position()))

    def leaveEvent(self, _event: QEvent) -> None:
        """None is."""
        self._go(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the utterance."""
        self._choose(self._near(event.position()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the newest."""
        super().focusInEvent(event)
        if self._shown and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self._go(len(self._shown) - 1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is meant any more."""
        super().focusOutEvent(event)
        self._go(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Along the dots, and to the utterance."""
        moves = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Home: -DOTS, Qt.Key.Key_End: DOTS}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self._current)
        elif event.key() in moves and self._shown:
            number = max(0, min(len(self._shown) - 1, self._current + moves[Qt.Key(event.key())]))
            self._go(number)
            QToolTip.showText(self.mapToGlobal(self.place_of(number).toPoint()), self.words_of(number), self)
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        self._current = number
        self.setAccessibleDescription(
            self.words_of(number) if number >= 0 else tr_n("{n} utterance", "{n} utterances", len(self._shown))
        )
        self.update()

    def _choose(self, number: int) -> None:
        if number >= 0:
            self.wanted.emit(self._shown[number].utterance)

    # -- drawing ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Scale, dots, focus ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._area()
        painter.setFont(self._small())
        for share in (0.0, 0.5, 1.0):
            y = area.bottom() - share * area.height()
            painter.setPen(QPen(QColor(self._palette.line), 1))
            painter.drawLine(QLineF(area.left() - 3, y, self.width() - INSET, y))
            painter.setPen(QColor(self._palette.faint))
            words = "0" if not share else duration(self._top_ms * share)
            place = QRectF(0, y - 8, area.left() - 8, 16)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), words)
        for number, timed in enumerate(self._shown):
            place_ = self.place_of(number)
            current = number == self._current
            painter.setPen(QPen(QColor(self._palette.panel), 1))
            painter.setBrush(mode_color(self._palette, timed.mode))
            draw_mode(painter, timed.mode, place_, RADIUS + (2 if current else 0))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._palette.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
        painter.end()


def _top(totals: Sequence[float]) -> float:
    """A round number of milliseconds above all but odd ones."""
    if not totals:
        return float(STEPS[0])
    middle = sorted(totals)[len(totals) // 2]
    highest = min(max(totals), ODD * middle)
    return float(next((step for step in STEPS if step >= highest), STEPS[-1]))
