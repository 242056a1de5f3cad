"""A microphone that is lost, as the segmenter thread sees it."""

import numpy as np
import pytest

from dictate.core.errors import MicrophoneLost
from dictate.core.events import Failed, Finalized, MicrophoneQuiet, SourceOpened, State, StateChanged
from dictate.core.level import Level
from dictate.core.types import samples_of
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.hush import Hush
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
    assert [event.gap_s > 0 for event in recorder.of(SourceOpened)] == [False, True]
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
        source.push(speech(800, 3000))
        assert recorder.wait(SourceOpened, 2).gap_s > 0
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
