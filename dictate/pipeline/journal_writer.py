"""The thread ``dictate-journal``: puts on the disk what ``pipeline.journal`` is told.

A disk that cannot take it never stops dictation: that is said once, what waits is kept in memory (the sound of the last
ten minutes) and written as soon as there is room. When the user wants dictations in memory only, all of it waits in the
same way, until that wish changes or the dictation is let go.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from dictate.core.errors import StorageError
from dictate.core.events import Failed, KeepingChanged
from dictate.core.kept_sessions import remove_session, sweep
from dictate.core.ports import Listener
from dictate.core.saving import remedy, why
from dictate.pipeline.journal_files import SessionFiles
from dictate.pipeline.journal_items import Adopt, Afterwards, Close, Ended, Finish, Item, Retain, Sound, Text
from dictate.pipeline.journal_waiting import Waiting, taken_back
from dictate.pipeline.models import as_dictate_error

log = logging.getLogger(__name__)

FLUSH_S: Final = 0.4
"""What came is written this often. A crash loses no more."""
SYNC_S: Final = 1.0
AGAIN_S: Final = 2.0
"""A disk that refused is tried again this often."""
CLOSE_S: Final = 10.0
"""How long ``close`` waits for a disk that does not answer."""


class JournalWriter:
    """Takes items in their order. ``put`` and ``close`` may be called on any thread.

    Attributes:
        files: the session that is being written, None for none. Replaced as a whole by the thread; others read it once
            and cope with one that has just gone.
    """

    def __init__(self, root: Path, days: int | None, about: Mapping[str, Any], listener: Listener) -> None:
        """As ``Journal``."""
        self._root = root
        self._days = days
        self._about = about
        self._listener = listener
        self._queue: queue.SimpleQueue[Item] = queue.SimpleQueue()
        self._hurry = threading.Event()
        self._waiting = Waiting()
        self.files: SessionFiles | None = None
        self._refused = False
        self._synced_at = 0.0
        self._closing = False
        self._thread = threading.Thread(target=self._run, name="dictate-journal", daemon=True)
        self._thread.start()

    def put(self, item: Item, *, hurry: bool = False) -> None:
        """``item`` is to be written: within half a second, or (``hurry``) now."""
        self._queue.put(item)
        if hurry:
            self._hurry.set()

    def forget_sound(self) -> int:
        """Delete the sound of this session's recordings that came to their end; returns of how many. On the thread."""
        self._waiting.drop_ended_sound()
        return self.files.forget_sound() if self.files is not None else 0

    def close(self) -> None:
        """Write what waits, and end the thread; a session that was not finished stays for recovery."""
        self.put(Close(), hurry=True)
        self._thread.join(CLOSE_S)

    def _run(self) -> None:
        self._sweep()
        while not self._closing:
            self._collect()
            self._write()
        if self.files is not None:
            self.files.close()

    def _collect(self) -> None:
        """Wait for something, then a moment for more, so that the disk is asked twice a second and not fifty times."""
        try:
            # With something waiting for the disk, look again even when nothing new comes.
            again = self._waiting and self._days is not None
            self._take(self._queue.get(timeout=AGAIN_S if again else None))
            self._hurry.wait(FLUSH_S)
            self._hurry.clear()
            while True:
                self._take(self._queue.get_nowait())
        except queue.Empty:
            return

    def _take(self, item: Item) -> None:
        match item:
            case Close():
                self._closing = True
            case Retain(days):
                self._retain(days)
            case Finish() if self._days is None:
                self._waiting.clear()
            case Afterwards(call) if self._days is None:
                self._call(call)
            case _:
                self._waiting.add(item)

    def _write(self) -> None:
        """Write what waits, in its order; what the disk refuses waits on."""
        if self._days is None:
            return
        try:
            while self._waiting:
                self._put(self._waiting.first)
                self._waiting.done()
            self._sync()
        except (OSError, StorageError) as error:
            self._tell_refused(error)
        except Exception as error:  # noqa: BLE001  (the thread's border: what follows must still be kept)
            self._waiting.done()
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
                self._open().write_text(text, newest)
            case Ended(recording):
                self._open().end_recording(recording)
            case Adopt(file, recording):
                self._open().adopt(file, recording)
            case Finish():
                self._end_session()
            case Afterwards(call):
                self._call(call)
            case dict():
                self._open().write_events([item])

    def _retain(self, days: int | None) -> None:
        before, self._days = self._days, days
        if days is None and before is not None:
            failed = _failure_of(self._withdraw)
            self._refused = False
            self._listener.notify(KeepingChanged(kept=False, wished=True))
            if failed is not None:
                self._listener.notify(failed)
        elif before is None and days is not None:
            self._listener.notify(KeepingChanged(kept=True, wished=True))
        self._sweep()

    def _withdraw(self) -> None:
        """Take off the disk what is there of this dictation; what a later wish to keep it would need waits in memory.

        Raises:
            OSError, StorageError: it cannot be read or deleted.
        """
        waited = self._waiting.clear()
        files, self.files = self.files, None
        if files is not None:
            files.close()
            try:
                for item in taken_back(files.folder):
                    self._waiting.add(item)
            finally:
                remove_session(files.folder)
        for item in waited:
            self._take(item)

    def _call(self, call: Callable[[], None]) -> None:
        """A failure is told, and holds up nothing."""
        failed = _failure_of(call)
        if failed is not None:
            self._listener.notify(failed)

    def _open(self) -> SessionFiles:
        if self.files is None:
            self.files = SessionFiles(self._root, self._about)
        return self.files

    def _end_session(self) -> None:
        if self.files is None:
            return
        self.files.end()
        ended, self.files = self.files, None
        ended.close()
        if self._days:
            self._sweep()
        else:
            remove_session(ended.folder)

    def _sync(self) -> None:
        now = time.monotonic()
        if self.files is not None and now - self._synced_at >= SYNC_S:
            self._synced_at = now
            self.files.sync()

    def _sweep(self) -> None:
        try:
            sweep(self._root, self._days or 0)
        except StorageError as error:
            log.warning("what is kept was not swept: %s", error)

    def _tell_refused(self, error: OSError | StorageError) -> None:
        if self._refused:
            return
        self._refused = True
        reason = why(error) if isinstance(error, OSError) else error.user_message
        action = remedy(error) if isinstance(error, OSError) else error.action
        log.error("the dictation cannot be kept: %s", error)
        self._listener.notify(KeepingChanged(kept=False, reason=reason, action=action))


def _failure_of(call: Callable[[], None]) -> Failed | None:
    try:
        call()
    except (OSError, StorageError) as error:
        failed = error if isinstance(error, StorageError) else StorageError(why(error), remedy(error))
        reason, action = failed.user_message, failed.action
        return Failed(what="Deleting what was kept", reason=reason, action=action, exit_code=failed.exit_code)
    return None
