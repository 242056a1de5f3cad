"""What the pipeline tells whoever keeps a dictation: ``pipeline.journal``, or nobody. Any thread."""

from typing import Any, Protocol

from dictate.core.types import Samples, Segment


class Keeper(Protocol):
    """What the pipeline tells whoever keeps a dictation. Every method returns at once."""

    def begin(self, recording: int, **about: Any) -> None:
        """A recording begins."""

    def sound(self, recording: int, start: int, samples: Samples) -> None:
        """int16[n] came in: sample ``start`` of the recording and what follows."""

    def command(self, kind: str, recording: int, sample: int, **values: Any) -> None:
        """Something happened to the recording (``mode``, ``cancel``, ...) when ``sample`` samples were in."""

    def segment(self, recording: int, segment: Segment, mode: str) -> None:
        """A final segment was cut."""

    def end(self, recording: int) -> None:
        """All of the recording is cut."""

    def view(self, recording: int, start: int, end: int) -> Samples | None:
        """The sound from the disk, taking no memory; None when it is not (all) there."""


class Unkept:
    """A ``Keeper`` that keeps nothing: in memory only."""

    def begin(self, recording: int, **about: Any) -> None:
        """Nothing."""

    def sound(self, recording: int, start: int, samples: Samples) -> None:
        """Nothing."""

    def command(self, kind: str, recording: int, sample: int, **values: Any) -> None:
        """Nothing."""

    def segment(self, recording: int, segment: Segment, mode: str) -> None:
        """Nothing."""

    def end(self, recording: int) -> None:
        """Nothing."""

    def view(self, recording: int, start: int, end: int) -> Samples | None:  # noqa: ARG002 - it has none
        """None."""
        return None
