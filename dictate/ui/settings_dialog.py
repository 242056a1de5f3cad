"""The settings: a list of short pages; every change holds at once and can be seen. Runs on the Qt main thread."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from dictate.core.events import Event
from dictate.core.ports import Host
from dictate.core.types import PairChoice
from dictate.ui.forms import SettingsPage
from dictate.ui.icons import Icons
from dictate.ui.keys import KeyTable
from dictate.ui.keys_page import KeysPage
from dictate.ui.palette import Palette
from dictate.ui.privacy_page import PrivacyPage
from dictate.ui.settings_keeper import SettingsKeeper
from dictate.ui.settings_pages import MicrophonePage, ModelsPage, WindowPage
from dictate.ui.text_page import TextPage
from dictate.ui.translating import tr

SIZE = QSize(780, 560)
SMALLEST = QSize(680, 440)
LIST_WIDTH = 160
ROW_HEIGHT = 38


class SettingsDialog(QDialog):
    """Stands beside the window, which goes on; closing it closes the microphone that it tried.

    Attributes:
        microphone, models, text, privacy, window_, keys: the pages, from the top.

    Signals:
        closed(): it is gone from the screen.
    """

    closed = Signal()

    def __init__(
        self,
        icons: Icons,
        keeper: SettingsKeeper,
        keys: KeyTable,
        host: Host,
        *,
        choice: PairChoice,
        settings_file: Path,
        dictating: Callable[[], bool],
        tray_available: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Dictate — settings"))
        self.setMinimumSize(SMALLEST)
        self.resize(SIZE)
        self.microphone = MicrophonePage(icons, keeper, host, dictating)
        self.models = ModelsPage(icons, keeper, host, choice)
        self.text = TextPage(icons, keeper)
        self.privacy = PrivacyPage(icons, keeper, host.keeping, settings_file)
        self.window_ = WindowPage(icons, keeper, tray_available=tray_available)
        self.keys = KeysPage(icons, keys)
        self.list = QListWidget()
        self.list.setObjectName("settingsList")
        self.list.setAccessibleName(tr("Pages"))
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.stack = QStackedWidget()
        for page in self.pages:
            item = QListWidgetItem(page.heading, self.list)
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.stack.addWidget(page)
        self.list.currentRowChanged.connect(self.stack.setCurrentIndex)
        self.list.setCurrentRow(0)
        self._lay_out()
        self.finished.connect(self.closed)

    @property
    def pages(self) -> tuple[SettingsPage, ...]:
        """From the top of the list."""
        return (self.microphone, self.models, self.text, self.privacy, self.window_, self.keys)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.setContentsMargins(16, 0, 16, 0)
        buttons.rejected.connect(self.reject)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addWidget(self.stack, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 12)
        layout.setSpacing(12)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)

    def show_page(self, page: SettingsPage) -> None:
        """Turn to ``page`` and come to the front."""
        self.list.setCurrentRow(self.pages.index(page))
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        self.microphone.take(event)
        self.models.take(event)
        self.privacy.take(event)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self.microphone.tester.set_palette(palette)
        for page in (self.models, self.text, self.privacy, self.window_, self.keys):
            page.set_palette(palette)

    def closeEvent(self, event: QCloseEvent) -> None:
        """As its button does."""
        super().closeEvent(event)
        self.closed.emit()
