"""Idle models give their memory back, never while someone records, and speech while they return is kept (field 10)."""

import threading
from collections.abc import Callable

import pytest

from dictate.core.errors import OutOfMemory
from dictate.core.events import Failed, Finalized, ModelReady, ModelsUnloaded, Stopped
from dictate.core.ledger import Ledger
from dictate.core.settings import ModelSettings
from dictate.core.types import Mode, ModelInfo, ModelProgress, PairChoice
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.idle import AFTER_S, Idle
from dictate.pipeline.messages import RecordingBegan, RecordingEnded, SetMode, UnloadAfter
from tests.pipeline.parts import DEADLINE_S, HandSource, Recorder, session, silence, speech


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


BEGAN = RecordingBegan(Mode.DISTIL)
ENDED = RecordingEnded(Ledger(), ended_by_source=False)


def test_the_choices_are_those_of_the_setting() -> None:
    from dataclasses import fields

    (setting,) = [entry for entry in fields(ModelSettings) if entry.name == "unload_after"]
    assert setting.metadata["choices"] == tuple(AFTER_S)


@pytest.mark.parametrize("minutes", [2, 5, 10, 15, 60])
def test_the_models_go_after_the_minutes_and_not_before(minutes: int) -> None:
    clock = Clock()
    idle = Idle(str(minutes), clock)
    assert idle.remaining_s is None, "nothing is loaded yet"
    idle.handled(SetMode(Mode.DISTIL))
    assert idle.remaining_s == minutes * 60
    clock.now += minutes * 60 - 1
    assert not idle.over
    idle.handled(SetMode(Mode.TEACHER))
    clock.now += minutes * 60 - 1
    assert not idle.over, "something was done meanwhile"
    clock.now += 1
    assert idle.over
    idle.unloaded()
    assert idle.remaining_s is None


def test_never_while_someone_records() -> None:
    clock = Clock()
    idle = Idle("2", clock)
    idle.handled(BEGAN)
    idle.handled(BEGAN)
    clock.now += 10_000
    assert idle.remaining_s is None
    idle.handled(ENDED)
    clock.now += 10_000
    assert idle.remaining_s is None, "the second recording goes on"
    idle.handled(ENDED)
    assert idle.remaining_s == 120


def test_never_means_never_until_it_is_changed() -> None:
    clock = Clock()
    idle = Idle("never", clock)
    idle.handled(BEGAN)
    idle.handled(ENDED)
    clock.now += 1e9
    assert idle.remaining_s is None
    idle.handled(UnloadAfter("5"))
    assert idle.remaining_s == 300


def test_what_was_loaded_and_not_yet_used_stays_at_once() -> None:
    idle = Idle("at once", Clock())
    idle.handled(SetMode(Mode.DISTIL))
    assert idle.remaining_s is None


def record(running_source: HandSource, loudness: int) -> None:
    running_source.push(speech(600, loudness))
    running_source.push(silence(900))


def test_the_memory_is_free_when_a_recording_is_done_and_speech_meanwhile_is_kept() -> None:
    gate = threading.Event()
    gate.set()
    recognizer = ScriptedRecognizer(["One.", "Two."], prepare_gate=gate)
    with session(recognizer, unload_after="at once") as (running, recorder):
        first = HandSource()
        running.start(first)
        record(first, 3000)
        assert recognizer.closed == 0
        running.stop()
        recorder.wait(ModelsUnloaded)
        assert recorder.stopped()
        assert recognizer.closed == 1
        gate.clear()
        recognizer.preparing.clear()
        second = HandSource()
        running.start(second)
        assert recognizer.preparing.wait(30), "loaded again as soon as a recording begins"
        record(second, 4000)
        running.stop()
        gate.set()
        recorder.stopped(2)
        assert [final.text for final in recorder.finals] == ["One.", "Two."]
        totals = recorder.of(Stopped)[-1].ledger
        assert totals.captured == totals.text + totals.silence
        recorder.wait(ModelsUnloaded, 2)


def test_a_retry_brings_unloaded_models_back() -> None:
    recognizer = ScriptedRecognizer(["One.", "One again."])
    with session(recognizer, unload_after="at once") as (running, recorder):
        source = HandSource()
        running.start(source)
        record(source, 3000)
        running.stop()
        recorder.wait(ModelsUnloaded)
        running.retry(recorder.finals[0], Mode.DISTIL)
        recorder.wait(ModelsUnloaded, 2)
        assert [final.text for final in recorder.finals] == ["One.", "One again."]


def test_the_setting_can_be_changed_while_it_runs() -> None:
    recognizer = ScriptedRecognizer(["One."])
    with session(recognizer) as (running, recorder):
        running.set_unload_after("at once")
        source = HandSource()
        running.start(source)
        record(source, 3000)
        running.stop()
        recorder.wait(ModelsUnloaded)


def closed_before_loading(old: ScriptedRecognizer, new: ScriptedRecognizer) -> list[int]:
    """How often ``old`` had been closed each time that ``new`` was loaded."""
    seen: list[int] = []
    prepare = new.prepare

    def spying(*arguments: object) -> object:
        seen.append(old.closed)
        return prepare(*arguments)  # type: ignore[arg-type]

    new.prepare = spying  # type: ignore[assignment, method-assign]
    return seen


def switch(old: ScriptedRecognizer, new: ScriptedRecognizer, *, works: bool = True) -> Recorder:
    """Switch from ``old`` to ``new``, then say something."""
    with session(old, more={"two": new}) as (running, recorder):
        recorder.wait(ModelReady, 2)  # both modes
        running.set_pair(PairChoice(name="two"))
        if works:
            recorder.wait(ModelReady, 3)
        else:
            recorder.wait(Failed)
        source = HandSource()
        running.start(source)
        record(source, 3000)
        running.stop()
        recorder.stopped()
    return recorder


def test_a_new_pair_is_loaded_beside_the_old_one_when_there_is_room() -> None:
    old, new = ScriptedRecognizer(["old"]), ScriptedRecognizer(["new"])
    seen = closed_before_loading(old, new)
    recorder = switch(old, new)
    assert seen[0] == 0
    assert [final.text for final in recorder.finals] == ["new"]


def test_without_room_the_old_one_is_freed_first() -> None:
    old, new = ScriptedRecognizer(["old"]), ScriptedRecognizer(["new"], fits_beside=False)
    seen = closed_before_loading(old, new)
    recorder = switch(old, new)
    assert seen[0] == 1
    assert [final.text for final in recorder.finals] == ["new"]


def test_a_pair_that_finds_no_room_is_tried_alone_and_when_it_fails_the_old_one_is_back() -> None:
    old = ScriptedRecognizer(["old"])
    new = ScriptedRecognizer(["new"], prepare_error=OutOfMemory("There is not enough memory", "Choose a smaller one."))
    seen = closed_before_loading(old, new)
    recorder = switch(old, new, works=False)
    assert seen == [0, 1]
    assert [final.text for final in recorder.finals] == ["old"]
    assert [failed.reason for failed in recorder.of(Failed)] == ["There is not enough memory"]
    assert sorted(old.prepared[-2:]) == [Mode.DISTIL, Mode.TEACHER]


class NoRoomFor(ScriptedRecognizer):
    """Has no memory for one mode's model."""

    def __init__(self, mode: Mode) -> None:
        super().__init__(["text"])
        self._mode = mode
        self.tried = threading.Event()

    def prepare(self, mode: Mode, report: Callable[[ModelProgress], None]) -> ModelInfo:
        if mode is self._mode:
            self.tried.set()
            raise MemoryError
        return super().prepare(mode, report)


def test_a_model_that_nobody_asked_for_may_fail_in_silence_until_somebody_does() -> None:
    cramped = NoRoomFor(Mode.TEACHER)
    with session(cramped) as (running, recorder):
        assert cramped.tried.wait(DEADLINE_S)
        source = HandSource()
        running.start(source)
        record(source, 3000)
        assert recorder.wait(Finalized).final.text == "text"
        assert not recorder.of(Failed)
        running.set_mode(Mode.TEACHER)
        assert recorder.wait(Failed).reason == "there is not enough memory"
        running.stop()
        recorder.stopped()
