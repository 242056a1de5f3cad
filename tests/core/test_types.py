"""``core.types``: sample arithmetic and the derived facts of segments."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.types import (
    FRAME_MS,
    FRAME_SAMPLES,
    SAMPLE_RATE,
    EndReason,
    Final,
    Frame,
    Latency,
    Mode,
    Outcome,
    Segment,
    StageTimes,
    Stamps,
    Utterance,
    samples_of,
    seconds_of,
)


def segment(end: EndReason, length: int = 1600, overlap: int = 0) -> Segment:
    """Sound that starts at sample 4800."""
    return Segment(
        id=7,
        samples=np.zeros(length, np.int16),
        start_sample=4800,
        speech_end_sample=6000,
        voiced_samples=960,
        overlap_samples=overlap,
        end=end,
    )


def test_a_frame_is_thirty_milliseconds() -> None:
    assert (FRAME_MS, FRAME_SAMPLES, SAMPLE_RATE) == (30, 480, 16_000)
    assert samples_of(FRAME_MS) == FRAME_SAMPLES


@given(st.integers(0, 10**9))
def test_milliseconds_and_samples_are_the_same_time(samples: int) -> None:
    assert samples_of(seconds_of(samples) * 1000) == samples


def test_a_frame_knows_its_end() -> None:
    assert Frame(np.zeros(FRAME_SAMPLES, np.int16), 960).end_sample == 1440


@pytest.mark.parametrize("end", list(EndReason))
def test_only_a_snapshot_is_not_final(end: EndReason) -> None:
    assert segment(end).is_final is (end not in (EndReason.OPEN, EndReason.EARLY))


def test_carried_over_sound_counts_for_the_segment_before() -> None:
    cut = segment(EndReason.PAUSE, length=8000, overlap=4800)
    assert cut.end_sample == 12_800
    assert cut.owned_samples == 3200


def test_an_utterance_and_its_final_carry_the_segments_id_and_the_mode() -> None:
    utterance = Utterance(
        segment=segment(EndReason.PAUSE), mode=Mode.TEACHER, stamps=Stamps(speech_end=1.0, endpoint=1.6)
    )
    final = Final(
        utterance=utterance,
        outcome=Outcome.TEXT,
        text="Good morning.",
        model="pocket-teacher",
        latency=Latency(endpoint_ms=600, queue_ms=0, features_ms=0, encoder_ms=0, decoder_ms=0, total_ms=600),
        real_time_factor=0.1,
    )
    assert utterance.id == final.id == 7
    assert final.mode is Mode.TEACHER


def test_stage_times_add_up() -> None:
    assert StageTimes(features_ms=1, encoder_ms=20, decoder_ms=300).total_ms == 321


def test_values_cannot_be_changed_on_their_way() -> None:
    with pytest.raises(FrozenInstanceError):
        segment(EndReason.PAUSE).start_sample = 0  # type: ignore[misc]
