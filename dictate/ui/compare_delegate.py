"""Draws an utterance with both models' texts side by side. Runs on the Qt main thread."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dictate.core.comparison import MODELS, Compared
from dictate.core.types import Mode
from dictate.ui.card_view import Index
from dictate.ui.cards import clock
from dictate.ui.compare_model import ROW, pieces_of, time_words
from dictate.ui.marked_text import lay_out, line_height
from dictate.ui.palette import LIGHT, Palette

GUTTER = 62.0
"""For the time, at the left."""
BETWEEN = 28.0
PADDING = 12.0


def columns(width: float) -> tuple[QRectF, QRectF]:
    """Left and right column of a row ``width`` wide; without height."""
    each = (width - GUTTER - BETWEEN - PADDING) / 2
    return QRectF(GUTTER, 0, each, 0), QRectF(GUTTER + each + BETWEEN, 0, each, 0)


class CompareDelegate(QStyledItemDelegate):
    """For the rows of a ``CompareModel``."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._palette = LIGHT
        self._fonts()

    def _fonts(self) -> None:
        self._font = QFont(self._view.font())
        self._small = QFont(self._font)
        self._small.setPointSizeF(max(7.5, self._font.pointSizeF() * 0.87))

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors and the view's present font."""
        self._palette = palette
        self._fonts()

    def _layouts(self, row: Compared, width: float) -> list[QTextLayout]:
        return [
            lay_out(pieces_of(row, mode), self._font, place.width(), self._palette, strike=False)
            for mode, place in zip(MODELS, columns(width), strict=True)
        ]

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the view, as high as the longer text."""
        width = self._view.viewport().width()
        lines = max(layout.lineCount() if layout.text() else 0 for layout in self._layouts(index.data(ROW), width))
        height = 2 * PADDING + lines * line_height(self._font) + QFontMetricsF(self._small).height() + 2
        return QSize(width, round(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Time, both texts, both times; a line below."""
        colors, row, area = self._palette, index.data(ROW), option.rect.toRectF()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colors.accent_soft))
        painter.fillRect(QRectF(area.left(), area.bottom() - 1, area.width(), 1), QColor(colors.line))
        top = area.top() + PADDING
        painter.setFont(self._small)
        painter.setPen(QColor(colors.faint))
        left = int(Qt.AlignmentFlag.AlignLeft)
        painter.drawText(QRectF(area.left() + PADDING, top + 1, GUTTER, 20), left, clock(row.start_s))
        differ = row.errors is None or row.errors.wrong > 0
        for mode, place, layout in zip(MODELS, columns(area.width()), self._layouts(row, area.width()), strict=True):
            at = QPointF(area.left() + place.left(), top)
            painter.setPen(QColor(colors.text if differ else colors.dim))
            lines = layout.lineCount() if layout.text() else 0
            for number in range(lines):
                layout.lineAt(number).draw(painter, at)
            self._paint_time(painter, row, mode, QRectF(at, QPointF(at.x() + place.width(), area.bottom())), lines)

    def _paint_time(self, painter: QPainter, row: Compared, mode: Mode, place: QRectF, lines: int) -> None:
        painter.setFont(self._small)
        painter.setPen(QColor(self._palette.faint))
        below = place.adjusted(0, lines * line_height(self._font) + 2, 0, 0)
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), time_words(row, mode))
