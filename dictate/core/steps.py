"""What happens while sound is cut into utterances, as ``core.segmenter`` reports it. Runs on the segmenter thread."""

from dataclasses import dataclass

from dictate.core.types import Mode, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechBegan:
    """Someone speaks: the segment ``id`` begins at ``start_sample``; ``mode`` holds for all of it."""

    id: int
    start_sample: int
    mode: Mode


Step = SpeechBegan | Segment
"""What the segmenter reports; a ``Segment`` is a snapshot (``EndReason.OPEN``, ``EARLY``) or final."""
