"""Asks for the two folders of a local pair. Runs on the Qt main thread."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dictate.ui.boxes import local_pair
from dictate.ui.dialogs import Dialogs
from dictate.ui.translating import tr


class FoldersDialog(QDialog):
    """Teacher and distil, each a folder with a Whisper checkpoint; whether it is one, the loading tells.

    Signals:
        chosen(choice): both folders exist; a ``PairChoice``.
    """

    chosen = Signal(object)

    def __init__(self, teacher: str, distil: str, dialogs: Dialogs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Dictate — models from local folders"))
        self.setMinimumWidth(520)
        self._dialogs = dialogs
        self.teacher = self._line(tr("Teacher folder"), teacher)
        self.distil = self._line(tr("Distil folder"), distil)
        self._problem = QLabel()
        self._problem.setWordWrap(True)
        grid = QGridLayout()
        for row, line in enumerate((self.teacher, self.distil)):
            browse = QPushButton(tr("Browse…"))
            browse.setAutoDefault(False)
            browse.setAccessibleName(tr("Browse: {folder}", folder=line.accessibleName()))
            browse.clicked.connect(lambda _checked, line=line: self._browse(line))
            label = QLabel(line.accessibleName())
            label.setBuddy(line)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
            grid.addWidget(browse, row, 2)
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(QLabel(tr("Two folders in the format of transformers, as “from_pretrained” reads them.")))
        layout.addLayout(grid)
        layout.addWidget(self._problem)
        layout.addWidget(self.buttons)
        self._check()

    def _line(self, name: str, value: str) -> QLineEdit:
        line = QLineEdit(value)
        line.setAccessibleName(name)
        line.textChanged.connect(self._check)
        return line

    def _browse(self, line: QLineEdit) -> None:
        folder = self._dialogs.folder(line.accessibleName(), line.text())
        if folder:
            line.setText(folder)

    def _check(self) -> None:
        if not hasattr(self, "buttons"):
            return
        lines = (self.teacher, self.distil)
        missing = [line.text() for line in lines if line.text() and not Path(line.text()).is_dir()]
        self._problem.setText(tr("There is no folder {folder}", folder=missing[0]) if missing else "")
        ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(not missing and all(line.text() for line in lines))

    def accept(self) -> None:
        """Hand the two folders over."""
        self.chosen.emit(local_pair(self.teacher.text(), self.distil.text()))
        super().accept()
