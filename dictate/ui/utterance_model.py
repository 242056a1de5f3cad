"""The utterances as rows for a Qt view, newest first. Runs on the Qt main thread."""

from bisect import bisect_left
from operator import neg

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from dictate.core.latency import percentile
from dictate.core.transcript import Transcript
from dictate.ui.cards import Card, card_of

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
CARD = Qt.ItemDataRole.UserRole
"""The role under which a row gives its ``Card``."""
CACHED = 256
"""Cards that are kept; one is soon made again."""
NEWEST, ODD = 30, 4
"""Utterances that set the scale of the bars, and by how much one of them may stand out from the median."""


class UtteranceModel(QAbstractListModel):
    """Rows over a ``Transcript``; whoever changes that says so with ``changed``."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__()
        self._transcript = transcript
        self._ids: list[int] = []
        self._cards: dict[int, Card] = {}
        self._commands: dict[int, str] = {}
        self._playing = 0

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """How many utterances there are."""
        return 0 if parent.isValid() else len(self._ids)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """A row's card, or its text, or the card for a screen reader."""
        if not index.isValid():
            return None
        card = self.card(self._ids[index.row()])
        if role == CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.text
        return card.spoken if role == Qt.ItemDataRole.AccessibleTextRole else None

    def card(self, utterance: int) -> Card:
        """The card of an utterance that is listed."""
        if utterance not in self._cards:
            if len(self._cards) >= CACHED:
                self._cards.clear()
            self._cards[utterance] = card_of(
                self._transcript[utterance],
                playing=utterance == self._playing,
                command=self._commands.get(utterance, ""),
            )
        return self._cards[utterance]

    @property
    def scale_ms(self) -> float:
        """What the bars' whole width stands for: the longest of the newest latencies, but not for one odd one."""
        newest = (self._transcript[each].final for each in self._ids[:NEWEST])
        totals = [final.latency.total_ms for final in newest if final.model]
        return min(max(totals), ODD * percentile(totals, 50)) if totals else 1.0

    def index_of(self, utterance: int) -> QModelIndex:
        """The row of an utterance; invalid when it is not listed."""
        row = self._row(utterance)
        return self.index(row) if row < len(self._ids) and self._ids[row] == utterance else QModelIndex()

    def _row(self, utterance: int) -> int:
        """The row that ``utterance`` has, or would have."""
        return bisect_left(self._ids, -utterance, key=neg)

    def id_at(self, index: Index) -> int:
        """The utterance of a row."""
        return self._ids[index.row()]

    def changed(self, utterance: int) -> None:
        """The transcript has an utterance that is new or has changed."""
        self._cards.pop(utterance, None)
        index = self.index_of(utterance)
        if index.isValid():
            self.dataChanged.emit(index, index)
            return
        row = self._row(utterance)
        self.beginInsertRows(QModelIndex(), row, row)
        self._ids.insert(row, utterance)
        self.endInsertRows()

    def set_command(self, utterance: int) -> None:
        """The text of ``utterance`` was a spoken command."""
        self._commands[utterance] = self._transcript[utterance].final.text.strip(" .!")
        self.changed(utterance)

    def set_playing(self, utterance: int) -> None:
        """The sound of ``utterance`` plays; 0 for none."""
        before, self._playing = self._playing, utterance
        for each in {before, utterance}:
            if each in self._transcript:
                self.changed(each)

    def clear(self) -> None:
        """Forget every row."""
        self.beginResetModel()
        self._ids.clear()
        self._cards.clear()
        self._commands.clear()
        self.endResetModel()
