"""The utterances as rows for a Qt view, newest first. Runs on the Qt main thread."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from dictate.core.transcript import Transcript
from dictate.ui.cards import Card, card_of

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
CARD = Qt.ItemDataRole.UserRole
"""The role under which a row gives its ``Card``."""


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
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.AccessibleDescriptionRole):
            return card.spoken
        return None

    def card(self, utterance: int) -> Card:
        """The card of an utterance that is listed."""
        if utterance not in self._cards:
            self._cards[utterance] = card_of(
                self._transcript[utterance],
                playing=utterance == self._playing,
                command=self._commands.get(utterance, ""),
            )
        return self._cards[utterance]

    @property
    def longest_ms(self) -> float:
        """The longest latency there is, for the scale of the bars."""
        totals = [entry.final.latency.total_ms for entry in self._transcript if entry.final.model]
        return max(totals, default=1.0)

    def index_of(self, utterance: int) -> QModelIndex:
        """The row of an utterance; invalid when it is not listed."""
        return self.index(self._ids.index(utterance)) if utterance in self._ids else QModelIndex()

    def id_at(self, index: Index) -> int:
        """The utterance of a row."""
        return self._ids[index.row()]

    def changed(self, utterance: int) -> None:
        """The transcript has an utterance that is new or has changed."""
        self._cards.pop(utterance, None)
        if utterance in self._ids:
            index = self.index_of(utterance)
            self.dataChanged.emit(index, index)
            return
        row = next((row for row, other in enumerate(self._ids) if other < utterance), len(self._ids))
        self.beginInsertRows(QModelIndex(), row, row)
        self._ids.insert(row, utterance)
        self.endInsertRows()

    def set_command(self, utterance: int, command: str) -> None:
        """``utterance`` was no text but the spoken command ``command``."""
        self._commands[utterance] = command
        self.changed(utterance)

    def set_playing(self, utterance: int) -> None:
        """The sound of ``utterance`` plays; 0 for none."""
        before, self._playing = self._playing, utterance
        for each in {before, utterance} & set(self._ids):
            self.changed(each)

    def clear(self) -> None:
        """Forget every row."""
        self.beginResetModel()
        self._ids.clear()
        self._cards.clear()
        self._commands.clear()
        self.endResetModel()
