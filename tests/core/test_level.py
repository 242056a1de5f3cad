"""Loudness in dBFS."""

import numpy as np
import pytest

from dictate.core.level import QUIETEST_DBFS, level_of


def test_a_full_scale_sine() -> None:
    sine = np.round(32_767 * np.sin(2 * np.pi * 1000 * np.arange(16_000) / 16_000)).astype(np.int16)
    level = level_of(sine)
    assert level.rms_dbfs == pytest.approx(-3.01, abs=0.01)
    assert level.peak_dbfs == pytest.approx(0, abs=0.01)


def test_the_most_negative_sample_is_full_scale() -> None:
    assert level_of(np.array([-32_768], np.int16)).peak_dbfs == 0


def test_noise_at_minus_50() -> None:
    noise = np.random.default_rng(1).normal(0, 32_768 * 10 ** (-50 / 20), 160_000).round().astype(np.int16)
    assert level_of(noise).rms_dbfs == pytest.approx(-50, abs=0.1)


@pytest.mark.parametrize("samples", [np.empty(0, np.int16), np.zeros(480, np.int16)])
def test_silence_and_nothing_are_the_quietest(samples: np.ndarray) -> None:
    level = level_of(samples)
    assert level.rms_dbfs == level.peak_dbfs == QUIETEST_DBFS
