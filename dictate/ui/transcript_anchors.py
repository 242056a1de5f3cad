"""Where each utterance stands in the editor, through every edit, undo and redo. Runs on the Qt main thread."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import islice

from PySide6.QtGui import QTextCursor, QTextDocument

_PARAGRAPH = "\N{PARAGRAPH SEPARATOR}"


@dataclass(slots=True, kw_only=True, eq=False)
class Anchor:
    """The range of one utterance.

    Attributes:
        cursor: from the range's start (its anchor) to its end (its position). It keeps its end when text is inserted
            there, and Qt moves its start when text is inserted there: text typed at either side is not in the range.
        inserted: what dictation wrote; empty for an utterance that has no text yet.
        lead, trail: how many characters of white space were inserted before and after it.
        former: what dictation wrote before ``inserted``; an undo brings it back.
    """

    utterance: int
    cursor: QTextCursor
    inserted: str
    lead: int
    trail: int
    former: list[str] = field(default_factory=list)

    @property
    def end(self) -> int:
        """Document position one past the range."""
        return self.cursor.position()

    @property
    def start(self) -> int:
        """Document position of the range; equal to ``end`` when its text was deleted."""
        return min(self.cursor.anchor(), self.cursor.position())

    @property
    def text(self) -> str:
        """What stands there now."""
        return plain(self.cursor.selectedText()) if self.start < self.end else ""

    @property
    def changed(self) -> bool:
        """Whether the user edited it; an edit that was undone is none."""
        return self.text != self.inserted

    def wrote(self, text: str) -> None:
        """Note that dictation wrote ``text`` here, in place of what it wrote before."""
        if self.inserted and self.inserted not in self.former:
            self.former.append(self.inserted)
        self.inserted = text

    def settle(self) -> None:
        """When an earlier text of dictation stands here again, that is what it wrote: the user changed nothing."""
        standing = self.text
        if standing != self.inserted and standing in self.former:
            self.wrote(standing)

    def cover(self, start: int, end: int) -> None:
        """Make it the range from ``start`` to ``end``."""
        self.cursor.setPosition(start)
        self.cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)


class Anchors:
    """Every utterance's range, by id and by place. A step costs a bisection, whatever the number of utterances.

    One that was dictated into another's text and deleted there may come to stand out of order, once the user types
    over the place; the worst that follows is that an undo does not find it again.
    """

    def __init__(self, document: QTextDocument) -> None:
        self._document = document
        self._by_id: dict[int, Anchor] = {}
        self._by_place: list[Anchor] = []
        self._ids: list[int] = []

    def __len__(self) -> int:
        return len(self._by_id)

    def clear(self) -> None:
        """Forget every range: the document is another one."""
        self._by_id.clear()
        self._by_place.clear()
        self._ids.clear()

    def get(self, utterance: int) -> Anchor | None:
        """The range of ``utterance``; None when it never had a place in this document."""
        return self._by_id.get(utterance)

    def put(self, utterance: int, start: int, inserted: str, *, lead: int = 0, trail: int = 0) -> Anchor:
        """Note that ``inserted`` now stands at ``start`` for ``utterance``; empty: its text may come later."""
        anchor = self._by_id.get(utterance)
        if anchor is None:
            cursor = QTextCursor(self._document)
            cursor.setKeepPositionOnInsert(True)
            anchor = Anchor(utterance=utterance, cursor=cursor, inserted=inserted, lead=lead, trail=trail)
            self._by_id[utterance] = anchor
            self._ids.insert(bisect_left(self._ids, utterance), utterance)
            self._by_place.insert(bisect_right(self._by_place, start, key=_start), anchor)
        anchor.wrote(inserted)
        anchor.lead, anchor.trail = lead, trail
        anchor.cover(start, start + utf16(inserted))
        return anchor

    def before(self, utterance: int) -> Anchor | None:
        """The range of the utterance that was said last before ``utterance``."""
        index = bisect_left(self._ids, utterance)
        return self._by_id[self._ids[index - 1]] if index else None

    def first_place(self) -> int:
        """Where the utterance with the lowest id begins, the space before it included; 0 when there is none."""
        first = self._by_id[self._ids[0]] if self._ids else None
        return max(0, first.start - first.lead) if first else 0

    def newest_id(self) -> int:
        """The highest id that has a place; 0 when there is none."""
        return self._ids[-1] if self._ids else 0

    def at(self, position: int) -> Anchor | None:
        """The range that holds the document position ``position``, its end included."""
        index = bisect_right(self._by_place, position, key=_start)
        while index:
            index -= 1
            anchor = self._by_place[index]
            if anchor.start < anchor.end:
                return anchor if position <= anchor.end else None
        return None

    def between(self, start: int, end: int) -> list[Anchor]:
        """The ranges with text that touch the document positions ``start`` to ``end``, by place."""
        first = self.at(start)
        index = self._index(first) if first else bisect_left(self._by_place, start, key=_start)
        found = []
        while index < len(self._by_place) and self._by_place[index].start <= end:
            if self._by_place[index].start < self._by_place[index].end:
                found.append(self._by_place[index])
            index += 1
        return found

    def mend(self, position: int) -> None:
        """After an undo or redo at ``position``: a range that has lost its end takes it in again.

        It has when a text of dictation stands there whole and reaches further than the range.
        """
        anchor = self.at(position)
        if anchor is None or not anchor.changed:
            return
        for text in sorted({anchor.inserted, *anchor.former}, key=len, reverse=True):
            end = anchor.start + utf16(text)
            if end > anchor.end and slice_of(self._document, anchor.start, end) == text:
                self.stretch(anchor, anchor.start, end)
                return

    def stretch(self, anchor: Anchor, start: int, end: int) -> None:
        """Make ``anchor`` the range from ``start`` to ``end``; deleted ones that were behind it stay behind it."""
        anchor.cover(start, end)
        index = self._index(anchor)
        for later in islice(self._by_place, index + 1, None):
            if later.start < later.end or later.start >= end:
                break
            later.cover(end, end)

    def _index(self, anchor: Anchor) -> int:
        """Where it is in the order of places; several may begin at one place."""
        index = bisect_left(self._by_place, anchor.start, key=_start)
        while index < len(self._by_place) and self._by_place[index] is not anchor:
            index += 1
        return index if index < len(self._by_place) else self._by_place.index(anchor)

    def relink(self, position: int, added: int) -> list[int]:
        """Find deleted utterances again whose text came back (by undo or redo) in the ``added`` characters.

        Deleted ones that were behind these move behind them again. Returns the ids of those that were found.
        """
        index = bisect_left(self._by_place, position, key=_start)
        came, searched, again = slice_of(self._document, position, position + added), 0, []
        while index < len(self._by_place) and self._by_place[index].start <= position + added:
            anchor = self._by_place[index]
            index += 1
            if anchor.start < anchor.end:
                continue
            found = came.find(anchor.inserted, searched) if anchor.inserted else -1
            if found >= 0:
                searched = found + len(anchor.inserted)
                anchor.cover(position + utf16(came[:found]), position + utf16(came[:searched]))
                again.append(anchor.utterance)
            elif again:
                anchor.cover(position + utf16(came[:searched]), position + utf16(came[:searched]))
        return again


def slice_of(document: QTextDocument, start: int, end: int) -> str:
    """The text between two document positions."""
    cursor = QTextCursor(document)
    last = document.characterCount() - 1
    cursor.setPosition(min(start, last))
    cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
    return plain(cursor.selectedText())


def plain(selected: str) -> str:
    """Qt's selected text with ordinary line ends."""
    return selected.replace(_PARAGRAPH, "\n").replace("\N{LINE SEPARATOR}", "\n")


def utf16(text: str) -> int:
    """The length of ``text`` as Qt counts it: characters beyond U+FFFF are two."""
    return len(text) + sum(char > "\uffff" for char in text)


def _start(anchor: Anchor) -> int:
    return anchor.start
