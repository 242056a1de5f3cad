"""The page Keys of the settings: press a key to give it to an action. Runs on the Qt main thread."""

from PySide6.QtCore import QKeyCombination, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QKeySequenceEdit, QLabel, QPushButton, QToolButton, QWidget

from dictate.core.errors import SettingsError
from dictate.ui.forms import SettingsPage
from dictate.ui.icons import Icons
from dictate.ui.keys import ACTIONS, FIXED, KeyTable, Native, Portable
from dictate.ui.message_bar import repolish
from dictate.ui.palette import Palette
from dictate.ui.translating import tr

FIELD_WIDTH = 190


class KeyField(QKeySequenceEdit):
    """Takes one key with its modifiers; Tab and Shift+Tab still move on."""

    def __init__(self, title: str, key: QKeySequence, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self.setMaximumSequenceLength(1)
        tab, back = Qt.Key.Key_Tab, Qt.Key.Key_Backtab
        self.setFinishingKeyCombinations(
            [QKeyCombination(tab), QKeyCombination(Qt.KeyboardModifier.ShiftModifier, back)]
        )
        self.setFixedWidth(FIELD_WIDTH)
        self.setAccessibleName(tr("Key for: {action}", action=title))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for part in self.findChildren(QWidget):
            part.setAccessibleName(self.accessibleName())


class KeysPage(SettingsPage):
    """One row an action; the keys of the editor itself stand below, unchangeable.

    Signals:
        changed(): the table has other keys.
    """

    changed = Signal()

    def __init__(self, icons: Icons, keys: KeyTable) -> None:
        super().__init__(tr("Keys"))
        self._icons = icons
        self._keys = keys
        self.fields: dict[str, KeyField] = {}
        self.clears: dict[str, QToolButton] = {}
        self.resets: dict[str, QToolButton] = {}
        self._labels: dict[str, QLabel] = {}
        self.note(tr("Click a field and press the new key. Changes hold at once."))
        self.problem = self.note("")
        self.problem.setProperty("role", "problem")
        self.problem.hide()
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, action in enumerate(ACTIONS):
            self._row(grid, row, action.name, tr(action.title))
        self.all_back = QPushButton(tr("Restore all keys"))
        self.all_back.clicked.connect(self._restore_all)
        for row, (key, title) in enumerate(FIXED.items(), start=len(ACTIONS)):
            cap = QLabel(QKeySequence(key, Portable).toString(Native))
            cap.setProperty("key", "true")
            cap.setAccessibleName(f"{tr(title)}: {cap.text()}")
            grid.addWidget(QLabel(tr(title)), row, 0)
            grid.addWidget(cap, row, 1, Qt.AlignmentFlag.AlignLeft)
        self.wide(tr("Actions"), table)
        self.widget_row(self.all_back)

    def _row(self, grid: QGridLayout, row: int, name: str, title: str) -> None:
        sequences = self._keys.sequences(name)
        field = KeyField(title, sequences[0] if sequences else QKeySequence())
        field.editingFinished.connect(lambda: self._take(name))
        clear = _button(tr("No key for: {action}", action=title), tr("No key"))
        clear.clicked.connect(field.clear)
        clear.clicked.connect(lambda: self._take(name))
        default = self._keys.default_words(name)
        reset = _button(tr("Default key for: {action}", action=title), tr("Default: {key}", key=default))
        reset.clicked.connect(lambda: self._restore(name))
        label = QLabel(title)
        label.setBuddy(field)
        label.setWordWrap(True)
        self.fields[name], self._labels[name] = field, label
        self.clears[name], self.resets[name] = clear, reset
        for column, widget in enumerate((label, field, clear, reset)):
            grid.addWidget(widget, row, column)
        self._show(name)

    def _show(self, name: str) -> None:
        sequences = self._keys.sequences(name)
        field = self.fields[name]
        wanted = sequences[0] if sequences else QKeySequence()
        if field.keySequence() != wanted:
            field.setKeySequence(wanted)
        others = [sequence.toString(Native) for sequence in sequences[1:]]
        title = tr(next(action.title for action in ACTIONS if action.name == name))
        more = tr("{action} (also {keys})", action=title, keys=", ".join(others)) if others else title
        self._labels[name].setText(more)
        self.clears[name].setEnabled(bool(sequences))
        self.resets[name].setEnabled(not self._keys.is_default(name))

    def _take(self, name: str) -> None:
        sequences = self._keys.sequences(name)
        typed = self.fields[name].keySequence()
        if typed == (sequences[0] if sequences else QKeySequence()):
            return
        try:
            self._keys.rebind(name, typed.toString(Portable))
        except SettingsError as error:
            self._refuse(error)
        else:
            self._accept()
        self._show(name)

    def _restore(self, name: str) -> None:
        try:
            self._keys.restore(name)
        except SettingsError as error:
            self._refuse(error)
        else:
            self._accept()
        self._show(name)

    def _restore_all(self) -> None:
        self._keys.restore_all()
        self._accept()
        for action in ACTIONS:
            self._show(action.name)

    def _refuse(self, error: SettingsError) -> None:
        self.problem.setText(f"{error.user_message}.")
        self.problem.setAccessibleName(self.problem.text())
        self.problem.show()
        repolish(self.problem)
        self.ensureWidgetVisible(self.problem)

    def _accept(self) -> None:
        self.problem.hide()
        self.changed.emit()

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        for buttons, icon in ((self.clears, "close"), (self.resets, "restore")):
            for button in buttons.values():
                button.setIcon(self._icons.icon(icon, palette.dim, palette.border))


def _button(name: str, tip: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName("small")
    button.setAccessibleName(name)
    button.setToolTip(tip)
    return button
