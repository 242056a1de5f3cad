"""A list of cards of different heights that stays fluid with thousands of them. Runs on the Qt main thread.

``QListView`` asks for the height of every row whenever one is added. This view measures a card when it comes into
view, and takes the height of an average one for the others. It is a ``QListView`` all the same, because Qt tells
assistive technology of the rows of the views that it knows, and of no others; what ``QListView`` would lay out is left
out by calling ``QAbstractItemView`` instead of ``super()``.
"""

from bisect import bisect_left
from itertools import accumulate

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
)
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QCursor,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QAbstractScrollArea, QListView, QStyle, QStyleOptionViewItem

Index = QModelIndex | QPersistentModelIndex
USUAL_HEIGHT = 110
"""Of a card that was never measured, while none was."""


class CardView(QListView):
    """Rows from top to bottom, as wide as the view; the newest, on top, pushes the others down.

    Heights are kept from the last row to the first, so that a new first row is added at the end of the lists.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heights: list[int] = []
        self._known: list[bool] = []
        self._ends: list[int] = []
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalScrollBar().setSingleStep(24)

    # -- heights ----------------------------------------------------------------------------------------------------

    @property
    def _total(self) -> int:
        return self._ends[-1] if self._ends else 0

    def _place(self, row: int) -> int:
        """Where row ``row`` is in the lists, and the other way round."""
        return len(self._heights) - 1 - row

    def _span(self, row: int) -> tuple[int, int]:
        """Top and height of a row, from the top of the whole."""
        place = self._place(row)
        return self._total - self._ends[place], self._heights[place]

    def _row_at(self, y: int) -> int:
        """The row at ``y`` from the top of the whole; -1 for none."""
        return self._place(bisect_left(self._ends, self._total - y)) if 0 <= y < self._total else -1

    def _set_height(self, place: int, height: int) -> bool:
        self._known[place] = True
        if self._heights[place] == height:
            return False
        self._heights[place] = height
        self._add_up(place)
        return True

    def _add_up(self, place: int) -> None:
        before = self._ends[place - 1] if place else 0
        self._ends[place:] = [before + end for end in accumulate(self._heights[place:])]

    def _measure_visible(self) -> None:
        """Measure the cards in view; what one reads stays in its place."""
        bar = self.verticalScrollBar()
        row, moved = self._row_at(bar.value()), False
        while 0 <= row < len(self._heights) and self._span(row)[0] < bar.value() + self.viewport().height():
            place = self._place(row)
            if not self._known[place]:
                index = self.model().index(row, 0)
                moved |= self._set_height(place, self.sizeHintForIndex(index).height())
            row += 1
        if moved:
            self.updateGeometries()

    def _forget_heights(self) -> None:
        """The width or the look changed: measure again when a card comes into view."""
        first = self._row_at(self.verticalScrollBar().value())
        inside = self.verticalScrollBar().value() - self._span(first)[0] if first > 0 else 0
        self._known = [False] * len(self._known)
        self._measure_visible()
        if first > 0:
            self.verticalScrollBar().setValue(self._span(first)[0] + inside)

    # -- what the model tells ---------------------------------------------------------------------------------------

    def reset(self) -> None:
        """All rows are others."""
        QAbstractItemView.reset(self)
        count = self.model().rowCount() if self.model() is not None else 0
        self._heights = [USUAL_HEIGHT] * count
        self._known = [False] * count
        self._ends = list(accumulate(self._heights))
        self.updateGeometries()

    def rowsInserted(self, parent: Index, start: int, end: int) -> None:
        """New rows; what one reads further down stays in its place."""
        usual = self._total // len(self._heights) if self._heights else USUAL_HEIGHT
        bar = self.verticalScrollBar()
        reading, top = bar.value(), self._total
        for row in range(start, end + 1):
            place = len(self._heights) - row
            self._heights.insert(place, usual)
            self._known.insert(place, False)
            self._ends.insert(place, 0)
            self._add_up(place)
            self._set_height(place, self.sizeHintForIndex(self.model().index(row, 0)).height())
        QAbstractItemView.rowsInserted(self, parent, start, end)
        self.updateGeometries()
        if reading and self._span(start)[0] < reading:
            bar.setValue(reading + self._total - top)
        self.viewport().update()

    def dataChanged(self, first: Index, last: Index, roles: list[int] | None = None) -> None:  # type: ignore[override]
        """A card's content, and perhaps its height, is another."""
        QAbstractItemView.dataChanged(self, first, last, roles or [])
        for row in range(first.row(), last.row() + 1):
            if self._set_height(self._place(row), self.sizeHintForIndex(self.model().index(row, 0)).height()):
                self.updateGeometries()
        self.viewport().update()

    def doItemsLayout(self) -> None:
        """Lay out anew, after a change of font or theme."""
        self._forget_heights()
        QAbstractItemView.doItemsLayout(self)

    # -- geometry, as Qt asks for it --------------------------------------------------------------------------------

    def updateGeometries(self) -> None:
        """Bring the scroll bar up to date."""
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self._total - self.viewport().height()))
        QAbstractItemView.updateGeometries(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards are as wide as the view."""
        QAbstractItemView.resizeEvent(self, event)
        if event.size().width() != event.oldSize().width():
            self._forget_heights()
        self.updateGeometries()

    def visualRect(self, index: Index) -> QRect:
        """A row's place in the viewport."""
        if not index.isValid() or index.row() >= len(self._heights):
            return QRect()
        top, height = self._span(index.row())
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), height)

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The row under a point of the viewport."""
        row = self._row_at(point.y() + self.verticalOffset())
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, _hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a row into view, the whole of it where that is possible."""
        bar = self.verticalScrollBar()
        for _ in range(2):  # what comes into view is measured, and may then have another place
            rect = self.visualRect(index)
            if rect.top() < 0:
                bar.setValue(bar.value() + rect.top())
            elif rect.bottom() >= self.viewport().height():
                bar.setValue(bar.value() + min(rect.top(), rect.bottom() + 1 - self.viewport().height()))
            self._measure_visible()

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Where an arrow key leads."""
        count = len(self._heights)
        here = self.currentIndex().row()
        page = max(1, self.viewport().height() // max(1, self._total // max(1, count)))
        moves = QAbstractItemView.CursorAction
        steps = {
            moves.MoveUp: -1,
            moves.MovePrevious: -1,
            moves.MoveDown: 1,
            moves.MoveNext: 1,
            moves.MovePageUp: -page,
            moves.MovePageDown: page,
            moves.MoveHome: -count,
            moves.MoveEnd: count,
        }
        row = max(0, min(count - 1, here + steps.get(action, 0))) if here >= 0 else 0
        return self.model().index(row, 0) if count else QModelIndex()

    def horizontalOffset(self) -> int:
        """Nothing is beside the view."""
        return 0

    def verticalOffset(self) -> int:
        """How far it is scrolled."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: Index) -> bool:
        """Every row shows."""
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the row that was clicked."""
        index = self.indexAt(rect.topLeft())
        self.selectionModel().select(QItemSelection(index, index), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """What is to be painted again when the selection changes."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Whoever goes to a row hears it."""
        QAbstractItemView.currentChanged(self, current, previous)
        self._tell_where()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell of it as ``QListView`` does, which would ask its own layout for the row."""
        QAbstractItemView.selectionChanged(self, selected, deselected)
        for event, rows in ((QAccessible.Event.Selection, selected), (QAccessible.Event.SelectionRemove, deselected)):
            for index in rows.indexes():
                self._tell(event, index)

    def _tell_where(self) -> None:
        if self.hasFocus():
            self._tell(QAccessible.Event.Focus, self.currentIndex())

    def _tell(self, what: QAccessible.Event, index: Index) -> None:
        """Tell assistive technology of a row."""
        if index.isValid() and QAccessible.isActive():
            event = QAccessibleEvent(self, what)
            event.setChild(index.row())
            QAccessible.updateAccessibility(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Unlike Qt's views, go to no row by oneself: that would move the caret of the text."""
        QAbstractScrollArea.focusInEvent(self, event)
        self.viewport().update()
        QTimer.singleShot(0, self, self._tell_where)  # after Qt has told of the view itself

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu key is about the current row, wherever the pointer is."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
            self.customContextMenuRequested.emit(self.visualRect(self.currentIndex()).center())
            return
        super().contextMenuEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """Measure what came into view and paint."""
        self._measure_visible()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in view."""
        self._measure_visible()
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = self.indexAt(self.viewport().mapFromGlobal(QCursor.pos())) if self.underMouse() else QModelIndex()
        row = self._row_at(self.verticalOffset() + max(0, event.rect().top()))
        while 0 <= row < len(self._heights):
            index = self.model().index(row, 0)
            option = QStyleOptionViewItem()
            self.initViewItemOption(option)
            option.rect = self.visualRect(index)
            if option.rect.top() > event.rect().bottom():
                break
            if self.selectionModel().isSelected(index):
                option.state |= QStyle.StateFlag.State_Selected
            if index == pointed:
                option.state |= QStyle.StateFlag.State_MouseOver
            self.itemDelegate().paint(painter, option, index)
            row += 1
        painter.end()
