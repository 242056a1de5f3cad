"""``dictate bench busy``: utterances beside other programs that want every core. Main thread.

Two recognisers of one pair take turns, on a calm machine and then beside one endless loop for each core: one has as
many threads as fit, as when you dictate, the other always has a thread on each core.
"""

import argparse
import contextlib
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from dictate.bench.machine import describe, machine_lines, processor_cores
from dictate.bench.parts import Clip
from dictate.bench.table import target_lines
from dictate.bench.targets import busy_targets
from dictate.commands.bench_clips import load_clips
from dictate.commands.bench_live import bench_plan
from dictate.core.latency import percentile
from dictate.core.ports import Recognizer
from dictate.core.types import Request, seconds_of
from dictate.plan import Plan, recognizers
from dictate.terminal import Terminal

REPEATS: Final = 3
_SETTLE_S: Final = 1.0
"""Until the system has counted what the loops take."""
_FITTING, _FIXED = "threads that fit", "a thread a core"

Times = dict[str, list[float]]
"""Of each recogniser, seconds of an utterance."""


def measure(args: argparse.Namespace, terminal: Terminal) -> tuple[dict[str, Any], list[str]]:
    """The figures, and as lines.

    Raises:
        UsageError: an option's value does not exist.
        AudioFileError: a clip cannot be read.
        ModelError: a model cannot be had.
    """
    plan, cores = bench_plan(args), processor_cores()
    clips = load_clips(args.clips, terminal.message)
    with contextlib.ExitStack() as stack:
        terminal.status("loading the model")
        both = {name: stack.enter_context(_loaded(plan, wish)) for name, wish in ((_FITTING, 0), (_FIXED, cores))}
        terminal.status("on a calm machine")
        calm = _times(both, plan, clips)
        stack.enter_context(_loops(cores))
        terminal.status(f"beside {cores} busy programs")
        busy = _times(both, plan, clips)
    return _report(plan, calm, busy)


@contextlib.contextmanager
def _loaded(plan: Plan, threads: int) -> Iterator[Recognizer]:
    settings = replace(plan.settings, models=replace(plan.settings.models, device="cpu", threads=threads))
    recognizer = recognizers(settings)(plan.choice)
    try:
        recognizer.prepare(plan.mode, lambda _progress: None)
        yield recognizer
    finally:
        recognizer.close()


@contextlib.contextmanager
def _loops(count: int) -> Iterator[None]:
    """Other programs that want ``count`` cores."""
    programs = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        time.sleep(_SETTLE_S)
        yield
    finally:
        for program in programs:
            program.kill()
            program.wait()


def _times(both: dict[str, Recognizer], plan: Plan, clips: Sequence[Clip]) -> Times:
    """In turns, so that whatever else the machine does hits both."""
    found: Times = {name: [] for name in both}
    for clip in [clip for _ in range(REPEATS) for clip in clips]:
        length = seconds_of(len(clip.samples))
        request = Request(samples=clip.samples, mode=plan.mode, is_final=True, voiced_s=length, language="en")
        for name, recognizer in both.items():
            began = time.perf_counter()
            recognizer.transcribe(request)
            found[name].append(time.perf_counter() - began)
    return found


def _report(plan: Plan, calm: Times, busy: Times) -> tuple[dict[str, Any], list[str]]:
    machine = describe("cpu", processor_cores())
    figures = {"calm": _figures(calm), "busy": _figures(busy)}
    ratios = {
        name: statistics.median(one[_FIXED]) / statistics.median(one[_FITTING])
        for name, one in (("calm", calm), ("busy", busy))
    }
    targets = busy_targets(plan.choice.name, ratios)
    result = {
        "machine": machine,
        "pair": plan.choice.name,
        "mode": plan.mode.value,
        "utterances": figures,
        "targets": [asdict(target) | {"met": target.met} for target in targets],
    }
    return result, [*machine_lines(machine), "", *_lines(plan, figures), "", *target_lines(targets)]


def _figures(times: Times) -> dict[str, dict[str, float]]:
    return {
        name: {"median_ms": 1000 * statistics.median(of), "p95_ms": 1000 * percentile(of, 95)}
        for name, of in times.items()
    }


def _lines(plan: Plan, figures: dict[str, dict[str, dict[str, float]]]) -> Iterator[str]:
    yield f"{f'{plan.choice.name}, {plan.mode}: samples to text':46}{'median':>9}{'p95':>9}"
    for machine, one in figures.items():
        for name, of in one.items():
            yield f"{f'{machine} machine, {name}':46}{of['median_ms']:>6.0f} ms{of['p95_ms']:>6.0f} ms"
