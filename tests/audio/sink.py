"""A sink that collects what a source delivers, and lets a test wait for it."""

import threading
import time

import numpy as np
import numpy.typing as npt

from dictate.core.sources import AudioSource
from dictate.core.types import RawBlock, Samples

LIMIT_S = 20.0


class CollectingSink:
    """Keeps every block with the moment at which it came."""

    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self.came_at: list[float] = []
        self.error: Exception | None = None
        self.devices: list[str] = []
        self.outdated_times = 0
        self._ends = 0
        self._changed = threading.Condition()

    def block(self, block: RawBlock) -> None:
        with self._changed:
            self.blocks.append(block)
            self.came_at.append(time.monotonic())
            self._changed.notify_all()

    def ended(self, error: Exception | None = None) -> None:
        with self._changed:
            self._ends += 1
            self.error = error
            self._changed.notify_all()

    def moved(self, name: str) -> None:
        with self._changed:
            self.devices.append(name)
            self._changed.notify_all()

    def outdated(self) -> None:
        with self._changed:
            self.outdated_times += 1
            self._changed.notify_all()

    @property
    def ends(self) -> int:
        """How often the source said that it is over."""
        return self._ends

    @property
    def frames(self) -> int:
        return sum(len(block.samples) for block in self.blocks)

    def wait_for_blocks(self, more: int) -> None:
        """Wait until ``more`` blocks came from now on."""
        with self._changed:
            wanted = len(self.blocks) + more
            assert self._changed.wait_for(lambda: len(self.blocks) >= wanted, LIMIT_S), "no sound came"

    def wait_for_end(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self._ends > 0, LIMIT_S), "the source did not end"

    def wait_for_device(self, count: int = 1) -> str:
        """Wait until the device was changed ``count`` times; returns its name."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.devices) >= count, LIMIT_S), "the device was not changed"
            return self.devices[-1]

    def wait_until_outdated(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.outdated_times > 0, LIMIT_S), "the default was not changed"

    def wait_for_silence(self, seconds: float) -> None:
        """Wait until no block has come for ``seconds``."""
        with self._changed:
            deadline = time.monotonic() + LIMIT_S
            while self._changed.wait(seconds):
                assert time.monotonic() < deadline, "the blocks did not cease"

    def heard(self, source: AudioSource) -> Samples:
        """Everything, as 16 kHz mono."""
        return np.concatenate([source.convert(block) for block in self.blocks] + [source.flush()])


def likeness(heard: Samples, spoken: Samples) -> float:
    """The highest normalised correlation of ``spoken`` with any stretch of ``heard``: 1 when it is all there."""
    long, short = heard.astype(np.float64), spoken.astype(np.float64)
    assert len(long) >= len(short), "less was heard than was spoken"
    size = len(long) + len(short)
    spectrum = np.fft.rfft(long, size) * np.conj(np.fft.rfft(short, size))
    products: npt.NDArray[np.float64] = np.fft.irfft(spectrum, size)[: len(long) - len(short) + 1]
    at = int(products.argmax())
    return float(products[at] / (np.linalg.norm(long[at : at + len(short)]) * np.linalg.norm(short)))
