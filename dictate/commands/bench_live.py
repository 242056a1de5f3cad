"""``dictate bench live``: clips in real time through the application's own queue and session. Main thread.

The source is a clip in place of the microphone, in blocks of a frame at their time; all behind it is the product:
detectors, segmenter, queue, recogniser thread, early finalising, interim text. Text counts as there when its event is
reported; what the window adds is measured with the window (``dictate bench ui``).
"""

import argparse
import queue
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from dictate import paths
from dictate.app import create_session
from dictate.audio.clip import ClipSource
from dictate.audio.files import write_audio
from dictate.bench.accuracy import word_error_rate
from dictate.bench.live import Course, Timed, course_of
from dictate.bench.machine import describe, machine_lines, processor_cores
from dictate.bench.parts import Clip
from dictate.bench.table import target_lines
from dictate.bench.targets import live_targets
from dictate.commands.bench_clips import load_clips
from dictate.commands.bench_ui import measure_window
from dictate.commands.planning import pair_choice, typed_mode
from dictate.commands.reports import as_error
from dictate.core.catalog import POCKET
from dictate.core.events import Event, Failed, ModelReady, State, StateChanged, Stopped
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.types import Mode, PairChoice, samples_of
from dictate.display import display_problem
from dictate.pipeline.session import Session
from dictate.plan import Plan
from dictate.terminal import Terminal

PAUSE_S = 1.2
"""Silence between clips: more than the longest hangover."""
_LOOK_S = 0.1
_CALM_S, _CALM_SHARE, _CALM_TRIES = 0.5, 0.2, 40
"""Seconds that must pass with so little of a core, and how often to look at the most."""
_NAMES = {
    "speech_end_to_final": "end of speech -> final text",
    "endpoint_to_draft": "endpoint -> draft",
    "endpoint_to_final": "endpoint -> final text",
    "beside_model": "  of it beside the model's own time",
    "interim_lag": "word spoken -> shown",
    "confirmed_lag": "word spoken -> committed",
}


class TimedEvents:
    """A ``core.ports.Listener`` that notes when each event was reported."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Timed] = queue.SimpleQueue()

    def notify(self, event: Event) -> None:
        """Take an event on a worker's thread."""
        self._queue.put(Timed(time.monotonic(), event))

    def until(self, *kinds: type[Event]) -> Iterator[Timed]:
        """Events up to the first of ``kinds``.

        Raises:
            DictateError: the model or the sound failed.
        """
        failure: Failed | None = None
        while True:
            try:
                timed = self._queue.get(timeout=_LOOK_S)
            except queue.Empty:
                continue  # so that Ctrl+C is heard
            yield timed
            match timed.event:
                case Failed() as failed:
                    failure = failed
                case StateChanged(model_state=State.FAILED) if failure is not None:
                    raise as_error(failure)
            if isinstance(timed.event, kinds):
                if failure is not None:
                    raise as_error(failure)
                return


def measure(args: argparse.Namespace, terminal: Terminal) -> tuple[dict[str, Any], list[str]]:
    """The figures, and as lines.

    Raises:
        UsageError: an option's value does not exist.
        AudioFileError: a clip cannot be read.
        ModelError: a model cannot be had.
    """
    plan = bench_plan(args)
    clips = load_clips(args.clips, terminal.message)
    events = TimedEvents()
    with tempfile.TemporaryDirectory(prefix="dictate-bench-") as folder:
        path = Path(folder) / "clips.wav"
        samples = joined(clips)
        write_audio(path, samples)
        session = create_session(plan, events)
        try:
            ready = load(session, plan, events, terminal)
            wait_for_calm()
            terminal.message(f"dictate: playing {len(samples) / samples_of(1000):.0f} s in real time")
            session.start(ClipSource(path, live=True))
            course = course_of(list(events.until(Stopped)))
        finally:
            session.close()
    window = {} if args.no_window or display_problem() else measure_window()
    return _report(plan, clips, ready, course, window)


def bench_plan(args: argparse.Namespace) -> Plan:
    """The pair and mode of ``args``, everything else as it comes: the user's own settings would measure something else.

    Raises:
        UsageError: the pair or the mode does not exist.
        NotAModel: a folder without a Whisper checkpoint.
    """
    settings = Settings()
    named = args.pair or args.teacher or args.distil
    return Plan(
        settings=settings,
        choice=pair_choice(args, settings.models) if named else PairChoice(name=POCKET),
        mode=typed_mode(args.mode or Mode.DISTIL),
        microphone=MicrophoneSettings(),
    )


def load(session: Session, plan: Plan, events: TimedEvents, terminal: Terminal) -> ModelReady:
    """Bring the models of ``plan``.

    Raises:
        ModelError: they cannot be had.
    """
    terminal.status("loading the model")
    session.set_pair(plan.choice)
    *_, last = events.until(ModelReady)
    assert isinstance(last.event, ModelReady)
    return last.event


def wait_for_calm() -> None:
    """Until this process does hardly anything: models of other modes are loaded after the first one is ready."""
    for _ in range(_CALM_TRIES):
        spent = time.process_time()
        time.sleep(_CALM_S)
        if time.process_time() - spent < _CALM_SHARE * _CALM_S:
            return


def joined(clips: Sequence[Clip]) -> np.ndarray[Any, np.dtype[np.int16]]:
    """The clips one after the other, ``PAUSE_S`` of silence before, between and after."""
    silence = np.zeros(samples_of(1000 * PAUSE_S), dtype=np.int16)
    return np.concatenate([silence, *(part for clip in clips for part in (clip.samples, silence))])


def _report(
    plan: Plan, clips: Sequence[Clip], ready: ModelReady, course: Course, window: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    device = "cpu" if ready.info.device == "CPU" else "cuda"
    machine = describe(device, processor_cores())
    heard = " ".join(final.text for final in course.finals)
    rate = word_error_rate(paths.pocket_pair() / "teacher", [" ".join(clip.text for clip in clips)], [heard])
    targets = live_targets(plan.choice.name, course, window, device)
    figures = course.as_dict()
    result = {
        "machine": machine,
        "pair": plan.choice.name,
        "mode": plan.mode.value,
        "precision": ready.info.precision,
        "live": figures | {"word_error_rate": rate},
        "window": window,
        "targets": [asdict(target) | {"met": target.met} for target in targets],
    }
    lines = [*machine_lines(machine), "", *_lines(plan, ready, figures, rate), *_window_lines(window)]
    return result, [*lines, "", *target_lines(targets)]


def _lines(plan: Plan, ready: ModelReady, figures: dict[str, Any], rate: float | None) -> Iterator[str]:
    yield f"{plan.choice.name}, {plan.mode}, {ready.info.precision}: {figures['utterances']} utterances in real time"
    yield f"{'':40}{'mean':>9}{'median':>9}{'p95':>9}"
    for name, words in _NAMES.items():
        if figures[name]:
            yield f"{words:40}" + "".join(
                f"{value:>6.{1 if abs(value) < 10 else 0}f} ms" for value in figures[name].values()
            )
    yield f"{'words':40}{figures['words']:>9}" + ("" if rate is None else f", WER {100 * rate:.1f} %")
    yield f"{'committed words changed later':40}{figures['words_changed_after_commit']:>9}"
    yield f"{'committed words spelled otherwise later':40}{figures['words_respelled_after_commit']:>9}"
    if plan.mode is Mode.VERIFIED:
        yield f"{'words of the draft that the teacher changed':43}{figures['words_corrected_by_the_teacher']:>6}"
    yield f"{'sound lost, samples':40}{figures['audio_lost_samples']:>9}"


def _window_lines(window: dict[str, Any]) -> Iterator[str]:
    if window:
        yield f"{'worst stall of the window, loading':40}{window['loading_worst_ms']:>6.0f} ms"
        yield f"{'worst stall of the window, dictating':40}{window['dictating_worst_ms']:>6.0f} ms"
