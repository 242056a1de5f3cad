from hypothesis import given
from hypothesis import strategies as st

from dictate.engine.window import BUCKETS, WINDOW_SAMPLES, bucket_of, trimmed_positions


@given(st.integers(0, WINDOW_SAMPLES))
def test_the_window_holds_the_sound_and_the_published_margin(samples: int) -> None:
    positions = trimmed_positions(samples)
    assert 384 <= positions <= 1500
    assert positions % 8 == 0 or positions == 1500
    assert positions >= min(1500, samples / 320 + 128)
    assert bucket_of(positions) in BUCKETS
    assert bucket_of(positions) >= positions


def test_some_lengths() -> None:
    assert [trimmed_positions(seconds * 16_000) for seconds in (0, 4, 6, 10, 27, 30)] == [
        384,
        384,
        432,
        632,
        1480,
        1500,
    ]
