"""A small table of words and what becomes of them: replacement rules, spoken commands. Runs on the Qt main thread."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from dictate.ui.forms import OptionBox
from dictate.ui.icons import Icons
from dictate.ui.translating import tr
from dictate.ui.widgets import label_for_readers

ROW_HEIGHT = 34
SHOWN_ROWS = 5


class WordTable(QWidget):
    """Rows can be changed in place; a new one is typed below. With ``options`` the right side is one of them.

    Signals:
        changed(rows): the user changed something; a dict of left -> right.
    """

    changed = Signal(dict)

    def __init__(
        self,
        icons: Icons,
        titles: tuple[str, str],
        rows: Mapping[str, str],
        options: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = options
        self.table = QTableWidget(0, 2)
        self.table.setHorizontalHeaderLabels(list(titles))
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setFixedHeight(ROW_HEIGHT * (SHOWN_ROWS + 1))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAccessibleName(f"{titles[0]}: {titles[1]}")
        self.left = QLineEdit()
        self.left.setPlaceholderText(titles[0])
        self.left.setAccessibleName(tr("New: {what}", what=titles[0]))
        self.right: QLineEdit | OptionBox
        if options is None:
            self.right = QLineEdit()
            self.right.setPlaceholderText(titles[1])
            self.right.returnPressed.connect(self._add)
        else:
            self.right = OptionBox(icons, "", options, next(iter(options)))
        self.right.setAccessibleName(tr("New: {what}", what=titles[1]))
        self.add = QPushButton(tr("Add"))
        self.remove = QPushButton(tr("Remove"))
        self.add.setAccessibleName(tr("Add: {what}", what=titles[0]))
        self.remove.setAccessibleName(tr("Remove: {what}", what=titles[0]))
        self._lay_out()
        for heard, written in rows.items():
            self._append(heard, written)
        self.table.itemChanged.connect(lambda _item: self._tell())
        self.table.itemSelectionChanged.connect(self._show_buttons)
        self.left.textChanged.connect(lambda _text: self._show_buttons())
        self.left.returnPressed.connect(self._add)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self._show_buttons()

    def _lay_out(self) -> None:
        entry = QGridLayout()
        entry.setContentsMargins(0, 0, 0, 0)
        entry.setSpacing(8)
        entry.addWidget(self.left, 0, 0)
        entry.addWidget(self.right, 0, 1)
        entry.addWidget(self.add, 0, 2)
        entry.addWidget(self.remove, 0, 3)
        entry.setColumnStretch(0, 1)
        entry.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.table)
        layout.addLayout(entry)
        label_for_readers(self.right)

    @property
    def rows(self) -> dict[str, str]:
        """Left -> right, as it stands; a row without words on the left does not count."""
        found = {}
        for row in range(self.table.rowCount()):
            left, right = self.table.item(row, 0), self.table.item(row, 1)
            if left is not None and right is not None and left.text().strip():
                value = right.text() if self._options is None else str(right.data(Qt.ItemDataRole.UserRole))
                found[left.text().strip()] = value.strip()
        return found

    def _append(self, left: str, right: str) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        self.table.setItem(row, 0, QTableWidgetItem(left))
        item = QTableWidgetItem(right if self._options is None else self._options.get(right, right))
        if self._options is not None:
            item.setData(Qt.ItemDataRole.UserRole, right)
            item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
        self.table.setItem(row, 1, item)

    def _add(self) -> None:
        left = self.left.text().strip()
        if not left:
            return
        right = self.right.text().strip() if isinstance(self.right, QLineEdit) else self.right.value
        blocked = self.table.blockSignals(True)
        for row in range(self.table.rowCount()):
            item = self.table.item(row, 0)
            if item is not None and item.text().casefold() == left.casefold():
                self.table.removeRow(row)
                break
        self._append(left, right)
        self.table.blockSignals(blocked)
        self.table.scrollToBottom()
        self.left.clear()
        if isinstance(self.right, QLineEdit):
            self.right.clear()
        self.left.setFocus()
        self._tell()

    def _remove(self) -> None:
        for row in sorted({index.row() for index in self.table.selectedIndexes()}, reverse=True):
            self.table.removeRow(row)
        self._show_buttons()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.rows)

    def _show_buttons(self) -> None:
        self.add.setEnabled(bool(self.left.text().strip()))
        self.remove.setEnabled(bool(self.table.selectedIndexes()))
