"""What the pipeline's tests are made of: a source fed by hand, a detector that calls loud sound speech, a listener."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import numpy as np

from dictate.core.events import Event, Finalized, ModelReady, StateChanged, Stopped
from dictate.core.level import level_of
from dictate.core.ports import Listener, Recognizer, RecognizerFactory
from dictate.core.settings import SegmenterSettings
from dictate.core.sources import SourceSink
from dictate.core.types import Final, Frame, Mode, PairChoice, RawBlock, Request, Samples, samples_of
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.keeper import Keeper
from dictate.pipeline.session import Session
from dictate.pipeline.watchdog import PATIENCE_S

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


def by_loudness(request: Request) -> str:
    """An answer that tells which utterance was asked for."""
    return f"word{loudness_of(request.samples)}"


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
    sink: SourceSink

    def __init__(self, *, live: bool = True, error: Exception | None = None, hurried: bool = False) -> None:
        self.live = live
        self._ahead = 0
        self._hurried = hurried
        self._taken = threading.Condition()
        self.opened = threading.Event()
        self.closed = threading.Event()
        self._error = error
        self.next: HandSource | None = None

    def open(self, sink: SourceSink) -> str:
        if self._error is not None:
            raise self._error
        self.sink = sink
        self.opened.set()
        return "by hand"

    def push(self, samples: Samples) -> None:
        assert self.opened.wait(DEADLINE_S)
        for start in range(0, len(samples), BLOCK):
            if self.closed.is_set():
                return
            with self._taken:
                assert self._hurried or self._taken.wait_for(lambda: self._ahead < AHEAD, DEADLINE_S)
                self._ahead += 1
            self.sink.block(RawBlock(samples[start : start + BLOCK].reshape(-1, 1), time.monotonic()))

    def end(self, error: Exception | None = None) -> None:
        self.sink.ended(error)

    def wait_until_taken(self) -> None:
        """Until every block that was pushed is cut."""
        with self._taken:
            assert self._taken.wait_for(lambda: self._ahead == 0, DEADLINE_S)

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

    def again(self) -> "HandSource | None":
        return self.next


class Recorder:
    """A ``Listener`` that keeps every event and lets a test wait for one."""

    def __init__(self, before: Listener | None = None) -> None:
        self.events: list[Event] = []
        self._before = before
        self._changed = threading.Condition()

    def notify(self, event: Event) -> None:
        if self._before is not None:
            self._before.notify(event)
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
    unload_after: str = "never",
    keeper: Keeper | None = None,
    listener: Listener | None = None,
    build: Callable[[], Recognizer] | None = None,
    factory: RecognizerFactory | None = None,
    on_cpu: Recognizer | None = None,
    patience_s: float = PATIENCE_S,
    self_check_every: int = 0,
) -> Iterator[tuple[Session, Recorder]]:
    """A running session on ``recognizer`` (pair "one") and ``more`` by pair name; closed at the end.

    ``listener`` hears of every event before the recorder does. ``build`` makes pair "one" anew whenever it is wished
    for; ``factory`` makes all pairs.
    """
    recorder = Recorder(listener)
    pairs: dict[str, Recognizer] = {"one": recognizer or ScriptedRecognizer(), **(more or {})}
    running = Session(
        recorder,
        factory or (lambda choice: build() if build else pairs[choice.name]),
        lambda _settings: LoudDetector(),
        settings or SegmenterSettings(),
        mode=mode,
        unload_after=unload_after,
        keeper=keeper,
        on_cpu=(lambda _choice: on_cpu) if on_cpu else None,
        patience_s=patience_s,
        self_check_every=self_check_every,
    )
    try:
        if load:
            running.set_pair(PairChoice(name="one"))
            recorder.wait(ModelReady)
        yield running, recorder
    finally:
        running.close()
