"""How loud a piece of sound is, for the level meter and the level gate. Runs on the segmenter thread."""

import math
from dataclasses import dataclass

import numpy as np

from dictate.core.types import Samples

FULL_SCALE = 32_768.0
QUIETEST_DBFS = -96.0
"""Shown for digital silence, and the limit of 16 bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """Loudness in dBFS, at least ``QUIETEST_DBFS``; 0 is a full-scale square wave, so a sine has at most -3 RMS."""

    rms_dbfs: float
    peak_dbfs: float


def level_of(samples: Samples) -> Level:
    """The level of ``samples`` (int16[n]); the quietest for none."""
    if not len(samples):
        return Level(rms_dbfs=QUIETEST_DBFS, peak_dbfs=QUIETEST_DBFS)
    sound = samples.astype(np.float32)
    peak = max(abs(int(samples.max())), abs(int(samples.min())))
    return Level(rms_dbfs=_dbfs(math.sqrt(float(np.dot(sound, sound)) / len(sound))), peak_dbfs=_dbfs(peak))


def _dbfs(amplitude: float) -> float:
    return max(QUIETEST_DBFS, 20 * math.log10(amplitude / FULL_SCALE)) if amplitude else QUIETEST_DBFS
