"""Opens the settings and lets every change hold at once, wherever it was made. Runs on the Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QSystemTrayIcon

from dictate.core.events import Event
from dictate.core.ports import Host
from dictate.core.settings import Settings
from dictate.core.types import PairChoice
from dictate.ui import motion
from dictate.ui.folders_dialog import FoldersDialog
from dictate.ui.keys import KeyTable
from dictate.ui.palette import Palette
from dictate.ui.settings_dialog import SettingsDialog

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow
    from dictate.ui.options import WindowOptions


class SettingsCommands(QObject):
    """One dialog at a time; what it changes comes here through the keeper, as do changes made elsewhere.

    Attributes:
        dialog: the settings while they are open, else None.
    """

    def __init__(self, window: "MainWindow", host: Host, keys: KeyTable, options: "WindowOptions") -> None:
        super().__init__(window)
        self._window = window
        self._host = host
        self._keys = keys
        self._file = options.settings_file
        self._before = window.keeper.settings
        self.dialog: SettingsDialog | None = None
        window.keeper.changed.connect(self._apply)
        window.appearance.changed.connect(self._set_palette)
        motion.choose(self._before.window.motion)

    def open(self) -> None:
        """The page that was open last, or the first."""
        dialog = self._dialog()
        dialog.show_page(dialog.pages[dialog.list.currentRow()])

    def open_keys(self) -> None:
        """All keys, and the editor for them."""
        dialog = self._dialog()
        dialog.show_page(dialog.keys)

    def ask_folders(self) -> None:
        """Ask for the two folders of a local pair."""
        models = self._window.keeper.settings.models
        dialog = FoldersDialog(models.teacher, models.distil, self._window.dialogs, self.dialog or self._window)
        dialog.chosen.connect(self._set_pair)
        dialog.open()

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        if self.dialog is not None:
            self.dialog.take(event)

    def close(self) -> None:
        """Close the dialog, and the microphone that it tries."""
        if self.dialog is not None:
            self.dialog.close()

    def _dialog(self) -> SettingsDialog:
        if self.dialog is not None:
            return self.dialog
        window = self._window
        dialog = SettingsDialog(
            window.appearance.icons,
            window.keeper,
            self._keys,
            self._host,
            choice=window.steering.choice,
            settings_file=self._file,
            dictating=lambda: window.steering.recording,
            tray_available=QSystemTrayIcon.isSystemTrayAvailable(),
            parent=window,
        )
        dialog.microphone.tester.chosen.connect(window.steering.set_microphone)
        dialog.models.pair_chosen.connect(self._set_pair)
        dialog.models.folders_wanted.connect(self.ask_folders)
        dialog.keys.changed.connect(self._use_keys)
        dialog.closed.connect(self._forget)
        dialog.set_palette(window.appearance.palette)
        self.dialog = dialog
        self._host.refresh_devices()
        return dialog

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    def _set_pair(self, choice: PairChoice) -> None:
        self._window.steering.set_pair(choice)
        if self.dialog is not None:
            self.dialog.models.show_pair(choice)

    def _use_keys(self) -> None:
        self._window.actions_.use(self._keys)
        self._window.bar.record.set_key(self._keys.shown("record"))
        self._window.keeper.change("window", keys=self._keys.own())

    def _set_palette(self, palette: Palette) -> None:
        if self.dialog is not None:
            self.dialog.set_palette(palette)

    # -- letting changes hold ---------------------------------------------------------------------------------------

    def _apply(self, section: str) -> None:
        """Do what a change in ``section`` asks for; only what differs, for each change comes here once."""
        before, now = self._before, self._window.keeper.settings
        self._before = now
        if section in ("segmenter", "text"):
            self._apply_dictation(before, now)
        elif section == "window":
            self._apply_window(before, now)
        elif section == "privacy":
            self._host.keeping.set_retention(now.privacy.retention)
        elif before.models.unload_after != now.models.unload_after:
            self._host.dictation.set_unload_after(now.models.unload_after)

    def _apply_dictation(self, before: Settings, now: Settings) -> None:
        if before.segmenter != now.segmenter or before.text.custom_words != now.text.custom_words:
            self._window.steering.configure()
        if before.text.replacements != now.text.replacements:
            self._host.set_replacements(now.text.replacements)
        if before.text != now.text:
            self._window.writing.set_text_settings(now.text)

    def _apply_window(self, before: Settings, now: Settings) -> None:
        window = self._window
        if before.window.theme != now.window.theme:
            window.appearance.set_theme(now.window.theme)
            window.actions_.show_theme(now.window.theme)
        if window.view.font().pointSize() != now.window.text_size:
            window.view.set_text_size(now.window.text_size)
        motion.choose(now.window.motion)
