"""The level of the sound of a live source, as the window shows it. Runs on the segmenter thread."""

import numpy as np

from dictate.core.events import LevelChanged
from dictate.core.level import level_of
from dictate.core.ports import Listener, VoiceDetector
from dictate.core.types import Samples, samples_of
from dictate.pipeline.hush import Hush

LEVEL_EVERY = samples_of(66)
"""Samples between two ``LevelChanged``: about 15 a second."""


class Meter:
    """Reports the level of one recording, and when nothing is heard for long."""

    def __init__(self, detector: VoiceDetector, listener: Listener) -> None:
        self._detector = detector
        self._listener = listener
        self._unshown: list[Samples] = []
        self._hush = Hush()

    def take(self, samples: Samples, *, voiced: bool) -> None:
        """The next sound; ``voiced``: it is speech now."""
        self._unshown.append(samples)
        if sum(map(len, self._unshown)) < LEVEL_EVERY:
            return
        unshown = np.concatenate(self._unshown)
        level = level_of(unshown)
        self._unshown.clear()
        hint = self._hush.take(level, len(unshown))
        if hint is not None:
            self._listener.notify(hint)
        self._listener.notify(
            LevelChanged(
                rms_dbfs=level.rms_dbfs,
                peak_dbfs=level.peak_dbfs,
                threshold_dbfs=self._detector.threshold_dbfs,
                voiced=voiced,
            )
        )
