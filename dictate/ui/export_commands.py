"""From the menu to the exported file, without holding the window up. Runs on the Qt main thread."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from dictate.core.errors import DictateError
from dictate.core.types import Outcome
from dictate.ui.background import Background
from dictate.ui.export_dialog import ExportDialog
from dictate.ui.exporting import FORMATS, Dictated, ExportChoice, export
from dictate.ui.message_bar import Message, failure
from dictate.ui.translating import tr

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow
    from dictate.ui.options import WindowOptions


class ExportCommands(QObject):
    """Asks, writes on another thread, and says where it is.

    Attributes:
        background: runs what writes.
    """

    def __init__(self, window: "MainWindow", options: "WindowOptions") -> None:
        super().__init__(window)
        self._window = window
        self._writers = options.writers
        self.background = Background(self)

    def ask(self) -> None:
        """Which kind, which name, which folder."""
        window = self._window
        dialog = ExportDialog(
            window.appearance.icons,
            window.dialogs,
            window.keeper.settings.window,
            name=window.document.name,
            folder=window.document.folder,
            missing=[key for key in FORMATS if key == "docx" and key not in self._writers],
            utterances=len(self._snapshot().finals),
            parent=window,
        )
        dialog.set_palette(window.appearance.palette)
        dialog.chosen.connect(self.write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, choice: ExportChoice) -> None:
        """Export as ``choice`` says, and remember it."""
        self._window.keeper.change(
            "window",
            export_format=choice.format_,
            export_name=choice.template,
            export_folder=str(choice.folder),
        )
        work = partial(export, self._snapshot(), choice, writers=self._writers, now=datetime.now())
        self.background.run(work, self._done, self._failed)

    def _snapshot(self) -> Dictated:
        window = self._window
        return Dictated(
            name=window.document.name,
            text=window.view.text(),
            finals=[entry.final for entry in window.transcript if entry.text or entry.outcome is Outcome.REJECTED],
        )

    def _done(self, path: Path) -> None:
        self._window.messages.show_message(
            Message(
                text=tr("Exported to {path}", path=path),
                button=tr("Show the folder"),
                act=lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent))),
                key="export",
            )
        )

    def _failed(self, error: DictateError) -> None:
        self._window.messages.show_message(
            failure(tr("Exporting"), error.user_message, error.action, tr("Export again…"), self.ask)
        )
