"""The tones: short, quiet, without clicks, and told apart."""

import numpy as np
import pytest

from dictate.core.tones import PEAK, Tone


@pytest.mark.parametrize("tone", list(Tone))
def test_a_tone_is_short_and_quiet_and_begins_and_ends_at_rest(tone: Tone) -> None:
    samples = tone.samples
    assert samples.dtype == np.int16
    assert 0.1 < len(samples) / 16_000 < 0.5
    assert 0.9 * PEAK <= np.abs(samples).max() / 32_767 <= PEAK
    assert samples[0] == samples[-1] == 0
    assert np.abs(np.diff(samples.astype(int))).max() < 3000, "no click"


def test_start_and_stop_are_each_others_mirror_in_pitch() -> None:
    assert Tone.START.value[0][0] == Tone.STOP.value[1][0]
    assert len({tone.samples.tobytes() for tone in Tone}) == len(Tone)
