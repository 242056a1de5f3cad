"""Notices a model that hangs, and lets a new recogniser thread take over without losing or doubling an utterance.

``Watchdog.step`` runs on the recogniser thread; the thread ``dictate-watchdog`` only waits.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from dictate.core.events import RecognizerHung
from dictate.core.ports import Listener

PATIENCE_S: Final = 20.0
PATIENCE_FOR_A_SECOND: Final = 0.4
"""A step may take so long, and so much of that for each second of its sound when that is longer: eight times as long
as the sound, for a large model on an old processor needs that."""


MOMENT_S: Final = 1.0
"""While a step goes on the clock is looked at so often, and a look counts for so much at the most: a machine that
slept, or a process that was stopped, has not kept the step waiting."""


class Abandoned(BaseException):
    """The step that ends here was given up. No ``Exception``, so that nobody takes it for a failure of the model."""


@dataclass(slots=True, eq=False)
class _Step:
    """A piece of work under way: on which thread, how long it may take, and how long it has taken."""

    thread: threading.Thread
    limit_s: float
    took_s: float = 0.0


class Watchdog:
    """Tells when a step takes too long, and when it ends after all. Apart from those given up, one thread has steps."""

    def __init__(
        self, listener: Listener, patience_s: float = PATIENCE_S, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._listener = listener
        self._patience_s = patience_s
        self._now = now
        self._changed = threading.Condition()
        self._closed = False
        self._step: _Step | None = None
        self._abandoned: set[threading.Thread] = set()
        self.thread = threading.Thread(target=self._run, name="dictate-watchdog", daemon=True)
        self.thread.start()

    @contextmanager
    def step(self, sound_s: float) -> Iterator[None]:
        """The calling thread works on so many seconds of sound.

        Raises:
            Abandoned: the step was given up meanwhile.
        """
        thread = threading.current_thread()
        limit_s = self._patience_s * max(1.0, PATIENCE_FOR_A_SECOND * sound_s)
        self._set(_Step(thread, limit_s))
        try:
            yield
        finally:
            with self._changed:
                if thread in self._abandoned:
                    self._abandoned.remove(thread)
                    raise Abandoned
                self._set(None)

    def abandon(self) -> bool:
        """Give up on the step under way: its thread gets ``Abandoned`` at its end. False when there is none."""
        with self._changed:
            if self._step is None:
                return False
            self._abandoned.add(self._step.thread)
            self._set(None)
            return True

    def close(self) -> None:
        """End the thread."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self.thread.join()

    def _set(self, step: _Step | None) -> None:
        with self._changed:
            self._step = step
            self._changed.notify_all()

    def _run(self) -> None:
        while (step := self._wait_until_hung()) is not None:
            self._listener.notify(RecognizerHung(hung=True, seconds=step.took_s))
            with self._changed:
                self._changed.wait_for(lambda step=step: self._closed or self._step is not step)  # type: ignore[misc]
            self._listener.notify(RecognizerHung(hung=False))

    def _wait_until_hung(self) -> _Step | None:
        """The step under way, once it takes too long; None when closed."""
        with self._changed:
            while not self._closed:
                step = self._step
                if step is None:
                    self._changed.wait()
                    continue
                if step.took_s >= step.limit_s:
                    return step
                moment_s, began_at = min(MOMENT_S, step.limit_s - step.took_s), self._now()
                self._changed.wait(moment_s)
                step.took_s += min(moment_s, self._now() - began_at)
        return None
