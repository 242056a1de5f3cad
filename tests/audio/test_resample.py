"""Any rate and channel count becomes 16 kHz mono, without seams (field 8)."""

import numpy as np
import numpy.typing as npt
import pytest
import soxr
from hypothesis import given, settings
from hypothesis import strategies as st

from dictate.audio.resample import StreamResampler
from dictate.core.types import SAMPLE_RATE, Samples

RATES = [8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 88200, 96000, 176400, 192000]
TOLERANCE = 1e-4 * 32768


def noise(frames: int, channels: int, seed: int) -> npt.NDArray[np.int16]:
    return np.random.default_rng(seed).integers(-20000, 20000, (frames, channels)).astype(np.int16)


def resample(signal: npt.NDArray[np.int16], rate: int, lengths: list[int]) -> Samples:
    """``signal`` through a new resampler, in blocks of ``lengths``, over and over."""
    resampler = StreamResampler(rate, signal.shape[1])
    out = []
    start = turn = 0
    while start < len(signal):
        end = start + lengths[turn % len(lengths)]
        out.append(resampler.process(signal[start:end]))
        start, turn = end, turn + 1
    return np.concatenate([*out, resampler.flush()])


@settings(max_examples=60, deadline=None)
@given(
    rate=st.one_of(st.sampled_from(RATES), st.integers(8000, 192_000)),
    channels=st.integers(1, 4),
    seconds=st.floats(0.01, 0.4),
    lengths=st.lists(st.integers(1, 4000), min_size=1, max_size=8).filter(lambda lengths: sum(lengths) > 200),
    dead_until=st.floats(0, 1),
    seed=st.integers(0, 1000),
)
def test_block_by_block_equals_the_whole_signal(
    *, rate: int, channels: int, seconds: float, lengths: list[int], dead_until: float, seed: int
) -> None:
    """Field 8."""
    signal = noise(round(rate * seconds), channels, seed)
    signal[: round(len(signal) * dead_until), -1] = 0  # the last channel may wake late, anywhere in a block
    in_blocks = resample(signal, rate, lengths).astype(np.float64)
    whole = resample(signal, rate, [len(signal)]).astype(np.float64)
    assert len(in_blocks) == len(whole)
    assert abs(len(whole) - len(signal) * SAMPLE_RATE / rate) <= 1
    assert np.abs(in_blocks - whole).max(initial=0) <= TOLERANCE


@pytest.mark.parametrize("rate", RATES)
def test_it_is_what_soxr_makes_of_the_whole(rate: int) -> None:
    """Field 8, against the library's own function for whole signals."""
    signal = noise(rate // 2, 1, rate) // 4
    reference = soxr.resample(signal[:, 0], rate, SAMPLE_RATE, quality="HQ").astype(np.float64)
    ours = resample(signal, rate, [rate // 50]).astype(np.float64)
    assert len(ours) == len(reference)
    # The reference rounds with dither, by a sample value at the most.
    assert np.abs(ours - reference).max() <= TOLERANCE


@pytest.mark.parametrize("rate", [16000, 48000])
def test_a_dead_channel_does_not_halve_the_level(rate: int) -> None:
    live = noise(rate, 1, 1)
    dead = np.random.default_rng(2).integers(-2, 3, live.shape).astype(np.int16)
    alone = resample(live, rate, [480]).astype(np.float64)
    for stereo in (np.hstack([live, dead]), np.hstack([dead, live])):
        together = resample(stereo, rate, [480]).astype(np.float64)
        assert np.abs(together - alone).max() <= 3


def test_live_channels_are_averaged() -> None:
    left, right = noise(1000, 1, 1), noise(1000, 1, 2)
    mono = resample(np.hstack([left, right]), SAMPLE_RATE, [100])
    expected = (left[:, 0].astype(float) + right[:, 0]) / 2
    assert np.abs(mono - expected)[10:].max() <= 0.51


def test_full_scale_does_not_wrap_around() -> None:
    square = np.where(np.arange(4800) // 240 % 2 == 0, 32767, -32768).astype(np.int16)[:, np.newaxis]
    mono = resample(square, 48000, [960])
    middle_of_high = mono[SAMPLE_RATE * 120 // 48000 :: SAMPLE_RATE * 480 // 48000]
    assert mono.max() == 32767
    assert middle_of_high.min() > 30000


def test_16_khz_mono_passes_untouched() -> None:
    signal = noise(999, 1, 3)
    assert np.array_equal(resample(signal, SAMPLE_RATE, [100]), signal[:, 0])


def test_flush_twice_gives_the_tail_once() -> None:
    resampler = StreamResampler(48000, 2)
    early = resampler.process(noise(960, 2, 4))
    assert len(early) + len(resampler.flush()) == 320
    assert len(resampler.flush()) == 0


def test_to_samples_counts_at_16_khz() -> None:
    assert StreamResampler(44100, 2).to_samples(44100) == SAMPLE_RATE
    assert StreamResampler(16000, 1).to_samples(480) == 480
    assert StreamResampler(8000, 1).to_samples(480) == 960
