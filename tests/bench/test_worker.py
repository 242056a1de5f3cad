"""Implementations in processes of their own: answers, failures, memory, turns."""

from collections.abc import Iterator

import numpy as np
import pytest

from dictate.bench.contest import Contender, run, warm_up
from dictate.bench.parts import Clip, Task
from dictate.bench.worker import Worker, WorkerFailed
from tests.bench.parts import Echo

CLIPS = [Clip(name=f"{length}", samples=np.zeros(length, dtype=np.int16)) for length in (30, 10, 20)]


@pytest.fixture
def echo() -> Iterator[Worker]:
    worker = Worker(Echo(), threads=1)
    yield worker
    worker.close()


def test_a_process_recognises_and_tells_its_memory(echo: Worker) -> None:
    heard = echo.hear(Task.TEACHER, CLIPS[0].samples)
    assert (heard.text, heard.tokens, heard.seconds) == ("30", (30,), 0.5)
    assert echo.loaded.precision == "fp32"
    assert 0 <= echo.memory().peak < 200e6


def test_what_cannot_be_loaded_says_why() -> None:
    with pytest.raises(WorkerFailed, match=r"^RuntimeError: no such weights$"):
        Worker(Echo(fails="load"), threads=1)


def test_one_task_that_fails_leaves_the_others() -> None:
    worker = Worker(Echo(fails="hear"), threads=1)
    try:
        distil = Contender(task=Task.DISTIL, name="echo", worker=worker)
        teacher = Contender(task=Task.TEACHER, name="echo", worker=worker)
        warm_up([distil, teacher], CLIPS)
        run([distil, teacher], CLIPS, 2, lambda _text: None)
        assert distil.problem == "ValueError: cannot do this"
        assert not any(distil.heard)
        assert [len(heard) for heard in teacher.heard] == [2, 2, 2]
        assert [heard[0].tokens for heard in teacher.heard] == [(30,), (10,), (20,)]
    finally:
        worker.close()


def test_a_process_that_dies_is_a_row_with_the_reason() -> None:
    worker = Worker(Echo(fails="die"), threads=1)
    contender = Contender(task=Task.TEACHER, name="echo", worker=worker)
    assert contender.hear(CLIPS[0]) is None
    assert "ended unexpectedly" in contender.problem
    worker.close()
    assert contender.hear(CLIPS[0]) is None


def test_who_begins_changes_with_every_clip(monkeypatch: pytest.MonkeyPatch, echo: Worker) -> None:
    order = []
    contenders = [Contender(task=Task.TEACHER, name=name, worker=echo) for name in "abc"]
    hear = Contender.hear

    def noted(contender: Contender, clip: Clip) -> object:
        order.append(contender.name)
        return hear(contender, clip)

    monkeypatch.setattr(Contender, "hear", noted)
    run(contenders, CLIPS[:2], 2, lambda _text: None)
    assert "".join(order) == "abcbcacababc"
