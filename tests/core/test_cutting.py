"""The quietest place."""

import numpy as np

from dictate.core.cutting import quietest

WINDOW_MS = 20
WINDOW = 320


def test_the_middle_of_the_gap() -> None:
    sound = np.full(16_000, 5000, np.int16)
    sound[8000:8320] = 3
    assert abs(quietest(sound, WINDOW_MS) - 8160) <= 80


def test_a_click_beside_silence_is_avoided() -> None:
    sound = np.zeros(3200, np.int16)
    sound[1600:] = -32_768
    assert WINDOW // 2 <= quietest(sound, WINDOW_MS) <= 1600 - WINDOW // 2


def test_of_equal_places_the_last() -> None:
    assert quietest(np.zeros(3200, np.int16), WINDOW_MS) == 3200 - WINDOW // 2


def test_less_than_a_window() -> None:
    assert quietest(np.zeros(100, np.int16), WINDOW_MS) == 50
