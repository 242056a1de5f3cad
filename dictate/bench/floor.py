"""The hardware's floor: the time below which no program can recognise an utterance on this machine. Main thread.

Counted as in the design: the arithmetic of the encoder at the rate of a large matrix product, and for every token the
bytes of the decoder at the rate at which memory is read. Both rates are measured, nothing is looked up.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

from dictate.bench.parts import Task
from dictate.bench.shapes import Shape
from dictate.core.types import samples_of
from dictate.engine.window import WINDOW_POSITIONS, trimmed_positions

_TRIES = 5
_PROBE_BYTES = {"cpu": 256 * 2**20, "cuda": 2**30}
_PROBE_WIDTH = {"cpu": 2048, "cuda": 8192}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """What this machine does at best.

    Attributes:
        products: precision -> floating-point operations a second of a large matrix product.
        read_bytes: bytes read from memory in a second.
        weight_bytes: of a decoder's weight in the most compact form that is counted: int8 on a CPU, 16 bit on a GPU.
    """

    products: dict[str, float]
    read_bytes: float
    weight_bytes: int

    @property
    def operations(self) -> float:
        """Of the fastest precision, a second."""
        return max(self.products.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Seconds for one utterance: at the full window, and at the window trimmed to the utterance."""

    full: float
    trimmed: float


def measure_rates(device: str, threads: int) -> Rates:
    """Look how fast this machine is with so many threads of the processor; takes about a second."""
    import torch  # noqa: PLC0415 - seconds

    torch.set_num_threads(threads)

    def best(work: Callable[[], object]) -> float:
        times = []
        for _ in range(_TRIES):
            started = time.perf_counter()
            work()
            if device == "cuda":
                torch.cuda.synchronize()
            times.append(time.perf_counter() - started)
        return min(times)

    kinds = {"fp32": torch.float32, "bf16": torch.bfloat16} if device == "cpu" else {"fp16": torch.float16}
    width = _PROBE_WIDTH[device]
    products = {}
    for name, dtype in kinds.items():
        matrix = torch.randn(width, width, device=device).to(dtype)
        products[name] = 2 * width**3 / best(lambda matrix=matrix: matrix @ matrix)  # type: ignore[misc]
    held = torch.ones(_PROBE_BYTES[device] // 4, device=device)
    return Rates(
        products=products,
        read_bytes=_PROBE_BYTES[device] / best(held.sum),
        weight_bytes=1 if device == "cpu" else 2,
    )


def floor(shape: Shape, task: Task, *, seconds: float, tokens: int, rates: Rates) -> Floor:
    """The floor of a teacher, a distil, or a distil's draft with one check by the teacher (``VERIFIED``)."""

    def at(positions: int) -> float:
        counts = _Counts(shape, positions, rates)
        spent = counts.encoder() + counts.steps(shape.distil_layers, tokens + 1)
        if task is Task.TEACHER:
            spent = counts.encoder() + counts.steps(shape.teacher_layers, tokens + 1)
        elif task is Task.VERIFIED:
            spent += counts.check(shape.teacher_layers, tokens + 1)
        return spent

    return Floor(full=at(WINDOW_POSITIONS), trimmed=at(trimmed_positions(samples_of(1000 * seconds))))


@dataclass(frozen=True, slots=True)
class _Counts:
    """Seconds of the parts of a pass; operations are multiplications and additions."""

    shape: Shape
    positions: int
    rates: Rates

    def encoder(self) -> float:
        width, places = self.shape.width, self.positions
        convolutions = 2 * 3 * self.shape.mel_bins * width * 2 * places + 2 * 3 * width * width * places
        layer = 2 * places * (4 * width * width + 2 * width * self.shape.encoder_inner) + 4 * places * places * width
        return (convolutions + self.shape.encoder_layers * layer) / self.rates.operations

    def steps(self, layers: int, count: int) -> float:
        """Cross-attention's keys and values once, then ``count`` tokens one by one."""
        return self._listen(layers) + count * self._bytes(layers) / self.rates.read_bytes

    def check(self, layers: int, count: int) -> float:
        """Cross-attention's keys and values once, then ``count`` tokens in one pass."""
        operations = 2 * count * self._weights(layers)
        read = self._bytes(layers) / self.rates.read_bytes
        return self._listen(layers) + max(read, operations / self.rates.operations)

    def _listen(self, layers: int) -> float:
        return layers * 4 * self.shape.width**2 * self.positions / self.rates.operations

    def _bytes(self, layers: int) -> float:
        """Read for a token: the weights, keys and values of the cross-attention (16 bit)."""
        return self._weights(layers) * self.rates.weight_bytes + layers * 2 * self.positions * self.shape.width * 2

    def _weights(self, layers: int) -> int:
        """For a token: self-attention, query and output of the cross-attention, feed-forward, output projection."""
        width = self.shape.width
        return layers * (6 * width * width + 2 * width * self.shape.decoder_inner) + self.shape.vocabulary * width
