"""``dictate bench session``: half an hour of dictation at twenty times its pace, then 5,000 cards. Main thread.

It runs in a process of its own (``dictate.commands.rehearsal``) with a real window, real cutting into utterances and
canned answers in place of a model: what is measured is the window, and whether anything is left behind.
"""

import json
import os
import subprocess
import sys
import tempfile
from typing import Any

from dictate.core.errors import DictateError
from dictate.display import display_problem
from dictate.paths import HOME_VARIABLE

MINUTES, SPEED = 30, 20
CARDS = 5000
_LIMIT_S = 600
_ROWS = (
    ("minutes", "dictated", "min"),
    ("pace", "times its own pace", ""),
    ("utterances", "utterances", ""),
    ("stall_p99_ms", "event loop late, 99th percentile", "ms"),
    ("stall_worst_ms", "event loop late, worst", "ms"),
    ("growth_mb", "memory grown beyond kept sound and text", "MB"),
    ("kept_mb", "kept sound and text", "MB"),
    ("timers_left", "timers left running", ""),
    ("threads_left", "threads left running", ""),
    ("cards", "cards", ""),
    ("add_p95_ms", "UI thread: one more utterance, 95th perc.", "ms"),
    ("add_worst_ms", "UI thread: one more utterance, worst", "ms"),
    ("scroll_p95_ms", "UI thread: a scrolled frame, 95th perc.", "ms"),
    ("typing_p95_ms", "UI thread: a key and its frame, 95th perc.", "ms"),
)


def measure() -> tuple[dict[str, Any], list[str]]:
    """The figures, and as lines.

    Raises:
        DictateError: there is no screen, or the window failed.
    """
    problem = display_problem()
    if problem:
        raise DictateError(f"The window cannot be measured because {problem}", "Run it on a screen, or under xvfb-run.")
    measured = rehearse(MINUTES, SPEED, CARDS)
    return measured, [f"{words:42}{measured[name]:>8} {unit}".rstrip() for name, words, unit in _ROWS]


def rehearse(minutes: float, speed: float, cards: int, *, traced: bool = False) -> dict[str, Any]:
    """What ``dictate.commands.rehearsal`` measured in a fresh process, with settings of its own.

    ``traced`` looks at Python's own memory in place of the process's.

    Raises:
        DictateError: it failed or took too long.
    """
    command = [sys.executable, "-m", "dictate.commands.rehearsal", str(minutes), str(speed), str(cards)]
    command += ["traced"] if traced else []
    with tempfile.TemporaryDirectory(prefix="dictate-bench-") as home:
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
            raise DictateError(f"The session did not end within {_LIMIT_S} s") from error
        except (subprocess.CalledProcessError, ValueError) as error:
            told = str(getattr(error, "stderr", "") or error).strip().splitlines()
            raise DictateError(f"The measured window failed: {told[-1] if told else error}") from error
