"""The frames that may still be part of an utterance, with what the detectors said. Runs on the segmenter thread."""

from collections import deque
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from dictate.core.cutting import quietest
from dictate.core.types import Frame, Samples


@dataclass(slots=True)
class Heard:
    """A frame and what the detectors said of it; the last one of a recording may be shorter."""

    frame: Frame
    gated: bool
    probability: float = 0.0
    voiced: bool = False


class Held:
    """Frames without a gap between them, oldest first. All places are sample indices."""

    def __init__(self) -> None:
        self.frames: deque[Heard] = deque()

    def sound(self, start: int, end: int) -> Samples:
        """A copy of the samples from ``start`` to ``end``, which must be held."""
        first = self.frames[0].frame.start_sample
        joined = np.concatenate([heard.frame.samples for heard in self.frames])
        return joined[start - first : end - first].copy()

    def voiced_spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Start and end of each voiced frame, or the part of it, between ``start`` and ``end``."""
        spans = [
            (max(start, heard.frame.start_sample), min(end, heard.frame.end_sample))
            for heard in self.frames
            if heard.voiced
        ]
        return [(begin, stop) for begin, stop in spans if begin < stop]

    def run_end(self, length: int, within: int | None = None) -> int | None:
        """Index where the first ``length`` voiced frames in a row end, of the last ``within``; or None."""
        first = max(0, len(self.frames) - within) if within else 0
        run = 0
        for index, heard in enumerate(self.frames):
            run = run + 1 if heard.voiced and index >= first else 0
            if run == length:
                return index
        return None

    def speech_start(self, index: int, reach: int, rising: float) -> int:
        """Where the speech begins that the frame at ``index`` is part of.

        A word that ends at most ``reach`` samples before belongs to it, and so does the frame before a voiced one when
        its probability is ``rising`` already.
        """
        held = list(self.frames)[: index + 1]
        first = index
        for earlier in range(index - 1, -1, -1):
            near = held[first].frame.start_sample - held[earlier].frame.end_sample <= reach
            rises = earlier == first - 1 and held[earlier].probability >= rising
            if rises or (held[earlier].voiced and near):
                held[earlier].voiced = True
                first = earlier
        return held[first].frame.start_sample

    def quietest(self, start: int, end: int, window_ms: int) -> int:
        """The middle of the quietest window from ``start`` to ``end``."""
        return start + quietest(self.sound(start, end), window_ms)

    def best_cut(self, since: int, window_ms: int) -> tuple[int, bool]:
        """Where to cut after ``since``, and whether it is in a pause: the longest one when there is any."""
        stretch = [heard for heard in self.frames if heard.frame.start_sample >= since]
        pauses = [list(run) for voiced, run in groupby(stretch, lambda heard: heard.voiced) if not voiced]
        place = max(pauses, key=len, default=stretch)
        return self.quietest(place[0].frame.start_sample, place[-1].frame.end_sample, window_ms), bool(pauses)

    def drop_before(self, sample: int) -> None:
        """Let go the frames that end at or before ``sample``."""
        while self.frames and self.frames[0].frame.end_sample <= sample:
            self.frames.popleft()
