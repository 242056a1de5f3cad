"""The models that were downloaded, each with its size, to check and to remove. Runs on the Qt main thread."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from dictate.core.catalog import LOCAL, find_pair
from dictate.core.events import Event, Failed, ModelFilesChecked, ModelFilesListed
from dictate.core.ports import ModelFiles
from dictate.core.progress import bytes_words
from dictate.core.types import ModelOnDisk, PairChoice
from dictate.ui.translating import tr


class ModelFilesList(QWidget):
    """Looks anew whenever it is shown. A model is removed with the second click; one of the pair in use never.

    Args:
        in_use: the pair that is chosen now.
    """

    def __init__(self, files: ModelFiles, in_use: Callable[[], PairChoice]) -> None:
        super().__init__()
        self._files = files
        self._in_use = in_use
        self.said: dict[str, QLabel] = {}
        self.buttons: dict[tuple[str, str], QPushButton] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(0, 1)

    def showEvent(self, event: QShowEvent) -> None:
        """See what is there."""
        super().showEvent(event)
        self._files.look()

    def take(self, event: Event) -> None:
        """Show what the workers report."""
        match event:
            case ModelFilesListed(models=models):
                self._show(models)
            case ModelFilesChecked(model=model, problem=problem) if model in self.said:
                words = problem or tr("Every file is as it was downloaded.")
                self.said[model].setText(tr("{model}: {words}", model=model, words=words))
                self.buttons["check", model].setEnabled(True)
            case Failed() if self.isVisible():
                for button in self.buttons.values():
                    button.setEnabled(True)
            case _:
                pass

    def _show(self, models: tuple[ModelOnDisk, ...]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.said.clear()
        self.buttons.clear()
        if not models:
            self._grid.addWidget(_hint(tr("No model is downloaded.")), 0, 0)
        for row, model in enumerate(models):
            words = f"{model.name} · {bytes_words(model.size_bytes)}"
            label = _hint(f"{words} · {model.problem}" if model.problem else words)
            check = QPushButton(tr("Check"))
            check.setAccessibleName(tr("Check {model}", model=model.name))
            check.clicked.connect(lambda _on=False, name=model.name: self._check(name))
            remove = QPushButton(tr("Remove"))
            remove.setAccessibleName(tr("Remove {model}", model=model.name))
            remove.clicked.connect(lambda _on=False, name=model.name: self._remove(name))
            if model.name in self._names_in_use():
                remove.setEnabled(False)
                remove.setToolTip(tr("It is in use."))
            self.said[model.name] = label
            self.buttons["check", model.name], self.buttons["remove", model.name] = check, remove
            for column, widget in enumerate((label, check, remove)):
                self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignVCenter)

    def _names_in_use(self) -> set[str]:
        choice = self._in_use()
        if choice.name == LOCAL:
            return set()
        pair = find_pair(choice.name)
        return {pair.teacher.name, pair.distil.name}

    def _check(self, name: str) -> None:
        self.buttons["check", name].setEnabled(False)
        self.said[name].setText(tr("{model}: {words}", model=name, words=tr("reading every file…")))
        self._files.verify(name)

    def _remove(self, name: str) -> None:
        button = self.buttons["remove", name]
        sure = tr("Really remove")
        if button.text() != sure:
            button.setText(sure)
            return
        button.setEnabled(False)
        self._files.remove(name)


def _hint(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "hint")
    return label
