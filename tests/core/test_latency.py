"""``core.latency``: the breakdown of one utterance, percentiles of many."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.latency import LatencyHistory, breakdown, percentile, real_time_factor
from dictate.core.types import SAMPLE_RATE, Latency, Mode, StageTimes, Stamps

finite = st.floats(min_value=0, max_value=1e6, allow_nan=False)


def latency_of(total_ms: float) -> Latency:
    """An utterance that took ``total_ms``."""
    return Latency(endpoint_ms=0, queue_ms=0, features_ms=0, encoder_ms=0, decoder_ms=0, total_ms=total_ms)


def test_breakdown_says_where_the_time_went() -> None:
    latency = breakdown(
        Stamps(speech_end=10.0, endpoint=10.6),
        started=10.65,
        finished=10.9,
        times=StageTimes(features_ms=5, encoder_ms=150, decoder_ms=90),
    )
    assert latency.endpoint_ms == pytest.approx(600)
    assert latency.queue_ms == pytest.approx(50)
    assert (latency.features_ms, latency.encoder_ms, latency.decoder_ms) == (5, 150, 90)
    assert latency.total_ms == pytest.approx(900)


def test_what_ran_in_the_pause_is_part_of_it_and_the_parts_still_make_up_the_total() -> None:
    latency = breakdown(
        Stamps(speech_end=10.0, endpoint=10.6),
        started=10.602,
        finished=10.602,
        times=StageTimes(features_ms=5, encoder_ms=50, decoder_ms=45),
        early=True,
    )
    assert latency.early_ms == 100
    assert latency.pause_ms == pytest.approx(500)
    parts = latency.pause_ms + latency.queue_ms + latency.features_ms + latency.encoder_ms + latency.decoder_ms
    assert latency.total_ms == pytest.approx(602) == pytest.approx(parts)


def test_breakdown_is_never_negative() -> None:
    """A stamp can be a little early: the moment a block was captured is the device's estimate."""
    latency = breakdown(Stamps(speech_end=10.0, endpoint=9.9), started=9.8, finished=9.7, times=StageTimes())
    assert (latency.endpoint_ms, latency.queue_ms, latency.total_ms) == (0, 0, 0)


def test_real_time_factor_compares_work_with_sound() -> None:
    times = StageTimes(features_ms=100, encoder_ms=300, decoder_ms=100)
    assert real_time_factor(times, 2 * SAMPLE_RATE) == pytest.approx(0.25)
    assert real_time_factor(times, 0) == 0


@pytest.mark.parametrize(
    ("percent", "expected"), [(0, 15), (5, 15), (30, 20), (40, 20), (50, 35), (90, 50), (95, 50), (100, 50)]
)
def test_percentile_is_the_nearest_rank(percent: float, expected: float) -> None:
    assert percentile([35, 20, 15, 50, 40], percent) == expected


@given(st.lists(finite, min_size=1, max_size=50), st.floats(min_value=0, max_value=100))
def test_percentile_is_a_value_with_enough_values_at_or_below_it(values: list[float], percent: float) -> None:
    found = percentile(values, percent)
    assert found in values
    assert sum(value <= found for value in values) >= math.floor(len(values) * percent / 100)
    assert sum(value < found for value in values) <= math.ceil(len(values) * percent / 100)


@given(st.lists(finite, min_size=1), st.floats(0, 100), st.floats(0, 100))
def test_percentile_grows_with_the_percentage(values: list[float], one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert percentile(values, low) <= percentile(values, high)


@pytest.mark.parametrize(("values", "percent"), [([], 50), ([1.0], -1), ([1.0], 100.5)])
def test_percentile_refuses_what_has_no_answer(values: list[float], percent: float) -> None:
    with pytest.raises(ValueError, match=r"no values|percent must be"):
        percentile(values, percent)


def test_an_empty_history_has_no_summary() -> None:
    history = LatencyHistory()
    assert history.summary() is None
    history.add(Mode.DISTIL, latency_of(100), 0.1)
    assert history.summary(Mode.TEACHER) is None


def test_the_summary_tells_last_median_and_p95_of_a_mode_or_of_all() -> None:
    history = LatencyHistory()
    for total in range(100, 0, -1):
        history.add(Mode.DISTIL, latency_of(float(total)), 0.2)
    history.add(Mode.TEACHER, latency_of(1000), 0.6)

    distil = history.summary(Mode.DISTIL)
    assert distil is not None
    assert (distil.count, distil.last_ms, distil.median_ms, distil.p95_ms) == (100, 1, 50, 95)
    assert distil.real_time_factor == pytest.approx(0.2)

    everything = history.summary()
    assert everything is not None
    assert (everything.count, everything.last_ms) == (101, 1000)
    assert everything.real_time_factor == pytest.approx((100 * 0.2 + 0.6) / 101)


def test_the_newest_utterances_are_told_one_by_one() -> None:
    history = LatencyHistory()
    for number in range(1, 6):
        history.add(Mode.VERIFIED, latency_of(float(number)), 0.1, utterance=number)
    assert [timed.utterance for timed in history.newest(2)] == [4, 5]
    assert [timed.latency.total_ms for timed in history.newest(9)] == [1, 2, 3, 4, 5]
