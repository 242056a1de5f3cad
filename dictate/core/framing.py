"""Blocks of any length become exact frames on the sample clock. Runs on the segmenter thread.

A microphone's block is as long as its driver likes; the voice detectors want exactly 30 ms.
"""

import numpy as np

from dictate.core.types import FRAME_SAMPLES, Frame, Samples


class Framer:
    """Cuts a stream of samples into frames, for the segmenter; owned by one thread.

    ``position`` counts every sample pushed so far, from the index given at the start; the frames it returns follow on
    one another without a gap.
    """

    def __init__(self, position: int = 0) -> None:
        self._rest: Samples = np.empty(0, np.int16)
        self.position = position

    def push(self, samples: Samples) -> list[Frame]:
        """The frames that ``samples`` (int16[n], any n) completed, in order; each owns its memory.

        Raises:
            ValueError: ``samples`` is not one-dimensional int16.
        """
        if samples.ndim != 1 or samples.dtype != np.int16:
            raise ValueError(f"int16[n] expected, not {samples.dtype}{list(samples.shape)}")
        joined = np.concatenate((self._rest, samples))
        start = self.position - len(self._rest)
        whole = len(joined) - len(joined) % FRAME_SAMPLES
        self._rest = joined[whole:].copy()
        self.position += len(samples)
        return [Frame(joined[at : at + FRAME_SAMPLES].copy(), start + at) for at in range(0, whole, FRAME_SAMPLES)]

    def flush(self) -> Samples:
        """The samples that did not fill a frame (fewer than ``FRAME_SAMPLES``), which are then forgotten."""
        rest, self._rest = self._rest, np.empty(0, np.int16)
        return rest
