"""Text broken into lines, with the words marked that a second recognition changed. Runs on the Qt main thread."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat, QTextLayout, QTextOption

from dictate.ui.cards import Change
from dictate.ui.palette import Palette
from dictate.ui.transcript_anchors import utf16

LINE = 1.18
"""Height of a line, in heights of its letters."""

Pieces = Sequence[tuple[str, Change]]
"""Stretches of words, a space between each and the next."""


def line_height(font: QFont) -> float:
    """From one line to the next."""
    return QFontMetricsF(font).height() * LINE


def lay_out(pieces: Pieces, font: QFont, width: float, palette: Palette, *, strike: bool = True) -> QTextLayout:
    """``pieces`` in lines of ``width``; without ``strike`` removed words are marked by their ground alone."""
    layout = QTextLayout(" ".join(words for words, _ in pieces), font)
    layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
    layout.setFormats(_formats(pieces, palette, strike=strike))
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line_height(font)
    layout.endLayout()
    return layout


def _formats(pieces: Pieces, palette: Palette, *, strike: bool) -> list[QTextLayout.FormatRange]:
    formats: list[QTextLayout.FormatRange] = []
    start = 0
    for words, change in pieces:
        if change is not Change.SAME:
            added = change is Change.ADDED
            look = QTextCharFormat()
            look.setForeground(QColor(palette.added if added else palette.removed))
            look.setBackground(QColor(palette.added_soft if added else palette.removed_soft))
            look.setFontStrikeOut(strike and not added)
            marked = QTextLayout.FormatRange()
            marked.start, marked.length, marked.format = start, utf16(words), look
            formats.append(marked)
        start += utf16(words) + 1
    return formats
