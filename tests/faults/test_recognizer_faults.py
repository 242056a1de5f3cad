"""The recogniser raises, hangs, runs out of memory, is too slow, or its model vanishes: no utterance is lost."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from dictate.core.errors import OutOfMemory, RecognitionFailed
from dictate.core.events import (
    BacklogChanged,
    Failed,
    FellBack,
    Finalized,
    ModelReady,
    RecognizerHung,
    State,
    StateChanged,
    Stopped,
)
from dictate.core.settings import Settings
from dictate.core.types import (
    Final,
    Mode,
    ModelInfo,
    ModelProgress,
    Outcome,
    PairChoice,
    Request,
    samples_of,
)
from dictate.engine.scripted import ScriptedRecognizer
from dictate.paths import pocket_pair
from dictate.pipeline import recording
from dictate.pipeline.journal import Journal
from dictate.plan import recognizers
from tests.faults.conftest import Reliability
from tests.pipeline.parts import HandSource, Recorder, by_loudness, session, silence, speech

SAID = ["word3000", "word5000"]


def say(source: HandSource, *loudnesses: int) -> None:
    for loudness in loudnesses:
        source.push(np.concatenate((silence(300), speech(800, loudness), silence(900))))


def texts(recorder: Recorder) -> dict[int, Final]:
    """The newest version of every utterance."""
    return {final.id: final for final in recorder.finals}


def words_lost(recorder: Recorder, wanted: list[str]) -> int:
    return len([word for word in wanted if word not in {final.text for final in texts(recorder).values()}])


def test_one_that_raises_fails_one_utterance_and_a_retry_brings_it_back(reliability: Reliability) -> None:
    broken = threading.Event()
    broken.set()

    def answer(request: Request) -> str | Exception:
        return RecognitionFailed("it broke") if broken.is_set() else by_loudness(request)

    with session(ScriptedRecognizer(answer)) as (running, recorder):
        source = HandSource()
        running.start(source)
        say(source, 3000)
        failed = recorder.wait(Finalized).final
        assert (failed.outcome, failed.reason) == (Outcome.FAILED, "it broke")
        broken.clear()
        say(source, 5000)
        recorder.wait(Finalized, 2)
        running.retry(failed, failed.mode)
        recorder.wait(Finalized, 3)
        running.stop()
        ledger = recorder.stopped().ledger
    assert ledger.missing == ledger.failed == 0
    reliability.row(
        "the recognizer raises an error",
        "the utterance's card: failed, with the reason and Again; dictation goes on",
        samples=ledger.missing + ledger.failed,
        words=words_lost(recorder, SAID),
    )


class HangsOnce:
    """Builds recognisers of which the first one hangs in its first final, or in the pause before it, until ``wake``."""

    def __init__(self) -> None:
        self.stuck, self.wake = threading.Event(), threading.Event()
        self._built = 0

    def __call__(self) -> ScriptedRecognizer:
        self._built += 1
        return ScriptedRecognizer(self._answer if self._built == 1 else by_loudness)

    def _answer(self, request: Request) -> str:
        if not self.wake.is_set():
            self.stuck.set()
            self.wake.wait()
        return by_loudness(request)


def test_one_that_hangs_is_told_and_restarted_without_loss(reliability: Reliability) -> None:
    hangs = HangsOnce()
    try:
        with session(build=hangs, patience_s=0.2) as (running, recorder):
            first, source = HandSource(), HandSource()
            running.start(first)
            first.push(np.concatenate((silence(300), speech(800, 3000))))
            running.start(source)  # the utterance ends without a pause: it is tried once only
            assert hangs.stuck.wait(10)
            say(source, 5000)
            assert recorder.wait(RecognizerHung).hung
            running.restart()
            failed = recorder.wait(Finalized).final
            assert (failed.outcome, failed.reason) == (Outcome.FAILED, "the model hung and was restarted")
            assert recorder.wait(Finalized, 2).final.text == "word5000", "what waited is recognised"
            running.retry(failed, failed.mode)
            assert recorder.wait(Finalized, 3).final.text == "word3000"
            hangs.wake.set()  # the old thread wakes up after all: nobody may hear of it
            say(source, 4000)
            recorder.wait(Finalized, 4)
            running.stop()
            recorder.stopped(2)
            ledgers = [stopped.ledger for stopped in recorder.of(Stopped)]
        assert not recorder.of(RecognizerHung)[-1].hung
    finally:
        hangs.wake.set()
    assert [ledger.missing for ledger in ledgers] == [0, 0]
    assert [final.id for final in recorder.finals] == [1, 2, 1, 3]
    reliability.row(
        "the recognizer hangs",
        "after 20 s: that it hangs, all sound is kept, and Restart the model; the utterance's card: Again",
        samples=sum(ledger.missing for ledger in ledgers),
        words=words_lost(recorder, [*SAID, "word4000"]),
    )


def test_one_that_hangs_in_a_pause_costs_nothing_at_all() -> None:
    """The pause is recognised early; when that hangs the utterance itself is still to come."""
    hangs = HangsOnce()
    try:
        with session(build=hangs, patience_s=0.2) as (running, recorder):
            source = HandSource()
            running.start(source)
            source.push(np.concatenate((silence(300), speech(800, 3000), silence(400))))
            assert hangs.stuck.wait(10)
            assert recorder.wait(RecognizerHung).hung
            running.restart()
            source.push(silence(900))
            assert recorder.wait(Finalized).final.text == "word3000"
            running.stop()
            assert recorder.stopped().ledger.missing == 0
    finally:
        hangs.wake.set()


def test_one_that_ends_after_all_takes_the_warning_back() -> None:
    gate = threading.Event()
    with session(ScriptedRecognizer(by_loudness, gate=gate), patience_s=0.2) as (running, recorder):
        source = HandSource()
        running.start(source)
        say(source, 3000)
        assert recorder.wait(RecognizerHung).hung
        gate.set()
        assert not recorder.wait(RecognizerHung, 2).hung
        assert recorder.wait(Finalized).final.text == "word3000"
        running.restart()
        say(source, 5000)
        assert recorder.wait(Finalized, 2).final.text == "word5000", "nothing hangs, so nothing is restarted"


class Gpu(ScriptedRecognizer):
    """A recogniser on a GPU whose memory is full for all models in ``too_large``."""

    def __init__(self, *too_large: Mode) -> None:
        super().__init__(lambda request: OutOfMemory("full") if request.mode in too_large else by_loudness(request))

    def prepare(self, mode: Mode, report: Callable[[ModelProgress], None]) -> ModelInfo:
        info = super().prepare(mode, report)
        return ModelInfo(
            name=info.name,
            device="a GPU",
            precision="fp16",
            attention="sdpa",
            reason="",
            memory_bytes=info.memory_bytes,
        )


@pytest.mark.parametrize(
    ("full", "how", "model"),
    [
        ((Mode.TEACHER,), "by the smaller model", "scripted-distil"),
        ((Mode.TEACHER, Mode.DISTIL), "on the processor", "scripted-teacher"),
    ],
)
def test_one_that_runs_out_of_memory_gets_a_second_chance(
    full: tuple[Mode, ...], how: str, model: str, reliability: Reliability
) -> None:
    spare = ScriptedRecognizer(by_loudness)
    with session(Gpu(*full), mode=Mode.TEACHER, on_cpu=spare) as (running, recorder):
        source = HandSource()
        running.start(source)
        say(source, 3000, 5000)
        recorder.wait(Finalized, 2)
        running.stop()
        ledger = recorder.stopped().ledger
    assert [final.text for final in recorder.finals] == SAID
    assert {final.model for final in recorder.finals} == {model}
    assert recorder.finals[0].warning == f"recognized {how}: there was not enough memory"
    assert recorder.of(FellBack)[0].how == how
    assert ledger.missing == ledger.failed == 0
    reliability.row(
        f"the GPU's memory is full ({how} instead)",
        "a note, and a mark on the utterance's card",
        samples=ledger.missing + ledger.failed,
        words=words_lost(recorder, SAID),
    )


def test_a_process_that_gets_no_more_memory_keeps_the_utterance(reliability: Reliability) -> None:
    """The real engine under a real limit; see ``starved.py``."""
    # All that is large is asked of the system, nothing of what was used before.
    env = os.environ | {"MALLOC_MMAP_THRESHOLD_": "65536"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.starved"], capture_output=True, text=True, check=False, env=env
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    failed, second, again = told["finals"]
    assert failed == [1, "failed", "there is not enough memory", ""]
    assert second[:3] == [2, "text", ""]
    assert again == [1, "text", "", second[3]], "the same sound, so the same text"
    reliability.row(
        "the process gets no more memory from the system",
        "the utterance's card: failed, with the reason and Again; dictation goes on",
        samples=told["lost"],
        words=0 if again[3] == second[3] else 1,
    )


def test_a_model_folder_that_vanishes(tmp_path: Path, reliability: Reliability) -> None:
    """The real engine with the real pocket pair."""
    folder, aside = tmp_path / "pair", tmp_path / "aside"
    shutil.copytree(pocket_pair(), folder)
    choice = PairChoice(name="local", teacher=folder / "teacher", distil=folder / "distil")
    folder.rename(aside)
    real = recognizers(Settings())
    with session(factory=real, load=False) as (running, recorder):
        running.set_pair(choice)
        recorder.wait(StateChanged, where=lambda event: event.model_state is State.FAILED)
        source = HandSource()
        running.start(source)
        say(source, 3000)
        failed = recorder.wait(Finalized).final
        assert failed.outcome is Outcome.FAILED
        aside.rename(folder)
        running.set_pair(choice)
        recorder.wait(ModelReady)
        running.retry(failed, failed.mode)
        again = recorder.wait(Finalized, 2).final
        running.stop()
        ledger = recorder.stopped().ledger
    assert again.outcome is not Outcome.FAILED, "noise may have no words, but it was recognised"
    assert recorder.of(Failed)
    assert ledger.missing == ledger.failed == 0
    reliability.row(
        "the model's folder vanishes and comes back",
        "what is missing and what to do; the utterance's card: failed, and Again",
        samples=ledger.missing + ledger.failed,
        words=len([final for final in texts(recorder).values() if final.outcome is Outcome.FAILED]),
    )


class FiveTimesTooSlow:
    """Answers one request for every five utterances that are spoken, until it is ``released``."""

    def __init__(self) -> None:
        self._room = threading.Condition()
        self._answers, self._spoken, self._released = 0, 0, False
        self.on_disk = 0

    def spoken(self) -> None:
        with self._room:
            self._spoken += 1
            self._room.notify_all()

    def release(self) -> None:
        with self._room:
            self._released = True
            self._room.notify_all()

    def __call__(self, request: Request) -> str:
        with self._room:
            self._room.wait_for(lambda: self._released or 5 * self._answers < self._spoken)
            self._answers += 1
        self.on_disk += isinstance(request.samples, np.memmap)
        return by_loudness(request)


def test_one_that_is_five_times_slower_than_speech_loses_nothing_and_says_how_far_behind_it_is(
    tmp_path: Path, reliability: Reliability, monkeypatch: pytest.MonkeyPatch
) -> None:
    """60 s of speech; past a limit the sound waits on the disk; then it catches up."""
    monkeypatch.setattr(recording, "SPILL_AFTER", samples_of(10_000))
    slow = FiveTimesTooSlow()
    loudnesses = [1000 + 100 * number for number in range(30)]
    told = Recorder()
    journal = Journal(tmp_path / "dictations", 0, {}, told)
    with session(ScriptedRecognizer(slow), keeper=journal, listener=journal) as (running, recorder):
        try:
            source = HandSource()
            running.start(source)
            for loudness in loudnesses:
                say(source, loudness)
                slow.spoken()
                written = threading.Event()
                journal.afterwards(written.set)
                assert written.wait(10)
            recorder.wait(Finalized, 2)
            running.stop()
            recorder.wait(BacklogChanged, where=lambda event: event.seconds > 30)
            assert len(recorder.finals) <= 6
        finally:
            slow.release()
        ledger = recorder.stopped().ledger
        assert recorder.of(BacklogChanged)[-1].seconds == 0
    journal.finish()
    journal.close()
    wanted = [f"word{loudness}" for loudness in loudnesses]
    assert [final.text for final in recorder.finals] == wanted, "all of it, in order"
    assert slow.on_disk >= 15, "the oldest wait on the disk"
    assert ledger.missing == ledger.failed == 0
    reliability.row(
        "the recognizer is five times slower than speech for 60 s",
        "“n s behind” in the status bar until it has caught up",
        samples=ledger.missing + ledger.failed,
        words=words_lost(recorder, wanted),
    )
