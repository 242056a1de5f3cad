"""The page Privacy of the settings: what stays where, and for how long. Runs on the Qt main thread."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QPushButton

from dictate.core.events import Event, Failed, SoundDeleted
from dictate.core.ports import Keeping
from dictate.ui.forms import OptionBox, SettingsPage
from dictate.ui.icons import Icons
from dictate.ui.palette import Palette
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.translating import marked, tr, tr_n

RETENTION_WORDS = {
    "none": marked("Never: in memory only"),
    "until saved": marked("Until the text is saved"),
    "1 day": marked("For a day"),
    "7 days": marked("For a week"),
    "30 days": marked("For 30 days"),
}
"""Choice of ``PrivacySettings.retention`` -> its words."""


class PrivacyPage(SettingsPage):
    """Says what Dictate keeps and for how long, deletes it, and shows the file with all settings."""

    def __init__(self, icons: Icons, keeper: SettingsKeeper, keeping: Keeping, settings_file: Path) -> None:
        super().__init__(tr("Privacy"))
        self._keeper = keeper
        self._keeping = keeping
        self._file = settings_file
        self.note(
            tr(
                "Sound and text stay on this machine. There is no telemetry. The network is used for one thing: "
                "downloading a model that you chose."
            )
        )
        self.section(tr("Kept for recovery"))
        self.retention = OptionBox(
            icons,
            tr("Keep sound and text"),
            {name: tr(words) for name, words in RETENTION_WORDS.items()},
            keeper.settings.privacy.retention,
        )
        self.retention.picked.connect(lambda value: keeper.change("privacy", retention=value))
        self.row(
            tr("Keep sound and text"),
            self.retention,
            tr("So that a crash loses nothing; for you alone to read."),
        )
        self.note(
            tr(
                "Holds at once: what is not to be kept any more is deleted. A dictation that was in memory only is "
                "kept with its text and, of its sound, what is still in memory: at most the last ten minutes. Other "
                "open windows follow at their next start."
            )
        )
        self.delete = QPushButton(tr("Delete all kept sound now"))
        self.delete.clicked.connect(self._delete)
        self.widget_row(self.delete)
        self.note(tr("What is being recorded or recovered stays, and so does what other open windows keep."))
        self.deleted = self.note("")
        self.deleted.hide()
        self.section(tr("Settings file"))
        path = QLabel(str(settings_file))
        path.setWordWrap(True)
        path.setProperty("role", "hint")
        self.open_file = QPushButton(tr("Open the settings file"))
        self.open_file.clicked.connect(self._open)
        self.wide(tr("All settings are in one readable file"), path)
        self.widget_row(self.open_file)
        self.said = self.note("")

    def _delete(self) -> None:
        """Kept sound is deleted elsewhere; how much it was is told when it is gone."""
        self.delete.setEnabled(False)
        self._keeping.delete_sound()

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        if isinstance(event, SoundDeleted | Failed):
            self.delete.setEnabled(True)
        if isinstance(event, SoundDeleted):
            self.deleted.setText(tr_n("{n} recording was deleted.", "{n} recordings were deleted.", event.files))
            self.deleted.show()

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self.retention.set_palette(palette)

    def _open(self) -> None:
        """Hand the file to the desktop's editor; we write no more, so that nothing the user types is lost."""
        self._keeper.let_go()
        opened = self._file.is_file() and QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))
        words = tr("The file is open in your editor.") if opened else tr("No editor could be started for it.")
        holds = tr(
            "What you write there holds from the next start; what you choose in Dictate from now on is not kept."
        )
        self.said.setText(f"{words} {holds}" if opened else words)
