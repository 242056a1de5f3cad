"""The journal: a dictation's sound and text on the disk while it goes on. Written by the thread ``dictate-journal``.

The threads of the pipeline and the window only put things into a queue; what they put is on the disk within half a
second. A disk that cannot take it never stops dictation: that is said once, what waits is kept in memory (the sound of
the last ten minutes) and written as soon as there is room.
"""

import logging
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from dictate.core.errors import StorageError
from dictate.core.events import Event, Failed, Finalized, KeepingChanged
from dictate.core.keeping import audio_file, read_sound
from dictate.core.kept_sessions import remove_session, sweep
from dictate.core.ports import Listener
from dictate.core.saving import remedy, why
from dictate.core.types import SAMPLE_RATE, Samples, Segment
from dictate.pipeline.journal_files import SessionFiles
from dictate.pipeline.journal_items import Afterwards, Close, Ended, Finish, Item, Sound, Text
from dictate.pipeline.models import as_dictate_error

log = logging.getLogger(__name__)

FLUSH_S: Final = 0.4
"""What came is written this often. A crash loses no more."""
SYNC_S: Final = 1.0
AGAIN_S: Final = 2.0
"""A disk that refused is tried again this often."""
CLOSE_S: Final = 10.0
"""How long ``close`` waits for a disk that does not answer."""
WAITING_SAMPLES: Final = 10 * 60 * SAMPLE_RATE
"""Sound that may wait in memory for the disk; older sound goes first, then, and its place in the file stays silent."""


class Journal:
    """A ``Keeper`` on the disk, and a ``Listener`` that keeps the text of every final it hears of."""

    def __init__(self, root: Path, days: int, about: Mapping[str, Any], listener: Listener) -> None:
        """Sessions lie under ``root`` and stay for ``days`` days after their end; ``about`` goes into the manifest."""
        self._root = root
        self._days = days
        self._about = about
        self._listener = listener
        self._queue: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._hurry = threading.Event()
        self._waiting: deque[Item] = deque()
        self._waiting_samples = 0
        # Replaced as a whole by the journal thread; ``view`` reads it once and copes with one that has just gone.
        self._files: SessionFiles | None = None
        self._refused = False
        self._synced_at = 0.0
        self._closing = False
        self.thread = threading.Thread(target=self._run, name="dictate-journal", daemon=True)
        self.thread.start()

    # -- from any thread --------------------------------------------------------------------------------------------

    def begin(self, recording: int, **about: Any) -> None:
        """A recording begins."""
        self._queue.put({"kind": "recording", "recording": recording, "at_s": time.time(), **about})

    def sound(self, recording: int, start: int, samples: Samples) -> None:
        """int16[n] came in: sample ``start`` of the recording and what follows."""
        if len(samples):
            self._queue.put(Sound(recording, start, [samples], len(samples)))

    def command(self, kind: str, recording: int, sample: int, **values: Any) -> None:
        """Something happened to the recording (``mode``, ``cancel``, ...) when ``sample`` samples were in."""
        self._queue.put({"kind": kind, "recording": recording, "sample": sample, **values})

    def segment(self, recording: int, segment: Segment, mode: str) -> None:
        """A final segment was cut."""
        place = {"recording": recording, "id": segment.id, "start": segment.start_sample, "end": segment.end_sample}
        self._queue.put({"kind": "segment", **place, "mode": mode, "reason": segment.end.value})

    def end(self, recording: int) -> None:
        """All of the recording is cut."""
        self._queue.put({"kind": "ended", "recording": recording})
        self._queue.put(Ended(recording))

    def notify(self, event: Event) -> None:
        """Keep the text of a final; other events are not kept."""
        if isinstance(event, Finalized):
            final = event.final
            told = {"outcome": final.outcome.value, "text": final.text, "model": final.model, "reason": final.reason}
            self._queue.put({"kind": "final", "id": final.id, "revision": final.utterance.revision, **told})
            self._hurry.set()

    def keep_text(self, text: str, newest: int) -> None:
        """The text of the editor as it stands; ``newest`` is the newest utterance that it holds."""
        self._queue.put(Text(text, newest))
        self._hurry.set()

    def finish(self) -> None:
        """The text is saved, or let go: the session ends, and the next sound or text begins another one."""
        self._queue.put(Finish())

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call ``call`` on the journal's thread when all that was put before is on the disk."""
        self._queue.put(Afterwards(call))
        self._hurry.set()

    def forget_sound(self) -> int:
        """Delete the sound of this session's recordings that came to their end; returns of how many. Waits for it."""
        counts: list[int] = []
        done = threading.Event()

        def forget() -> None:
            counts.append(self._files.forget_sound() if self._files is not None else 0)
            done.set()

        self.afterwards(forget)
        done.wait(AGAIN_S * 2)  # a disk that refuses everything is told of elsewhere
        return sum(counts)

    def view(self, recording: int, start: int, end: int) -> Samples | None:
        """The sound from the disk, taking no memory; None when it is not (all) there."""
        files = self._files
        if files is None or files.samples(recording) < end:
            return None
        try:
            found = read_sound(audio_file(files.folder, recording), start, end)
        except StorageError:
            return None
        return found if len(found) == end - start else None

    def close(self) -> None:
        """Write what waits, and end the thread; a session that was not finished stays for recovery."""
        self._queue.put(Close())
        self._hurry.set()
        self.thread.join(CLOSE_S)

    # -- the thread -------------------------------------------------------------------------------------------------

    def _run(self) -> None:
        self._sweep()
        while not self._closing:
            self._collect()
            self._write()
        if self._files is not None:
            self._files.close()

    def _collect(self) -> None:
        """Wait for something, then a moment for more, so that the disk is asked twice a second and not fifty times."""
        try:
            # With something waiting for the disk, look again even when nothing new comes.
            self._take(self._queue.get(timeout=AGAIN_S if self._waiting else None))
            self._hurry.wait(FLUSH_S)
            self._hurry.clear()
            while True:
                self._take(self._queue.get_nowait())
        except queue.Empty:
            return

    def _take(self, item: Item) -> None:
        if isinstance(item, Close):
            self._closing = True
            return
        before = self._waiting[-1] if self._waiting else None
        if isinstance(item, Sound) and isinstance(before, Sound) and item.follows(before):
            before.blocks += item.blocks
            before.length += item.length
        else:
            self._waiting.append(item)
        if isinstance(item, Sound):
            self._waiting_samples += item.length
            while self._waiting_samples > WAITING_SAMPLES:
                oldest = next(each for each in self._waiting if isinstance(each, Sound))
                self._waiting.remove(oldest)
                self._waiting_samples -= oldest.length

    def _write(self) -> None:
        """Write what waits, in its order; what the disk refuses waits on."""
        try:
            while self._waiting:
                self._put(self._waiting[0])
                done = self._waiting.popleft()
                if isinstance(done, Sound):
                    self._waiting_samples -= done.length
            self._sync()
        except (OSError, StorageError) as error:
            self._tell_refused(error)
        except Exception as error:  # noqa: BLE001  (the thread's border: what follows must still be kept)
            self._waiting.popleft()
            self._tell_refused(StorageError(as_dictate_error(error).user_message))
        else:
            if self._refused:
                self._refused = False
                self._listener.notify(KeepingChanged(kept=True))

    def _put(self, item: Item) -> None:
        match item:
            case Sound(recording, start, blocks):
                self._open().write_sound(recording, start, np.concatenate(blocks))
            case Text(text, newest):
                if not any(isinstance(later, Text | Finish) for later in list(self._waiting)[1:]):
                    self._open().write_text(text, newest)
            case Ended(recording):
                self._open().end_recording(recording)
            case Finish():
                self._end_session()
            case Afterwards(call):
                self._call(call)
            case dict():
                self._open().write_events([item])

    def _call(self, call: Callable[[], None]) -> None:
        """A failure is told, and holds up nothing."""
        try:
            call()
        except (OSError, StorageError) as error:
            failed = error if isinstance(error, StorageError) else StorageError(why(error), remedy(error))
            what, reason, action = "Deleting what was kept", failed.user_message, failed.action
            self._listener.notify(Failed(what=what, reason=reason, action=action, exit_code=failed.exit_code))

    def _open(self) -> SessionFiles:
        if self._files is None:
            self._files = SessionFiles(self._root, self._about)
        return self._files

    def _end_session(self) -> None:
        if self._files is None:
            return
        self._files.end()
        ended, self._files = self._files, None
        ended.close()
        if self._days:
            self._sweep()
        else:
            remove_session(ended.folder)

    def _sync(self) -> None:
        now = time.monotonic()
        if self._files is not None and now - self._synced_at >= SYNC_S:
            self._synced_at = now
            self._files.sync()

    def _sweep(self) -> None:
        try:
            sweep(self._root, self._days)
        except StorageError as error:
            log.warning("%s", error.user_message)

    def _tell_refused(self, error: OSError | StorageError) -> None:
        if self._refused:
            return
        self._refused = True
        reason = why(error) if isinstance(error, OSError) else error.user_message
        action = remedy(error) if isinstance(error, OSError) else error.action
        log.error("the dictation cannot be kept: %s", reason)
        self._listener.notify(KeepingChanged(kept=False, reason=reason, action=action))
