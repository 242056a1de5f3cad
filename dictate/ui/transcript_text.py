"""The editor's text as a whole: what is counted, copied, saved and how large it is. Runs on the Qt main thread."""

from collections.abc import Iterable

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QWidget

from dictate.core.joining import Seam, join
from dictate.core.transcript import count_words
from dictate.core.vocabulary import Vocabulary
from dictate.ui.transcript_anchors import plain, slice_of
from dictate.ui.transcript_surface import TranscriptSurface

CONTEXT_CHARACTERS = 400
"""How much of the paragraph on either side decides a seam."""
MINIMUM_POINTS, MAXIMUM_POINTS = 8, 48
MARGIN = 24
"""Pixels between the text and the editor's border."""


class TranscriptText(TranscriptSurface):
    """Plain text without its interim part.

    Attributes:
        language: Whisper's code for the seams; None when it is not known.

    Signals:
        text_size_changed: the user zoomed (points).
    """

    text_size_changed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.document().setDocumentMargin(MARGIN)
        self.document().clearUndoRedoStacks()  # the margin is an undo step to Qt
        self.document().setModified(False)
        self.language: str | None = "en"
        self._vocabulary = Vocabulary()
        self._counted = (-1, 0)

    def text(self) -> str:
        """The document: what is saved and copied, without interim text."""
        return self.toPlainText()

    def word_count(self) -> int:
        """Words in the text; counted again only when it changed."""
        revision = self.document().revision()
        if self._counted[0] != revision:
            self._counted = (revision, count_words(self.text()))
        return self._counted[1]

    def selected_or_all(self) -> str:
        """What Copy takes: the selection, or all when nothing is selected."""
        cursor = self.textCursor()
        return plain(cursor.selectedText()) if cursor.hasSelection() else self.text()

    @property
    def dirty(self) -> bool:
        """Whether the text changed since it was loaded or saved."""
        return self.document().isModified()

    def set_clean(self) -> None:
        """The text was saved."""
        self.document().setModified(False)

    def set_names(self, custom_words: Iterable[str]) -> None:
        """Words of the user that never lose their capital; what was learned from the text starts anew."""
        self._vocabulary = Vocabulary(custom_words)
        self._vocabulary.learn(self.text())

    def _seam(self, before: str, text: str, after: str) -> Seam:
        return join(before, text, after, language=self.language, vocabulary=self._vocabulary)

    def _cursor(self, start: int, end: int) -> QTextCursor:
        cursor = QTextCursor(self.document())
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor

    def _around(self, start: int, end: int) -> tuple[str, str]:
        """The text of the paragraph before ``start`` and after ``end``, as much of it as a seam needs."""
        document = self.document()
        first, last = document.findBlock(start), document.findBlock(end)
        low = max(first.position(), start - CONTEXT_CHARACTERS)
        high = min(last.position() + last.length() - 1, end + CONTEXT_CHARACTERS)
        return slice_of(document, low, start), slice_of(document, end, high)

    # Text size.

    def set_text_size(self, points: int) -> None:
        """Use a font of so many points, within what the settings allow."""
        points = max(MINIMUM_POINTS, min(MAXIMUM_POINTS, points))
        if points == self.font().pointSize():
            return
        font = self.font()
        font.setPointSize(points)
        with self._following():
            self.setFont(font)
        self.text_size_changed.emit(points)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel change the text size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            self.set_text_size(self.font().pointSize() + (steps > 0) - (steps < 0))
            event.accept()
            return
        super().wheelEvent(event)

    # Plain text only, both ways.

    # QMimeData made in Python must not reach the clipboard: Qt deletes it after Python is gone, which crashes at exit.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut plain text; Qt would add the editor's fonts and colors."""
        cuts = event.matches(QKeySequence.StandardKey.Cut)
        if not cuts and not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        cursor = self.textCursor()
        if cursor.hasSelection():
            QGuiApplication.clipboard().setText(plain(cursor.selectedText()))
            if cuts:
                cursor.removeSelectedText()
        event.accept()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop plain text."""
        if source.hasText():
            self.textCursor().insertText(source.text())
            self.ensureCursorVisible()
