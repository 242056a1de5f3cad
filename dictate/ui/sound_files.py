"""Sound files into the text: dropped on the window or chosen, one after the other. Runs on the Qt main thread."""

from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.errors import AudioFileError, StorageError
from dictate.core.events import Event, Failed, Finalized, SoundFileFound, Stopped
from dictate.core.ports import Host
from dictate.core.types import seconds_of
from dictate.ui.drop_target import DropTarget
from dictate.ui.message_bar import Message
from dictate.ui.translating import tr, tr_n

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow

TEXT_ENDINGS = (".txt", ".md", ".text")


class SoundFiles(QObject):
    """A file goes the way of a recording, as fast as it goes: its text, cards and suppressed pieces are the same."""

    def __init__(self, window: "MainWindow", host: Host) -> None:
        super().__init__(window)
        self._window = window
        self._host = host
        self._waiting: deque[Path] = deque()
        self._looking: Path | None = None
        self._found: SoundFileFound | None = None
        self._done_s = 0.0
        self._utterances = 0
        self._drops = DropTarget(window, window.view, window.view.viewport())
        self._drops.dropped.connect(self.take_files)
        window.progress.cancelled.connect(self.cancel)

    @property
    def busy(self) -> bool:
        """Whether a file is looked at or transcribed."""
        return self._looking is not None or self._found is not None

    def ask(self) -> None:
        """Choose files to transcribe."""
        self.take_files(self._window.dialogs.sound_files(self._window.document.folder))

    def take_files(self, paths: list[Path]) -> None:
        """Open a text, transcribe sounds; what is under way goes first."""
        texts = [path for path in paths if path.suffix.lower() in TEXT_ENDINGS]
        self._waiting.extend(path for path in paths if path not in texts)
        if texts and self._window.steering.busy:
            self._refuse()
        elif texts:
            self._window.document.open(texts[0])
        self._next()

    def cancel(self) -> None:
        """Call off the file that is transcribed and those that wait; text that is there stays."""
        self._waiting.clear()
        self._looking = None
        if self._found is not None:
            self._window.steering.stop()

    def _next(self) -> None:
        if self.busy or not self._waiting:
            return
        if self._window.steering.busy:
            self._waiting.clear()
            self._refuse()
            return
        self._looking = self._waiting.popleft()
        self._host.trials.sound_file(self._looking)

    def _refuse(self) -> None:
        words = tr("Stop the recording first, then drop the file again.")
        self._window.messages.show_message(Message(text=words, key="file"))

    def take(self, event: Event) -> None:
        """Follow what the workers report."""
        match event:
            case SoundFileFound(path=path) if path == self._looking:
                self._begin(event)
            case Failed(exit_code=code) if self._looking is not None and code in (
                AudioFileError.exit_code,
                StorageError.exit_code,
            ):
                self._looking = None  # ``Failures`` tells why
                self._next()
            case Finalized(final=final) if self._found is not None and not final.utterance.revision:
                self._utterances += 1
                self._done_s = max(self._done_s, seconds_of(final.utterance.segment.end_sample))
                self._show()
            case Stopped(ended_by_source=ended) if self._found is not None:
                self._end(self._found, whole=ended)
            case _:
                pass

    def _begin(self, found: SoundFileFound) -> None:
        self._looking = None
        if self._window.steering.busy:
            self._next()
            return
        self._found, self._done_s, self._utterances = found, 0.0, 0
        self._window.steering.start_from(self._host.sound_file(found.path))
        self._show()

    def _show(self) -> None:
        found = self._found
        if found is not None:
            self._window.progress.show_progress(
                found.path.name, self._done_s, found.seconds, self._utterances, len(self._waiting)
            )

    def _end(self, found: SoundFileFound, *, whole: bool) -> None:
        self._found = None
        self._window.progress.hide()
        if not whole:
            self._waiting.clear()
            words = tr(
                "Stopped {name} after {done} s; its text until there stays.",
                name=found.path.name,
                done=f"{self._done_s:.0f}",
            )
            self._window.messages.show_message(Message(text=words, key="file"))
        elif not self._waiting:
            count = tr_n("{n} utterance", "{n} utterances", self._utterances)
            self._window.messages.show_message(
                Message(text=tr("Transcribed {name}: {count}.", name=found.path.name, count=count), key="file")
            )
        self._next()
