"""Draws one utterance as a card and knows where its clickable areas are. Runs on the Qt main thread."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout

from dictate.core.types import Latency, Mode
from dictate.ui.cards import Card, CardAction
from dictate.ui.icons import Icons
from dictate.ui.marked_text import lay_out, line_height
from dictate.ui.palette import Palette

MARGIN = 5.0
PADDING = 12.0
GAP = 8.0
BAR = 7.0
ICON = 13.0
LINES = 4
"""Longer texts end in "…"; the editor has the whole."""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the parts of a card are, relative to the item's rectangle."""

    frame: QRectF
    header: QRectF
    text: QRectF
    bar: QRectF
    caption: QRectF
    actions: tuple[tuple[CardAction, QRectF], ...]
    height: float


class CardPainter:
    """Lays out and draws; one for a view, so that every card has the same fonts."""

    def __init__(self, icons: Icons, palette: Palette, font: QFont) -> None:
        self._icons = icons
        self._palette = palette
        self._font = font
        self._small = QFont(font)
        self._small.setPointSizeF(max(7.5, font.pointSizeF() * 0.87))
        self._badge = QFont(self._small)
        self._badge.setWeight(QFont.Weight.DemiBold)

    def places(self, card: Card, width: float) -> Places:
        """Where everything goes in an item ``width`` wide."""
        frame = QRectF(MARGIN + 1, MARGIN, width - 2 * MARGIN - 2, 0)
        inner = frame.width() - 2 * PADDING
        small = QFontMetricsF(self._small)
        left, y = frame.left() + PADDING, frame.top() + PADDING - 2
        header = QRectF(left, y, inner, small.height() + 4)
        y = header.bottom() + 5
        lines = min(LINES, self._layout(card, inner).lineCount()) if card.pieces else 0
        text = QRectF(left, y, inner, lines * line_height(self._font))
        y = text.bottom() + (GAP if lines else 1)
        bar = QRectF(left, y, inner, BAR if card.latency else 0)
        y = bar.bottom() + (4 if card.latency else 0)
        caption = small.boundingRect(QRectF(0, 0, inner, 1000), int(Qt.TextFlag.TextWordWrap), card.caption)
        below = QRectF(left, y, inner, caption.height() + 2)
        frame.setHeight(below.bottom() + PADDING - 4 - frame.top())
        return Places(frame, header, text, bar, below, self._action_places(card, header), frame.bottom() + MARGIN)

    def _action_places(self, card: Card, header: QRectF) -> tuple[tuple[CardAction, QRectF], ...]:
        """From the right edge to the left, in the order of the card."""
        small = QFontMetricsF(self._small)
        places: list[tuple[CardAction, QRectF]] = []
        right = header.right() + 5
        for action in reversed(card.actions):
            label = small.horizontalAdvance(action.label) + 4 if action.label else 0.0
            width = ICON + label + 10
            places.append((action, QRectF(right - width, header.top() - 3, width, header.height() + 6)))
            right -= width + 1
        return tuple(reversed(places))

    def _layout(self, card: Card, width: float) -> QTextLayout:
        return lay_out(card.pieces, self._font, width, self._palette)

    def paint(
        self, painter: QPainter, card: Card, rect: QRectF, *, selected: bool, pointer: QPointF | None, scale_ms: float
    ) -> None:
        """Draw ``card`` into ``rect``; ``pointer`` is where the mouse is, in the same coordinates."""
        places = self.places(card, rect.width())
        colors = self._palette
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(rect.topLeft())
        local = None if pointer is None else pointer - rect.topLeft()
        painter.setPen(QPen(QColor(colors.accent if selected else colors.line), 1.5 if selected else 1.0))
        painter.setBrush(QColor(colors.panel if card.muted else colors.card))
        painter.drawRoundedRect(places.frame, 9, 9)
        self._paint_header(painter, card, places, local)
        self._paint_text(painter, card, places.text)
        if card.latency is not None:
            self._paint_bar(painter, card.latency, places.bar, scale_ms, second=card.second)
        painter.setFont(self._small)
        painter.setPen(QColor(colors.danger_text if card.failed else colors.faint))
        painter.drawText(places.caption, int(Qt.TextFlag.TextWordWrap), card.caption)
        painter.restore()

    def _paint_header(self, painter: QPainter, card: Card, places: Places, pointer: QPointF | None) -> None:
        colors = self._palette
        center = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(self._small)
        painter.setPen(QColor(colors.faint))
        width = QFontMetricsF(self._badge).horizontalAdvance(card.badge) + 12
        room = places.actions[0][1].left() - places.header.left() - width - GAP
        words = f"{card.when}   {card.length}"
        if QFontMetricsF(self._small).horizontalAdvance(words) > room:
            words = card.when
        painter.drawText(places.header, center, words)
        x = places.header.left() + QFontMetricsF(self._small).horizontalAdvance(words) + GAP
        badge = QRectF(x, places.header.top() - 1, width, places.header.height() + 2)
        ink, ground = {
            Mode.DISTIL: (colors.accent_text, colors.accent_soft),
            Mode.VERIFIED: (colors.verified, colors.verified_soft),
            Mode.TEACHER: (colors.teacher, colors.teacher_soft),
        }[card.mode]
        if card.second:
            ink, ground = colors.teacher, colors.teacher_soft
        if card.muted:
            ink, ground = colors.dim, colors.track
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(badge, 5, 5)
        painter.setFont(self._badge)
        painter.setPen(QColor(ink))
        painter.drawText(badge, int(Qt.AlignmentFlag.AlignCenter), card.badge)
        for action, place in places.actions:
            self._paint_action(painter, action, place, hover=pointer is not None and place.contains(pointer))

    def _paint_action(self, painter: QPainter, action: CardAction, place: QRectF, *, hover: bool) -> None:
        colors = self._palette
        if hover:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.accent_soft))
            painter.drawRoundedRect(place, 5, 5)
        ink = colors.accent_text if hover else colors.dim
        icon = QRectF(place.left() + 5, place.center().y() - ICON / 2, ICON, ICON)
        self._icons.paint(painter, action.icon, ink, icon)
        painter.setFont(self._small)
        painter.setPen(QColor(ink))
        label = place.adjusted(5 + ICON + 4, 0, 0, 0)
        painter.drawText(label, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), action.label)

    def _paint_text(self, painter: QPainter, card: Card, place: QRectF) -> None:
        if not card.pieces:
            return
        layout = self._layout(card, place.width())
        painter.setPen(QColor(self._palette.dim if card.muted else self._palette.text))
        painter.setFont(self._font)
        shown = min(LINES, layout.lineCount())
        whole = shown if layout.lineCount() <= LINES else shown - 1
        for number in range(whole):
            layout.lineAt(number).draw(painter, place.topLeft())
        if whole < shown:
            line = layout.lineAt(whole)
            rest = card.text[line.textStart() :]
            elided = QFontMetricsF(self._font).elidedText(rest, Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place.topLeft() + QPointF(0, line.y() + line.ascent()), elided)

    def _paint_bar(self, painter: QPainter, latency: Latency, place: QRectF, scale_ms: float, *, second: bool) -> None:
        colors = self._palette
        parts = (
            (latency.pause_ms, colors.pause),
            (latency.queue_ms, colors.queue),
            (latency.features_ms + latency.encoder_ms, colors.encoder),
            (latency.decoder_ms, colors.teacher if second else colors.decoder),
        )
        painter.setPen(Qt.PenStyle.NoPen)
        painter.fillRect(place, QColor(colors.track))
        scale = place.width() / max(scale_ms, sum(length for length, _ in parts), 1.0)
        x = place.left()
        for length, color in parts:
            painter.fillRect(QRectF(x, place.top(), length * scale, place.height()), QColor(color))
            x += length * scale
