"""The bar at the head of the window: what one steers a dictation with. Runs on the Qt main thread."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QWidget

from dictate.core.settings import MicrophoneSettings
from dictate.core.types import Mode, PairChoice
from dictate.ui.boxes import LanguageBox, MicrophoneBox, PairBox
from dictate.ui.icons import Icons
from dictate.ui.level_meter import LevelMeter
from dictate.ui.mode_switch import ModeSwitch
from dictate.ui.palette import Palette
from dictate.ui.record_button import RecordButton
from dictate.ui.translating import tr
from dictate.ui.widgets import label_for_readers


class ToolBar(QWidget):
    """Record . level . microphone ... pair . mode . language . Copy . menu.

    Attributes:
        record, level, microphone, pair, mode, language, copy, menu: the controls, from left to right.
    """

    def __init__(
        self,
        icons: Icons,
        *,
        microphone: MicrophoneSettings,
        pair: PairChoice,
        mode: Mode,
        language: str,
        record_key: str,
        demo: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("toolBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons = icons
        self.record = RecordButton(icons, record_key)
        self.level = LevelMeter()
        self.microphone = MicrophoneBox(icons, microphone, demo=demo)
        self.pair = PairBox(icons, pair)
        self.mode = ModeSwitch(mode)
        self.language = LanguageBox(icons, language)
        self.copy = QPushButton(tr("Copy all"))
        self.copy.setObjectName("copy")
        self.copy.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_copy(selection=False)
        self.menu = QToolButton()
        self.menu.setObjectName("menu")
        self.menu.setAccessibleName(tr("Menu"))
        self.menu.setToolTip(tr("Menu: file, view, keys"))
        self.menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._lay_out()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        self.level.setMaximumWidth(130)
        self.microphone.setMaximumWidth(200)
        self.pair.setMaximumWidth(220)
        self.language.setMaximumWidth(130)
        layout.addWidget(self.record)
        layout.addWidget(self.level, 2)
        layout.addWidget(self.microphone, 4)
        layout.addStretch(1)
        layout.addWidget(self.pair, 6)
        layout.addWidget(self.mode)
        layout.addWidget(self.language, 1)
        layout.addWidget(self.copy)
        layout.addWidget(self.menu)
        for box in (self.microphone, self.pair, self.language):
            label_for_readers(box)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        for widget in (self.record, self.level, self.microphone, self.pair, self.language):
            widget.set_palette(palette)
        self.menu.setIcon(self._icons.icon("menu", palette.dim))

    def set_menu(self, menu: QMenu) -> None:
        """Let the last button open ``menu``."""
        self.menu.setMenu(menu)

    def show_copy(self, *, selection: bool) -> None:
        """Say whether Copy takes the selection or everything."""
        self.copy.setText(tr("Copy") if selection else tr("Copy all"))
        words = tr("Copy the selected text") if selection else tr("Copy the whole text")
        self.copy.setToolTip(words)
        self.copy.setAccessibleName(words)
