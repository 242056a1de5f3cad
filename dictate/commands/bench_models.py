"""``dictate bench models``: pairs beside the other implementations, in one run. Main thread."""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dictate import paths
from dictate.bench.floor import Rates, measure_rates
from dictate.bench.machine import describe, machine_lines, processor_cores
from dictate.bench.measure import measure_pair
from dictate.bench.parts import Checkpoints, Clip
from dictate.bench.rows import PairResult
from dictate.bench.shapes import Shape, find_shape
from dictate.bench.table import LEGEND, pair_lines, target_lines
from dictate.bench.targets import targets_of
from dictate.bench.versus import Conditions
from dictate.commands.bench_clips import load_clips, pieces
from dictate.commands.bench_options import DEFAULT_AGREEMENT, DEFAULT_TOKENS
from dictate.commands.planning import load_settings, pair_choice
from dictate.core.catalog import LOCAL, POCKET, find_pair
from dictate.core.errors import StorageError, UsageError
from dictate.core.types import Mode, ModelProgress, PairChoice
from dictate.engine.device import CPU, CUDA, choose_device
from dictate.engine.options import EngineOptions
from dictate.engine.store import ModelStore
from dictate.terminal import Terminal

_REPEATS, _SHAPE_REPEATS = 3, 5
_COMPUTE = ("auto", CPU, CUDA)
_PRECISIONS = ("auto", "fp32", "bf16", "int8", "fp16")
_WINDOWS = ("auto", "full")
_PLOTS = (".png", ".svg")


def measure(args: argparse.Namespace, terminal: Terminal) -> tuple[dict[str, Any], list[str]]:
    """The figures, and as lines.

    Raises:
        UsageError: an option's value does not exist.
        AudioFileError: a clip cannot be read.
        ModelError: a model cannot be had.
        StorageError: there is no room for the weights, or the plot cannot be written.
    """
    _check(args)
    shapes = [find_shape(name) for name in args.shape or []]
    choices = [_choice(args, terminal)] if args.pair or args.teacher or args.distil or not shapes else []
    if not shapes and (args.tokens is not None or args.accept is not None):
        raise UsageError("--tokens and --accept shape a pair with random weights", "Add --shape.")
    clips = load_clips(args.clips, terminal.message) if choices else []
    device = _device(args.compute or "auto")
    terminal.status("measuring the machine")
    threads = args.threads or processor_cores()
    rates = measure_rates(device, threads)
    run = _Run(args, device, rates, terminal)
    results = [run.real(choice, clips) for choice in choices]
    results += [run.shape(shape) for shape in shapes]
    machine = describe(device, threads, rates)
    machine["command"] = " ".join(["dictate", *sys.argv[1:]])
    if args.plot:
        _plot(results, machine, Path(args.plot))
    return _as_dict(results, machine, device), list(_lines(results, machine, device))


class _Run:
    """What all pairs of a run share."""

    def __init__(self, args: argparse.Namespace, device: str, rates: Rates, terminal: Terminal) -> None:
        self._args = args
        self._device = device
        self._rates = rates
        self._terminal = terminal
        self._threads = args.threads or processor_cores()

    def real(self, choice: PairChoice, clips: list[Clip]) -> PairResult:
        """A pair with weights, on ``clips``."""
        pair = _checkpoints(choice, self._terminal)
        name = pair.teacher.name if choice.name == LOCAL else choice.name
        self._terminal.message(f"dictate: measuring {name}, {len(clips)} clips")
        with tempfile.TemporaryDirectory(prefix="dictate-bench-") as work:
            return self._measure(name, pair, clips, Path(work))

    def shape(self, shape: Shape) -> PairResult:
        """A pair with random weights."""
        from dictate.bench.weights import DISTIL, TEACHER, RandomPair  # noqa: PLC0415 - imports torch

        args = self._args
        tokens = DEFAULT_TOKENS if args.tokens is None else args.tokens
        random = RandomPair(
            shape=shape, tokens=tokens, agreement=DEFAULT_AGREEMENT if args.accept is None else args.accept
        )
        self._terminal.message(f"dictate: measuring the shape {shape.name}, {tokens} tokens an utterance")
        with tempfile.TemporaryDirectory(prefix="dictate-bench-") as folder:
            self._terminal.status(f"{shape.name}: building the pair")
            random.build(Path(folder))
            pair = Checkpoints(teacher=Path(folder, TEACHER), distil=Path(folder, DISTIL))
            result = self._measure(shape.name, pair, pieces(), Path(folder), tokens)
        wrong = len(random.wrong_places)
        return result.with_fact(f"the teacher disagrees with the distil on {wrong} of {tokens} tokens, as dialled")

    def _measure(
        self, name: str, pair: Checkpoints, clips: list[Clip], work: Path, tokens: int | None = None
    ) -> PairResult:
        args = self._args
        conditions = Conditions(
            device=self._device,
            threads=self._threads,
            precisions=tuple(dict.fromkeys(args.precision or ["auto"])),
            window=args.window or "auto",
            peers=not args.no_peers,
            work=work,
        )
        return measure_pair(
            name,
            pair,
            clips,
            conditions,
            repeats=args.repeats or (_REPEATS if tokens is None else _SHAPE_REPEATS),
            tokens=tokens,
            rates=self._rates,
            say=lambda text: self._terminal.status(f"{name}: {text}"),
        )


def _check(args: argparse.Namespace) -> None:
    for option, value, allowed in (
        ("compute", args.compute, _COMPUTE),
        ("window", args.window, _WINDOWS),
        *(("precision", precision, _PRECISIONS) for precision in args.precision or []),
    ):
        if value is not None and value not in allowed:
            raise UsageError(f"--{option} cannot be '{value}'", f"Choose one of: {', '.join(allowed)}.")
    if args.plot and Path(args.plot).suffix.lower() not in _PLOTS:
        raise UsageError(f"'{args.plot}' is no name for a plot", f"Choose one that ends in {' or '.join(_PLOTS)}.")
    for target in (args.plot, args.json):
        if target and target != "-" and not Path(target).expanduser().resolve().parent.is_dir():
            raise StorageError(f"There is no folder for '{target}'", "Make it first.")
    if args.plot:
        from dictate.bench.plot import check_plotting  # noqa: PLC0415 - before minutes are spent

        check_plotting()


def _choice(args: argparse.Namespace, terminal: Terminal) -> PairChoice:
    if args.pair is None and args.teacher is None and args.distil is None:
        return PairChoice(name=POCKET)
    return pair_choice(args, load_settings(terminal).models)


def _device(wish: str) -> str:
    choice = choose_device(EngineOptions(device=wish))
    if wish not in (choice.device, "auto"):
        raise UsageError(f"--compute {wish} cannot be used: {choice.problem}", "Leave it out, or use --compute cpu.")
    return choice.device


def _checkpoints(choice: PairChoice, terminal: Terminal) -> Checkpoints:
    if choice.teacher is not None and choice.distil is not None:
        return Checkpoints(teacher=choice.teacher, distil=choice.distil)
    store = ModelStore(paths.resources() / "models")
    folders = {}
    for mode in (Mode.TEACHER, Mode.DISTIL):
        spec = find_pair(choice.name).model(mode)
        store.fetch(spec, lambda progress: terminal.status(_progress_words(progress)))
        folders[mode] = store.find(spec).folder
    return Checkpoints(teacher=folders[Mode.TEACHER], distil=folders[Mode.DISTIL])


def _progress_words(progress: ModelProgress) -> str:
    return f"{progress.model}: {progress.stage} {progress.done_bytes / 1e6:.0f} MB"


def _plot(results: list[PairResult], machine: dict[str, Any], target: Path) -> None:
    from dictate.bench.plot import plot  # noqa: PLC0415 - imports matplotlib

    try:
        plot(results, machine, target)
    except OSError as error:
        raise StorageError(
            f"'{target}' cannot be written: {error.strerror or error}", "Choose another place."
        ) from error


def _as_dict(results: list[PairResult], machine: dict[str, Any], device: str) -> dict[str, Any]:
    targets = [target for result in results for target in targets_of(result, device)]
    return {
        "machine": machine,
        "pairs": [result.as_dict() for result in results],
        "targets": [asdict(target) | {"met": target.met} for target in targets],
    }


def _lines(results: list[PairResult], machine: dict[str, Any], device: str) -> Iterator[str]:
    yield from machine_lines(machine)
    for result in results:
        yield ""
        yield from pair_lines(result)
    yield ""
    yield from LEGEND
    targets = [target for result in results for target in targets_of(result, device)]
    if targets:
        yield ""
        yield from target_lines(targets)
