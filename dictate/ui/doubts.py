"""Words on which distil and teacher differ: underlined, the other reading one step away. Qt main thread."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QObject, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QTextCursor

from dictate.core.doubts import Doubt, find_doubts
from dictate.core.types import Mode
from dictate.ui.palette import LIGHT, Palette
from dictate.ui.transcript_anchors import Anchor, utf16
from dictate.ui.transcript_utterances import TranscriptUtterances

DOT = 2.0
"""Logical pixels; the dots stand as far apart."""
PUNCTUATION = ".,;:?!"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A doubt with its place in the document, and which model wrote the words that stand there."""

    utterance: int
    start: int
    end: int
    standing: str
    other: str
    mode: Mode

    @property
    def other_mode(self) -> Mode:
        """Whose reading ``other`` is."""
        return Mode.TEACHER if self.mode is Mode.DISTIL else Mode.DISTIL


@dataclass(slots=True, kw_only=True)
class _Reading:
    """The other model's text of an utterance, and the doubts as they were found for a standing text."""

    mode: Mode
    text: str
    key: tuple[str, str] = ("", "")
    doubts: tuple[Doubt, ...] = ()


class Doubts(QObject):
    """Knows the other readings; finds doubts only where someone looks, so that a long text costs nothing."""

    def __init__(self, view: TranscriptUtterances) -> None:
        super().__init__(view)
        self._view = view
        self._color = QColor(LIGHT.doubt)
        self._readings: dict[int, _Reading] = {}
        view.overlays.append(self)

    def set_palette(self, palette: Palette) -> None:
        """Draw in the theme's colors."""
        self._color = QColor(palette.doubt)
        self._view.viewport().update()

    def set_reading(self, utterance: int, mode: Mode, other: str) -> None:
        """``mode`` wrote the text of ``utterance``, and the other model heard ``other``; empty when it is not known."""
        before = self._readings.pop(utterance, None)
        anchor = self._view.anchors.get(utterance)
        if other and anchor is not None:
            mode = Mode.DISTIL if mode is Mode.DISTIL else Mode.TEACHER
            self._readings[utterance] = _Reading(mode=mode, text=self._view.fitted(anchor, other))
        if other or before:
            self._view.viewport().update()

    def clear(self) -> None:
        """Forget everything: another text is in the editor."""
        self._readings.clear()

    # -- looking ----------------------------------------------------------------------------------------------------

    def at(self, position: int) -> Mark | None:
        """The doubt at a document position, its end included."""
        anchor = self._view.anchors.at(position)
        marks = self._marks(anchor) if anchor else []
        return next((mark for mark in marks if mark.start <= position <= mark.end), None)

    def visible(self) -> list[Mark]:
        """Those in view."""
        if not self._readings:
            return []
        anchors = self._view.anchors.between(*self._view.visible_range())
        return [mark for anchor in anchors for mark in self._marks(anchor)]

    def after(self, position: int) -> Mark | None:
        """The first one that begins behind ``position``, or else the first of all."""
        marks = self.all()
        return next((mark for mark in marks if mark.start > position), marks[0] if marks else None)

    def all(self) -> list[Mark]:
        """Every doubt, by place."""
        anchors = (self._view.anchors.get(utterance) for utterance in self._readings)
        marks = [mark for anchor in anchors if anchor is not None for mark in self._marks(anchor)]
        return sorted(marks, key=lambda mark: mark.start)

    def _marks(self, anchor: Anchor) -> list[Mark]:
        reading = self._readings.get(anchor.utterance)
        if reading is None or anchor.start == anchor.end:
            return []
        standing = anchor.text
        key = (anchor.inserted, standing)
        if reading.key != key:
            reading.key, reading.doubts = key, find_doubts(anchor.inserted, standing, reading.text)
        return [
            Mark(
                utterance=anchor.utterance,
                start=anchor.start + utf16(standing[: doubt.start]),
                end=anchor.start + utf16(standing[: doubt.end]),
                standing=doubt.standing,
                other=doubt.other,
                mode=reading.mode,
            )
            for doubt in reading.doubts
        ]

    # -- doing ------------------------------------------------------------------------------------------------------

    def take_other(self, mark: Mark) -> None:
        """Write the other reading, as one undo step. These words are then the user's choice: no doubt is left."""
        anchor = self._view.anchors.get(mark.utterance)
        if anchor is not None and mark in self._marks(anchor):
            # A seam may have changed the punctuation around the words: it stays as it stands.
            head, tail = _around(mark.standing)
            other = mark.other.strip(PUNCTUATION)
            self._view.replace_words(anchor, mark.start + len(head), mark.end - len(tail), other)

    def go_to(self, mark: Mark) -> None:
        """Select the words."""
        cursor = QTextCursor(self._view.document())
        cursor.setPosition(mark.start)
        cursor.setPosition(mark.end, QTextCursor.MoveMode.KeepAnchor)
        self._view.setTextCursor(cursor)
        self._view.ensureCursorVisible()

    # -- drawing ----------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, *, behind: bool) -> None:
        """A dotted line under each doubt in view."""
        if behind:
            return
        marks = self.visible()
        if not marks:
            return
        pen = QPen(self._color, DOT)
        pen.setDashPattern([1, 1])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        ascent = QFontMetricsF(self._view.font()).ascent()
        for mark in marks:
            for rect in self._view.rects_of(mark.start, mark.end):
                y = rect.top() + ascent + 2 * DOT
                painter.drawLine(QLineF(rect.left(), y, rect.right(), y))


def _around(words: str) -> tuple[str, str]:
    """The punctuation before and after ``words``."""
    head = words[: len(words) - len(words.lstrip(PUNCTUATION))]
    return head, words[len(words.rstrip(PUNCTUATION)) :] if len(head) < len(words) else ""
