"""A download in words."""

import pytest

from dictate.core.progress import amount_words
from dictate.core.types import ModelProgress


@pytest.mark.parametrize(
    ("done", "total", "speed", "words"),
    [
        (0, 0, 0, ""),
        (5_000_000, 0, 0, "5 MB so far"),
        (0, 756_000_000, 0, "0 % of 756 MB"),
        (645_000_000, 1_500_000_000, 12_300_000, "43 % of 1.5 GB, 12.3 MB/s, 1 min left"),
        (1_499_999_999, 1_500_000_000, 12_300_000, "99 % of 1.5 GB, 12.3 MB/s, 1 s left"),
        (0, 3_000_000_000, 100_000, "0 % of 3.0 GB, 0.1 MB/s, 8.3 h left"),
    ],
)
def test_progress_is_told_as_far_as_it_is_known(done: int, total: int, speed: float, words: str) -> None:
    progress = ModelProgress(model="m", stage="downloading", done_bytes=done, total_bytes=total, bytes_per_second=speed)
    assert amount_words(progress) == words
