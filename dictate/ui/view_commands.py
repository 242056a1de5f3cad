"""What changes how the window looks. Runs on the Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow


class ViewCommands(QObject):
    """Text size, side panel, theme."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        window.actions_.theme_chosen.connect(self.set_theme)
        window.bar.pair.folders_wanted.connect(window.companions.settings.ask_folders)

    def larger(self) -> None:
        """Text one point larger."""
        self._window.view.set_text_size(self._window.view.font().pointSize() + 1)

    def smaller(self) -> None:
        """Text one point smaller."""
        self._window.view.set_text_size(self._window.view.font().pointSize() - 1)

    def toggle_panel(self) -> None:
        """Show or hide the utterances."""
        shown = not self._window.panel.isVisibleTo(self._window)
        self._window.panel.setVisible(shown)
        self._window.keeper.change("window", utterances_shown=shown)

    def set_theme(self, theme: str) -> None:
        """Light, dark or as the system has it; ``SettingsCommands`` lets it hold."""
        self._window.keeper.change("window", theme=theme)
