"""The editor: dictated text lands here among what the user types. Runs on the Qt main thread."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from dictate.core.joining import Seam, join
from dictate.core.merging import merge
from dictate.core.types import Final, Outcome
from dictate.ui.transcript_anchors import Anchor, utf16
from dictate.ui.transcript_interim import Run
from dictate.ui.transcript_utterances import TranscriptUtterances
from dictate.ui.translating import tr

SEAL = "."
"""Written behind a final and deleted at once: Qt merges what is typed next into an undo step that ends by inserting."""

LONGEST_PARAGRAPH = 4000
"""Characters, some five minutes of speech. Qt lays a whole paragraph out with each key: longer ones would be felt."""


class TranscriptView(TranscriptUtterances):
    """Plain text that the user and the recogniser write together; always editable."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transcript")
        self.setAccessibleName(tr("Transcript"))
        self.setAccessibleDescription(tr("What you dictated and typed"))
        self.setPlaceholderText(tr("Press Record and speak, or type here."))
        self._pending: dict[int, tuple[str, str]] = {}

    # Where dictation goes.

    def set_insertion_here(self) -> None:
        """Dictation starts: from now on text goes to the caret's place, behind a selection."""
        with self._following():
            self._point.setPosition(self.textCursor().selectionEnd())
            self._show_pending()

    # Interim text.

    def show_interim(self, utterance: int, committed: str, tentative: str) -> None:
        """Show what was heard so far of ``utterance``, behind that of earlier ones that still wait for their final."""
        self._pending[utterance] = (committed, tentative)
        with self._following():
            self._show_pending()

    def clear_interim(self, utterance: int | None = None) -> None:
        """Take the interim text of ``utterance`` away, or all of it."""
        if utterance is None:
            self._pending.clear()
        elif self._pending.pop(utterance, None) is None:
            return
        with self._following():
            self._show_pending()

    def interim_text(self) -> str:
        """The interim text as it is shown, its seams included; empty for none."""
        return self._interim.text

    def _show_pending(self) -> None:
        before, after = self._around(self._point.position(), self._point.position())
        runs: list[Run] = []
        last = max(self._pending, default=0)
        for utterance, (committed, tentative) in sorted(self._pending.items()):
            head = " ".join(committed.split())
            tail = join(head, tentative, language=None)
            seam = self._seam(before, head + tail.whole, after if utterance == last else "")
            runs.append(Run(seam.lead + seam.text[: len(head)], tentative=False))
            runs.append(Run(seam.text[len(head) :] + seam.trail, tentative=True))
            before += seam.whole
        self._interim.set(runs, self.palette())

    # Final text.

    def insert_final(self, final: Final) -> bool:
        """Write an utterance's text, as one undo step; whether there was any to write.

        It goes to the insertion point; a late one to its own place among the others. One without text keeps a place
        for the text that a retry may bring. An utterance that has text already is corrected (``replace_final``).
        """
        self._pending.pop(final.id, None)
        anchor = self.anchors.get(final.id)
        if anchor is not None and anchor.inserted:
            return self.replace_final(final)
        with self._following():
            place = self._place_of(final.id)
            wrote = final.outcome is Outcome.TEXT and bool(final.text.strip())
            if wrote:
                self._write(final.id, place, final.text)
            elif anchor is None:
                self.anchors.put(final.id, place, "")
            self._show_pending()
        return wrote

    def replace_final(self, final: Final) -> bool:
        """Put another version of an utterance in its place, as one undo step; whether it could be done.

        Words that the user changed stay as they are, and so does an utterance that the user deleted.
        """
        anchor = self.anchors.get(final.id)
        if anchor is None or final.outcome is not Outcome.TEXT or not final.text.strip():
            return False
        if not anchor.inserted:
            return self.insert_final(final)
        if anchor.start == anchor.end:
            return False
        with self._following():
            self._correct(anchor, final.text)
            self._show_pending()
        self._vocabulary.learn(final.text)
        self.announce(final.text)
        return True

    def insert_break(self, utterance: int, *, paragraph: bool = False) -> None:
        """Begin a new line, or a new paragraph, at the insertion point (the spoken command was ``utterance``)."""
        self._pending.pop(utterance, None)
        with self._following():
            place = self._place_of(utterance)
            after = self._around(place, place)[1]
            cursor = self._cursor(place, place + (1 if after.startswith(" ") else 0))
            text = "\n\n" if paragraph else "\n"
            with self._one_step(cursor):
                cursor.insertText(text + SEAL)
                cursor.deletePreviousChar()
            self.anchors.put(utterance, place, text)
            self._written.append(utterance)
            self._show_pending()

    def scratch_last(self) -> int | None:
        """Take back what was dictated last and still stands, as one undo step; its utterance, None for nothing."""
        while self._written:
            utterance = self._written.pop()
            anchor = self.anchors.get(utterance)
            if anchor is not None and anchor.start < anchor.end:
                with self._following():
                    cursor = self._cursor(*self._with_spaces(anchor))
                    with self._one_step(cursor):
                        cursor.removeSelectedText()
                    self._show_pending()
                return utterance
        return None

    # The text as a whole.

    def setPlainText(self, text: str) -> None:
        """Show another text; utterances of the former one have no place in it. The caret goes to its end."""
        self.anchors.clear()
        self._written.clear()
        super().setPlainText(text)
        self._vocabulary.learn(text)
        self.moveCursor(QTextCursor.MoveOperation.End)
        self._point.setPosition(self.textCursor().position())
        self._show_pending()

    def clear(self) -> None:
        """Begin an empty text."""
        self.setPlainText("")

    # Inside.

    def changeEvent(self, event: QEvent) -> None:
        """Draw interim text in the new colors."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._pending:
            self._show_pending()

    def _place_of(self, utterance: int) -> int:
        """Where the text of ``utterance`` belongs, so that utterances stand in the order in which they were said."""
        own = self.anchors.get(utterance)
        if own is not None:
            return own.end
        if utterance > self.anchors.newest_id():
            return self._point.position()
        former = self.anchors.before(utterance)
        return former.end if former else self.anchors.first_place()

    def _write(self, utterance: int, place: int, text: str) -> None:
        before, after = self._around(place, place)
        seam = self._seam(before, text, after)
        if self._is_full(place, before, after):
            seam = Seam("\n", seam.text, seam.trail)
        cursor = self._cursor(place, place)
        own = self.textCursor()
        keeps = own.hasSelection() and own.selectionEnd() == place
        at_point = self._point.position() == place
        with self._one_step(cursor):
            cursor.insertText(seam.whole + SEAL)
            cursor.deletePreviousChar()
        start = place + utf16(seam.lead)
        anchor = self.anchors.put(utterance, start, seam.text, lead=len(seam.lead), trail=len(seam.trail))
        if at_point:
            self._point.setPosition(anchor.end)
        if keeps:
            self._reselect(own, place)
        self._written.append(utterance)
        self._vocabulary.learn(text)
        self.announce(text)

    def _is_full(self, place: int, before: str, after: str) -> bool:
        """Whether a sentence ends a paragraph at ``place`` that is so long that the next begins a new one."""
        long = self.document().findBlock(place).length() > LONGEST_PARAGRAPH
        return long and not after and before.rstrip().endswith((".", "?", "!"))

    def _correct(self, anchor: Anchor, text: str) -> None:
        anchor.settle()
        corrected = self.fitted(anchor, text)
        standing, start = anchor.text, anchor.start
        cursor = self._cursor(start, start)
        length = utf16(standing)
        with self._one_step(cursor):
            for change in reversed(merge(anchor.inserted, standing, corrected)):
                low, high = start + utf16(standing[: change.start]), start + utf16(standing[: change.end])
                cursor.setPosition(low)
                cursor.setPosition(high, QTextCursor.MoveMode.KeepAnchor)
                cursor.insertText(change.text)
                length += utf16(change.text) - (high - low)
        anchor.wrote(corrected)
        self.anchors.stretch(anchor, start, start + length)

    def _reselect(self, selected: QTextCursor, end: int) -> None:
        """The user's selection again as it was: dictated text behind it does not become part of it."""
        start = selected.selectionStart()
        caret_last = selected.position() > selected.anchor()
        selected.setPosition(start if caret_last else end)
        selected.setPosition(end if caret_last else start, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(selected)

    def announce(self, text: str) -> None:
        """Let a screen reader say ``text``."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))
