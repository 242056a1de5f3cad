"""What accompanies the dictation: settings, first page, sound files, export, tray, notices. Qt main thread."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.events import Event
from dictate.core.ports import Host
from dictate.ui.export_commands import ExportCommands
from dictate.ui.keys import KeyTable
from dictate.ui.model_notes import ModelNotes
from dictate.ui.notices import Notices
from dictate.ui.settings_commands import SettingsCommands
from dictate.ui.sound_files import SoundFiles
from dictate.ui.tray import Tray
from dictate.ui.welcome import Welcome

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow
    from dictate.ui.options import WindowOptions


class Companions(QObject):
    """Built when there is a host; the window tells them every event.

    Attributes:
        welcome: None when this is not the first start.
    """

    def __init__(self, window: "MainWindow", host: Host, keys: KeyTable, options: "WindowOptions") -> None:
        super().__init__(window)
        self.settings = SettingsCommands(window, host, keys, options)
        self.export = ExportCommands(window, options)
        self.files = SoundFiles(window, host)
        self.tray = Tray(window)
        self.notices = Notices(window, host, self.tray)
        self.models = ModelNotes(window, host)
        self.welcome = Welcome(window, host, keys.shown("record")) if options.first_start else None

    def take(self, event: Event) -> None:
        """Pass on what a worker reports."""
        for part in (self.settings, self.files, self.tray, self.notices, self.models, self.welcome):
            if part is not None:
                part.take(event)

    def deeds(self) -> dict[str, Callable[[], object]]:
        """Action of the key table -> what does it."""
        return {
            "settings": self.settings.open,
            "keys": self.settings.open_keys,
            "export": self.export.ask,
            "transcribe": self.files.ask,
        }

    def close(self) -> None:
        """Before the window goes: nothing is half written, no microphone stays open."""
        self.settings.close()
        if self.welcome is not None and self.welcome.page is not None:
            self.welcome.page.tester.rest()
        self.export.background.wait()
        self.tray.icon.hide()
