"""The first page in the place of the editor: when it shows, and when it gives way. Runs on the Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.events import Event
from dictate.core.ports import Host
from dictate.ui.first_page import FirstPage
from dictate.ui.palette import Palette

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow


class Welcome(QObject):
    """Shown until the user has begun in one way or another; then never again by itself.

    Attributes:
        page: None once it is gone.
    """

    def __init__(self, window: "MainWindow", host: Host, record_key: str) -> None:
        super().__init__(window)
        self._window = window
        self._host = host
        steering = window.steering
        page = FirstPage(
            window.appearance.icons,
            host,
            microphone=window.bar.microphone.wish,
            choice=steering.choice,
            record_key=record_key,
            dictating=lambda: steering.recording,
        )
        self.page: FirstPage | None = page
        self._panel_shown = window.panel.isVisibleTo(window)
        window.panel.hide()
        window.messages.set_standing(None)
        window.editor.addWidget(page)
        window.editor.setCurrentWidget(page)
        page.set_palette(window.appearance.palette)
        page.start.setFocus()
        window.appearance.changed.connect(self._set_palette)
        page.tester.chosen.connect(steering.set_microphone)
        page.pair_wanted.connect(steering.set_pair)
        page.started.connect(steering.start)
        page.demo_wanted.connect(self._demo)
        page.skipped.connect(self.leave)
        page.typed.connect(self._write)
        steering.starting.connect(self.leave)
        window.document.replaced.connect(self.leave)

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        if self.page is not None:
            self.page.take(event)

    def leave(self) -> None:
        """Give the place to the editor, for good."""
        page, self.page = self.page, None
        if page is None:
            return
        page.tester.rest()
        window = self._window
        window.editor.removeWidget(page)
        page.deleteLater()
        window.editor.setCurrentWidget(window.page)
        window.panel.setVisible(self._panel_shown)
        window.view.setFocus()
        window.steering.show_standing_note()
        window.keeper.change("window", welcome=False)

    def _demo(self) -> None:
        self._window.steering.start_from(self._host.demo())

    def _write(self, text: str) -> None:
        self.leave()
        self._window.view.insertPlainText(text)

    def _set_palette(self, palette: Palette) -> None:
        if self.page is not None:
            self.page.set_palette(palette)
