"""Tells of a model that is downloaded, with a button to call it off, and of models that rest. Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.events import Event, Failed, ModelLoading, ModelReady, ModelsUnloaded
from dictate.core.ports import Host
from dictate.core.progress import amount_words
from dictate.core.types import ModelProgress
from dictate.ui.failures import MODEL
from dictate.ui.message_bar import Kind, Message
from dictate.ui.translating import tr

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow

DOWNLOAD = "download"
COMING = ("downloading", "checking")
"""The stages in which there is something to call off."""


class ModelNotes(QObject):
    """A download's note goes away with it; one that was dismissed does not come back for the same model."""

    def __init__(self, window: "MainWindow", host: Host) -> None:
        super().__init__(window)
        self._messages = window.messages
        self._status = window.status
        self._host = host
        self._told = ""

    def take(self, event: Event) -> None:
        """Show what a worker reports."""
        match event:
            case ModelLoading(progress=progress) if progress.stage in COMING and progress.total_bytes:
                self._tell(progress)
            case ModelLoading(progress=progress) if progress.model == self._told:
                self._end()
            case ModelReady(info=info) if info.name == self._told:
                self._end()
            case Failed(exit_code=code) if code in MODEL:
                self._end()
            case ModelsUnloaded():
                self._status.show_model(tr("Models unloaded until you record"))
            case _:
                pass

    def _end(self) -> None:
        self._told = ""
        self._messages.take_back(DOWNLOAD)

    def _tell(self, progress: ModelProgress) -> None:
        now = self._messages.message
        shown = now is not None and now.key == DOWNLOAD
        first = progress.model != self._told
        if not shown and (not first or (now is not None and now.kind is Kind.FAILURE)):
            return
        self._told = progress.model
        words = tr("Downloading {model}: {amount}", model=progress.model, amount=amount_words(progress))
        if now is None or now.text != words:
            self._messages.show_message(
                Message(text=words, button=tr("Cancel"), act=self._host.dictation.cancel_pair, key=DOWNLOAD)
            )
