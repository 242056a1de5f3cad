"""F1: which key does what. Runs on the Qt main thread."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from dictate.ui.keys import ACTIONS, FIXED, KeyTable, Native


class KeyDialog(QDialog):
    """A table of titles and keys; how to change them stands below it."""

    def __init__(self, keys: KeyTable, settings_file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Dictate — keys")
        self.resize(560, 580)
        table = QWidget()
        table.setObjectName("keyTable")
        grid = QGridLayout(table)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setVerticalSpacing(8)
        rows = [
            *((action.title, [key.toString(Native) for key in keys.sequences(action.name)]) for action in ACTIONS),
            *((title, [key]) for key, title in FIXED.items()),
        ]
        for row, (title, shown) in enumerate(rows):
            grid.addWidget(QLabel(title), row, 0)
            caps = QHBoxLayout()
            caps.setSpacing(6)
            for key in shown or ["none"]:
                label = QLabel(key)
                label.setProperty("key", "true")
                label.setAccessibleName(f"{title}: {key}")
                caps.addWidget(label)
            caps.addStretch(1)
            grid.addLayout(caps, row, 1)
        grid.setColumnStretch(0, 1)
        area = QScrollArea()
        area.setWidget(table)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setAccessibleName("Keys")
        hint = QLabel(f"To change a key, name its action under “window”, “keys” in\n{settings_file}")
        hint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        hint.setWordWrap(True)
        hint.setContentsMargins(16, 0, 16, 0)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.setContentsMargins(16, 0, 16, 0)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(12)
        layout.addWidget(area, 1)
        layout.addWidget(hint)
        layout.addWidget(buttons)
