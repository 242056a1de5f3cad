"""What the pages of the settings are made of: rows with a title, a hint and a control. Runs on the Qt main thread."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from dictate.ui.icons import Icons
from dictate.ui.switch import Switch
from dictate.ui.widgets import ChoiceBox

CONTROL_WIDTH = 230


class SettingsPage(QScrollArea):
    """A page that scrolls when it is higher than the dialog; the heading stands on top."""

    def __init__(self, heading: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = heading
        self.setObjectName("settingsPage")
        self.setAccessibleName(heading)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setObjectName("settingsInner")
        self._rows = QVBoxLayout(inner)
        self._rows.setContentsMargins(28, 22, 28, 22)
        self._rows.setSpacing(18)
        self._rows.addWidget(_label(heading, "heading"))
        self._rows.addStretch(1)
        self.setWidget(inner)
        inner.installEventFilter(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, another height of what wraps."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Rows that come, go or say more ask for their height."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self.widget():
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """As high as the wrapped words are at this width: a scroll area by itself asks for less and cuts them off."""
        inner = self.widget()
        if inner is not None:
            inner.setMinimumHeight(self._rows.heightForWidth(self.viewport().width()))

    def _add(self, widget: QWidget) -> None:
        self._rows.insertWidget(self._rows.count() - 1, widget)

    def row(self, title: str, control: QWidget, hint: str = "") -> QWidget:
        """Title and hint on the left, ``control`` on the right; returns the row."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(20)
        layout.addLayout(_titles(title, control, hint), 1)
        if not isinstance(control, Switch):
            control.setFixedWidth(CONTROL_WIDTH)
        layout.addWidget(control, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._add(row)
        return row

    def wide(self, title: str, control: QWidget, hint: str = "") -> QWidget:
        """Title and hint above, ``control`` over the whole width below; returns the row."""
        row = QWidget()
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(_titles(title, control, hint))
        layout.addWidget(control)
        self._add(row)
        return row

    def section(self, title: str) -> None:
        """A smaller heading with a line above it."""
        line = QFrame()
        line.setObjectName("sectionLine")
        line.setFixedHeight(1)
        self._add(line)
        self._add(_label(title, "section"))

    def note(self, text: str) -> QLabel:
        """A paragraph that explains; returns its label."""
        label = _label(text, "hint")
        self._add(label)
        return label

    def widget_row(self, *widgets: QWidget) -> QWidget:
        """``widgets`` beside each other, from the left; returns the row."""
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for widget in widgets:
            layout.addWidget(widget)
        layout.addStretch(1)
        self._add(row)
        return row


def _titles(title: str, control: QWidget, hint: str) -> QVBoxLayout:
    titles = QVBoxLayout()
    titles.setSpacing(2)
    label = _label(title, "title")
    label.setBuddy(control)
    titles.addWidget(label)
    if not control.accessibleName():
        control.setAccessibleName(title)
    if hint:
        titles.addWidget(_label(hint, "hint"))
        control.setAccessibleDescription(hint)
    return titles


def _label(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


class OptionBox(ChoiceBox):
    """One of a few values, each with its words.

    Signals:
        picked(value): the user chose another one.
    """

    picked = Signal(str)

    def __init__(
        self, icons: Icons, name: str, options: Mapping[str, str], value: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(icons, parent)
        self.setAccessibleName(name)
        for each, words in options.items():
            self.addItem(words, each)
        self.set_value(value)
        self.activated.connect(lambda row: self.picked.emit(self.itemData(row)))

    @property
    def value(self) -> str:
        """The chosen one."""
        return str(self.currentData())

    def set_value(self, value: str) -> None:
        """Show ``value``; nothing is emitted."""
        self.setCurrentIndex(max(0, self.findData(value)))


class NumberBox(QSpinBox):
    """A whole number with its unit; the wheel turns it only while it has the focus, so that pages scroll."""

    def __init__(self, name: str, value: int, low: int, high: int, *, step: int = 1, unit: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(low, high)
        self.setSingleStep(step)
        self.setSuffix(unit)
        self.setValue(value)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.lineEdit().setAccessibleName(name)
        self.lineEdit().setTextMargins(7, 0, 7, 0)  # a style sheet's padding does not reach it

    def wheelEvent(self, event: object) -> None:
        """Left to the page."""
        if hasattr(event, "ignore"):
            event.ignore()
