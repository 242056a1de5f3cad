"""Interim text in the editor: shown and wrapped like text, but never part of the document. Runs on the Qt main thread.

It uses the place that Qt's text layout has for an input method's composition (``QTextLayout.setPreeditArea``), so it
wraps with the paragraph, moves what follows, and is in no undo step, copy or file. Qt expects the caret there and
counts the composition in every position behind it; ``lifted`` takes the text out of the layout while Qt handles keys
and clicks, and ``paint`` draws caret and selection where they belong.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPalette,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLayout,
)

from dictate.ui.transcript_anchors import utf16

COMMITTED_SHARE = 0.82
"""How much of the text color the committed part has; the rest is the background."""
TENTATIVE_SHARE = 0.66
"""Likewise of the tentative part; both keep a contrast of 4.5:1 with the themes' colors."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of interim text of one kind."""

    text: str
    tentative: bool


class InterimText:
    """One stretch of interim text at a cursor.

    Attributes:
        point: where it stands; moves with the user's edits.
    """

    def __init__(self, document: QTextDocument, point: QTextCursor) -> None:
        self._document = document
        self.point = point
        self._block = QTextBlock()
        self._runs: tuple[Run, ...] = ()
        self._suspended = 0
        self._palette = QPalette()

    @property
    def text(self) -> str:
        """What is to be shown."""
        return "".join(run.text for run in self._runs)

    @property
    def length(self) -> int:
        """Characters in the layout, as Qt counts them; 0 while none is there."""
        return utf16(self.text) if self._block.isValid() else 0

    @property
    def block(self) -> QTextBlock:
        """The paragraph that holds it; invalid when none is shown."""
        return self._block

    def set(self, runs: Sequence[Run], palette: QPalette) -> None:
        """Show ``runs`` from now on; none of them, or empty ones, show nothing."""
        self._runs, self._palette = tuple(run for run in runs if run.text), palette
        self.place()

    def place(self, *, settled: bool = True) -> None:
        """Bring the layout up to date with cursor and text; not ``settled``: from within a change of the document."""
        if self._suspended:
            return
        block = self.point.block() if self._runs else QTextBlock()
        if self._block.isValid() and self._block != block:
            self._clear(settled=settled)
        if block.isValid():
            layout = block.layout()
            layout.setPreeditArea(self.point.positionInBlock(), self.text)
            layout.setFormats(self._formats(self.point.positionInBlock()))
            self._block = block
            self._refresh(block, settled=settled)

    def suspend(self) -> None:
        """Take it out of the layout until ``resume``."""
        self._suspended += 1
        self._clear()

    def resume(self) -> None:
        """Undo one ``suspend``."""
        self._suspended -= 1
        self.place()

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """Have it out of the layout for a while, so that Qt's positions are the document's."""
        self.suspend()
        try:
            yield
        finally:
            self.resume()

    def _clear(self, *, settled: bool = True) -> None:
        block, self._block = self._block, QTextBlock()
        if block.isValid() and block.layout() is not None:
            block.layout().setPreeditArea(-1, "")
            block.layout().clearFormats()
            self._refresh(block, settled=settled)

    def _refresh(self, block: QTextBlock, *, settled: bool) -> None:
        """Lay the paragraph out anew; unlike an edit, this tells nobody of a change of the document."""
        self._document.markContentsDirty(block.position(), block.length())
        if settled:
            self._document.documentLayout().blockBoundingRect(block)

    def _formats(self, start: int) -> list[QTextLayout.FormatRange]:
        text, base = self._palette.text().color(), self._palette.base().color()
        pieces = []
        for run in self._runs:
            look = QTextCharFormat()
            look.setForeground(blend(text, base, TENTATIVE_SHARE if run.tentative else COMMITTED_SHARE))
            look.setFontItalic(run.tentative)
            pieces.append(_piece(start, start + utf16(run.text), look))
            start += utf16(run.text)
        return pieces

    def in_layout(self, block: QTextBlock, offset: int, *, after: bool = False) -> int:
        """The layout's position for a document position ``offset`` in ``block``.

        At the interim text itself it is the one before it, or with ``after`` the one behind it.
        """
        if block != self._block or offset < (here := self.point.positionInBlock()) or (offset == here and not after):
            return offset
        return offset + self.length

    def in_document(self, block: QTextBlock, offset: int) -> int:
        """The document position in ``block`` for the layout's position ``offset``; within interim text its place."""
        if block != self._block:
            return offset
        here = self.point.positionInBlock()
        return offset if offset <= here else max(here, offset - self.length)

    def paint(
        self, painter: QPainter, block: QTextBlock, at: QPointF, context: QAbstractTextDocumentLayout.PaintContext
    ) -> None:
        """Draw a paragraph with its selection; the interim text is never selected."""
        ranges = []
        for selection in context.selections:
            start = max(0, selection.cursor.selectionStart() - block.position())
            end = min(block.length() - 1, selection.cursor.selectionEnd() - block.position())
            here = self.point.positionInBlock() if block == self._block else end
            for first, last in ((start, min(end, here)), (max(start, here), end)):
                if first < last:
                    low = self.in_layout(block, first, after=first >= here)
                    ranges.append(_piece(low, low + last - first, selection.format))
        block.layout().draw(painter, at, ranges, context.clip)


def blend(color: QColor, base: QColor, share: float) -> QColor:
    """``share`` of ``color`` over ``base``."""

    def mix(one: int, other: int) -> int:
        return round(one * share + other * (1 - share))

    return QColor(mix(color.red(), base.red()), mix(color.green(), base.green()), mix(color.blue(), base.blue()))


def _piece(start: int, end: int, look: QTextCharFormat) -> QTextLayout.FormatRange:
    piece = QTextLayout.FormatRange()
    piece.start, piece.length, piece.format = start, end - start, look
    return piece
