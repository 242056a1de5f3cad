"""The page Privacy of the settings: what stays where, and for how long. Runs on the Qt main thread."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from dictate.ui.forms import Page
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.translating import tr


class PrivacyPage(Page):
    """Says what Dictate keeps, and shows the file with all settings."""

    def __init__(self, keeper: SettingsKeeper, settings_file: Path) -> None:
        super().__init__(tr("Privacy"))
        self._keeper = keeper
        self._file = settings_file
        self.note(
            tr(
                "Sound and text stay on this machine. There is no telemetry. The network is used for one thing: "
                "downloading a model that you chose."
            )
        )
        self.section(tr("Settings file"))
        path = QLabel(str(settings_file))
        path.setWordWrap(True)
        path.setProperty("role", "hint")
        self.open_file = QPushButton(tr("Open the settings file"))
        self.open_file.clicked.connect(self._open)
        self.wide(tr("All settings are in one readable file"), path)
        self.widget_row(self.open_file)
        self.said = self.note("")

    def _open(self) -> None:
        """Hand the file to the desktop's editor; we write no more, so that nothing the user types is lost."""
        self._keeper.let_go()
        opened = self._file.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))
        words = tr("The file is open in your editor.") if opened else tr("No editor could be started for it.")
        holds = tr(
            "What you write there holds from the next start; what you choose in Dictate from now on is not kept."
        )
        self.said.setText(f"{words} {holds}" if opened else words)
