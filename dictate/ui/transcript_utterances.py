"""Where each utterance stands in the editor, and what is done with its text. Runs on the Qt main thread."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from operator import attrgetter

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from dictate.core.locating import locate
from dictate.core.types import Final, Outcome
from dictate.ui.transcript_anchors import Anchor, Anchors, slice_of, utf16
from dictate.ui.transcript_text import TranscriptText


class TranscriptUtterances(TranscriptText):
    """Text of which some stretches were dictated.

    Attributes:
        anchors: the ranges of the utterances.

    Signals:
        utterance_changed: the caret came into the text of another utterance, or the user clicked into one
            (its id; 0 for none).
    """

    utterance_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.anchors = Anchors(self.document())
        self._written: list[int] = []
        self._current = 0
        self._writing = False
        self.document().contentsChange.connect(self._find_again)
        self.cursorPositionChanged.connect(self._tell_utterance)

    def select_utterance(self, utterance: int) -> bool:
        """Select the text of an utterance and scroll to it; False when it no longer stands there."""
        anchor = self.anchors.get(utterance)
        if anchor is None or anchor.start == anchor.end:
            return False
        self.setTextCursor(self._cursor(anchor.start, anchor.end))
        return True

    def utterance_at_caret(self) -> int:
        """The utterance whose text the caret is in; 0 for none."""
        anchor = self.anchors.at(self.textCursor().position())
        return anchor.utterance if anchor else 0

    def user_changed(self, utterance: int) -> bool:
        """Whether the user edited or deleted the text of an utterance."""
        anchor = self.anchors.get(utterance)
        return anchor is not None and anchor.changed

    def utterance_text(self, utterance: int) -> str:
        """What stands in the text for an utterance now; empty when nothing does."""
        anchor = self.anchors.get(utterance)
        return anchor.text if anchor else ""

    def selected_utterances(self) -> list[int]:
        """The utterances of which some text is selected, in the order of the text."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        return [
            anchor.utterance for anchor in self.anchors.between(start, end) if anchor.start < end and start < anchor.end
        ]

    def fitted(self, anchor: Anchor, text: str) -> str:
        """``text`` with the case and the full stop that it needs in the place of ``anchor``."""
        before, after = self._around(anchor.start, anchor.end)
        return self._seam(before, text, after).text

    def replace_words(self, anchor: Anchor, start: int, end: int, text: str) -> None:
        """Put ``text`` in place of a stretch of an utterance (document positions), as one undo step.

        Without ``text`` the space before the words goes with them, or the one behind them at the start.
        """
        low, high = start, end
        if not text:
            around = self._around(start, end)
            low -= around[0].endswith(" ")
            high += low == start and around[1].startswith(" ")
        first, last = min(anchor.start, low), max(anchor.end, high)
        cursor = self._cursor(low, high)
        with self._following(), self._one_step(cursor):
            cursor.insertText(text)
        self.anchors.stretch(anchor, first, last - (high - low) + utf16(text))

    def adopt(self, text: str, finals: Sequence[Final]) -> dict[int, Final]:
        """Write a text that was dictated before behind all that stands here, and find its utterances in it.

        ``finals`` are all their versions, in the order in which they were said. Returns by id the version that stands
        there. An utterance whose words do not counts as deleted by the user; one without words keeps a place for them.
        """
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        between = "\n\n" if text and self.text().strip() else ""
        start = end.position() + utf16(between)
        with self._following():
            with self._one_step(end):
                end.insertText(between + text)
            standing = self._anchor(start, slice_of(self.document(), start, end.position()), finals)
            self.setTextCursor(end)
        self._vocabulary.learn(text)
        return standing

    def _anchor(self, place: int, text: str, finals: Sequence[Final]) -> dict[int, Final]:
        """Give the utterances their ranges in ``text``, which stands at ``place``."""
        versions = {key: list(group) for key, group in groupby(finals, attrgetter("id"))}
        said = [[final.text if final.outcome is Outcome.TEXT else "" for final in group] for group in versions.values()]
        standing: dict[int, Final] = {}
        at, passed = place, 0
        for (utterance, group), wordings, found in zip(versions.items(), said, locate(text, said), strict=True):
            if found is None:
                self.anchors.put(utterance, at, "").wrote(max(wordings, key=len))
                continue
            if found.start < passed:  # it was said later, and written before
                at, passed = place, 0
            start = at + utf16(text[passed : found.start])
            lead = int(text.startswith(" ", max(0, found.start - 1)) and found.start > 0)
            at, passed = self.anchors.put(utterance, start, text[found.start : found.end], lead=lead).end, found.end
            standing[utterance] = group[found.wording]
            self._written.append(utterance)
        return standing

    @contextmanager
    def _one_step(self, cursor: QTextCursor) -> Iterator[None]:
        """What happens to the document here is undone by one Ctrl+Z, and merges with no typing around it."""
        cursor.beginEditBlock()
        self._writing = True
        try:
            yield
        finally:
            cursor.endEditBlock()
            self._writing = False

    def _with_spaces(self, anchor: Anchor) -> tuple[int, int]:
        """The range with the spaces that were inserted for it, where they still stand."""
        before, after = self._around(anchor.start, anchor.end)
        lead = anchor.lead if before.endswith(" ") else 0
        trail = anchor.trail if after.startswith(" ") else 0
        return anchor.start - lead, anchor.end + trail

    def _find_again(self, position: int, removed: int, added: int) -> None:
        """Undo or redo may have brought an utterance's text back."""
        if self._writing:
            return
        if added > removed:
            self._written.extend(self.anchors.relink(position, added))
        self.anchors.mend(position)

    def _tell_utterance(self) -> None:
        current = self.utterance_at_caret()
        if current != self._current:
            self._current = current
            self.utterance_changed.emit(current)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click into an utterance shows its card, also when the caret was in it before."""
        super().mouseReleaseEvent(event)
        if self._current:
            self.utterance_changed.emit(self._current)
