"""Two windows of one user hear the same microphone at once, and are killed."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest

from dictate.core.keeping import Kept
from dictate.core.types import SAMPLE_RATE
from tests.e2e.programs import PATIENCE_S
from tests.e2e.windows import OBSERVED, Window
from tests.e2e.words import SPEECH, share_heard, transcript, words_of
from tests.faults.broken_off import kept_by, kill, missing_s
from tests.faults.conftest import Desk, Reliability

pytestmark = pytest.mark.e2e

T = TypeVar("T")
HEARD = "clip01.flac"
CUT_OFF = "monologue1.flac"


def soon(what: Callable[[], T | None]) -> T:
    """What ``what`` gives as soon as it gives something: processes that know nothing of us write it."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := what()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
    return found


def offer(window: Window) -> str:
    """What the window offers to recover."""

    def found() -> str:
        words = str(window.program.ask(message=True)["message"])
        return words if "broke off" in words else ""

    return soon(found)


def test_two_windows_at_once(desk: Desk, own_folders: Path, reliability: Reliability) -> None:
    """Each keeps its own text; both are killed, and both come back."""

    def kept(window: Window) -> Kept:
        return soon(lambda: kept_by(window, own_folders))

    def heard(window: Window, words: int) -> bool:
        return len(words_of(kept(window).text)) >= words

    def start(*arguments: str) -> Window:
        return Window("window", *arguments, env=desk.env, command=OBSERVED)

    with start("--start") as first, start("--start") as second:
        windows = (first, second)
        for window, name in zip(windows, ("First", "Second"), strict=True):
            window.focus()
            soon(lambda window=window: kept(window).lengths)  # type: ignore[misc]
            window.xdotool("type", f"{name}: ")
        desk.microphone.play(SPEECH / HEARD)
        soon(lambda: all(heard(window, 7) for window in windows))
        first.focus()
        soon(lambda: first.text().startswith("First:"))  # the one in front is steered
        second.focus()
        soon(lambda: second.text().startswith("Second:"))
        player = desk.microphone.start_playing(SPEECH / CUT_OFF)
        soon(lambda: all(heard(window, 12) for window in windows))
        killed = {second: kill(second)}
        soon(first.text)
        assert first.text().startswith("First:"), "another one is steered when that one is gone"
        with start() as third:
            assert f"{len(kept(second).text.split())} words" in offer(third), "the one that runs is nobody else's"
            kill(third)
        killed[first] = kill(first)
        player.kill()
        player.wait()
        before = {window: kept(window) for window in windows}
    texts = {window: before[window].text for window in windows}
    for window, name in zip(windows, ("First", "Second"), strict=True):
        assert texts[window].startswith(f"{name}: ")
        assert share_heard(transcript(HEARD), texts[window]) > 0.8
    with start() as last:
        for window in reversed(windows):  # the newest first
            offer(last)
            last.press("Recover")
            soon(lambda window=window: not before[window].folder.exists())  # type: ignore[misc]
        text = last.text()
        kill(last)
    lost = [one for one in texts.values() if one not in text]
    assert not lost
    missing = max(missing_s(before[window], killed[window]) for window in windows)
    assert missing <= 1.0
    reliability.row(
        "two windows dictate at once, both are killed (kill -9)",
        "at the next start: both are offered, the newest first",
        samples=round(missing * SAMPLE_RATE),
        words=len(words_of(" ".join(lost))),
    )
