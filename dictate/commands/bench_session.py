"""``dictate bench session``: half an hour of dictation at twenty times its pace, then 5,000 cards. Main thread.

It runs in a process of its own (``dictate.commands.rehearsal``) with a real window, real cutting into utterances and
canned answers in place of a model: what is measured is the window, and whether anything is left behind.
"""

from typing import Any

from dictate.commands.bench_process import check_screen, measured_by, table

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
    check_screen()
    measured = rehearse(MINUTES, SPEED, CARDS)
    return measured, table(_ROWS, measured)


def rehearse(minutes: float, speed: float, cards: int, *, traced: bool = False) -> dict[str, Any]:
    """What ``dictate.commands.rehearsal`` measured in a fresh process, with settings of its own.

    ``traced`` looks at Python's own memory in place of the process's.

    Raises:
        DictateError: it failed or took too long.
    """
    arguments = [str(minutes), str(speed), str(cards), *(["traced"] if traced else [])]
    return measured_by("rehearsal", *arguments, limit_s=_LIMIT_S, what="The session did not end")
