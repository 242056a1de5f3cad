"""How many threads a model may use while other programs need the processor too. Runs on the recogniser thread.

A model's threads wait for one another after each of the hundred operations of a token, and they wait by spinning. While
another program has the core of one of them, all others wait for the scheduler: on two cores beside a compiler that took
five times as long as one thread alone, and at worst eighty times.
"""

import time
from collections.abc import Callable
from typing import Final

import psutil
import torch

_LEAST_S: Final = 0.2
"""The system counts time in hundredths of a second; a shorter span would tell nothing."""
_DEFAULT: Final = torch.get_num_threads()
"""What torch takes for itself; read before anyone changes it."""


class OthersLoad:
    """How many of the processor's cores other programs keep busy. Work of low priority gives way and does not count."""

    def __init__(self) -> None:
        self._cores = 0.0
        self._seen = _times()

    def __call__(self) -> float:
        """Cores, on average since the call before this one (a call that comes too soon gets the same answer)."""
        now = _times()
        elapsed, busy, own = (after - before for after, before in zip(now, self._seen, strict=True))
        if elapsed >= _LEAST_S:
            self._seen = now
            self._cores = max(0.0, (busy - own) / elapsed)
        return self._cores


def _times() -> tuple[float, float, float]:
    """Seconds: on the wall, of the processor's work for everybody, of that for this process."""
    times = psutil.cpu_times()
    aside = ("idle", "iowait", "nice", "guest", "guest_nice")  # a guest's time is the user's time as well
    busy = sum(times) - sum(getattr(times, name, 0.0) for name in aside)
    return time.monotonic(), busy, time.process_time()


class Threads:
    """Gives torch as many threads as there are cores to spare, and at least one.

    ``wish`` is a number that always holds, or 0 to follow the load.
    """

    def __init__(self, wish: int, load: Callable[[], float] | None = None) -> None:
        self._wish = wish
        self._load = load or OthersLoad()

    def fit(self) -> None:
        """Before an utterance is recognised; takes some microseconds."""
        wanted = self._wish or max(1, min(_DEFAULT, round((psutil.cpu_count() or 1) - self._load())))
        if wanted != torch.get_num_threads():
            torch.set_num_threads(wanted)
