"""``dictate bench ui``: starts the window in a process of its own and lets it measure itself. Main thread.

Everything is measured in this run on this machine: the time from the start of the process until the window was painted,
and how late the event loop was while the pocket pair loaded and while the demo clip was dictated (``ui.probe``).
"""

import time
from pathlib import Path
from typing import Any

from dictate.commands.bench_process import check_screen, measured_by, table

_LIMIT_S = 180
_ROWS = (
    ("window_ms", "command to window on screen", "ms"),
    ("loading_worst_ms", "worst stall while the model loads", "ms"),
    ("loading_p99_ms", "99th percentile while the model loads", "ms"),
    ("dictating_worst_ms", "worst stall while dictating", "ms"),
    ("dictating_p99_ms", "99th percentile while dictating", "ms"),
    ("median_latency_ms", "end of speech to text, median", "ms"),
    ("p95_latency_ms", "end of speech to text, 95th percentile", "ms"),
    ("words", "words dictated", ""),
)


def measure() -> tuple[dict[str, Any], list[str]]:
    """The figures, and as lines.

    Raises:
        DictateError: there is no screen, or the window failed.
    """
    check_screen()
    measured = measure_window()
    torch = "was imported already" if measured["torch_before_window"] else "was not yet imported"
    return measured, [*table(_ROWS, measured), f"torch {torch} when the window was on screen"]


def measure_window() -> dict[str, Any]:
    """What ``dictate.commands.bench_window`` measured.

    Raises:
        DictateError: it failed or took too long.
    """
    return measured_by("bench_window", str(time.monotonic()), limit_s=_LIMIT_S)


def measure_idle_window(clip: Path, seconds: float) -> float:
    """The share of a core that the window takes while it listens to a silent ``clip``.

    Raises:
        DictateError: it failed or took too long.
    """
    return float(measured_by("bench_silent_window", str(clip), str(seconds), limit_s=_LIMIT_S + seconds)["share"])
