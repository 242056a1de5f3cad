"""Distil | Verified | Teacher: three buttons of which one is down. Runs on the Qt main thread."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from dictate.core.types import Mode
from dictate.ui.translating import marked, tr

EXPLAINED: dict[Mode, str] = {
    Mode.DISTIL: marked("Text from the distilled model: the fastest"),
    Mode.VERIFIED: marked("The distilled model's text at once, checked by the teacher"),
    Mode.TEACHER: marked("Text from the teacher alone"),
}
TITLES: dict[Mode, str] = {
    Mode.DISTIL: marked("Distil"),
    Mode.VERIFIED: marked("Verified"),
    Mode.TEACHER: marked("Teacher"),
}


class ModeSwitch(QWidget):
    """Arrow keys move within it; a mode that the pair does not offer is disabled and says why.

    Signals:
        chosen(mode): the user chose a mode.
    """

    chosen = Signal(Mode)

    def __init__(self, mode: Mode, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modeSwitch")
        self.setAccessibleName(tr("Mode"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[Mode, QPushButton] = {}
        for place, each in zip(("first", "middle", "last"), Mode, strict=True):
            button = QPushButton(tr(TITLES[each]))
            button.setCheckable(True)
            button.setProperty("place", place)
            button.setAccessibleName(tr("{mode} mode", mode=tr(TITLES[each])))
            button.clicked.connect(lambda _checked, each=each: self.chosen.emit(each))
            self._group.addButton(button)
            layout.addWidget(button)
            self.buttons[each] = button
        self.set_reasons({})
        self.set_mode(mode)

    @property
    def mode(self) -> Mode:
        """The mode that is down."""
        return next(mode for mode, button in self.buttons.items() if button.isChecked())

    def set_mode(self, mode: Mode) -> None:
        """Show ``mode`` as chosen; nothing is emitted."""
        self.buttons[mode].setChecked(True)

    def set_reasons(self, reasons: Mapping[Mode, str]) -> None:
        """For every mode the reason why it is not offered; empty or left out when it is."""
        for mode, button in self.buttons.items():
            reason = reasons.get(mode, "")
            button.setEnabled(not reason)
            words = (
                tr("{mode} is not available: {reason}", mode=tr(TITLES[mode]), reason=reason)
                if reason
                else tr(EXPLAINED[mode])
            )
            button.setToolTip(words)
            button.setAccessibleDescription(words)

    def offers(self, mode: Mode) -> bool:
        """Whether ``mode`` can be chosen."""
        return self.buttons[mode].isEnabled()

    def next_mode(self) -> Mode:
        """The mode after the present one among those on offer."""
        order = list(Mode)
        start = order.index(self.mode)
        return next(mode for mode in (*order[start + 1 :], *order[: start + 1]) if self.offers(mode))
