"""A clock that goes on while the machine sleeps, as ``time.monotonic`` does on Windows alone. Any thread."""

import sys
import time


def now_s() -> float:
    """Seconds since some moment; never set back, and the time in which the machine slept counts."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()
