"""The text as a file: new, open, save, save as, and never losing it. Runs on the Qt main thread."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Signal

from dictate.core.errors import StorageError
from dictate.core.reading import read_limited
from dictate.core.saving import save_text, why
from dictate.ui.background import Background
from dictate.ui.dialogs import Dialogs, Unsaved
from dictate.ui.transcript_view import TranscriptView
from dictate.ui.translating import marked, tr

UNTITLED = marked("Untitled")
LARGEST_BYTES = 20_000_000
"""No dictation comes near; a larger file would block the window for seconds."""


class Document(QObject):
    """One text of the editor and its place on disk.

    Signals:
        renamed(): ``name`` changed.
        replaced(): another text is in the editor.
        failed(what, error): ``what`` did not work; a ``StorageError`` says why. The text is untouched.
        saved(path)
    """

    renamed = Signal()
    replaced = Signal()
    failed = Signal(str, object)
    saved = Signal(object)

    def __init__(self, view: TranscriptView, dialogs: Dialogs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._dialogs = dialogs
        self._background = Background(self)
        self._path: Path | None = None

    @property
    def path(self) -> Path | None:
        """Where it is saved; None while it never was."""
        return self._path

    @property
    def name(self) -> str:
        """What the title bar calls it."""
        return self._path.name if self._path else tr(UNTITLED)

    def new(self) -> bool:
        """Begin an empty text, after asking about an unsaved one; whether that was done."""
        if not self.may_go():
            return False
        self._take("", None)
        return True

    def open(self, path: Path | None = None) -> bool:
        """Open ``path``, or ask for one, after asking about unsaved text; whether that was done."""
        if not self.may_go():
            return False
        chosen = path or self._dialogs.open_file(self.folder)
        if chosen is None:
            return False
        try:
            text = self._background.do(lambda: read_text(chosen))
        except StorageError as error:
            self.failed.emit(marked("Opening"), error)
            return False
        self._take(text, chosen)
        return True

    def save(self) -> bool:
        """Save where it is saved already, or ask; whether it is on disk now."""
        return self._write(self._path) if self._path else self.save_as()

    def save_as(self) -> bool:
        """Ask for a place and save there; whether it is on disk now."""
        chosen = self._dialogs.save_file(self._path or self.folder / f"{tr(UNTITLED)}.txt")
        return chosen is not None and self._write(chosen)

    def may_go(self) -> bool:
        """Whether the text may leave the editor: it is saved, or the user says so."""
        if not self._view.dirty or not self._view.text():
            return True
        match self._dialogs.unsaved(self.name):
            case Unsaved.SAVE:
                return self.save()
            case Unsaved.DISCARD:
                return True
            case Unsaved.CANCEL:
                return False

    def _write(self, path: Path) -> bool:
        """On another thread: a slow disk must not hold up what is shown of a dictation that goes on."""
        text = self._view.text()
        try:
            self._background.do(lambda: save_text(path, text))
        except StorageError as error:
            self.failed.emit(marked("Saving"), error)
            return False
        self._path = path
        whole = self._view.text() == text  # more may have been dictated meanwhile
        if whole:
            self._view.set_clean()
        self.renamed.emit()
        if whole:
            self.saved.emit(path)
        return whole

    def _take(self, text: str, path: Path | None) -> None:
        self._view.setPlainText(text)
        self._view.set_clean()
        self._path = path
        self.renamed.emit()
        self.replaced.emit()

    @property
    def folder(self) -> Path:
        """Where a file of it would be looked for first."""
        if self._path is not None:
            return self._path.parent
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())


def read_text(path: Path) -> str:
    """The UTF-8 text in ``path``.

    Raises:
        StorageError: it cannot be read, is no file or too large, or is no UTF-8 text.
    """
    try:
        return read_limited(path, LARGEST_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise StorageError(
            tr("{path} is not a UTF-8 text", path=path), tr("Convert it to UTF-8, or open another one.")
        ) from error
    except OSError as error:
        raise StorageError(
            tr("{path} cannot be read: {why}", path=path, why=why(error)), tr("Choose a text that you may read.")
        ) from error
