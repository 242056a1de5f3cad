"""Notices a model that hangs, and lets a new recogniser thread take over without losing or doubling an utterance.

``Pulse.step`` runs on the recogniser thread; the thread ``dictate-watchdog`` only waits.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dictate.core.events import RecognizerHung
from dictate.core.ports import Listener

PATIENCE_S: Final = 20.0
PATIENCE_FOR_A_SECOND: Final = 0.4
"""A step may take so long, and so much of that for each second of its sound when that is longer: eight times as long
as the sound, for a large model on an old processor needs that."""


class Abandoned(BaseException):
    """The step that ends here was given up. No ``Exception``, so that nobody takes it for a failure of the model."""


class Pulse:
    """The steps of one recogniser thread: whether one is under way, and whether its result is still wanted."""

    def __init__(self, changed: threading.Condition) -> None:
        self._changed = changed
        self.began_at: float | None = None
        self.limit_s = 0.0
        self._abandoned = False

    @contextmanager
    def step(self, sound_s: float, patience_s: float) -> Iterator[None]:
        """A piece of work on so many seconds of sound.

        Raises:
            Abandoned: it was given up meanwhile.
        """
        with self._changed:
            self._end_if_abandoned()
            self.began_at = time.monotonic()
            self.limit_s = patience_s * max(1.0, PATIENCE_FOR_A_SECOND * sound_s)
            self._changed.notify_all()
        try:
            yield
        finally:
            with self._changed:
                self.began_at = None
                self._changed.notify_all()
                self._end_if_abandoned()

    def abandon(self) -> bool:
        """Give up on the step under way; False when there is none: then nothing hangs."""
        with self._changed:
            if self.began_at is None:
                return False
            self.began_at = None
            self._abandoned = True
            self._changed.notify_all()
            return True

    def _end_if_abandoned(self) -> None:
        if self._abandoned:
            raise Abandoned


class Watchdog:
    """Tells when a step takes too long, and when it ends after all."""

    def __init__(self, listener: Listener, patience_s: float = PATIENCE_S) -> None:
        self.patience_s = patience_s
        self._listener = listener
        self._changed = threading.Condition()
        self._closed = False
        self.pulse = Pulse(self._changed)
        self.thread = threading.Thread(target=self._run, name="dictate-watchdog", daemon=True)
        self.thread.start()

    def abandon(self) -> bool:
        """Give up on the step under way and be ready for a new thread; False when there is none."""
        if not self.pulse.abandon():
            return False
        self.pulse = Pulse(self._changed)
        return True

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.thread.join()

    def _run(self) -> None:
        while (seconds := self._wait_until_hung()) is not None:
            self._listener.notify(RecognizerHung(hung=True, seconds=seconds))
            with self._changed:
                pulse = self.pulse
                self._changed.wait_for(lambda pulse=pulse: self._closed or pulse.began_at is None)  # type: ignore[misc]
                if self._closed:
                    return
            self._listener.notify(RecognizerHung(hung=False))

    def _wait_until_hung(self) -> float | None:
        """Seconds that the step under way has taken, once that is too long; None when closed."""
        with self._changed:
            while not self._closed:
                began_at, limit_s = self.pulse.began_at, self.pulse.limit_s
                if began_at is None:
                    self._changed.wait()
                    continue
                passed = time.monotonic() - began_at
                if passed >= limit_s:
                    return passed
                self._changed.wait(limit_s - passed)
        return None
