"""Sound from memory or a journal in place of the microphone, as fast as the pipeline takes it.

It is delivered on a thread of its own, ``dictate-reread``; everything else runs on the segmenter thread.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np

from dictate.core.errors import DictateError
from dictate.core.sources import SourceSink
from dictate.core.types import RawBlock, Samples, samples_of

_BLOCK: Final = samples_of(100)
BETWEEN_MS: Final = 1000
"""Silence between stretches that do not follow on each other: longer than any pause that ends an utterance."""

Command = tuple[int, Callable[[], None]]
"""What is to be called when so many samples were delivered."""


class Rereading:
    """A recording (an ``AudioSource``) of sound that was captured before.

    The stretches are read when they are due, so that a view of a file takes no memory.
    """

    live: Final = False
    note: Final = ""

    def __init__(self, name: str, stretches: Callable[[], Iterable[Samples]], commands: Sequence[Command] = ()) -> None:
        """``stretches`` gives int16[n] at 16 kHz each; ``commands`` are called between blocks, on their thread."""
        self._name = name
        self._stretches = stretches
        self._commands = sorted(commands, key=lambda command: command[0])
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, sink: SourceSink) -> str:
        """Begin to deliver blocks; returns the name to show."""
        self._thread = threading.Thread(target=self._deliver, args=(sink,), name="dictate-reread", daemon=True)
        self._thread.start()
        return self._name

    def convert(self, block: RawBlock) -> Samples:
        """The block as it is."""
        return block.samples[:, 0]

    def flush(self) -> Samples:
        """Nothing: there is no resampler."""
        return np.empty(0, np.int16)

    def to_samples(self, frames: int) -> int:
        """As many."""
        return frames

    def again(self) -> None:
        """None: there is no device that could be lost."""

    def close(self) -> None:
        """Stop at once; no block follows. May be called twice."""
        self._cancelled.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _deliver(self, sink: SourceSink) -> None:
        done = 0
        try:
            for number, stretch in enumerate(self._stretches()):
                for samples in (*([np.zeros(samples_of(BETWEEN_MS), np.int16)] if number else []), stretch):
                    if not self._deliver_one(sink, samples, done):
                        return
                    done += len(samples)
        except DictateError as error:
            sink.ended(error)
        else:
            sink.ended()

    def _deliver_one(self, sink: SourceSink, samples: Samples, done: int) -> bool:
        """Blocks that end where a command is due; False when ``close`` came first."""
        ends = {at - done for at, _ in self._commands if done < at < done + len(samples)}
        places = sorted({*range(0, len(samples), _BLOCK), *ends, len(samples)})
        for start, end in pairwise(places):
            self._call_commands(done + start)
            if self._cancelled.is_set():
                return False
            sink.block(RawBlock(np.array(samples[start:end]).reshape(-1, 1), time.monotonic()))
        self._call_commands(done + len(samples))
        return True

    def _call_commands(self, done: int) -> None:
        while self._commands and self._commands[0][0] <= done:
            self._commands.pop(0)[1]()
