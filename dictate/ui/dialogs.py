"""The questions that only a dialog can ask: which file, and what about unsaved text. Runs on the Qt main thread."""

from enum import Enum, auto
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from dictate.ui.translating import marked, tr

FILTER = marked("Text (*.txt);;All files (*)")
SOUND_ENDINGS = "*.wav *.flac *.ogg *.mp3 *.opus *.aiff *.aif"


class Unsaved(Enum):
    """What to do with text that is not saved."""

    SAVE = auto()
    DISCARD = auto()
    CANCEL = auto()


class Dialogs:
    """Asks the user; a test answers in its place."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def open_file(self, folder: Path) -> Path | None:
        """Which text to open; None when called off."""
        name, _ = QFileDialog.getOpenFileName(self._parent, tr("Open a text"), str(folder), tr(FILTER))
        return Path(name) if name else None

    def save_file(self, suggestion: Path) -> Path | None:
        """Where to save; None when called off. A name without an ending gets ``.txt``."""
        name, _ = QFileDialog.getSaveFileName(self._parent, tr("Save the text"), str(suggestion), tr(FILTER))
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(".txt")

    def sound_files(self, folder: Path) -> list[Path]:
        """Which sound files to transcribe; empty when called off."""
        kinds = tr("Sound ({endings});;All files (*)", endings=SOUND_ENDINGS)
        names, _ = QFileDialog.getOpenFileNames(self._parent, tr("Transcribe sound files"), str(folder), kinds)
        return [Path(name) for name in names]

    def folder(self, title: str, start: str) -> str:
        """Which folder; empty when called off."""
        return QFileDialog.getExistingDirectory(self._parent, title, start)

    def unsaved(self, name: str) -> Unsaved:
        """What to do with the unsaved text ``name``."""
        box = QMessageBox(self._parent)
        box.setIcon(QMessageBox.Icon.NoIcon)
        box.setWindowTitle("Dictate")
        box.setText(tr("Save the changes to “{name}”?", name=name))
        box.setInformativeText(tr("What is not saved is lost."))
        buttons = QMessageBox.StandardButton
        box.setStandardButtons(buttons.Save | buttons.Discard | buttons.Cancel)
        box.setDefaultButton(buttons.Save)
        answer = box.exec()
        return {buttons.Save: Unsaved.SAVE, buttons.Discard: Unsaved.DISCARD}.get(buttons(answer), Unsaved.CANCEL)
