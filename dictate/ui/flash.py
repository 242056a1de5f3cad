"""Words that a late check changed light up softly and fade. Runs on the Qt main thread."""

from collections.abc import Iterable

from PySide6.QtCore import QEasingCurve, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QPainter, QTextCursor

from dictate.ui import motion
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.transcript_surface import TranscriptSurface

FADE_MS = 1600


class Flash(QVariantAnimation):
    """Behind the text; at rest it costs nothing."""

    def __init__(self, view: TranscriptSurface) -> None:
        super().__init__(view)
        self._view = view
        self._color = QColor(LIGHT.verified_soft)
        self._ranges: list[QTextCursor] = []
        self.setStartValue(1.0)
        self.setEndValue(0.0)
        self.setDuration(FADE_MS)
        self.setEasingCurve(QEasingCurve.Type.InQuad)
        self.valueChanged.connect(lambda _value: view.viewport().update())
        self.finished.connect(self._ranges.clear)
        view.overlays.append(self)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._color = QColor(palette.verified_soft)

    def show_ranges(self, ranges: Iterable[tuple[int, int]]) -> None:
        """Light up these stretches of the document; nothing happens where reduced motion is asked for."""
        if not motion.wanted():
            return
        for start, end in ranges:
            cursor = QTextCursor(self._view.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            self._ranges.append(cursor)
        if self._ranges:
            self.stop()
            self.start()

    @property
    def shown(self) -> list[str]:
        """The words that are lit up now."""
        return [cursor.selectedText() for cursor in self._ranges]

    def paint(self, painter: QPainter, *, behind: bool) -> None:
        """A soft ground behind the words."""
        if not behind or not self._ranges:
            return
        color = QColor(self._color)
        color.setAlphaF(float(self.currentValue()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        for cursor in self._ranges:
            for rect in self._view.rects_of(cursor.selectionStart(), cursor.selectionEnd()):
                painter.drawRoundedRect(rect.adjusted(-2, 0, 2, 0), 4, 4)
