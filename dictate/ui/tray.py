"""The icon in the tray: state, record, mode, copy last, quit. Runs on the Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QAction, QActionGroup, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from dictate.core.events import Event, State, StateChanged
from dictate.core.types import Mode
from dictate.ui.mode_switch import TITLES
from dictate.ui.states import LOOKS, RECORDING, state_words
from dictate.ui.translating import tr

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow

PICTURE = 64
"""Pixels of the drawn icon; the tray makes it smaller."""
SIGN = 34


class Tray(QObject):
    """There while the setting says so and the desktop has a tray.

    Attributes:
        icon, menu: the parts; the icon is not visible while the tray is off.
    """

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._told = False
        self._state = StateChanged(state=State.NO_MODEL, model_state=State.NO_MODEL)
        self.icon = QSystemTrayIcon(self)
        self.menu = QMenu(window)
        self._record = self.menu.addAction("")
        self._record.triggered.connect(lambda: window.act("record"))
        self._modes = self._mode_menu()
        self._copy = self.menu.addAction(tr("Copy the last utterance"))
        self._copy.triggered.connect(window.copying.last)
        self.menu.addSeparator()
        self._show = self.menu.addAction("")
        self._show.triggered.connect(self._toggle_window)
        quit_ = self.menu.addAction(tr("Quit"))
        quit_.triggered.connect(window.quit)
        self.menu.aboutToShow.connect(self._refresh)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self._refresh()
        self._draw()
        self.apply()
        window.keeper.changed.connect(lambda section: self.apply() if section == "window" else None)

    @property
    def on(self) -> bool:
        """Whether the icon is there to come back from."""
        return self.icon.isVisible()

    def apply(self) -> None:
        """Show or hide the icon as the setting says."""
        wanted = self._window.keeper.settings.window.tray and QSystemTrayIcon.isSystemTrayAvailable()
        self.icon.setVisible(wanted)
        QApplication.setQuitOnLastWindowClosed(not wanted)

    def take(self, event: Event) -> None:
        """Show the state."""
        if isinstance(event, StateChanged):
            self._state = event
            self._draw()

    def window_hidden(self) -> None:
        """The window was closed into the tray: say once where it is."""
        if not self._told:
            self._told = True
            self.notify(tr("Dictate goes on here"), tr("Quit in this icon's menu ends it."))

    def notify(self, title: str, text: str) -> None:
        """Tell something outside the window; where there is no tray, the window asks for attention."""
        if self.on and QSystemTrayIcon.supportsMessages():
            self.icon.showMessage(title, text, self._picture())
        elif not self._window.isActiveWindow():
            QApplication.alert(self._window)

    # -- the menu ---------------------------------------------------------------------------------------------------

    def _mode_menu(self) -> dict[Mode, QAction]:
        menu = self.menu.addMenu(tr("Mode"))
        group = QActionGroup(menu)
        actions = {}
        for mode in Mode:
            action = menu.addAction(tr(TITLES[mode]))
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, mode=mode: self._window.steering.set_mode(mode))
            group.addAction(action)
            actions[mode] = action
        return actions

    def _refresh(self) -> None:
        window = self._window
        self._record.setText(tr("Stop recording") if window.steering.recording else tr("Record"))
        self._show.setText(tr("Hide the window") if window.isVisible() else tr("Show the window"))
        self._copy.setEnabled(bool(window.copying.last_text))
        for mode, action in self._modes.items():
            action.setEnabled(window.bar.mode.offers(mode))
            action.setChecked(window.bar.mode.mode is mode)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self._toggle_window()

    def _toggle_window(self) -> None:
        window = self._window
        if window.isVisible() and not window.isMinimized():
            window.hide()
        else:
            window.come_forward()

    # -- the picture ------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        self.icon.setIcon(self._picture())
        self.icon.setToolTip(f"Dictate: {state_words(self._state)}")

    def _picture(self) -> QIcon:
        """Our icon with the state's shape in its corner while there is something to know."""
        icons = self._window.appearance.icons
        pixmap = QPixmap(PICTURE, PICTURE)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.application().paint(painter, 0, 0, PICTURE, PICTURE)
        if self._state.state in RECORDING or self._state.state is State.FAILED:
            colors = self._window.appearance.palette
            look = LOOKS[self._state.state]
            corner = QRectF(PICTURE - SIGN, PICTURE - SIGN, SIGN, SIGN)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.window))
            painter.drawEllipse(corner)
            icons.paint(painter, look.icon, getattr(colors, look.role), corner.adjusted(6, 6, -6, -6))
        painter.end()
        return QIcon(pixmap)
