"""The watchdog counts the time in which a step could go on, not that in which everything stood still."""

import threading

import pytest

from dictate.core.events import RecognizerHung
from dictate.pipeline import watchdog
from dictate.pipeline.watchdog import Watchdog
from tests.pipeline.parts import DEADLINE_S, Recorder


class Leaping:
    """A clock that leaps an hour between its first two looks, and stands still then."""

    def __init__(self) -> None:
        self.looks = 0
        self.looked_often = threading.Event()

    def __call__(self) -> float:
        self.looks += 1
        if self.looks == 6:
            self.looked_often.set()
        return 0.0 if self.looks == 1 else 3600.0


def test_a_machine_that_slept_is_no_model_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where ``time.monotonic`` counts the sleep (Windows), or a process was stopped."""
    monkeypatch.setattr(watchdog, "MOMENT_S", 0.02)
    recorder, clock = Recorder(), Leaping()
    watching = Watchdog(recorder, patience_s=5.0, now=clock)
    try:
        with watching.step(0.1):
            assert clock.looked_often.wait(DEADLINE_S)
    finally:
        watching.close()
    assert not recorder.of(RecognizerHung)
