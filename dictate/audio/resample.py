"""Sound at any rate and channel count becomes 16 kHz mono, block by block without seams.

Runs on the thread that owns the stream (the segmenter's). soxr's HQ filter is transparent for speech and holds
back about 40 ms; VHQ would hold back 80.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import soxr

from dictate.core.types import SAMPLE_RATE, Samples

_FULL_SCALE: Final = 32768.0
_SILENT_PEAK: Final = 2
"""A channel that never exceeds this (of 32768) is not connected: dither and offset of an idle converter."""


class StreamResampler:
    """One recording's way to 16 kHz mono; gives the same samples whatever the lengths of the blocks.

    Channels are averaged, but one that has been silent since the start does not count: a stereo device with one dead
    channel keeps its full level.
    """

    def __init__(self, rate_in: float, channels: int) -> None:
        """For int16 at ``rate_in`` Hz with ``channels`` channels."""
        self._rate = float(rate_in)
        self._channels = channels
        self._alive = np.zeros(channels, dtype=bool)
        self._soxr = None
        if self._rate != SAMPLE_RATE:
            self._soxr = soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, dtype="float32", quality="HQ")
        self._flushed = False

    def process(self, block: npt.NDArray[np.int16]) -> Samples:
        """int16[frames, channels] (or int16[frames] for one channel) -> int16[n] at 16 kHz; n may be 0."""
        block = block.reshape(-1, self._channels)
        if self._channels == 1 and self._soxr is None:
            return block[:, 0]
        mono = self._downmix(block)
        if self._soxr is None:
            return _to_int16(mono)
        return _to_int16(self._soxr.resample_chunk(mono))

    def flush(self) -> Samples:
        """int16[n]: what the filter still holds, after the last block; empty when called again."""
        if self._soxr is None or self._flushed:
            return np.zeros(0, dtype=np.int16)
        self._flushed = True
        return _to_int16(self._soxr.resample_chunk(np.zeros(0, dtype=np.float32), last=True))

    def to_samples(self, frames: int) -> int:
        """How many 16 kHz samples ``frames`` of the source stand for."""
        return round(frames * SAMPLE_RATE / self._rate)

    def _downmix(self, block: npt.NDArray[np.int16]) -> npt.NDArray[np.float32]:
        """float32[frames], full scale 1.0."""
        if self._channels == 1:
            return block[:, 0].astype(np.float32) / np.float32(_FULL_SCALE)
        total = block.sum(axis=1, dtype=np.int64)
        if not self._alive.all() and len(block):
            # Counted sample by sample, so that the result does not depend on where the blocks begin.
            loud = np.abs(block.astype(np.int32)) > _SILENT_PEAK
            alive = np.logical_or.accumulate(loud, axis=0) | self._alive
            self._alive = alive[-1].copy()
            count = np.maximum(alive.sum(axis=1), 1)
        else:
            count = np.full(len(block), self._channels)
        mono: npt.NDArray[np.float32] = (total / (count * _FULL_SCALE)).astype(np.float32)
        return mono


def _to_int16(mono: npt.NDArray[np.float32]) -> Samples:
    samples: Samples = np.clip(np.rint(mono * _FULL_SCALE), -32768, 32767).astype(np.int16)
    return samples
