"""What changes how the window looks, and the dialogs that belong to it. Runs on the Qt main thread."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from dictate.core.settings import WindowSettings
from dictate.ui.compare_dialog import CompareDialog
from dictate.ui.compare_fill import CompareFill
from dictate.ui.compare_model import CompareModel
from dictate.ui.dialogs import Dialogs
from dictate.ui.folders_dialog import FoldersDialog
from dictate.ui.key_dialog import KeyDialog
from dictate.ui.keys import KeyTable
from dictate.ui.message_bar import Message

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow


class ViewCommands(QObject):
    """Text size, side panel, theme, the keys, the settings file, local model folders."""

    def __init__(self, window: "MainWindow", keys: KeyTable, dialogs: Dialogs, settings_file: Path) -> None:
        super().__init__(window)
        self._window = window
        self._keys = keys
        self._dialogs = dialogs
        self._settings_file = settings_file
        self._compare: CompareDialog | None = None
        window.actions_.theme_chosen.connect(self.set_theme)
        window.bar.pair.folders_wanted.connect(self.ask_folders)

    def larger(self) -> None:
        """Text one point larger."""
        self._window.view.set_text_size(self._window.view.font().pointSize() + 1)

    def smaller(self) -> None:
        """Text one point smaller."""
        self._window.view.set_text_size(self._window.view.font().pointSize() - 1)

    def usual_size(self) -> None:
        """Text as large as it is without a wish."""
        self._window.view.set_text_size(WindowSettings().text_size)

    def compare(self) -> None:
        """What the two models made of this session, side by side."""
        window = self._window
        if self._compare is not None:
            self._compare.raise_()
            self._compare.activateWindow()
            return
        model = CompareModel(window.writing.transcript)
        fill = CompareFill(model, window.writing.compare, window.bar.mode.offers, self)
        dialog = self._compare = CompareDialog(window.writing, fill, model, self._dialogs, window)
        model.setParent(dialog)
        dialog.set_palette(window.appearance.palette)
        dialog.wanted.connect(window.writing.show)
        dialog.failed.connect(window.document.failed)
        window.appearance.changed.connect(dialog.set_palette)
        dialog.destroyed.connect(self._compare_closed)
        dialog.show()

    def _compare_closed(self) -> None:
        self._compare = None

    def toggle_panel(self) -> None:
        """Show or hide the utterances."""
        shown = not self._window.panel.isVisibleTo(self._window)
        self._window.panel.setVisible(shown)
        self._window.keeper.change("window", utterances_shown=shown)

    def set_theme(self, theme: str) -> None:
        """Light, dark or as the system has it."""
        self._window.keeper.change("window", theme=theme)
        self._window.appearance.set_theme(theme)

    def show_keys(self) -> None:
        """Which key does what."""
        KeyDialog(self._keys, str(self._settings_file), self._window).open()

    def open_settings(self) -> None:
        """Open the settings file in the desktop's editor; say where it is in any case."""
        self._window.keeper.let_go()
        url = QUrl.fromLocalFile(str(self._settings_file))
        opened = self._settings_file.is_file() and QDesktopServices.openUrl(url)
        words = "The settings file is open in your editor" if opened else "Your settings are in"
        text = (
            f"{words}: {self._settings_file}. What you write there holds from the next start; "
            "what you choose in this window from now on is not kept."
        )
        self._window.messages.show_message(Message(text=text))

    def ask_folders(self) -> None:
        """Ask for the two folders of a local pair."""
        models = self._window.keeper.settings.models
        dialog = FoldersDialog(models.teacher, models.distil, self._dialogs, self._window)
        dialog.chosen.connect(self._window.steering.set_pair)
        dialog.open()
