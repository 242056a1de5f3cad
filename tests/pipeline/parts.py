"""What the pipeline's tests are made of: a source fed by hand, a detector that calls loud sound speech, a listener."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np

from dictate.core.events import Event, Finalized, ModelReady, StateChanged, Stopped
from dictate.core.level import level_of
from dictate.core.ports import Recognizer, SourceSink
from dictate.core.settings import SegmenterSettings
from dictate.core.types import Final, Frame, Mode, PairChoice, RawBlock, Samples, samples_of
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.session import Session

DEADLINE_S = 30.0
BLOCK = 320
AHEAD = 100
T = TypeVar("T")


def speech(ms: float, loudness: int = 4000) -> Samples:
    """Noise loud enough for ``LoudDetector``; ``loudness`` tells one utterance from another."""
    generator = np.random.default_rng(loudness)
    return (generator.uniform(-1, 1, samples_of(ms)) * loudness).astype(np.int16)


def silence(ms: float) -> Samples:
    return np.zeros(samples_of(ms), np.int16)


def loudness_of(samples: Samples) -> int:
    """The ``loudness`` that the loudest speech in ``samples`` was made with, to the nearest 100."""
    return round(int(np.abs(samples.astype(np.int32)).max()) / 100) * 100


class LoudDetector:
    """A ``VoiceDetector`` for made sound: loud is speech."""

    threshold_dbfs = -50.0

    def gate(self, frame: Frame) -> bool:
        return level_of(frame.samples).rms_dbfs > self.threshold_dbfs

    def speech_probability(self, frame: Frame) -> float:
        return 0.99 if self.gate(frame) else 0.0

    def reset(self) -> None:
        pass


class HandSource:
    """An ``AudioSource`` whose blocks the test pushes, from the test's thread, as a callback would.

    Like a device it does not run ahead of the clock, unless ``hurried``: it waits while many blocks are not cut yet.
    """

    note = ""

    def __init__(self, *, live: bool = True, error: Exception | None = None, hurried: bool = False) -> None:
        self.live = live
        self._ahead = 0
        self._hurried = hurried
        self._taken = threading.Condition()
        self.opened = threading.Event()
        self.closed = threading.Event()
        self._error = error
        self._sink: SourceSink | None = None

    def open(self, sink: SourceSink) -> str:
        if self._error is not None:
            raise self._error
        self._sink = sink
        self.opened.set()
        return "by hand"

    def push(self, samples: Samples) -> None:
        assert self.opened.wait(DEADLINE_S)
        for start in range(0, len(samples), BLOCK):
            if self._sink is None or self.closed.is_set():
                return
            with self._taken:
                assert self._hurried or self._taken.wait_for(lambda: self._ahead < AHEAD, DEADLINE_S)
                self._ahead += 1
            self._sink.block(RawBlock(samples[start : start + BLOCK].reshape(-1, 1), time.monotonic()))

    def end(self, error: Exception | None = None) -> None:
        assert self._sink is not None
        self._sink.ended(error)

    def convert(self, block: RawBlock) -> Samples:
        with self._taken:
            self._ahead -= 1
            self._taken.notify_all()
        return block.samples[:, 0]

    def flush(self) -> Samples:
        return np.empty(0, np.int16)

    def to_samples(self, frames: int) -> int:
        return frames

    def close(self) -> None:
        self.closed.set()


class Recorder:
    """A ``Listener`` that keeps every event and lets a test wait for one."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._changed = threading.Condition()

    def notify(self, event: Event) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def of(self, kind: type[T]) -> list[T]:
        with self._changed:
            return [event for event in self.events if isinstance(event, kind)]

    def wait(self, kind: type[T], count: int = 1, where: Callable[[Any], bool] = lambda _event: True) -> T:
        """The ``count``-th event of ``kind`` for which ``where`` holds."""

        def found() -> list[T]:
            return [event for event in self.events if isinstance(event, kind) and where(event)]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= count, DEADLINE_S), (
                f"no {kind.__name__} (number {count}) in {self.events[-10:]}"
            )
            return found()[count - 1]

    @property
    def finals(self) -> list[Final]:
        return [event.final for event in self.of(Finalized)]

    @property
    def states(self) -> list[str]:
        return [event.state.value for event in self.of(StateChanged)]

    def stopped(self, count: int = 1) -> Stopped:
        return self.wait(Stopped, count)


@contextmanager
def session(
    recognizer: Recognizer | None = None,
    *,
    more: dict[str, Recognizer] | None = None,
    mode: Mode = Mode.DISTIL,
    settings: SegmenterSettings | None = None,
    load: bool = True,
    self_check_every: int = 0,
) -> Iterator[tuple[Session, Recorder]]:
    """A running session on ``recognizer`` (pair "one") and ``more`` by pair name; closed at the end."""
    recorder = Recorder()
    pairs: dict[str, Recognizer] = {"one": recognizer or ScriptedRecognizer(), **(more or {})}
    running = Session(
        recorder,
        lambda choice: pairs[choice.name],
        lambda _settings: LoudDetector(),
        settings or SegmenterSettings(),
        mode=mode,
        self_check_every=self_check_every,
    )
    try:
        if load:
            running.set_pair(PairChoice(name="one"))
            recorder.wait(ModelReady)
        yield running, recorder
    finally:
        running.close()
