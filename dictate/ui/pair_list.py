"""The pairs of the catalog beside each other, for whoever chooses for the first time. Runs on the Qt main thread."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QWidget

from dictate.core.catalog import PAIRS
from dictate.core.types import PairChoice
from dictate.ui.pair_facts import language_words, needs_words, short_size_words
from dictate.ui.translating import tr


class PairList(QWidget):
    """One row a pair: name, size, languages, needs. Arrow keys move between them; choosing loads nothing.

    Signals:
        chosen(choice): another row is chosen; a ``PairChoice``.
    """

    chosen = Signal(object)

    def __init__(self, choice: PairChoice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Model pairs"))
        self.buttons: dict[str, QRadioButton] = {}
        self._group = QButtonGroup(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(3, 1)
        for column, title in enumerate((tr("Pair"), tr("Download"), tr("Languages"), tr("Needs"))):
            grid.addWidget(_words(title, "column"), 0, column)
        for row, pair in enumerate(PAIRS, start=1):
            each = PairChoice(name=pair.name)
            facts = (short_size_words(each), language_words(each), needs_words(each))
            button = QRadioButton(pair.title)
            button.setAccessibleName(pair.title)
            button.setAccessibleDescription(", ".join(facts))
            button.setChecked(each == choice)
            button.toggled.connect(lambda on, each=each: self.chosen.emit(each) if on else None)
            self._group.addButton(button)
            self.buttons[pair.name] = button
            grid.addWidget(button, row, 0, Qt.AlignmentFlag.AlignVCenter)
            for column, words in enumerate(facts, start=1):
                grid.addWidget(_words(words, "hint"), row, column, Qt.AlignmentFlag.AlignVCenter)

    @property
    def choice(self) -> PairChoice | None:
        """The chosen pair; None when it is one of local folders."""
        return next((PairChoice(name=name) for name, button in self.buttons.items() if button.isChecked()), None)


def _words(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setWordWrap(role == "hint")
    return label
