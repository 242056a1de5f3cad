"""What changes how the window looks, and the comparison. Runs on the Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.settings import WindowSettings
from dictate.ui.compare_dialog import CompareDialog
from dictate.ui.compare_fill import CompareFill
from dictate.ui.compare_model import CompareModel

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow


class ViewCommands(QObject):
    """Text size, side panel, theme, comparison."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._compare: CompareDialog | None = None
        window.actions_.theme_chosen.connect(self.set_theme)
        window.bar.pair.folders_wanted.connect(window.companions.settings.ask_folders)

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
        model = CompareModel(window.transcript)
        fill = CompareFill(model, window.writing.compare, window.bar.mode.offers, self)
        dialog = self._compare = CompareDialog(window.writing, fill, model, window.dialogs, window)
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
        """Light, dark or as the system has it; ``SettingsCommands`` lets it hold."""
        self._window.keeper.change("window", theme=theme)
