"""Where utterances begin and end, with a scripted detector; the real one is in tests/audio/test_vad.py."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictate.core.framing import Framer
from dictate.core.ledger import Ledger
from dictate.core.segmenter import Segmenter
from dictate.core.settings import SegmenterSettings
from dictate.core.steps import SpeechBegan, Step
from dictate.core.types import FRAME_SAMPLES, EndReason, Frame, Mode, Samples, Segment, samples_of

MS = FRAME_SAMPLES // 30
"""Samples a millisecond."""


class Script:
    """A detector that reads its answers from ``plan``, a character a frame, and checks how it is asked.

    ``.`` nothing, ``g`` the gate alone opens (a click), ``v`` speech, ``s`` speech that the gate misses, ``h`` Silero
    is in doubt (between ``speech_off`` and ``speech_on``).
    """

    threshold_dbfs = -60.0

    def __init__(self, plan: str) -> None:
        self.plan = plan
        self.asked = 0
        self._next: int | None = None

    def gate(self, frame: Frame) -> bool:
        assert len(frame.samples) == FRAME_SAMPLES
        return self._at(frame) in "gv"

    def speech_probability(self, frame: Frame) -> float:
        assert len(frame.samples) == FRAME_SAMPLES
        assert self._next in (None, frame.start_sample), "Silero must hear every frame once, in order"
        self._next = frame.start_sample + FRAME_SAMPLES
        self.asked += 1
        return {"v": 0.99, "s": 0.99, "h": 0.4}.get(self._at(frame), 0.02)

    def reset(self) -> None:
        self._next = None

    def _at(self, frame: Frame) -> str:
        index = frame.start_sample // FRAME_SAMPLES
        return self.plan[index] if index < len(self.plan) else "."


class Run:
    """A whole recording of ``plan``: every step, and the ledger checked."""

    def __init__(
        self, plan: str, choice: SegmenterSettings | None = None, mode: Mode = Mode.DISTIL, tail: int = 0
    ) -> None:
        random = np.random.default_rng(len(plan))
        self.signal = random.integers(-9000, 9000, len(plan) * FRAME_SAMPLES + tail, dtype=np.int16)
        self.ledger = Ledger()
        self.script = Script(plan)
        self.segmenter = Segmenter(self.script, choice or SegmenterSettings(interim_ms=0), self.ledger)
        framer = Framer()
        self.steps: list[Step] = []
        for frame in framer.push(self.signal):
            self.steps += self.segmenter.push(frame, mode)
        self.steps += self.segmenter.finish(framer.flush(), mode)
        check(self.steps, self.signal, self.ledger)

    @property
    def finals(self) -> list[Segment]:
        return [step for step in self.steps if isinstance(step, Segment) and step.is_final]

    @property
    def snapshots(self) -> list[Segment]:
        return [step for step in self.steps if isinstance(step, Segment) and not step.is_final]


def check(steps: list[Step], signal: Samples, ledger: Ledger) -> None:
    """What must hold for any recording: the account is exact, nothing is owned twice, ids count up, sound is sound."""
    began: dict[int, SpeechBegan] = {}
    ended: list[Segment] = []
    for step in steps:
        if isinstance(step, SpeechBegan):
            assert step.id == len(began) + 1
            assert len(ended) == len(began), "one utterance at a time"
            began[step.id] = step
            continue
        assert step.id == len(began), "a segment belongs to the utterance in progress"
        assert step.start_sample == began[step.id].start_sample
        assert step.start_sample <= step.speech_start_sample < step.speech_end_sample <= step.end_sample
        assert 0 < step.voiced_samples <= step.speech_end_sample - step.speech_start_sample
        np.testing.assert_array_equal(step.samples, signal[step.start_sample : step.end_sample])
        if step.is_final:
            ended.append(step)
    assert len(ended) == len(began)
    owned_until = 0
    for segment in ended:
        assert segment.start_sample + segment.overlap_samples >= owned_until
        owned_until = segment.end_sample
    assert sum(segment.owned_samples for segment in ended) + ledger.totals().silence == len(signal)


def ms(milliseconds: int) -> str:
    """Speech of so long."""
    return "v" * (milliseconds // 30)


def quiet(milliseconds: int) -> str:
    """Silence of so long."""
    return "." * (milliseconds // 30)


def test_one_utterance_with_pre_roll_and_tail() -> None:
    run = Run(quiet(3000) + ms(1500) + quiet(3000))
    (segment,) = run.finals
    assert segment.end is EndReason.PAUSE
    assert segment.speech_start_sample == 3000 * MS
    assert segment.start_sample == (3000 - 450) * MS
    assert segment.speech_end_sample == 4500 * MS
    assert segment.end_sample == (4500 + 150) * MS
    assert segment.voiced_samples == 1500 * MS
    assert [type(step) for step in run.steps] == [SpeechBegan, Segment]


def test_field_2_at_least_300_ms_before_the_first_voiced_frame() -> None:
    for before in range(0, 1500, 30):
        (segment,) = Run("." * (before // 30) + ms(600) + quiet(900)).finals
        assert segment.speech_start_sample - segment.start_sample >= min(before, 300) * MS


def test_a_soft_beginning_that_the_gate_misses_is_found_by_silero() -> None:
    (segment,) = Run(quiet(3000) + "s" * 6 + ms(600) + quiet(900)).finals
    assert segment.speech_start_sample == 3000 * MS
    (segment,) = Run(quiet(3000) + "hh" + ms(600) + quiet(900)).finals
    assert segment.speech_start_sample == 3000 * MS, "a rising probability is the beginning of the word"


def test_field_3_in_silence_silero_does_not_run_and_clicks_are_no_speech() -> None:
    run = Run(quiet(60_000))
    assert run.script.asked == 0
    assert not run.steps
    assert Run("g...gg....ggg......" * 100).steps == []


def test_one_frame_of_doubt_does_not_begin_an_utterance() -> None:
    assert Run(quiet(900) + "gggvvg" + quiet(900)).steps == []


def test_a_lone_short_sound_belongs_to_the_speech_that_follows_at_once() -> None:
    (segment,) = Run(quiet(3000) + "vv" + quiet(390) + ms(600) + quiet(900)).finals
    assert segment.speech_start_sample == 3000 * MS
    (segment,) = Run(quiet(3000) + "vv" + quiet(690) + ms(600) + quiet(900)).finals
    assert segment.speech_start_sample == 3750 * MS


def test_a_short_pause_does_not_end_it_a_long_one_does() -> None:
    assert len(Run(ms(600) + quiet(570) + ms(600) + quiet(900)).finals) == 1
    first, second = Run(ms(600) + quiet(630) + ms(600) + quiet(900)).finals
    assert first.end_sample <= second.start_sample
    assert second.speech_start_sample - second.start_sample >= 300 * MS
    assert second.id == 2


def test_a_blip_in_the_pause_does_not_put_off_the_end() -> None:
    (segment,) = Run(ms(600) + quiet(390) + "v" + quiet(390)).finals
    assert segment.speech_end_sample == 600 * MS
    (segment,) = Run(ms(600) + quiet(390) + "vvv" + quiet(390)).finals
    assert segment.speech_end_sample == 1080 * MS
    (segment,) = Run(ms(600) + quiet(180) + "v" + quiet(390)).finals
    assert segment.speech_end_sample == 810 * MS, "the end of a word"


def test_doubt_holds_speech_on_but_does_not_begin_it() -> None:
    (segment,) = Run(quiet(900) + ms(300) + "h" * 30 + ms(300) + quiet(900)).finals
    assert segment.voiced_samples == 1500 * MS
    assert Run(quiet(900) + "h" * 30 + quiet(900)).steps == []


def test_a_short_hangover_shares_the_pause() -> None:
    choice = SegmenterSettings(hangover_ms=300, interim_ms=0)
    first, second = Run(ms(600) + quiet(300) + ms(600) + quiet(900), choice).finals
    assert first.end_sample - first.speech_end_sample == 150 * MS
    assert second.start_sample == first.end_sample


@pytest.mark.parametrize("tail", [0, 1, 479])
def test_field_1_stop_keeps_every_sample_of_speech_in_progress(tail: int) -> None:
    (segment,) = Run(quiet(900) + ms(3000) + quiet(90), tail=tail).finals
    assert segment.end is EndReason.STOP
    assert segment.end_sample == 3990 * MS + tail


def test_field_1_an_onset_that_is_not_confirmed_at_stop_is_judged() -> None:
    (segment,) = Run(quiet(900) + "vv", tail=200).finals
    assert segment.speech_start_sample == 900 * MS
    assert segment.end_sample == 960 * MS + 200
    assert Run(quiet(900) + "gggg", tail=200).finals == []
    assert Run(quiet(900) + "v", tail=200).finals == []


def test_a_recording_shorter_than_a_frame() -> None:
    run = Run("", tail=100)
    assert run.finals == []
    assert run.ledger.totals().silence == 100


def test_cancel_ends_the_utterance_with_its_sound() -> None:
    ledger = Ledger()
    segmenter = Segmenter(Script(ms(3000)), SegmenterSettings(interim_ms=0), ledger, first_id=7)
    assert segmenter.cancel() == []
    framer = Framer()
    frames = framer.push(np.zeros(1500 * MS, np.int16))
    steps = [step for frame in frames for step in segmenter.push(frame, Mode.TEACHER)]
    assert steps == [SpeechBegan(id=7, start_sample=0, mode=Mode.TEACHER)]
    assert segmenter.in_speech
    assert segmenter.voiced
    (segment,) = segmenter.cancel()
    assert isinstance(segment, Segment)
    assert segment.end is EndReason.CANCEL
    assert segment.owned_samples == 1500 * MS
    assert not segmenter.in_speech
    assert not segmenter.voiced
    assert segmenter.finish(np.empty(0, np.int16), Mode.TEACHER) == []
    assert ledger.totals().silence == 0
    assert segmenter.next_id == 8


def test_snapshots_while_one_speaks() -> None:
    run = Run(quiet(900) + ms(3000) + quiet(900), SegmenterSettings(interim_ms=500))
    *snapshots, last = run.snapshots
    assert len(snapshots) == 6
    assert {snapshot.id for snapshot in run.snapshots} == {1}
    assert {snapshot.end for snapshot in snapshots} == {EndReason.OPEN}
    assert min(np.diff([snapshot.end_sample for snapshot in snapshots])) >= 500 * MS
    assert last.end is EndReason.EARLY, "one in the pause holds the last word, and then no more"


def test_a_pause_is_told_early_with_the_very_samples_of_its_end() -> None:
    run = Run(quiet(900) + ms(1500) + quiet(300) + ms(900) + quiet(900), SegmenterSettings(interim_ms=500))
    first, second = (snapshot for snapshot in run.snapshots if snapshot.end is EndReason.EARLY)
    (final,) = run.finals
    assert first.speech_end_sample == 2400 * MS
    assert len(second.samples) == len(final.samples)
    assert (second.samples == final.samples).all()
    assert (second.start_sample, second.voiced_samples) == (final.start_sample, final.voiced_samples)
    assert not [one for one in Run(ms(900) + quiet(900)).snapshots if one.end is EndReason.EARLY], "without interims"


@pytest.mark.parametrize(("sentence", "hangover_ms"), [(True, 450), (False, 780), (None, 600)])
def test_what_the_text_says_shortens_or_lengthens_the_pause(sentence: bool | None, hangover_ms: int) -> None:
    """``hangover_open_ms`` is 800, which is 27 frames of 30 ms."""
    choice = SegmenterSettings()
    segmenter = Segmenter(Script(ms(900) + quiet(1500)), choice, Ledger())
    for number in range(80):
        frame = Frame(np.zeros(FRAME_SAMPLES, np.int16), number * FRAME_SAMPLES)
        for step in segmenter.push(frame, Mode.DISTIL):
            if isinstance(step, Segment) and step.end is EndReason.EARLY and sentence is not None:
                segmenter.expect_end(step.id, step.speech_end_sample - FRAME_SAMPLES, sentence=not sentence)  # too late
                segmenter.expect_end(step.id, step.speech_end_sample, sentence=sentence)
            if isinstance(step, Segment) and step.is_final:
                silence = (frame.end_sample - step.speech_end_sample) // MS
                assert hangover_ms <= silence < hangover_ms + 60
                return
    raise AssertionError("it never ended")


def test_the_soft_limit_ends_it_at_the_next_dip() -> None:
    first, second = Run(ms(5100) + quiet(240) + ms(4500) + quiet(240) + ms(3000) + quiet(900)).finals
    assert first.end is EndReason.SOFT_LIMIT
    assert first.speech_end_sample == 9_840 * MS
    assert first.end_sample - first.speech_end_sample >= 100 * MS
    assert second.start_sample == first.end_sample
    assert second.overlap_samples == 0


@pytest.mark.parametrize(("mode", "limit_ms"), [(Mode.DISTIL, 15_000), (Mode.VERIFIED, 15_000), (Mode.TEACHER, 25_000)])
def test_field_5_180_s_without_a_pause_in_pieces(mode: Mode, limit_ms: int) -> None:
    run = Run(quiet(900) + ms(180_000) + quiet(900), mode=mode)
    assert len(run.finals) >= 180_000 // limit_ms
    assert all(len(segment.samples) <= limit_ms * MS for segment in run.finals)
    assert run.finals[0].start_sample <= 900 * MS
    for before, after in pairwise(run.finals):
        assert before.end is EndReason.HARD_LIMIT
        assert 100 * MS <= after.overlap_samples <= 300 * MS
        assert after.start_sample + after.overlap_samples == before.end_sample


def test_a_cut_in_real_silence_needs_no_overlap() -> None:
    first, second = Run(ms(14_400) + quiet(120) + ms(3000) + quiet(900)).finals
    assert 14_400 * MS < first.end_sample < 14_520 * MS
    assert second.start_sample == first.end_sample
    assert second.overlap_samples == 0


def test_a_cut_in_the_last_silence_begins_nothing() -> None:
    (segment,) = Run(ms(14_700) + quiet(1500), SegmenterSettings(soft_limit_ms=25_000, interim_ms=0)).finals
    assert segment.end is EndReason.HARD_LIMIT
    assert segment.speech_end_sample == 14_700 * MS


def test_a_mode_holds_from_the_next_piece() -> None:
    segmenter = Segmenter(Script(ms(60_000)), SegmenterSettings(interim_ms=0), Ledger())
    steps: list[Step] = []
    for frame in Framer().push(np.zeros(45_000 * MS, np.int16)):
        steps += segmenter.push(frame, Mode.DISTIL if frame.start_sample < 3000 * MS else Mode.TEACHER)
    began = [step for step in steps if isinstance(step, SpeechBegan)]
    ended = [step for step in steps if isinstance(step, Segment)]
    assert [step.mode for step in began] == [Mode.DISTIL, Mode.TEACHER, Mode.TEACHER]
    assert len(ended[0].samples) <= 15_000 * MS < len(ended[1].samples)


def test_no_overlap_when_it_is_switched_off() -> None:
    first, second = Run(ms(18_000) + quiet(900), SegmenterSettings(overlap_ms=0, interim_ms=0)).finals
    assert second.overlap_samples == 0
    assert second.start_sample == first.end_sample


def test_memory_is_bounded_in_endless_silence_and_noise() -> None:
    for plan in ("." * 5000, "g" * 5000):
        segmenter = Segmenter(Script(plan), SegmenterSettings(), Ledger())
        for frame in Framer().push(np.zeros(5000 * FRAME_SAMPLES, np.int16)):
            segmenter.push(frame, Mode.DISTIL)
        assert len(segmenter._held.frames) <= 1600 / 30 + 1


def test_a_gap_between_frames_is_a_mistake() -> None:
    segmenter = Segmenter(Script(""), SegmenterSettings(), Ledger())
    with pytest.raises(ValueError, match="does not follow"):
        segmenter.push(Frame(np.zeros(FRAME_SAMPLES, np.int16), FRAME_SAMPLES), Mode.DISTIL)


CHOICES = st.builds(
    SegmenterSettings,
    onset_voiced_ms=st.integers(30, 600),
    onset_window_ms=st.integers(30, 900),
    confirm_ms=st.integers(60, 2000),
    pre_roll_ms=st.integers(300, 2000),
    tail_ms=st.integers(100, 1000),
    hangover_ms=st.integers(150, 3000),
    soft_limit_ms=st.integers(3000, 25_000),
    dip_ms=st.integers(60, 1000),
    hard_limit_distil_ms=st.integers(4000, 9000),
    hard_limit_teacher_ms=st.integers(4000, 28_000),
    cut_search_ms=st.integers(200, 4000),
    cut_window_ms=st.integers(10, 200),
    overlap_ms=st.integers(0, 1000),
    interim_ms=st.sampled_from([0, 100, 500]),
)
PLANS = st.lists(
    st.tuples(st.sampled_from(".gvsh"), st.one_of(st.integers(1, 6), st.integers(7, 250))), max_size=12
).map(lambda runs: "".join(kind * count for kind, count in runs))


@settings(max_examples=100, deadline=None)
@given(
    plan=PLANS,
    choice=CHOICES,
    modes=st.lists(st.sampled_from(Mode), min_size=1, max_size=4),
    tail=st.integers(0, FRAME_SAMPLES - 1),
    cancels=st.sets(st.integers(0, 300), max_size=3),
)
def test_any_recording_is_accounted_for(
    plan: str, choice: SegmenterSettings, modes: list[Mode], tail: int, cancels: set[int]
) -> None:
    signal = (np.arange(len(plan) * FRAME_SAMPLES + tail) * 7919 % 20_011 - 10_000).astype(np.int16)
    ledger = Ledger()
    segmenter = Segmenter(Script(plan), choice, ledger)
    framer = Framer()
    steps: list[Step] = []
    for index, frame in enumerate(framer.push(signal)):
        steps += segmenter.push(frame, modes[index // 70 % len(modes)])
        if index in cancels:
            steps += segmenter.cancel()
    steps += segmenter.finish(framer.flush(), modes[0])
    check(steps, signal, ledger)
    held = {step.id: step.mode for step in steps if isinstance(step, SpeechBegan)}
    for step in steps:
        if isinstance(step, Segment):
            assert len(step.samples) <= samples_of(choice.hard_limit_ms(held[step.id]))
