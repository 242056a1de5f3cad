"""What the benchmark's processes tell each other, all frozen and picklable. Any process."""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from dictate.core.types import Samples, seconds_of

OURS = "dictate"


class Task(StrEnum):
    """What is measured. The first three are the rows of the table."""

    TEACHER = "teacher"
    DISTIL = "distil"
    VERIFIED = "verified"
    INTERIM = "interim, 90% right draft"
    """Distil, with a draft of which the first nine tenths are right and the rest is wrong."""
    INTERIM_PLAIN = "interim, from nothing"
    """Distil on the same window, without a draft."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """An utterance: int16[n] at 16 kHz, at most 30 s; ``text`` is what is said, empty when not known."""

    name: str
    samples: Samples
    text: str = ""

    @property
    def seconds(self) -> float:
        """Its length."""
        return seconds_of(len(self.samples))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came out, and what it took.

    Attributes:
        seconds: wall clock, from int16 samples to text.
        tokens: of the text, without special tokens.
        drafted, accepted: tokens of a draft that was checked; 0 where there was none, or where it is not told.
    """

    seconds: float
    text: str
    tokens: tuple[int, ...]
    drafted: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What a process says once its models are there.

    Attributes:
        precision: of the weights, as in ``bf16``.
        note: what else is worth knowing of the choice.
        facts: figures for the report, as ``pair_bytes``.
    """

    precision: str
    note: str = ""
    facts: dict[str, float] = field(default_factory=dict)


class Engine(Protocol):
    """Loaded models in a process of their own."""

    def loaded(self) -> Loaded:
        """What is there."""

    def hear(self, task: Task, samples: Samples) -> Heard:
        """Recognise one utterance, from int16[n] to text."""


class Recipe(Protocol):
    """How to load an engine; travels to the process that does it."""

    def libraries(self) -> None:
        """Import what is needed, before memory is first looked at."""

    def load(self) -> Engine:
        """Load the models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoints:
    """The two folders of a pair."""

    teacher: Path
    distil: Path

    def of(self, task: Task) -> Path:
        """The model whose text ``task`` gives."""
        return self.distil if task is Task.DISTIL else self.teacher
