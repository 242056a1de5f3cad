"""The three boxes of the tool bar: microphone, model pair, language. Run on the Qt main thread."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from dictate.core.catalog import LOCAL, PAIRS
from dictate.core.settings import MicrophoneSettings
from dictate.core.types import InputDevice, PairChoice
from dictate.ui.icons import Icons
from dictate.ui.languages import LANGUAGES
from dictate.ui.translating import tr
from dictate.ui.widgets import ChoiceBox

SYSTEM_DEFAULT = MicrophoneSettings()
Role = Qt.ItemDataRole


class MicrophoneBox(ChoiceBox):
    """The microphones by name; one that is not there any more stays chosen and says so.

    Where the demo clip plays in place of a microphone, it heads the list.

    Signals:
        chosen(wish): the user chose a ``MicrophoneSettings``.
    """

    chosen = Signal(object)

    def __init__(
        self, icons: Icons, wish: MicrophoneSettings, *, demo: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(icons, parent)
        self.setAccessibleName(tr("Microphone"))
        self.setMinimumContentsLength(9)
        self._wish = wish
        self._offers_demo = self._demo = demo
        self._devices: tuple[InputDevice, ...] | None = None
        self._fill()
        self.activated.connect(self._choose)

    @property
    def wish(self) -> MicrophoneSettings:
        """The chosen microphone."""
        return self._wish

    @property
    def demo(self) -> bool:
        """Whether the demo clip is chosen in place of a microphone."""
        return self._demo

    def set_wish(self, wish: MicrophoneSettings) -> None:
        """Show ``wish`` as chosen; nothing is emitted."""
        self._wish, self._demo = wish, False
        self._fill()

    def set_devices(self, devices: Sequence[InputDevice]) -> None:
        """List ``devices``; the choice stays."""
        self._devices = tuple(devices)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        if self._offers_demo:
            self.addItem(tr("Demo clip"), None)
        self.addItem(tr("System default"), SYSTEM_DEFAULT)
        devices = self._devices or ()
        names = [device.name for device in devices]
        for device in devices:
            title = device.name if names.count(device.name) == 1 else f"{device.name} ({device.host_api})"
            self.addItem(title, MicrophoneSettings(name=device.name, host_api=device.host_api))
            self.setItemData(self.count() - 1, f"{device.name}, {device.host_api}", Role.ToolTipRole)
        row = self._row_of(self._wish)
        if row < 0:
            gone = "" if self._devices is None else tr(" (not connected)")
            self.addItem(f"{self._wish.name}{gone}", self._wish)
            row = self.count() - 1
        self.setCurrentIndex(0 if self._demo else row)

    def _row_of(self, wish: MicrophoneSettings) -> int:
        return next((row for row in range(self.count()) if self.itemData(row) == wish), -1)

    def _choose(self, row: int) -> None:
        wish = self.itemData(row)
        if wish is None:
            self._demo = True
        elif wish != self._wish or self._demo:
            self._wish, self._demo = wish, False
            self.chosen.emit(wish)


class PairBox(ChoiceBox):
    """Which Whisper family: those of the catalog, or a pair of local folders.

    Signals:
        chosen(choice): the user chose a ``PairChoice`` of the catalog, or the local one again.
        folders_wanted(): the user wants to name two folders.
    """

    chosen = Signal(object)
    folders_wanted = Signal()

    def __init__(self, icons: Icons, choice: PairChoice, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self.setAccessibleName(tr("Models"))
        self.setMinimumContentsLength(10)
        self._choice = choice
        self._fill()
        self.activated.connect(self._choose)

    @property
    def choice(self) -> PairChoice:
        """The pair that shows."""
        return self._choice

    def set_choice(self, choice: PairChoice) -> None:
        """Show ``choice``; nothing is emitted."""
        self._choice = choice
        self._fill()

    def _fill(self) -> None:
        self.clear()
        for pair in PAIRS:
            self.addItem(pair.title, PairChoice(name=pair.name))
            self.setItemData(self.count() - 1, pair.note, Role.ToolTipRole)
        if self._choice.name == LOCAL:
            folders = " + ".join(folder.name for folder in (self._choice.teacher, self._choice.distil) if folder)
            self.addItem(tr("Local: {folders}", folders=folders), self._choice)
        self.addItem(tr("Local folders…"), None)
        self.setCurrentIndex(self._row())

    def _row(self) -> int:
        return next(row for row in range(self.count()) if self.itemData(row) == self._choice)

    def _choose(self, row: int) -> None:
        choice = self.itemData(row)
        if choice is None:
            self.setCurrentIndex(self._row())
            self.folders_wanted.emit()
        elif choice != self._choice:
            self.chosen.emit(choice)


def local_pair(teacher: str, distil: str) -> PairChoice:
    """The pair of two folders."""
    return PairChoice(name=LOCAL, teacher=Path(teacher), distil=Path(distil))


class LanguageBox(ChoiceBox):
    """The spoken language.

    Signals:
        chosen(code): Whisper's code, or ``auto``.
    """

    chosen = Signal(str)
    narrowest = 84

    def __init__(self, icons: Icons, code: str, parent: QWidget | None = None) -> None:
        super().__init__(icons, parent)
        self.setAccessibleName(tr("Language"))
        self.setMinimumContentsLength(5)
        self.addItem(tr("Detect the language"), "auto")
        for language, title in LANGUAGES.items():
            self.addItem(tr(title), language)
        self.setCurrentIndex(max(0, self.findData(code)))
        self.activated.connect(lambda row: self.chosen.emit(self.itemData(row)))

    @property
    def code(self) -> str:
        """The chosen language's code, or ``auto``."""
        return str(self.currentData())

    def offer(self, *, multilingual: bool, reason: str) -> None:
        """Enable it, or show ``reason`` why there is nothing to choose."""
        self.setEnabled(multilingual)
        self.setToolTip(self.currentText() if multilingual else reason)
        self.setAccessibleDescription("" if multilingual else reason)
