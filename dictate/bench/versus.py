"""Who takes part with a pair: our engine, transformers in its fastest precision, faster-whisper. Main thread."""

import importlib.util
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median

from dictate.bench.contest import Contender, Say
from dictate.bench.faster import FASTER, Conversion, Faster
from dictate.bench.generate import ASSISTED, GENERATE, Generate
from dictate.bench.ours import Ours
from dictate.bench.parts import OURS, Checkpoints, Clip, Recipe, Task
from dictate.bench.rows import Size
from dictate.bench.worker import Worker, WorkerFailed

REFERENCE_PRECISION = "fp32"
_TRIES = 2
_HOW_TO_INSTALL = "not installed: pip install faster-whisper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What holds for all implementations.

    Attributes:
        device: ``cpu`` or ``cuda``.
        threads: that each may use.
        precisions: of our engine, a set of rows each; ``auto`` lets it choose.
        window: of our engine: ``auto`` or ``full``.
        peers: whether the other implementations take part.
        work: a folder for what is converted.
    """

    device: str
    threads: int
    precisions: tuple[str, ...]
    window: str
    peers: bool
    work: Path


@dataclass(slots=True, kw_only=True)
class Field:
    """All that take part, and what they are compared with.

    Attributes:
        reference: task -> the tokens of transformers' ``generate`` in fp32, a clip each.
        sizes: task -> parameters.
        facts: what was found on the way, a sentence each.
    """

    contenders: list[Contender] = field(default_factory=list)
    reference: dict[Task, list[tuple[int, ...]]] = field(default_factory=dict)
    sizes: dict[Task, Size] = field(default_factory=dict)
    facts: list[str] = field(default_factory=list)
    workers: list[Worker] = field(default_factory=list)


class Gathering:
    """Starts everyone for one pair; leaving the ``with`` block ends their processes."""

    def __init__(
        self,
        pair: Checkpoints,
        clips: Sequence[Clip],
        conditions: Conditions,
        *,
        language: str | None,
        tokens: int | None,
        say: Say,
    ) -> None:
        """``tokens`` is how many a pair with random weights writes for each clip; None for a real one."""
        self._pair = pair
        self._clips = clips
        self._on = conditions
        self._language = language
        self._timestamps = tokens is None  # random weights know none
        self._limit = None if tokens is None else tokens + 1  # the end of text is the last
        self._say = say
        self._field = Field()

    @contextmanager
    def gathered(self) -> Iterator[Field]:
        """Everyone, loaded; the reference heard."""
        try:
            for precision in self._on.precisions:
                self._add_ours(precision)
            for task in (Task.TEACHER, Task.DISTIL):
                self._add_generate(task)
            if self._on.peers:
                self._add_assisted()
                for task in (Task.TEACHER, Task.DISTIL):
                    self._add_faster(task)
            yield self._field
        finally:
            for worker in self._field.workers:
                worker.close()

    # -- our engine -------------------------------------------------------------------------------------------------

    def _add_ours(self, precision: str) -> None:
        """As it comes; on a GPU once more without CUDA graphs, and without FlashAttention where that is installed."""
        tasks = [Task.TEACHER, Task.DISTIL, Task.VERIFIED]
        first = not self._field.contenders
        recipe = Ours(
            pair=self._pair,
            device=self._on.device,
            precision=precision,
            window=self._on.window,
            threads=self._on.threads,
            language=self._language,
            limit=self._limit,
        )
        self._add_variant(recipe, OURS, [*tasks, *([Task.INTERIM_PLAIN, Task.INTERIM] if first else [])])
        if self._on.device == "cuda":
            self._add_variant(replace(recipe, graphs=False), f"{OURS}, no CUDA graphs", tasks)
            if importlib.util.find_spec("flash_attn") is not None:
                self._add_variant(replace(recipe, flash=False), f"{OURS}, no flash-attn", tasks)

    def _add_variant(self, recipe: Ours, name: str, tasks: Sequence[Task]) -> None:
        worker, problem = self._start(recipe, f"{name}, {recipe.precision}")
        self._field.contenders += [
            Contender(task=task, name=name, worker=worker, problem=problem, ours=True) for task in tasks
        ]

    # -- transformers -----------------------------------------------------------------------------------------------

    def _add_generate(self, task: Task) -> None:
        """Its fastest kind takes part; in fp32 it is the reference too."""
        plain = self._plain(self._pair.of(task))
        reference = self._start(plain, f"{GENERATE} {task}, {plain.precision}")
        self._refer(task, reference[0])
        others = self._faster_kinds(plain) if self._on.peers else []
        racing = [self._start(recipe, f"{GENERATE} {task}, {recipe.precision}") for recipe in others]
        if others and self._on.device == "cpu":
            racing = [reference, *racing]
        elif reference[0] is not None:
            self._end(reference[0])
        if others:
            self._add_fastest(task, GENERATE, racing)

    def _add_assisted(self) -> None:
        plain = replace(self._plain(self._pair.teacher), assistant=self._pair.distil)
        recipes = [*([plain] if self._on.device == "cpu" else []), *self._faster_kinds(plain)]
        started = [self._start(recipe, f"{ASSISTED}, {recipe.precision}") for recipe in recipes]
        self._add_fastest(Task.VERIFIED, ASSISTED, started)

    def _plain(self, folder: Path) -> Generate:
        return Generate(folder=folder, precision=REFERENCE_PRECISION, device=self._on.device, language=self._language)

    def _faster_kinds(self, plain: Generate) -> list[Generate]:
        """What may be faster than fp32: bf16 on a processor, fp16 on a GPU, with FlashAttention where it is there."""
        if self._on.device == "cpu":
            return [replace(plain, precision="bf16")]
        half = replace(plain, precision="fp16")
        flash = importlib.util.find_spec("flash_attn") is not None
        return [half, *([replace(half, attention="flash_attention_2")] if flash else [])]

    def _refer(self, task: Task, worker: Worker | None) -> None:
        if worker is None:
            return
        facts = worker.loaded.facts
        self._field.sizes[task] = Size(
            parameters=int(facts["parameters"]), decoder_parameters=int(facts["decoder_parameters"])
        )
        self._say(f"reference: {GENERATE} {task}, {REFERENCE_PRECISION}")
        try:
            self._field.reference[task] = [worker.hear(task, clip.samples).tokens for clip in self._clips]
        except WorkerFailed as error:
            self._field.facts.append(f"no reference for {task}: {error.user_message}")

    def _add_fastest(self, task: Task, name: str, started: Sequence[tuple[Worker | None, str]]) -> None:
        """Keep the one that is fastest on the first clip."""
        timed = []
        problem = next((problem for _, problem in started if problem), "nothing could be loaded")
        for worker, _ in started:
            if worker is not None:
                self._say(f"trying {name} {task}, {worker.loaded.precision}")
                try:
                    times = [worker.hear(task, self._clips[0].samples).seconds for _ in range(1 + _TRIES)]
                    timed.append((median(times[1:]), worker))
                except WorkerFailed as error:
                    problem = error.user_message
        if not timed:
            self._field.contenders.append(Contender(task=task, name=name, problem=problem))
            return
        timed.sort(key=lambda entry: entry[0])
        for _, worker in timed[1:]:
            self._end(worker)
        if len(timed) > 1:
            told = ", ".join(f"{_kind(worker)} {1000 * seconds:.0f} ms" for seconds, worker in timed)
            self._field.facts.append(f"{name} {task}: {told}; the fastest takes part")
        self._field.contenders.append(Contender(task=task, name=name, worker=timed[0][1]))

    # -- faster-whisper ---------------------------------------------------------------------------------------------

    def _add_faster(self, task: Task) -> None:
        if importlib.util.find_spec("faster_whisper") is None:
            self._field.contenders.append(Contender(task=task, name=FASTER, problem=_HOW_TO_INSTALL))
            return
        work = self._on.work / f"ct2-{task}"
        precision = "int8" if self._on.device == "cpu" else "fp16"
        self._say(f"converting {task} for {FASTER}")
        conversion, problem = self._start(
            Conversion(folder=self._pair.of(task), work=work, precision=precision), f"the conversion for {FASTER}"
        )
        worker = None
        if conversion is not None:
            self._end(conversion)
            recipe = Faster(
                work=work,
                precision=precision,
                threads=self._on.threads,
                device=self._on.device,
                language=self._language,
                timestamps=self._timestamps,
            )
            worker, problem = self._start(recipe, f"{FASTER} {task}")
        self._field.contenders.append(Contender(task=task, name=FASTER, worker=worker, problem=problem))

    # -- processes --------------------------------------------------------------------------------------------------

    def _start(self, recipe: Recipe, what: str) -> tuple[Worker | None, str]:
        """The process, or why there is none."""
        self._say(f"loading {what}")
        try:
            worker = Worker(recipe, threads=self._on.threads, device=self._on.device)
        except WorkerFailed as error:
            return None, error.user_message
        self._field.workers.append(worker)
        return worker, ""

    def _end(self, worker: Worker) -> None:
        worker.close()
        self._field.workers.remove(worker)


def _kind(worker: Worker) -> str:
    flash = worker.loaded.note == "flash_attention_2"
    return f"{worker.loaded.precision} with FlashAttention" if flash else worker.loaded.precision
