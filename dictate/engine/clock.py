"""Takes the time of each stage of one utterance. Runs on the recogniser thread; imports torch."""

import time

import torch

from dictate.core.types import StageTimes


class Clock:
    """Starts when it is made; on a GPU it waits until what was begun is done, so that each stage gets its own time."""

    def __init__(self, *, on_gpu: bool) -> None:
        self._on_gpu = on_gpu
        self._spent = {"features": 0.0, "encoder": 0.0, "decoder": 0.0}
        self._last = self._now()

    def lap(self, stage: str) -> None:
        """What passed since the last lap was spent on ``stage``: features, encoder or decoder."""
        now = self._now()
        self._spent[stage] += (now - self._last) * 1000
        self._last = now

    def times(self) -> StageTimes:
        """What was spent so far."""
        return StageTimes(
            features_ms=self._spent["features"],
            encoder_ms=self._spent["encoder"],
            decoder_ms=self._spent["decoder"],
        )

    def _now(self) -> float:
        if self._on_gpu:
            torch.cuda.synchronize()
        return time.perf_counter()
