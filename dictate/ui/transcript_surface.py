"""The editor's surface: insertion point, interim text, keys, mouse and scrolling. Runs on the Qt main thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import (
    QDropEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextLine,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from dictate.ui.transcript_interim import InterimText


class Overlay(Protocol):
    """Marks text without being in the document."""

    def paint(self, painter: QPainter, *, behind: bool) -> None:
        """Draw on the viewport, ``behind`` the text and then once more before it."""


class TranscriptSurface(QPlainTextEdit):
    """A plain-text editor with a second place to write at, and text there that is not in the document.

    Attributes:
        overlays: what is drawn behind and over the text, in this order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overlays: list[Overlay] = []
        self._point = QTextCursor(self.document())
        self._interim = InterimText(self.document(), self._point)
        self._composing = False
        self.document().contentsChange.connect(self._place_interim)
        self.cursorPositionChanged.connect(self._repaint_caret)

    @property
    def insertion_position(self) -> int:
        """Where dictated text goes, as a document position."""
        return self._point.position()

    def _place_interim(self) -> None:
        self._interim.place(settled=False)

    def _repaint_caret(self) -> None:
        if self._interim.length:
            self.viewport().update()

    # Qt takes the place of interim text for an input method's and counts it in its positions, so it handles
    # keys, clicks and drops with that text out of the way.

    @contextmanager
    def _lifted(self) -> Iterator[None]:
        """Interim text out of the layout; what Qt scrolls meanwhile is kept as a movement."""
        if not self._interim.length:
            yield
            return
        bar = self.verticalScrollBar()
        before = bar.value()
        with self._interim.lifted():
            start = bar.value()
            yield
            moved = bar.value() - start
        bar.setValue(before + moved)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle a key as if there was no interim text."""
        with self._lifted():
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """While the user composes a character, interim text yields."""
        composing = bool(event.preeditString())
        if composing and not self._composing:
            self._interim.suspend()
        super().inputMethodEvent(event)
        if self._composing and not composing:
            self._interim.resume()
        self._composing = composing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret where the user sees it."""
        target = self._target(event.position())
        with self._lifted():
            super().mousePressEvent(self._moved(event, target))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select what the user sees."""
        target = self._target(event.position())
        with self._lifted():
            super().mouseMoveEvent(self._moved(event, target))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a selection where the user sees it."""
        target = self._target(event.position())
        with self._lifted():
            super().mouseReleaseEvent(self._moved(event, target))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word that the user sees."""
        target = self._target(event.position())
        with self._lifted():
            super().mouseDoubleClickEvent(self._moved(event, target))

    def dropEvent(self, event: QDropEvent) -> None:
        """Drop where the user sees it."""
        target = self._target(event.position())
        with self._lifted():
            point = event.position() if target is None else self._point_of(target)
            moved = QDropEvent(
                point, event.possibleActions(), event.mimeData(), event.buttons(), event.modifiers(), event.type()
            )
            moved.setDropAction(event.dropAction())
            super().dropEvent(moved)
            event.setDropAction(moved.dropAction())
            event.setAccepted(moved.isAccepted())

    def _target(self, point: QPointF) -> int | None:
        """The document position under ``point``; None where Qt finds it by itself."""
        if not self._interim.length or not self.viewport().rect().contains(point.toPoint()):
            return None
        return self.position_at(point)

    def position_at(self, point: QPointF) -> int:
        """The document position that is nearest to ``point`` of the viewport; on interim text, the insertion point."""
        block = self.firstVisibleBlock()
        area = self._area(block)
        while area.bottom() <= point.y() and block.next().isValid():
            block = block.next()
            area = self._area(block)
        layout = block.layout()
        inside = point - area.topLeft()
        line = layout.lineAt(0)
        for index in range(layout.lineCount()):
            line = layout.lineAt(index)
            if line.rect().bottom() > inside.y():
                break
        offset = line.xToCursor(inside.x()) if line.isValid() else 0
        return block.position() + self._interim.in_document(block, offset)

    def _area(self, block: QTextBlock) -> QRectF:
        return self.blockBoundingGeometry(block).translated(self.contentOffset())

    def _point_of(self, position: int) -> QPointF:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        area = self.cursorRect(cursor)
        return QPointF(area.left(), area.center().y())

    def _moved(self, event: QMouseEvent, target: int | None) -> QMouseEvent:
        """``event`` at the document position ``target``, as the layout without interim text has it."""
        if target is None:
            return event
        return QMouseEvent(
            event.type(),
            self._point_of(target),
            event.scenePosition(),
            event.globalPosition(),
            event.button(),
            event.buttons(),
            event.modifiers(),
        )

    # Places in the viewport.

    def visible_range(self) -> tuple[int, int]:
        """The first and the last document position in view, roughly: whole paragraphs at either end."""
        block = self.firstVisibleBlock()
        start = end = block.position()
        top, bottom = self._area(block).top(), self.viewport().height()
        while block.isValid() and top <= bottom:
            end = block.position() + block.length() - 1
            top += self.blockBoundingRect(block).height()
            block = block.next()
        return start, end

    def rects_of(self, start: int, end: int) -> list[QRectF]:
        """The rectangles of a stretch of text, one a line, in the viewport; a line is as high as its letters."""
        rects: list[QRectF] = []
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            layout, area = block.layout(), self._area(block)
            low = self._interim.in_layout(block, max(0, start - block.position()), after=True)
            high = self._interim.in_layout(block, min(block.length() - 1, end - block.position()))
            line = layout.lineForTextPosition(low)
            while line.isValid() and line.textStart() < high:
                left = _x(line, max(low, line.textStart()))
                right = _x(line, min(high, line.textStart() + line.textLength()))
                rects.append(QRectF(left, line.y(), right - left, line.height()).translated(area.topLeft()))
                number = line.lineNumber() + 1
                if number >= layout.lineCount():
                    break
                line = layout.lineAt(number)
            block = block.next()
        return rects

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text with what marks it."""
        self._paint_overlays(event, behind=True)
        self._paint_text(event)
        self._paint_overlays(event, behind=False)

    def _paint_overlays(self, event: QPaintEvent, *, behind: bool) -> None:
        if not self.overlays:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(event.rect())
        for overlay in self.overlays:
            overlay.paint(painter, behind=behind)
        painter.end()

    def _paint_text(self, event: QPaintEvent) -> None:
        """Draw as Qt does, but caret and selection where they belong when interim text stands before them."""
        if not self._interim.length:
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.setClipRect(event.rect())
        context = self.getPaintContext()
        painter.setPen(context.palette.text().color())
        caret = self._caret(context.cursorPosition)
        block, offset = self.firstVisibleBlock(), self.contentOffset()
        while block.isValid() and offset.y() <= event.rect().bottom():
            if block.isVisible():
                self._interim.paint(painter, block, offset, context)
                if block.contains(caret):
                    place = self._interim.in_layout(block, caret - block.position())
                    block.layout().drawCursor(painter, offset, place, self.cursorWidth())
                offset.setY(offset.y() + self.blockBoundingRect(block).height())
            block = block.next()
        painter.end()

    def _caret(self, blinking: int) -> int:
        """The caret's position, -1 for none. Behind interim text it does not blink: Qt would repaint elsewhere."""
        position = self.textCursor().position()
        block = self._interim.block
        behind = block.contains(position) and position > self._point.position()
        return position if behind and self.hasFocus() else blinking

    # Scrolling: follow the insertion point only while the user looks at it.

    @contextmanager
    def _following(self) -> Iterator[None]:
        """Keep what the user reads in its place, or follow the insertion point when it was in view."""
        follow = self._sees(self._line())
        top = QTextCursor(self.firstVisibleBlock())
        bar = self.verticalScrollBar()
        within = bar.value() - top.block().firstLineNumber()
        yield
        line = self._line()
        bar.setValue(top.block().firstLineNumber() + within)
        if follow and not self._sees(line):
            above = line < bar.value()
            bar.setValue(line if above else line - bar.pageStep() + 1)

    def _line(self) -> int:
        """The number of the line, as the scroll bar counts, at the end of the interim text."""
        block = self._point.block()
        self.blockBoundingRect(block)
        offset = self._interim.in_layout(block, self._point.positionInBlock(), after=True)
        line = block.layout().lineForTextPosition(offset)
        return block.firstLineNumber() + (line.lineNumber() if line.isValid() else 0)

    def _sees(self, line: int) -> bool:
        bar = self.verticalScrollBar()
        return bar.value() <= line < bar.value() + max(1, bar.pageStep())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the insertion point in view when it was."""
        with self._following():
            super().resizeEvent(event)


def _x(line: QTextLine, offset: int) -> float:
    """Where a position of the layout is in ``line``; the stubs of PySide do not know that a pair comes back."""
    return float(line.cursorToX(offset)[0])  # type: ignore[index]
