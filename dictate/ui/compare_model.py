"""A session's utterances with both models' texts, as rows for a Qt view, in order. Runs on the Qt main thread."""

from collections.abc import Iterable

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from dictate.core.comparing import word_changes
from dictate.core.comparison import MODELS, Compared, Totals, compared, model_ms, totals
from dictate.core.transcript import Transcript
from dictate.core.types import Mode
from dictate.ui.cards import Change, clock, duration
from dictate.ui.marked_text import Pieces
from dictate.ui.mode_switch import TITLES
from dictate.ui.translating import tr

NO_PARENT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole
"""The role under which a row gives its ``Compared``."""


class CompareModel(QAbstractListModel):
    """All utterances, or only those on which the models differ."""

    def __init__(self, transcript: Transcript) -> None:
        super().__init__()
        self._transcript = transcript
        self._rows: dict[int, Compared] = {}
        self._shown: list[int] = []
        self._only_different = False
        self.refresh()

    def refresh(self) -> None:
        """Read the transcript anew."""
        rows = (compared(entry) for entry in self._transcript)
        self._rows = {row.utterance: row for row in rows if row is not None}
        self._list()

    def changed(self, utterance: int) -> None:
        """An utterance is new, or has another version."""
        row = compared(self._transcript[utterance])
        shown, shows = utterance in self._shown, row is not None and self._shows(row)
        known, newest = utterance in self._rows, utterance > max(self._rows, default=0)
        if row is None:
            self._rows.pop(utterance, None)
        else:
            self._rows[utterance] = row
        if not known and not newest:
            self._rows = dict(sorted(self._rows.items()))
        if shown and shows:
            index = self.index(self._shown.index(utterance))
            self.dataChanged.emit(index, index)
        elif newest and shows:
            self.beginInsertRows(QModelIndex(), len(self._shown), len(self._shown))
            self._shown.append(utterance)
            self.endInsertRows()
        elif shown or shows:
            self._list()

    def show_only_different(self, *, only: bool) -> None:
        """Leave out utterances on which the models agree, or that only one has heard."""
        self._only_different = only
        self._list()

    def _list(self) -> None:
        self.beginResetModel()
        self._shown = [utterance for utterance, row in self._rows.items() if self._shows(row)]
        self.endResetModel()

    def _shows(self, row: Compared) -> bool:
        return not self._only_different or (row.errors is not None and row.errors.wrong > 0)

    def __len__(self) -> int:
        """Utterances, whether shown or not."""
        return len(self._rows)

    @property
    def rows(self) -> Iterable[Compared]:
        """Every utterance, whether shown or not, in order."""
        return self._rows.values()

    @property
    def totals(self) -> Totals:
        """Over the session."""
        return totals(self._rows.values())

    def missing(self) -> list[tuple[int, Mode]]:
        """The utterances that one model has not heard, and which one."""
        return [(row.utterance, row.missing) for row in self._rows.values() if row.missing is not None]

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The row, or its words for a screen reader."""
        if not index.isValid():
            return None
        row = self._rows[self._shown[index.row()]]
        if role == ROW:
            return row
        return spoken(row) if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) else None


def pieces_of(row: Compared, mode: Mode) -> Pieces:
    """A model's text, its words that the other one heard otherwise marked."""
    final, other = row.of(mode), row.of(Mode.TEACHER if mode is Mode.DISTIL else Mode.DISTIL)
    if final is None:
        return ()
    mark = Change.REMOVED if mode is Mode.DISTIL else Change.ADDED
    words, behind = final.text.split(), 0
    pieces: list[tuple[str, Change]] = []
    for change in word_changes(other.text, final.text, exact=False) if other else ():
        end = change.at + len(change.after.split())
        pieces += [(" ".join(words[behind : change.at]), Change.SAME), (" ".join(words[change.at : end]), mark)]
        behind = end
    pieces.append((" ".join(words[behind:]), Change.SAME))
    return [piece for piece in pieces if piece[0]]


def time_words(row: Compared, mode: Mode) -> str:
    """How long a model took, or that it was not asked."""
    final = row.of(mode)
    if final is None:
        return tr("Not heard by this model yet")
    return f"{duration(model_ms(final))} · RTF {final.real_time_factor:.2f}"


def spoken(row: Compared) -> str:
    """A row for a screen reader."""
    texts = [
        f"{tr(TITLES[mode])}: {final.text} ({time_words(row, mode)})"
        if (final := row.of(mode))
        else tr("{mode}: not heard", mode=tr(TITLES[mode]))
        for mode in MODELS
    ]
    wrong = row.errors.wrong if row.errors else 0
    verdict = (
        ""
        if row.errors is None
        else tr(" No word differs.")
        if not wrong
        else tr(" Words that differ: {wrong}.", wrong=wrong)
    )
    return f"{clock(row.start_s)}. {'. '.join(texts)}.{verdict}"
