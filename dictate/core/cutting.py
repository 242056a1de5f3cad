"""Where long speech is best cut: the quietest place of a stretch. Runs on the segmenter thread."""

import numpy as np

from dictate.core.types import Samples, samples_of

HOP_MS = 5
"""Windows are compared this far apart."""


def quietest(samples: Samples, window_ms: int) -> int:
    """Index of the middle of the quietest window of ``window_ms`` in ``samples`` (int16[n]).

    Of equally quiet windows the last wins: the earlier piece keeps what it can. Of less than a window it is the middle.
    """
    window, hop = samples_of(window_ms), samples_of(HOP_MS)
    if len(samples) <= window:
        return len(samples) // 2
    energy = np.concatenate(([0.0], np.cumsum(np.square(samples.astype(np.float64)))))
    starts = np.arange(len(samples) - window, -1, -hop)
    return int(starts[np.argmin(energy[starts + window] - energy[starts])]) + window // 2
