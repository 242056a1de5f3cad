"""``dictate bench ui``: starts the window in a process of its own and lets it measure itself. Main thread.

Everything is measured in this run on this machine: the time from the start of the process until the window was painted,
and how late the event loop was while the pocket pair loaded and while the demo clip was dictated (``ui.probe``).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from dictate.core.errors import DictateError
from dictate.display import display_problem
from dictate.paths import HOME_VARIABLE

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
    problem = display_problem()
    if problem:
        raise DictateError(f"The window cannot be measured because {problem}", "Run it on a screen, or under xvfb-run.")
    measured = measure_window()
    lines = [f"{words:42}{measured[name]:>8} {unit}".rstrip() for name, words, unit in _ROWS]
    torch = "was imported already" if measured["torch_before_window"] else "was not yet imported"
    return measured, [*lines, f"torch {torch} when the window was on screen"]


def measure_window() -> dict[str, Any]:
    """What ``dictate.commands.bench_window`` measured.

    Raises:
        DictateError: it failed or took too long.
    """
    return _measured_by("bench_window", str(time.monotonic()))


def measure_idle_window(clip: Path, seconds: float) -> float:
    """The share of a core that the window takes while it listens to a silent ``clip``.

    Raises:
        DictateError: it failed or took too long.
    """
    return float(_measured_by("bench_silent_window", str(clip), str(seconds), limit_s=_LIMIT_S + seconds)["share"])


def _measured_by(module: str, *arguments: str, limit_s: float = _LIMIT_S) -> dict[str, Any]:
    """What ``module`` of the commands prints in a fresh process, with settings of its own."""
    with tempfile.TemporaryDirectory(prefix="dictate-bench-") as home:
        try:
            done = subprocess.run(
                [sys.executable, "-m", f"dictate.commands.{module}", *arguments],
                env={**os.environ, HOME_VARIABLE: home},
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=limit_s,
                check=True,
            )
            return dict(json.loads(done.stdout))
        except subprocess.TimeoutExpired as error:
            raise DictateError(f"The window did not finish within {limit_s:.0f} s") from error
        except (subprocess.CalledProcessError, ValueError) as error:
            told = str(getattr(error, "stderr", "") or error).strip().splitlines()
            raise DictateError(f"The measured window failed: {told[-1] if told else error}") from error
