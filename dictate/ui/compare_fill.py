"""Asks the other model about every utterance that it has not heard, one at a time. Runs on the Qt main thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from dictate.core.types import Mode
from dictate.ui.compare_model import CompareModel


class CompareFill(QObject):
    """One at a time: what is dictated meanwhile never waits for more than one of them.

    Signals:
        changed(): it began, went on or ended.
    """

    changed = Signal()

    def __init__(
        self,
        model: CompareModel,
        ask: Callable[[int, Mode], object],
        offers: Callable[[Mode], bool],
        parent: QObject,
    ) -> None:
        """``ask`` sends one utterance to a model; ``offers`` says whether there is such a model at present."""
        super().__init__(parent)
        self._model = model
        self._ask = ask
        self._offers = offers
        self._waiting = 0
        self._asked: set[int] = set()

    @property
    def running(self) -> bool:
        """Whether an answer is awaited."""
        return self._waiting > 0

    @property
    def left(self) -> list[tuple[int, Mode]]:
        """What is to be asked still; an utterance on which a model failed is not asked twice."""
        return [
            (utterance, mode)
            for utterance, mode in self._model.missing()
            if utterance not in self._asked and self._offers(mode)
        ]

    def start(self) -> None:
        """Begin."""
        self._asked.clear()
        self._next()

    def stop(self) -> None:
        """Ask no further."""
        self._waiting = 0
        self.changed.emit()

    def answered(self, utterance: int) -> None:
        """An utterance has another version."""
        if utterance == self._waiting:
            self._next()

    def _next(self) -> None:
        left = self.left
        self._waiting = left[0][0] if left else 0
        if left:
            utterance, mode = left[0]
            self._asked.add(utterance)
            self._ask(utterance, mode)
        self.changed.emit()
