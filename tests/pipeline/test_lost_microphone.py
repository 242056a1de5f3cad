"""A microphone that is lost, as the segmenter thread sees it."""

from typing import Any

import numpy as np
import pytest

from dictate.core import clock
from dictate.core.errors import MicrophoneLost
from dictate.core.events import (
    Failed,
    Finalized,
    MicrophoneQuiet,
    RecognizerHung,
    SourceOpened,
    SourceResumed,
    State,
    StateChanged,
)
from dictate.core.level import Level
from dictate.core.types import samples_of
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.hush import Hush
from dictate.pipeline.keeper import Unkept
from tests.pipeline.parts import HandSource, by_loudness, session, silence, speech


def test_a_stream_that_ends_goes_on_with_the_next_one_in_the_same_recording() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        first, refused, third = HandSource(), HandSource(error=MicrophoneLost("still gone")), HandSource()
        first.next, refused.next = refused, third
        first.next.next = third
        running.start(first)
        first.push(np.concatenate((silence(300), speech(800, 3000))))
        first.end(MicrophoneLost("gone"))
        recorder.wait(Finalized)
        assert first.closed.wait(10)
        first.next = third
        third.push(np.concatenate((silence(300), speech(800, 5000))))
        running.stop()
        ledger = recorder.stopped().ledger
    assert [final.text for final in recorder.finals] == ["word3000", "word5000"]
    assert ledger.captured == samples_of(2 * 1100)
    assert ledger.missing == 0
    (failed,) = recorder.of(Failed)
    assert (failed.what, failed.reason, failed.exit_code) == ("The microphone", "it delivers no sound", 3)
    assert len(recorder.of(SourceOpened)) == 1
    assert [event.gap_s > 0 for event in recorder.of(SourceResumed)] == [True]
    lost = recorder.states.index(State.MICROPHONE_LOST)
    assert State.LISTENING in recorder.states[lost:]


def test_a_stall_that_ends_by_itself_keeps_the_stream() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source, other = HandSource(), HandSource()
        source.next = other
        running.start(source)
        source.push(speech(800, 3000))
        recorder.wait(StateChanged, where=lambda event: event.state is State.MICROPHONE_LOST)
        assert recorder.wait(Finalized).final.text == "word3000", "what was heard does not wait for the device"
        source.push(speech(60, 3000))
        assert recorder.wait(SourceResumed).gap_s > 0
        running.stop()
        assert recorder.stopped().ledger.missing == 0
    assert not other.opened.is_set()


def test_stopping_while_it_is_lost_stops() -> None:
    with session() as (running, recorder):
        source = HandSource()
        source.next = HandSource(error=MicrophoneLost("still gone"))
        source.next.next = source.next
        running.start(source)
        source.push(speech(300))
        source.end(MicrophoneLost("gone"))
        recorder.wait(StateChanged, where=lambda event: event.state is State.MICROPHONE_LOST)
        running.stop()
        assert not recorder.stopped().ended_by_source


class BreaksKept(Unkept):
    """Notes at which samples the sound is broken off."""

    def __init__(self) -> None:
        self.breaks: list[int] = []

    def command(self, kind: str, recording: int, sample: int, **values: Any) -> None:
        if kind == "break":
            self.breaks.append(sample)


def test_a_machine_that_sleeps_ends_the_utterance_and_tells_the_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Linux and macOS: ``time.monotonic`` stands still meanwhile, and the device goes on as if nothing was."""
    real, slept_s = clock.now_s, 0.0
    monkeypatch.setattr(clock, "now_s", lambda: real() + slept_s)
    keeper = BreaksKept()
    with session(ScriptedRecognizer(by_loudness), keeper=keeper, patience_s=0.5) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((silence(300), speech(800, 3000))))
        source.wait_until_taken()
        slept_s = 3600.0
        source.push(speech(60, 5000))
        assert recorder.wait(SourceResumed).gap_s == pytest.approx(3600, abs=5)
        source.push(np.concatenate((speech(740, 5000), silence(900))))
        running.stop()
        ledger = recorder.stopped().ledger
    assert [final.text for final in recorder.finals] == ["word3000", "word5000"]
    assert all(final.latency.total_ms < 5000 for final in recorder.finals)
    assert (ledger.captured, ledger.missing, ledger.failed) == (samples_of(2800), 0, 0)
    assert keeper.breaks == [samples_of(1100)]
    assert State.MICROPHONE_LOST not in recorder.states
    assert not recorder.of(Failed)
    assert not recorder.of(RecognizerHung)


def test_a_microphone_that_does_not_wake_with_the_machine_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    real, slept_s = clock.now_s, 0.0
    monkeypatch.setattr(clock, "now_s", lambda: real() + slept_s)
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source, other = HandSource(), HandSource()
        source.next = other
        running.start(source)
        source.push(speech(800, 3000))
        source.wait_until_taken()
        slept_s = 3600.0
        recorder.wait(StateChanged, where=lambda event: event.state is State.MICROPHONE_LOST)
        assert recorder.wait(Finalized).final.text == "word3000"
        other.push(speech(60))
        assert recorder.wait(SourceResumed).gap_s == pytest.approx(3600, abs=10)


def test_sound_that_was_only_held_up_goes_on_in_its_utterance(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process stood still and the sound server did not: all the sound comes at once, and none is missing."""
    real, stood_s = clock.now_s, 0.0
    monkeypatch.setattr(clock, "now_s", lambda: real() + stood_s)
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((silence(300), speech(800, 3000))))
        source.wait_until_taken()
        stood_s = 1.0
        source.push(speech(1000, 3000))
        source.wait_until_taken()
        source.push(silence(900))
        running.stop()
        ledger = recorder.stopped().ledger
    assert [final.text for final in recorder.finals] == ["word3000"]
    assert ledger.missing == 0
    assert not recorder.of(SourceResumed)


def test_another_default_takes_over_after_the_last_block_of_the_one_until_now() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        first, second = HandSource(), HandSource()
        first.next = second
        running.start(first)
        first.push(np.concatenate((silence(300), speech(800, 3000))))
        first.sink.outdated()
        assert second.opened.wait(10)
        assert first.closed.is_set()
        assert recorder.wait(Finalized).final.text == "word3000", "what was heard does not wait for the device"
        second.push(speech(20, 5000))
        resumed = recorder.wait(SourceResumed)
        second.push(np.concatenate((speech(780, 5000), silence(900))))
        running.stop()
        ledger = recorder.stopped().ledger
    assert resumed.moved
    assert 0 < resumed.gap_s < 1
    assert [final.text for final in recorder.finals] == ["word3000", "word5000"]
    assert (ledger.captured, ledger.missing, ledger.failed) == (samples_of(2800), 0, 0)
    assert State.MICROPHONE_LOST not in recorder.states
    assert not recorder.of(Failed)


def test_another_default_that_cannot_be_opened_is_a_lost_microphone() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        first, refused, third = HandSource(), HandSource(error=MicrophoneLost("busy")), HandSource()
        first.next = refused
        running.start(first)
        first.push(speech(800, 3000))
        first.sink.outdated()
        recorder.wait(StateChanged, where=lambda event: event.state is State.MICROPHONE_LOST)
        first.next = third
        third.push(speech(60))
        assert recorder.wait(SourceResumed).moved
        running.stop()
        assert recorder.stopped().ledger.missing == 0
    assert len(recorder.of(Failed)) == 1


def test_stopping_while_the_default_changes_stops() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        first, second = HandSource(), HandSource()
        first.next = second
        running.start(first)
        first.push(speech(800, 3000))
        running.stop()
        first.sink.outdated()
        assert not recorder.stopped().ended_by_source
    assert not second.opened.is_set()
    assert [final.text for final in recorder.finals] == ["word3000"]


def test_a_stream_that_the_system_moves_goes_on_in_its_utterance() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((silence(300), speech(400, 3000))))
        source.sink.moved("Headset")
        source.push(np.concatenate((speech(400, 3000), silence(900))))
        running.stop()
        recorder.stopped()
    assert recorder.of(SourceResumed) == [SourceResumed(name="Headset", moved=True)]
    assert [final.text for final in recorder.finals] == ["word3000"]


LOUD, QUIET, ZEROS = (
    Level(rms_dbfs=-30, peak_dbfs=-20),
    Level(rms_dbfs=-60, peak_dbfs=-50),
    Level(rms_dbfs=-96, peak_dbfs=-96),
)


@pytest.mark.parametrize(
    ("levels", "told"),
    [
        ([(QUIET, 1.9)], []),
        ([(QUIET, 2.1)], [MicrophoneQuiet(quiet=True)]),
        ([(LOUD, 1), (QUIET, 19)], []),
        ([(LOUD, 1), (QUIET, 20), (LOUD, 1)], [MicrophoneQuiet(quiet=True), MicrophoneQuiet(quiet=False)]),
        ([(LOUD, 1), (ZEROS, 2.1), (LOUD, 1)], [MicrophoneQuiet(quiet=True, muted=True), MicrophoneQuiet(quiet=False)]),
        ([(ZEROS, 2.1), (QUIET, 1)], [MicrophoneQuiet(quiet=True, muted=True), MicrophoneQuiet(quiet=True)]),
    ],
)
def test_a_hint_comes_when_nothing_is_heard_and_goes_by_itself(
    levels: list[tuple[Level, float]], told: list[MicrophoneQuiet]
) -> None:
    hush = Hush()
    events = [hush.take(level, 1600) for level, seconds in levels for _ in range(round(seconds * 10))]
    assert [event for event in events if event is not None] == told
