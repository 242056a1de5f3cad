"""What the design asks of a pair, beside what was measured. Any thread."""

from dataclasses import dataclass
from typing import Any

from dictate.bench.faster import FASTER
from dictate.bench.generate import GENERATE
from dictate.bench.live import Course
from dictate.bench.parts import OURS, Task
from dictate.bench.rows import PairResult, Row

LIBRISPEECH_CLIPS = 73
_LARGE = "large-v2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure and its limit.

    Attributes:
        pair: whose it is; empty for none.
        unit: ``x`` for a ratio, else as it is printed.
        at_most: whether less is better.
    """

    pair: str
    what: str
    value: float
    limit: float
    unit: str = "x"
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether it holds."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    teacher: float
    distil: float
    faster: float
    verified: float
    interim: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Live:
    """Milliseconds."""

    beside_p95: float
    median: float
    p95: float
    stall: float
    window: float = 800


_LIVE_CPU = _Live(beside_p95=15, median=30, p95=120, stall=50)
_LIVE_CUDA = _Live(beside_p95=10, median=10, p95=25, stall=33)
_IDLE_PER_CENT = 3
_THREADS_THAT_FIT = {"calm": 0.9, "busy": 1.5}
_CPU = _Limits(teacher=5, distil=5, faster=3, verified=1, interim=2)
_CUDA = _Limits(teacher=6, distil=5, faster=2, verified=2.2, interim=1.4)
_VERIFIED_AT = {"small.en": 1.5}
"""On a processor: there distil is small enough beside its teacher."""
_VERIFIED_BESIDE_DISTIL = 1.6
_LIBRISPEECH_S = {Task.DISTIL: 0.8, Task.TEACHER: 2.7, Task.VERIFIED: 1.2}


def targets_of(pair: PairResult, device: str) -> list[Target]:
    """All that can be told of ``pair``; medians of an utterance."""
    limits = _CPU if device == "cpu" else _CUDA
    ours = {task: pair.find(task, OURS) for task in Task}
    found: list[Target | None] = []
    for task, limit in ((Task.TEACHER, limits.teacher), (Task.DISTIL, limits.distil)):
        found.append(_ratio(pair, f"{task} against {GENERATE}", pair.find(task, GENERATE), ours[task], limit))
        found.append(_ratio(pair, f"{task} against {FASTER}", pair.find(task, FASTER), ours[task], limits.faster))
    verified = limits.verified if device != "cpu" else _VERIFIED_AT.get(pair.name, limits.verified)
    found.append(_ratio(pair, "verified against the teacher alone", ours[Task.TEACHER], ours[Task.VERIFIED], verified))
    if device != "cpu":
        found.append(_ratio(pair, "verified beside distil", ours[Task.VERIFIED], ours[Task.DISTIL], 0))
        found[-1] = _at_most(found[-1], _VERIFIED_BESIDE_DISTIL)
    draft, plain = ours[Task.INTERIM], ours[Task.INTERIM_PLAIN]
    found.append(_ratio(pair, "interim with a 90 % right draft against none", plain, draft, limits.interim))
    if device != "cpu" and pair.clips == LIBRISPEECH_CLIPS and pair.name == _LARGE:
        found += [_total(pair, task, ours[task]) for task in _LIBRISPEECH_S]
    return [target for target in found if target is not None]


def live_targets(pair: str, course: Course, window: dict[str, Any], device: str) -> list[Target]:
    """Of a recording in real time, and of the window when it was measured; milliseconds."""
    limits = _LIVE_CPU if device == "cpu" else _LIVE_CUDA
    wait, beside = course.endpoint_to_final.summary(), course.beside_model.summary()
    figures = {
        "endpoint -> text beside the model, p95": (beside.get("p95_ms"), limits.beside_p95),
        "endpoint -> text, median": (wait.get("median_ms"), limits.median),
        "endpoint -> text, p95": (wait.get("p95_ms"), limits.p95),
        "command to window on screen": (window.get("window_ms"), limits.window),
        "worst stall of the window, loading": (window.get("loading_worst_ms"), limits.stall),
        "worst stall of the window, dictating": (window.get("dictating_worst_ms"), limits.stall),
    }
    found = [
        Target(pair=pair, what=what, value=value, limit=limit, unit=" ms", at_most=True)
        for what, (value, limit) in figures.items()
        if value is not None
    ]
    counts = {"committed words changed later": course.changed, "sound lost, samples": course.missing_samples}
    return found + [
        Target(pair=pair, what=what, value=count, limit=0, unit="", at_most=True) for what, count in counts.items()
    ]


def idle_target(what: str, share: float) -> Target:
    """Of listening in silence: processor time as a share of one core."""
    return Target(pair="", what=what, value=100 * share, limit=_IDLE_PER_CENT, unit=" %", at_most=True)


def busy_targets(pair: str, ratios: dict[str, float]) -> list[Target]:
    """Of threads that follow the load against one on each core, on a ``calm`` machine and on a ``busy`` one."""
    return [
        Target(pair=pair, what=f"threads that fit, on a {machine} machine", value=ratios[machine], limit=limit)
        for machine, limit in _THREADS_THAT_FIT.items()
    ]


def _ratio(pair: PairResult, what: str, slower: Row | None, faster: Row | None, limit: float) -> Target | None:
    if slower is None or faster is None:
        return None
    return Target(pair=pair.name, what=what, value=slower.median_s / faster.median_s, limit=limit)


def _at_most(target: Target | None, limit: float) -> Target | None:
    if target is None:
        return None
    return Target(pair=target.pair, what=target.what, value=target.value, limit=limit, at_most=True)


def _total(pair: PairResult, task: Task, row: Row | None) -> Target | None:
    if row is None:
        return None
    what = f"{task}, all {LIBRISPEECH_CLIPS} utterances"
    return Target(pair=pair.name, what=what, value=row.total_s, limit=_LIBRISPEECH_S[task], unit=" s", at_most=True)
