"""Asks how to export: the kind of file, its name from a template, its folder. Runs on the Qt main thread."""

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from dictate.core.errors import SettingsError
from dictate.core.naming import FIELDS, file_name
from dictate.core.settings import WindowSettings
from dictate.ui.dialogs import Dialogs
from dictate.ui.exporting import EXPLAINED, FORMATS, TIMED, ExportChoice
from dictate.ui.forms import OptionBox
from dictate.ui.icons import Icons
from dictate.ui.palette import Palette
from dictate.ui.translating import tr


class ExportDialog(QDialog):
    """Shows at once what the file will be called.

    Signals:
        chosen(choice): an ``ExportChoice`` that can be tried.
    """

    chosen = Signal(object)

    def __init__(
        self,
        icons: Icons,
        dialogs: Dialogs,
        settings: WindowSettings,
        *,
        name: str,
        folder: Path,
        missing: Collection[str],
        utterances: int,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Dictate — export"))
        self.setMinimumWidth(540)
        self._dialogs = dialogs
        self._name = name
        self._utterances = utterances
        offered = {key: tr(title) for key, title in FORMATS.items() if key not in missing}
        self.format_ = OptionBox(icons, tr("Kind of file"), offered, settings.export_format)
        self.template = QLineEdit(settings.export_name)
        self.folder = QLineEdit(settings.export_folder or str(folder))
        self.browse = QPushButton(tr("Browse…"))
        self.browse.setAutoDefault(False)
        self.browse.setAccessibleName(tr("Browse for the folder"))
        self._explained = self._hint()
        self._preview = self._hint()
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.ok = QPushButton(tr("Export"))
        self.ok.setObjectName("primary")
        self.ok.setDefault(True)
        self.buttons.addButton(self.ok, QDialogButtonBox.ButtonRole.AcceptRole)
        self._lay_out()
        self.format_.picked.connect(lambda _value: self._check())
        self.template.textChanged.connect(lambda _text: self._check())
        self.folder.textChanged.connect(lambda _text: self._check())
        self.browse.clicked.connect(self._browse)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self._check()

    @staticmethod
    def _hint() -> QLabel:
        label = QLabel()
        label.setProperty("role", "hint")
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        folder = QHBoxLayout()
        folder.setSpacing(8)
        folder.addWidget(self.folder, 1)
        folder.addWidget(self.browse)
        rows = ((tr("Kind of file"), self.format_), (tr("Name"), self.template), (tr("Folder"), self.folder))
        for row, (title, widget) in enumerate(rows):
            label = QLabel(title)
            label.setBuddy(widget)
            widget.setAccessibleName(title)
            grid.addWidget(label, 2 * row, 0)
            if widget is self.folder:
                grid.addLayout(folder, 2 * row, 1)
            else:
                grid.addWidget(widget, 2 * row, 1)
        grid.addWidget(self._explained, 1, 1)
        grid.addWidget(self._preview, 3, 1)
        grid.setColumnStretch(1, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 16)
        layout.setSpacing(16)
        layout.addLayout(grid)
        layout.addWidget(self.buttons)

    def _browse(self) -> None:
        chosen = self._dialogs.folder(tr("Folder for exported files"), self.folder.text())
        if chosen:
            self.folder.setText(chosen)

    def _check(self) -> None:
        """Show what it will be, or why it cannot be."""
        format_ = self.format_.value
        self._explained.setText(tr(EXPLAINED[format_]))
        problem = ""
        try:
            name = file_name(self.template.text(), now=datetime.now(), name=Path(self._name).stem, ending=format_)
        except SettingsError as error:
            name, problem = "", f"{error.user_message}. {error.action}"
        if not problem and not Path(self.folder.text()).is_dir():
            problem = tr("There is no folder {folder}", folder=self.folder.text())
        if not problem and format_ in TIMED and not self._utterances:
            problem = tr("Nothing was dictated yet, so there are no times for subtitles.")
        fields = ", ".join(f"{{{field}}}" for field in FIELDS)
        self._preview.setText(problem or tr("{name}   (fields: {fields})", name=name, fields=fields))
        self._preview.setAccessibleName(self._preview.text())
        self.ok.setEnabled(not problem)

    def accept(self) -> None:
        """Hand the choice over."""
        self.chosen.emit(
            ExportChoice(format_=self.format_.value, folder=Path(self.folder.text()), template=self.template.text())
        )
        super().accept()

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self.format_.set_palette(palette)
