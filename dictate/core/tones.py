"""The short sounds that say "recording", "stopped" and "microphone lost" to whoever looks elsewhere. Any thread."""

from enum import Enum

import numpy as np

from dictate.core.types import SAMPLE_RATE, Samples

PEAK = 0.12
"""Of full scale: heard, and no fright in headphones."""
FADE_S = 0.012
"""At both ends of a note, so that none begins or ends with a click."""


class Tone(Enum):
    """Notes as (Hz, seconds); rising begins, falling ends, low twice warns."""

    START = ((587.3, 0.07), (880.0, 0.09))
    STOP = ((880.0, 0.07), (587.3, 0.09))
    LOST = ((392.0, 0.12), (0.0, 0.06), (392.0, 0.16))

    @property
    def samples(self) -> Samples:
        """int16[n] at 16 kHz."""
        return np.concatenate([_note(hertz, seconds) for hertz, seconds in self.value])


def _note(hertz: float, seconds: float) -> Samples:
    time = np.arange(round(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    fade = np.clip(np.minimum(time, time[::-1]) / FADE_S, 0.0, 1.0)
    return (np.sin(2 * np.pi * hertz * time) * fade * PEAK * 32_767).astype(np.int16)
