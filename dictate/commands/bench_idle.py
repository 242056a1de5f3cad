"""``dictate bench idle``: processor time while listening in silence, as a share of one core. Main thread.

Listening is the application's own session with its model loaded: source, detectors, segmenter and queue. The silence is
a clip in real time, as quiet as a good microphone in a quiet room (never digital zero), or a microphone. Where there is
a screen, the whole window is measured too, in a process of its own (``dictate.commands.bench_window``).
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from dictate.app import create_session
from dictate.audio.clip import ClipSource
from dictate.audio.files import write_audio
from dictate.audio.microphone import Microphone
from dictate.bench.machine import describe, machine_lines, processor_cores
from dictate.bench.table import target_lines
from dictate.bench.targets import idle_target
from dictate.commands.bench_live import TimedEvents, bench_plan, load, wait_for_calm
from dictate.commands.bench_options import DEFAULT_IDLE_S
from dictate.commands.bench_ui import measure_idle_window
from dictate.commands.planning import typed_microphone
from dictate.core.events import SourceOpened, Stopped
from dictate.core.sources import AudioSource
from dictate.core.types import Samples, samples_of
from dictate.display import display_problem
from dictate.plan import Plan
from dictate.terminal import Terminal

_MARGIN_S = 45.0
_NOISE_LSB = 3.0
"""Standard deviation of the silence: -81 dBFS."""


def measure(args: argparse.Namespace, terminal: Terminal) -> tuple[dict[str, Any], list[str]]:
    """The figures, and as lines.

    Raises:
        AudioDeviceError: the microphone cannot be used.
        ModelError: the model cannot be had.
    """
    plan, seconds = bench_plan(args), args.seconds or DEFAULT_IDLE_S
    with tempfile.TemporaryDirectory(prefix="dictate-bench-") as folder:
        path = Path(folder) / "silence.wav"
        write_audio(path, silence(seconds + _MARGIN_S))

        def source() -> AudioSource:
            if args.microphone is None:
                return ClipSource(path, live=True)
            return Microphone(typed_microphone(args.microphone), strict=True)

        share = listening_share(plan, source, seconds, terminal)
        shares = {"listening, without a window": share}
        if not args.no_window and not display_problem():
            terminal.status(f"listening in silence with the window, {seconds:.0f} s")
            shares["listening, with the window"] = measure_idle_window(path, seconds)
    machine = describe("cpu", processor_cores())
    targets = [replace(idle_target(what, share), pair=plan.choice.name) for what, share in shares.items()]
    result = {
        "machine": machine,
        "pair": plan.choice.name,
        "seconds": seconds,
        "share_of_a_core": shares,
        "targets": [asdict(target) | {"met": target.met} for target in targets],
    }
    lines = [f"processor time of {seconds:.0f} s of silence, as a share of one core:", *target_lines(targets)]
    return result, [*machine_lines(machine), "", *lines]


def silence(seconds: float) -> Samples:
    """Quiet noise, int16[n] at 16 kHz."""
    noise = np.random.default_rng(1).normal(0, _NOISE_LSB, samples_of(1000 * seconds))
    return np.rint(noise).astype(np.int16)


def listening_share(plan: Plan, source: Callable[[], AudioSource], seconds: float, terminal: Terminal) -> float:
    """Processor seconds of this process for each second of listening.

    Raises:
        DictateError: the model or the source failed.
    """
    events = TimedEvents()
    session = create_session(plan, events)
    try:
        load(session, plan, events, terminal)
        session.start(source())
        for _ in events.until(SourceOpened):
            pass
        wait_for_calm()
        terminal.status(f"listening in silence, {seconds:.0f} s")
        began, spent = time.monotonic(), time.process_time()
        time.sleep(seconds)
        share = (time.process_time() - spent) / (time.monotonic() - began)
        session.stop()
        for _ in events.until(Stopped):
            pass
        return share
    finally:
        session.close()
