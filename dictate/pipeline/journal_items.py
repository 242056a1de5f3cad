"""What waits for the journal thread. Made on any thread."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from dictate.core.types import SAMPLE_RATE, Samples

JOINED_SAMPLES: Final = 10 * SAMPLE_RATE
"""Written in one piece, at the most."""


@dataclass(slots=True, eq=False)
class Sound:
    """Sound that waits: blocks without a gap between them, written together."""

    recording: int
    start: int
    blocks: list[Samples]
    length: int

    def follows(self, before: object) -> bool:
        """Whether this can be written in one with the item ``before``."""
        return (
            isinstance(before, Sound)
            and (before.recording, before.start + before.length) == (self.recording, self.start)
            and before.length < JOINED_SAMPLES
        )


@dataclass(slots=True, eq=False)
class Text:
    """The editor's text as it stands; while it waits, a newer one takes its place."""

    text: str
    newest: int


@dataclass(frozen=True, slots=True)
class Ended:
    """All sound of the recording is there."""

    recording: int


@dataclass(frozen=True, slots=True)
class Adopt:
    """The sound in ``file``, of another session, is that of the recording."""

    file: Path
    recording: int


@dataclass(frozen=True, slots=True)
class Finish:
    """The dictation is delivered: it need not be recovered."""


@dataclass(frozen=True, slots=True)
class Retain:
    """Keep dictations for ``days`` days after their end; None: in memory only. Holds at once."""

    days: int | None


@dataclass(frozen=True, slots=True)
class Close:
    """The thread is to end."""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """To be called when all that was put before is on the disk."""

    call: Callable[[], None]


Item = Sound | Text | Ended | Adopt | Finish | Retain | Close | Afterwards | dict[str, Any]
