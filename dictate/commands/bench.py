"""``dictate bench ui``: starts the window in a process of its own and lets it measure itself. Main thread.

Everything is measured in this run on this machine: the time from the start of the process until the window was painted,
and how late the event loop was while the pocket pair loaded and while the demo clip was dictated (``ui.probe``).
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from typing import Any

from dictate.core.errors import DictateError, UsageError
from dictate.display import display_problem
from dictate.paths import HOME_VARIABLE
from dictate.terminal import Terminal

SUBJECTS = ("ui", "session")
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


def run(args: argparse.Namespace) -> int:
    """Measure and print.

    Raises:
        UsageError: there is no such subject.
        DictateError: there is no screen, or the window failed.
    """
    if args.subject not in SUBJECTS:
        raise UsageError(
            f"There is nothing called '{args.subject}' to measure", f"Choose one of: {', '.join(SUBJECTS)}."
        )
    if args.subject == "session":
        from dictate.commands.bench_session import measure  # noqa: PLC0415 - brings what the other does not need

        measured, lines = measure()
        for line in [json.dumps(measured)] if args.json else lines:
            Terminal().line(line)
        return 0
    problem = display_problem()
    if problem:
        raise DictateError(f"The window cannot be measured because {problem}", "Run it on a screen, or under xvfb-run.")
    measured = measure_window()
    terminal = Terminal()
    if args.json:
        terminal.line(json.dumps(measured))
    else:
        for name, words, unit in _ROWS:
            terminal.line(f"{words:42}{measured[name]:>8} {unit}".rstrip())
        torch = "was imported already" if measured["torch_before_window"] else "was not yet imported"
        terminal.line(f"torch {torch} when the window was on screen")
    return 0


def measure_window() -> dict[str, Any]:
    """What ``dictate.commands.bench_window`` measured in a fresh process, with settings of its own.

    Raises:
        DictateError: it failed or took too long.
    """
    with tempfile.TemporaryDirectory(prefix="dictate-bench-") as home:
        command = [sys.executable, "-m", "dictate.commands.bench_window", str(time.monotonic())]
        try:
            done = subprocess.run(
                command,
                env={**os.environ, HOME_VARIABLE: home},
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=_LIMIT_S,
                check=True,
            )
            return dict(json.loads(done.stdout))
        except subprocess.TimeoutExpired as error:
            raise DictateError(f"The window did not finish the demo within {_LIMIT_S} s") from error
        except (subprocess.CalledProcessError, ValueError) as error:
            told = str(getattr(error, "stderr", "") or error).strip().splitlines()
            raise DictateError(f"The measured window failed: {told[-1] if told else error}") from error
