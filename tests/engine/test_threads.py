"""A model takes the cores that others leave."""

import subprocess
import sys
import time
from collections.abc import Iterator

import psutil
import pytest
import torch

from dictate.engine import threads
from dictate.engine.threads import OthersLoad, Threads
from tests.pipeline.parts import DEADLINE_S


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """The number of threads is the process's."""
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize(("busy", "wanted"), [(0.0, 4), (0.4, 4), (1.2, 4), (4.6, 3), (6.4, 2), (7.9, 1), (12.0, 1)])
def test_as_many_as_there_are_cores_to_spare(busy: float, wanted: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Four cores that are eight to the system, as torch counts them and as the system does."""
    monkeypatch.setattr(threads, "_DEFAULT", 4)
    monkeypatch.setattr(psutil, "cpu_count", lambda: 8)
    Threads(0, lambda: busy).fit()
    assert torch.get_num_threads() == wanted


def test_a_number_that_was_wished_for_always_holds() -> None:
    Threads(3, lambda: 100.0).fit()
    assert torch.get_num_threads() == 3


def test_what_others_do_counts() -> None:
    load = OthersLoad()
    with subprocess.Popen([sys.executable, "-c", "while True: pass"]) as other:
        try:
            deadline = time.monotonic() + DEADLINE_S
            while load() < 0.4:
                assert time.monotonic() < deadline, "the other program's work is not seen"
                time.sleep(0.05)
        finally:
            other.kill()


def test_our_own_work_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "_times", iter([(10.0, 50.0, 5.0), (11.0, 52.0, 6.5), (11.1, 54.0, 6.5)]).__next__)
    load = OthersLoad()
    assert load() == 0.5, "two seconds of work, 1.5 of them ours"
    assert load() == 0.5, "a tenth of a second tells nothing new"
