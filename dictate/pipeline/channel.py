"""How the threads hand things over: ``Channel`` into the segmenter thread, ``Inbox`` into the recogniser thread."""

import queue
import threading
from collections import deque
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Channel(Generic[T]):
    """A queue with one reader, bounded for sound and unbounded for commands, so that their order is kept.

    Writers are a source's thread (``offer`` or ``put``) and any thread (``command``). ``offer`` is made for the
    PortAudio callback: ``SimpleQueue`` is written in C and never waits.
    """

    def __init__(self, capacity: int) -> None:
        self._queue: queue.SimpleQueue[T] = queue.SimpleQueue()
        self._capacity = capacity
        self._room = threading.Event()
        self._released = False

    def offer(self, item: T) -> bool:
        """Append ``item`` when there is room; False when there is none."""
        # qsize() may be stale by the reader's last get: then there is more room than it says, never less.
        if self._queue.qsize() >= self._capacity:
            return False
        self._queue.put(item)
        return True

    def put(self, item: T) -> None:
        """Append ``item``, waiting for room unless ``release`` was called. For one writer at a time."""
        while self._queue.qsize() >= self._capacity and not self._released:
            self._room.clear()
            # The reader may have made room between the two lines above; look again before waiting.
            if self._queue.qsize() >= self._capacity and not self._released:
                self._room.wait()
        self._queue.put(item)

    def command(self, item: T) -> None:
        """Append ``item`` whether there is room or not."""
        self._queue.put(item)

    def get(self, timeout: float | None = None) -> T | None:
        """The oldest item; None when there is none within ``timeout`` seconds."""
        try:
            item = self._queue.get(timeout=timeout)
        except queue.Empty:
            return None
        self._room.set()
        return item

    @property
    def waiting(self) -> int:
        """How many items wait."""
        return self._queue.qsize()

    def release(self) -> None:
        """Let a waiting ``put`` go on, and later ones pass: the reader is about to close the source."""
        self._released = True
        self._room.set()

    def hold(self) -> None:
        """Undo ``release``, for the next source."""
        self._released = False


class Inbox(Generic[T]):
    """What waits for the recogniser: a queue that never drops, and one slot for the newest snapshot.

    The snapshot is only given out when the queue is empty, so that interim text never delays a final one.

    Attributes:
        taken: what was given out last, which its reader works on until it asks again.
    """

    def __init__(self, capacity: int) -> None:
        self._items: deque[T] = deque()
        self._latest: T | None = None
        self._capacity = capacity
        self._closed = False
        self._changed = threading.Condition()
        self.taken: T | None = None

    def put(self, item: T, *, wait: bool = False) -> None:
        """Append ``item``; with ``wait`` only when fewer than the capacity wait already (or the inbox closes)."""
        with self._changed:
            if wait:
                self._changed.wait_for(lambda: len(self._items) < self._capacity or self._closed)
            if not self._closed:
                self._items.append(item)
                self._changed.notify_all()

    def revise(self, revised: Callable[[T], T]) -> None:
        """Put ``revised(item)`` in the place of every item that waits."""
        with self._changed:
            self._items = deque(map(revised, self._items))

    def put_latest(self, item: T) -> None:
        """Replace the snapshot that waits."""
        with self._changed:
            if not self._closed:
                self._latest = item
                self._changed.notify_all()

    def drop_latest(self) -> None:
        """Forget the snapshot that waits: its final is here."""
        with self._changed:
            self._latest = None

    def get(
        self, *, only: Callable[[T], bool] | None = None, wait: bool = True, timeout: float | None = None
    ) -> T | None:
        """The oldest item (for which ``only`` holds), else the snapshot; None when closed, or nothing is there.

        With ``timeout`` it waits so many seconds at the most.
        """
        with self._changed:
            self.taken = None
            while not self._closed:
                for index, item in enumerate(self._items):
                    if only is None or only(item):
                        del self._items[index]
                        self._changed.notify_all()
                        self.taken = item
                        return item
                if only is None and self._latest is not None:
                    latest, self._latest = self._latest, None
                    return latest
                if not wait or not self._changed.wait(timeout):
                    return None
            return None

    def close(self) -> None:
        """Wake everyone who waits; nothing is given out any more."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._latest = None
            self._changed.notify_all()

    @property
    def closed(self) -> bool:
        """Whether ``close`` was called."""
        with self._changed:
            return self._closed
