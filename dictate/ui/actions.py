"""The window's actions with their keys, the menu, and hold-to-talk. Runs on the Qt main thread."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from dictate.ui.keys import ACTIONS, KeyTable
from dictate.ui.translating import marked, tr

MENU = (
    ("new", "open", "save", "save_as", "export"),
    ("transcribe",),
    ("again", "play", "copy_all"),
    ("find", "doubt", "other_reading"),
    ("utterances", "compare", "larger", "smaller", "usual_size"),
    ("settings", "keys"),
    ("quit",),
)
THEMES: Mapping[str, str] = {"system": marked("As the system"), "light": marked("Light"), "dark": marked("Dark")}


class Actions(QObject):
    """One ``QAction`` for each entry of the key table but ``hold``, which needs press and release.

    Signals:
        triggered(name): an action of the key table was asked for, by key or menu.
        hold_began(), hold_ended(): the key of "hold to talk" went down and up again.
        theme_chosen(theme)
    """

    triggered = Signal(str)
    hold_began = Signal()
    hold_ended = Signal()
    theme_chosen = Signal(str)

    def __init__(self, window: QWidget, keys: KeyTable, theme: str) -> None:
        super().__init__(window)
        self._window = window
        self._hold = keys.sequences("hold")
        self._held = 0
        self.by_name: dict[str, QAction] = {}
        for entry in ACTIONS:
            if entry.name == "hold":
                continue
            action = QAction(tr(entry.title), window)
            action.setShortcuts(keys.sequences(entry.name))
            action.triggered.connect(lambda _checked=False, name=entry.name: self.triggered.emit(name))
            window.addAction(action)
            self.by_name[entry.name] = action
        self._themes: dict[str, QAction] = {}
        self.menu = self._build_menu(theme)
        window.installEventFilter(self)

    def use(self, keys: KeyTable) -> None:
        """Act on other keys from now on."""
        self._hold = keys.sequences("hold")
        for name, action in self.by_name.items():
            action.setShortcuts(keys.sequences(name))

    def show_theme(self, theme: str) -> None:
        """Mark the theme that is chosen; nothing is emitted."""
        self._themes[theme].setChecked(True)

    def _build_menu(self, theme: str) -> QMenu:
        menu = QMenu(self._window)
        menu.setAccessibleName(tr("Menu"))
        for number, group in enumerate(MENU):
            if number:
                menu.addSeparator()
            for name in group:
                menu.addAction(self.by_name[name])
            if "utterances" in group:
                menu.addMenu(self._theme_menu(menu, theme))
        return menu

    def _theme_menu(self, parent: QMenu, theme: str) -> QMenu:
        menu = QMenu(tr("Theme"), parent)
        group = QActionGroup(menu)
        for name, title in THEMES.items():
            action = QAction(tr(title), menu)
            action.setCheckable(True)
            action.setChecked(name == theme)
            action.triggered.connect(lambda _checked=False, name=name: self.theme_chosen.emit(name))
            group.addAction(action)
            menu.addAction(action)
            self._themes[name] = action
        return menu

    def watch(self, widget: QWidget) -> None:
        """See the hold key also while ``widget`` has the focus."""
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The hold key: its repeats while it is down are one press; losing the window ends it."""
        if event.type() is QEvent.Type.WindowDeactivate and self._held:
            self._held = 0
            self.hold_ended.emit()
        if not isinstance(event, QKeyEvent) or event.isAutoRepeat():
            return isinstance(event, QKeyEvent) and bool(self._held) and event.key() == self._held
        if event.type() is QEvent.Type.KeyPress and not self._held and self._is_hold(event):
            self._held = event.key()
            self.hold_began.emit()
            return True
        if event.type() is QEvent.Type.KeyRelease and self._held and event.key() == self._held:
            self._held = 0
            self.hold_ended.emit()
            return True
        return False

    def _is_hold(self, event: QKeyEvent) -> bool:
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(event.key() | modifiers.value)
        return any(pressed == sequence for sequence in self._hold)
