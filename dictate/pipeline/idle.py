"""When the models may go, to give their memory to others: after a time without dictation. Recogniser thread."""

import time
from collections.abc import Callable

from dictate.pipeline.messages import (
    Configure,
    ForRecognizer,
    PairFailed,
    Prepare,
    RecordingBegan,
    RecordingEnded,
    SetMode,
    UnloadAfter,
    UsePair,
)

AFTER_S: dict[str, float | None] = {
    "never": None,
    "at once": 0.0,
    **{minutes: 60.0 * int(minutes) for minutes in ("2", "5", "10", "15", "60")},
}
"""Setting -> seconds."""


class Idle:
    """Counts recordings and looks at the clock; never lets the models go while someone records.

    Args:
        after: the setting, a key of ``AFTER_S``.
        now: the clock, in seconds.
    """

    def __init__(self, after: str, now: Callable[[], float] = time.monotonic) -> None:
        self._after_s = AFTER_S[after]
        self._now = now
        self._recordings = 0
        self._since: float | None = None

    def handled(self, item: ForRecognizer) -> None:
        """The thread has done ``item``."""
        match item:
            case RecordingBegan():
                self._recordings += 1
            case RecordingEnded():
                self._recordings -= 1
            case UnloadAfter(after):
                self._after_s = AFTER_S[after]
            case UsePair() | PairFailed() | Prepare() | SetMode() | Configure() if self._after_s == 0:
                return  # nothing was dictated: what was just loaded stays
        self._since = self._now()

    def unloaded(self) -> None:
        """The models are gone; there is nothing to wait for until something is done again."""
        self._since = None

    @property
    def remaining_s(self) -> float | None:
        """Seconds until the models may go; None when there is no such time."""
        if self._after_s is None or self._since is None or self._recordings:
            return None
        return max(0.0, self._since + self._after_s - self._now())

    @property
    def over(self) -> bool:
        """Whether the models may go now."""
        return self.remaining_s == 0
