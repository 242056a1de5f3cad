"""The pipeline with real threads and a scripted recogniser."""

import random
import threading
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dictate.core.errors import ModelError, NoMicrophone, RecognitionFailed
from dictate.core.events import (
    BacklogChanged,
    Failed,
    Finalized,
    LevelChanged,
    ModelReady,
    Overrun,
    SpeechStarted,
    State,
    StateChanged,
    Stopped,
    TextUpdated,
)
from dictate.core.settings import SegmenterSettings
from dictate.core.types import EndReason, Hypothesis, Mode, Outcome, PairChoice, RawBlock, Request, Samples, samples_of
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline import auditing
from dictate.pipeline import session as session_module
from dictate.pipeline.session import Session
from tests.pipeline.parts import (
    HandSource,
    Recorder,
    by_loudness,
    session,
    silence,
    speech,
)
from tests.ui.fakes import final as made_final

PAUSE_MS = 1200


def test_speech_becomes_text_and_every_sample_is_accounted_for() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        for loudness in (3000, 5000):
            source.push(np.concatenate((silence(500), speech(1000, loudness), silence(PAUSE_MS))))
        recorder.wait(Finalized, 2)
        running.stop()
        ledger = recorder.stopped().ledger
    assert [final.text for final in recorder.finals] == ["word3000", "word5000"]
    assert [final.id for final in recorder.finals] == [1, 2]
    assert ledger.captured == samples_of(2 * (1500 + PAUSE_MS))
    assert ledger.missing == 0
    assert ledger.text > samples_of(2000)
    assert ledger.silence > 0
    assert ledger.rejected == ledger.failed == 0


def test_field_1_stop_loses_nothing_and_says_how_much_is_left() -> None:
    """Field 1: the recogniser is late for every utterance and the last word ends 100 ms before stop."""
    gate = threading.Event()
    scripted = ScriptedRecognizer(by_loudness, gate=gate)
    with session(scripted) as (running, recorder):
        source = HandSource()
        running.start(source)
        words = [3000, 4000, 5000, 6000]
        for loudness in words:
            source.push(np.concatenate((silence(PAUSE_MS), speech(1300, loudness))))
        source.push(silence(100))
        running.stop()  # the recogniser still holds the first utterance: this must return all the same
        finishing = recorder.wait(StateChanged, where=lambda e: e.state is State.FINISHING and e.pending == len(words))
        assert not recorder.of(Stopped)
        gate.set()
        ledger = recorder.stopped().ledger
    assert finishing.pending == len(words)
    assert [final.text for final in recorder.finals] == [f"word{loudness}" for loudness in words]
    assert ledger.missing == 0
    assert ledger.captured == samples_of(len(words) * (PAUSE_MS + 1300) + 100)
    last = recorder.finals[-1].utterance.segment
    assert last.end is EndReason.STOP
    assert last.end_sample == ledger.captured


def test_field_2_listening_is_shown_only_when_sound_has_arrived() -> None:
    """Field 2: the first words are not cut."""
    with session() as (running, recorder):
        source = HandSource()
        running.start(source)
        assert source.opened.wait(10)
        assert "listening" not in recorder.states
        assert recorder.states[-1] == "getting the microphone"
        source.push(silence(20))
        recorder.wait(StateChanged, where=lambda e: e.state is State.LISTENING)


def test_field_2_at_least_300_ms_before_the_first_voiced_frame() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((silence(2000), speech(800), silence(PAUSE_MS))))
        segment = recorder.wait(Finalized).final.utterance.segment
        assert segment.start_sample <= samples_of(1700)


def test_field_2_what_is_said_while_the_model_loads_is_recognized() -> None:
    gate = threading.Event()
    scripted = ScriptedRecognizer(by_loudness, prepare_gate=gate)
    with session(scripted, load=False) as (running, recorder):
        running.set_pair(PairChoice(name="one"))
        assert scripted.preparing.wait(10)
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(800, 7000), silence(PAUSE_MS), speech(500, 3000))))
        running.stop()
        waiting = recorder.wait(StateChanged, where=lambda e: e.state is State.FINISHING and e.pending == 2)
        assert waiting.model_state is State.LOADING
        gate.set()
        assert recorder.stopped().ledger.missing == 0
    assert [final.text for final in recorder.finals] == ["word7000", "word3000"]


def test_field_9_a_slow_recognizer_loses_nothing_and_shows_its_backlog() -> None:
    """Field 9: 60 s of speech while the recogniser stands still."""
    gate = threading.Event()
    with session(ScriptedRecognizer(by_loudness, gate=gate)) as (running, recorder):
        source = HandSource()
        running.start(source)
        words = [3000 + 100 * index for index in range(30)]
        for index, loudness in enumerate(words):
            source.push(np.concatenate((speech(1000, loudness), silence(1000))))
            # A real device delivers at its own pace; here the segmenter sets it, the recogniser does not.
            recorder.wait(BacklogChanged, index + 1)
        backlog = max(event.seconds for event in recorder.of(BacklogChanged))
        gate.set()
        running.stop()
        ledger = recorder.stopped().ledger
    assert [final.text for final in recorder.finals] == [f"word{loudness}" for loudness in words]
    assert backlog > 30
    assert recorder.of(BacklogChanged)[-1].seconds == 0
    assert ledger.missing == ledger.failed == 0
    assert not recorder.of(Overrun)


def test_field_9_sound_that_finds_no_room_is_counted_and_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "WAITING_BLOCKS", 10)
    held = threading.Event()

    class SlowToConvert(HandSource):
        def convert(self, block: RawBlock) -> Samples:
            held.wait()
            return super().convert(block)

    with session() as (running, recorder):
        source = SlowToConvert(hurried=True)
        running.start(source)
        source.push(silence(1000))
        held.set()
        overrun = recorder.wait(Overrun)
        running.stop()
        ledger = recorder.stopped().ledger
    assert overrun.lost_samples > 0
    assert ledger.failed == recorder.of(Overrun)[-1].lost_samples
    assert ledger.captured == samples_of(1000)
    assert ledger.missing == 0


def test_a_file_waits_for_room_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "WAITING_BLOCKS", 4)
    monkeypatch.setattr(session_module, "WAITING_FINALS", 1)
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource(live=False, hurried=True)
        running.start(source)
        for loudness in (3000, 4000, 5000, 6000):
            source.push(np.concatenate((speech(800, loudness), silence(PAUSE_MS))))
        source.end()
        stopped = recorder.stopped()
    assert len(recorder.finals) == 4
    assert stopped.ended_by_source
    assert stopped.ledger.missing == stopped.ledger.failed == 0
    assert not recorder.of(TextUpdated)
    assert not recorder.of(LevelChanged)


def test_field_13_toggling_while_speaking_loses_and_doubles_nothing() -> None:
    """Field 13: 50 switches of mode at random moments; each utterance has exactly one model."""
    choices = random.Random(13)
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        words = [3000 + 100 * index for index in range(25)]
        sound = np.concatenate([np.concatenate((speech(900, loudness), silence(900))) for loudness in words])
        cuts = sorted(choices.sample(range(len(sound)), 50))
        for start, end in zip([0, *cuts], [*cuts, len(sound)], strict=True):
            source.push(sound[start:end])
            running.set_mode(choices.choice([Mode.DISTIL, Mode.TEACHER]))
        running.stop()
        ledger = recorder.stopped().ledger
    assert [final.text for final in recorder.finals] == [f"word{loudness}" for loudness in words]
    assert [final.id for final in recorder.finals] == list(range(1, 26))
    assert all(final.model == f"scripted-{final.mode}" for final in recorder.finals)
    assert {final.mode for final in recorder.finals} == {Mode.DISTIL, Mode.TEACHER}
    assert ledger.missing == 0


def test_a_mode_chosen_while_someone_speaks_holds_from_the_next_utterance() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(speech(800))
        recorder.wait(SpeechStarted)
        running.set_mode(Mode.TEACHER)
        source.push(np.concatenate((speech(500), silence(PAUSE_MS), speech(800), silence(PAUSE_MS))))
        recorder.wait(Finalized, 2)
    assert [final.mode for final in recorder.finals] == [Mode.DISTIL, Mode.TEACHER]


def test_field_13_a_pair_that_fails_to_load_leaves_the_old_in_use() -> None:
    broken = ScriptedRecognizer(prepare_error=ModelError("it is broken", "Take another."))
    one = ScriptedRecognizer(by_loudness)
    with session(one, more={"broken": broken}) as (running, recorder):
        running.set_pair(PairChoice(name="broken"))
        failed = recorder.wait(Failed)
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(800, 3000), silence(PAUSE_MS))))
        assert recorder.wait(Finalized).final.text == "word3000"
    assert failed.reason == "it is broken"
    assert failed.action == "Take another."
    assert broken.closed == 1
    assert one.closed == 1


def test_a_pair_takes_over_between_two_utterances() -> None:
    two = ScriptedRecognizer(lambda _request: "two", choice=PairChoice(name="two"))
    with session(ScriptedRecognizer(lambda _request: "one"), more={"two": two}) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(speech(800))
        recorder.wait(SpeechStarted)
        running.set_pair(PairChoice(name="two"))
        source.push(np.concatenate((speech(500), silence(PAUSE_MS))))
        recorder.wait(Finalized)
        recorder.wait(ModelReady, where=lambda e: e.pair.name == "two")
        source.push(np.concatenate((silence(500), speech(800), silence(PAUSE_MS))))
        recorder.wait(Finalized, 2)
    assert [final.text for final in recorder.finals] == ["one", "two"]


def test_field_4_without_a_model_the_sound_is_kept_and_a_retry_works() -> None:
    """Field 4: nothing said is lost because a model is missing."""
    missing = ScriptedRecognizer(fetch_error=ModelError("the folder is empty", "Choose another."))
    good = ScriptedRecognizer(by_loudness)
    with session(missing, more={"good": good}, load=False) as (running, recorder):
        running.set_pair(PairChoice(name="one"))
        recorder.wait(Failed)
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(800, 5000), silence(PAUSE_MS))))
        final = recorder.wait(Finalized).final
        assert (final.outcome, final.text, final.reason) == (Outcome.FAILED, "", "the folder is empty")
        running.stop()
        ledger = recorder.stopped().ledger
        assert ledger.failed > 0
        assert ledger.missing == 0
        running.set_pair(PairChoice(name="good"))
        recorder.wait(ModelReady)
        running.retry(final, Mode.TEACHER)
        again = recorder.wait(Finalized, 2).final
    assert (again.outcome, again.text, again.mode) == (Outcome.TEXT, "word5000", Mode.TEACHER)
    assert again.id == final.id
    assert again.utterance.revision == 1


@pytest.mark.parametrize("error", [RecognitionFailed("the model raised"), RuntimeError("never mapped")])
def test_field_4_a_recognizer_that_raises_fails_one_utterance_and_no_more(error: Exception) -> None:
    recognizer = ScriptedRecognizer(lambda request: error if request.utterance == 1 else "and on it goes")
    with session(recognizer) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(800), silence(PAUSE_MS), speech(800), silence(PAUSE_MS))))
        recorder.wait(Finalized, 2)
        running.stop()
        ledger = recorder.stopped().ledger
    failed, fine = recorder.finals
    assert failed.outcome is Outcome.FAILED
    assert str(error) in failed.reason
    assert len(failed.utterance.segment.samples) > samples_of(800)
    assert fine.text == "and on it goes"
    assert ledger.failed == failed.utterance.segment.owned_samples
    assert ledger.missing == 0


def test_interim_text_grows_and_the_final_follows() -> None:
    words = ["one", "two", "three", "four", "five", "six", "seven"]

    def heard(request: Request) -> str:
        return " ".join(words[: len(request.samples) // samples_of(700)])

    with session(ScriptedRecognizer(["the end"], interim=heard)) as (running, recorder):
        source = HandSource()
        running.start(source)
        for _ in range(20):
            count = len(recorder.of(TextUpdated))
            source.push(speech(600))
            if recorder.wait(TextUpdated, count + 1).committed.startswith("one two"):
                break
        source.push(silence(PAUSE_MS))
        recorder.wait(Finalized)
    committed = [event.committed for event in recorder.of(TextUpdated)]
    assert committed[-1].startswith("one two")
    assert all(later.startswith(earlier) for earlier, later in pairwise(committed))
    last_interim = max(i for i, event in enumerate(recorder.events) if isinstance(event, TextUpdated))
    assert last_interim < next(i for i, event in enumerate(recorder.events) if isinstance(event, Finalized))


def test_cancel_keeps_the_sound_on_a_rejected_utterance_that_can_be_restored() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(speech(1000, 3000))
        recorder.wait(SpeechStarted)
        running.cancel()
        final = recorder.wait(Finalized).final
        running.stop()
        ledger = recorder.stopped().ledger
        running.retry(final, Mode.DISTIL)
        again = recorder.wait(Finalized, 2).final
    assert (final.outcome, final.reason, final.text) == (Outcome.REJECTED, "cancelled", "")
    assert ledger.rejected == final.utterance.segment.owned_samples
    assert ledger.missing == 0
    assert (again.outcome, again.text) == (Outcome.TEXT, "word3000")


def test_what_a_guard_suppressed_is_shown_with_its_reason() -> None:
    guarded = Hypothesis(text="Thank you.", model="m", suppressed="probably silence")
    with session(ScriptedRecognizer([guarded, ""])) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(800), silence(PAUSE_MS), speech(800), silence(PAUSE_MS))))
        recorder.wait(Finalized, 2)
    suppressed, empty = recorder.finals
    assert (suppressed.outcome, suppressed.text, suppressed.reason) == (
        Outcome.REJECTED,
        "Thank you.",
        "probably silence",
    )
    assert (empty.outcome, empty.text) == (Outcome.REJECTED, "")
    assert empty.reason


def test_field_16_a_cut_inside_speech_doubles_no_word() -> None:
    """Field 16: the words that the overlap holds twice are written once; "that that" elsewhere stays."""
    answers = ["we said that that was the presentation", "presentation of the year"]
    limits = SegmenterSettings(soft_limit_ms=3000, hard_limit_distil_ms=4000)
    with session(ScriptedRecognizer(answers), settings=limits) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(6000), silence(PAUSE_MS))))
        recorder.wait(Finalized, 2)
        running.stop()
        ledger = recorder.stopped().ledger
    assert recorder.finals[0].utterance.segment.end is EndReason.HARD_LIMIT
    assert recorder.finals[1].utterance.segment.overlap_samples > 0
    joined = " ".join(final.text for final in recorder.finals)
    assert joined == "we said that that was the presentation of the year"
    assert ledger.missing == 0


def test_a_source_that_cannot_be_opened_is_reported_and_the_next_one_works() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        running.start(HandSource(error=NoMicrophone("There is no microphone", "Plug one in.")))
        assert recorder.stopped().ended_by_source
        failed = recorder.wait(Failed)
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(800, 3000), silence(PAUSE_MS))))
        recorder.wait(Finalized)
    assert (failed.reason, failed.action, failed.exit_code) == ("There is no microphone", "Plug one in.", 3)


def test_a_source_that_breaks_off_leaves_what_was_heard() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(speech(800, 3000))
        source.end(NoMicrophone("It is gone"))
        assert recorder.stopped().ended_by_source
    assert recorder.finals[0].text == "word3000"
    assert recorder.of(Failed)[0].reason == "It is gone"
    assert source.closed.is_set()


def test_a_device_that_falls_silent_is_lost_and_comes_back() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(speech(800, 3000))
        recorder.wait(StateChanged, where=lambda e: e.state is State.MICROPHONE_LOST)
        recorder.wait(Failed)
        source.push(speech(800, 3000))
        recorder.wait(StateChanged, 2, where=lambda e: e.state is State.SPEECH)
        running.stop()
        assert recorder.stopped().ledger.missing == 0
    assert len(recorder.of(Failed)) == 1


def test_a_second_start_ends_the_first_recording_without_loss() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        first, second = HandSource(), HandSource()
        running.start(first)
        first.push(speech(800, 3000))
        running.start(second)
        second.push(speech(800, 5000))
        running.stop()
        assert recorder.stopped(1).ledger.missing == 0
        assert recorder.stopped(2).ledger.missing == 0
    assert [final.text for final in recorder.finals] == ["word3000", "word5000"]
    assert [final.id for final in recorder.finals] == [1, 2]
    assert first.closed.is_set()
    assert second.closed.is_set()


def test_both_models_are_loaded_when_there_is_time() -> None:
    scripted = ScriptedRecognizer()
    with session(scripted) as (_, recorder):
        recorder.wait(ModelReady, 2)
    assert set(scripted.prepared) == {Mode.DISTIL, Mode.TEACHER}


def test_closing_while_a_model_loads_ends_every_thread() -> None:
    gate = threading.Event()
    scripted = ScriptedRecognizer(prepare_gate=gate)
    with session(scripted, load=False) as (running, _):
        running.set_pair(PairChoice(name="one"))
        assert scripted.preparing.wait(10)
        source = HandSource()
        running.start(source)
        source.push(speech(300))
        gate.set()
    assert source.closed.is_set()
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("dictate-")]


def test_latency_says_where_the_time_went() -> None:
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(800), silence(PAUSE_MS))))
        latency = recorder.wait(Finalized).final.latency
    parts = latency.endpoint_ms + latency.queue_ms + latency.features_ms + latency.encoder_ms + latency.decoder_ms
    assert latency.total_ms >= parts > 0
    assert latency.endpoint_ms >= SegmenterSettings().hangover_ms - 60


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("say"), st.integers(30, 2500)),
        st.tuples(st.just("pause"), st.integers(10, 1500)),
        st.tuples(st.sampled_from(["mode", "pair", "cancel", "restart", "lose", "break", "retry"]), st.integers(0, 1)),
    ),
    max_size=12,
)


class Course:
    """What a user and bad luck do to a session, step by step."""

    def __init__(self, running: Session, recorder: Recorder, broken: threading.Event) -> None:
        self._running = running
        self._recorder = recorder
        self._broken = broken
        self.recordings = self.pushed = self.retries = 0
        self._source = HandSource()
        self.restart(0)

    def step(self, name: str, value: int) -> None:
        getattr(self, name)(value)

    def say(self, ms: int) -> None:
        self._push(speech(ms))

    def pause(self, ms: int) -> None:
        self._push(silence(ms))

    def _push(self, sound: Samples) -> None:
        self._source.push(sound)
        self.pushed += len(sound)

    def mode(self, which: int) -> None:
        self._running.set_mode([Mode.DISTIL, Mode.TEACHER][which])

    def pair(self, which: int) -> None:
        self._running.set_pair(PairChoice(name=["one", "two"][which]))

    def cancel(self, _value: int) -> None:
        self._running.cancel()

    def restart(self, _value: int) -> None:
        self._source = HandSource()
        self._running.start(self._source)
        assert self._source.opened.wait(30)
        self.recordings += 1

    def lose(self, _value: int) -> None:
        """The device ends, and another one takes over."""
        before, self._source = self._source, HandSource()
        before.next = self._source
        before.end(NoMicrophone("gone"))
        assert self._source.opened.wait(30)

    def break_(self, which: int) -> None:
        """From now on the recogniser raises, or works again."""
        (self._broken.set if which else self._broken.clear)()

    def retry(self, _value: int) -> None:
        firsts = [final for final in self._recorder.finals if not final.utterance.revision]
        if firsts:
            self._running.retry(firsts[-1], Mode.TEACHER)
            self.retries += 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_sequence_keeps_the_ledger_exact_and_each_utterance_once(steps: list[tuple[str, int]]) -> None:
    broken = threading.Event()

    def answer(request: Request) -> str | Exception:
        return RecognitionFailed("bad luck") if broken.is_set() else by_loudness(request)

    with session(ScriptedRecognizer(answer), more={"two": ScriptedRecognizer(answer)}) as (running, recorder):
        course = Course(running, recorder, broken)
        for name, value in steps:
            course.step("break_" if name == "break" else name, value)
        running.stop()
        recorder.stopped(course.recordings)
    check_account(recorder, course.pushed)
    assert len([final for final in recorder.finals if final.utterance.revision]) == course.retries
    assert not [failed for failed in recorder.of(Failed) if failed.what == auditing.WHAT]


def check_account(recorder: Recorder, pushed: int) -> None:
    ledgers = [stopped.ledger for stopped in recorder.of(Stopped)]
    assert all(ledger.missing == 0 for ledger in ledgers)
    assert sum(ledger.captured for ledger in ledgers) == pushed
    ids = [final.id for final in recorder.finals if not final.utterance.revision]
    assert ids == list(range(1, len(ids) + 1))
    assert {event.utterance for event in recorder.of(SpeechStarted)} == set(ids)


def test_an_utterance_of_a_dictation_that_was_recovered_can_be_recognised_again() -> None:
    """No recording here has an account of it."""
    old = made_final(-3, "once", seconds=0.7)
    sound = replace(old.utterance.segment, samples=speech(700, 5000))
    old = replace(old, utterance=replace(old.utterance, segment=sound))
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        for count in (1, 2):
            running.retry(old, Mode.DISTIL)
            again = recorder.wait(Finalized, count).final
            assert (again.id, again.text, again.utterance.revision) == (-3, "word5000", count)
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(700, 3000), silence(900))))
        running.stop()
        assert recorder.stopped().ledger.missing == 0
