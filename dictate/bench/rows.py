"""The benchmark's results, as the table, the plot and the JSON show them. Any thread."""

from dataclasses import asdict, dataclass, field, replace
from statistics import median
from typing import Any

from dictate.bench.parts import Task
from dictate.core.latency import percentile


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One implementation on one model.

    Attributes:
        seconds: for every clip what each repeat took; empty when it was not measured.
        same_tokens: clips whose tokens are those of transformers' ``generate`` in fp32; None when not compared.
        word_error_rate, accept_rate: 0-1; None when not known.
        memory_bytes: most beyond the libraries: of the process, on a GPU of its memory.
        drafted: how many tokens the checked drafts had, all repeats together.
        problem: why it was not measured; empty when it was.
        ours: whether it is Dictate.
    """

    task: Task
    name: str
    precision: str = ""
    seconds: tuple[tuple[float, ...], ...] = ()
    audio_seconds: float = 0.0
    tokens: int = 0
    same_tokens: int | None = None
    word_error_rate: float | None = None
    accept_rate: float | None = None
    memory_bytes: int | None = None
    note: str = ""
    problem: str = ""
    ours: bool = False

    @property
    def measured(self) -> bool:
        """Whether there are figures."""
        return bool(self.seconds)

    @property
    def total_s(self) -> float:
        """All clips once: the sum of each clip's median."""
        return sum(median(times) for times in self.seconds)

    @property
    def median_s(self) -> float:
        """Of an utterance: over all clips and repeats."""
        return median(self._all())

    @property
    def p95_s(self) -> float:
        """Likewise the 95th percentile."""
        return percentile(self._all(), 95)

    @property
    def real_time_factor(self) -> float:
        """Seconds for each second of sound."""
        return self.total_s / self.audio_seconds

    def as_dict(self) -> dict[str, Any]:
        """For the JSON."""
        figures = {}
        if self.measured:
            figures = {
                "total_s": self.total_s,
                "median_s": self.median_s,
                "p95_s": self.p95_s,
                "real_time_factor": self.real_time_factor,
            }
        return asdict(self) | figures

    def _all(self) -> list[float]:
        return [seconds for times in self.seconds for seconds in times]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Parameters of a model, all and the decoder's alone."""

    parameters: int
    decoder_parameters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairResult:
    """All rows of a pair.

    Attributes:
        name: of the pair, or of the shape whose weights are random.
        random: whether the weights are.
        clips, audio_seconds, repeats: what was measured.
        floors: task -> seconds an utterance, ``full`` and ``trimmed``.
        facts: what else was found, a sentence each.
    """

    name: str
    random: bool
    clips: int
    audio_seconds: float
    repeats: int
    rows: tuple[Row, ...]
    teacher: Size | None = None
    distil: Size | None = None
    floors: dict[Task, dict[str, float]] = field(default_factory=dict)
    facts: tuple[str, ...] = ()
    figures: dict[str, float] = field(default_factory=dict)

    def find(self, task: Task, name: str) -> Row | None:
        """The measured row of ``name`` (its beginning is enough) for ``task``."""
        return next((row for row in self.rows if row.task is task and row.name.startswith(name) and row.measured), None)

    def with_fact(self, fact: str) -> "PairResult":
        """With a further sentence."""
        return replace(self, facts=(*self.facts, fact))

    def as_dict(self) -> dict[str, Any]:
        """For the JSON."""
        return asdict(self) | {"rows": [row.as_dict() for row in self.rows]}
