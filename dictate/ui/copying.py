"""Copies the selection, everything, or what was said last. Runs on the Qt main thread."""

from PySide6.QtCore import QObject, Signal

from dictate.core.errors import StorageError
from dictate.core.transcript import Transcript
from dictate.ui.clipboard import copy_text
from dictate.ui.transcript_view import TranscriptView


class Copying(QObject):
    """The ways to the clipboard.

    Signals:
        failed(error): a ``StorageError`` says why.
    """

    failed = Signal(object)

    def __init__(self, view: TranscriptView, transcript: Transcript, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self._transcript = transcript

    def selection(self) -> None:
        """The selection, or everything when there is none."""
        self._copy(self._view.selected_or_all())

    def everything(self) -> None:
        """The whole text."""
        self._copy(self._view.text())

    def last(self) -> None:
        """What was said last."""
        self._copy(self.last_text)

    @property
    def last_text(self) -> str:
        """The text of the last utterance that has one; empty for none."""
        return next((entry.text for entry in reversed(list(self._transcript)) if entry.text), "")

    def _copy(self, text: str) -> None:
        try:
            copy_text(text)
        except StorageError as error:
            self.failed.emit(error)
