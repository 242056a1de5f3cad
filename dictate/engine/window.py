"""How much sound the encoder hears: Whisper's window of 30 s, or as much as an utterance needs. Any thread, no torch.

Whisper was trained on windows of 30 s, but what it does with an utterance hardly depends on the silence behind it, as
long as there is enough: the bounds here are those of whisper.cpp's ``audio_ctx`` users and of WhisperKit, at least 384
positions and 128 more than the sound. With no margin at all the text is ruined, so there is no choice below them.
"""

from typing import Final

from dictate.core.types import SAMPLE_RATE

WINDOW_S: Final = 30
WINDOW_SAMPLES: Final = WINDOW_S * SAMPLE_RATE
POSITION_SAMPLES: Final = 320
"""Samples for each position of the encoder: 20 ms, two mel frames."""
WINDOW_POSITIONS: Final = WINDOW_SAMPLES // POSITION_SAMPLES
LEAST_POSITIONS: Final = 384
MARGIN_POSITIONS: Final = 128
STEP_POSITIONS: Final = 8
BUCKETS: Final = (384, 512, 768, 1024, WINDOW_POSITIONS)
"""The sizes for which CUDA graphs are captured."""


def trimmed_positions(samples: int) -> int:
    """How many positions the encoder should have for ``samples`` of sound: 384 to 1500, a multiple of 8."""
    needed = -(-samples // POSITION_SAMPLES) + MARGIN_POSITIONS
    stepped = -(-needed // STEP_POSITIONS) * STEP_POSITIONS
    return min(WINDOW_POSITIONS, max(LEAST_POSITIONS, stepped))


def bucket_of(positions: int) -> int:
    """The smallest bucket that holds ``positions``."""
    return next(bucket for bucket in BUCKETS if bucket >= positions)
