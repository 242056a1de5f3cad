"""One implementation in a process of its own, asked over a pipe.

So each has its own threads, settings and memory, which is measured as that of the process, and one that fails takes
nothing with it. ``Worker`` lives in the benchmark's process, ``_serve`` is the other end.
"""

import multiprocessing
import sys
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from dictate.bench.memory import device_bytes, device_peak_bytes, peak_bytes, resident_bytes
from dictate.bench.parts import Engine, Heard, Loaded, Recipe, Task
from dictate.core.errors import DictateError
from dictate.core.types import Samples

_WHISPER = "transformers.models.whisper"
PRELOADED = (
    "torch",
    "dictate.engine.loaded",
    "transformers.generation.utils",
    *(f"{_WHISPER}.{part}_whisper" for part in ("modeling", "processing", "feature_extraction", "tokenization")),
    *(f"dictate.bench.{part}" for part in ("worker", "ours", "generate", "faster")),
)
"""Imported once, before the processes part: an import takes seconds, and would in each."""
_QUIET_S = 0.01
_QUIET_SHARE = 0.2
_QUIET_TRIES = 100
_END_S = 5.0
_ENDED = "its process ended unexpectedly (probably out of memory)"


class WorkerFailed(DictateError):
    """An implementation could not be loaded, or failed; the reason stands in its row."""


@dataclass(frozen=True, slots=True)
class _Failure:
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """The most bytes beyond those of the libraries: that the process held, and on the GPU (0 without one)."""

    peak: int
    on_device: int


def context() -> Any:
    """How processes begin: from one that has imported what all need; where there is none such, anew."""
    if sys.platform in ("win32", "darwin"):
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(list(PRELOADED))
    return server


class Worker:
    """A loaded implementation.

    Args:
        recipe: what to load.
        threads: of torch in it.
        device: ``cpu`` or ``cuda``, for the memory that is looked at.

    Raises:
        WorkerFailed: it could not be loaded.
    """

    def __init__(self, recipe: Recipe, *, threads: int, device: str = "cpu") -> None:
        processes = context()
        self._pipe, other = processes.Pipe()
        self._process = processes.Process(target=_serve, args=(other, recipe, threads, device), daemon=True)
        self._process.start()
        other.close()
        try:
            loaded = self._answer()
        except WorkerFailed:
            self.close()
            raise
        assert isinstance(loaded, Loaded)
        self.loaded = loaded

    def hear(self, task: Task, samples: Samples) -> Heard:
        """Recognise int16[n] at 16 kHz; returns when the process is quiet again.

        Raises:
            WorkerFailed: it failed.
        """
        heard = self._ask((task, samples))
        assert isinstance(heard, Heard)
        return heard

    def memory(self) -> Memory:
        """What it needed so far.

        Raises:
            WorkerFailed: it is gone.
        """
        memory = self._ask(None)
        assert isinstance(memory, Memory)
        return memory

    def close(self) -> None:
        """End the process. May be called twice."""
        self._pipe.close()
        self._process.join(_END_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()

    def _ask(self, question: tuple[Task, Samples] | None) -> Any:
        try:
            self._pipe.send(question)
        except OSError as error:
            raise WorkerFailed(_ENDED) from error
        return self._answer()

    def _answer(self) -> Any:
        try:
            answer = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise WorkerFailed(_ENDED) from error
        if isinstance(answer, _Failure):
            raise WorkerFailed(answer.reason)
        return answer


def _serve(pipe: Connection, recipe: Recipe, threads: int, device: str) -> None:
    """Load, then answer until the other end is closed."""
    try:
        import torch  # noqa: PLC0415 - only here, not in the benchmark's own process

        torch.set_num_threads(threads)
        recipe.libraries()
        before, device_before = resident_bytes(), device_bytes(device)
        engine = recipe.load()
        on_device = device_bytes(device) - device_before  # now: later others have loaded theirs
        pipe.send(engine.loaded())
        while True:
            asked = pipe.recv()
            if asked is None:
                most = max(on_device, device_peak_bytes(device))
                pipe.send(Memory(peak=max(0, peak_bytes() - before), on_device=most))
            else:
                pipe.send(_hear(engine, *asked))
    except (EOFError, BrokenPipeError, ConnectionResetError, KeyboardInterrupt):
        return  # the benchmark has what it wanted, or was called off
    except Exception as error:  # noqa: BLE001  (the process's border: the reason travels)
        pipe.send(_Failure(_reason(error)))


def _hear(engine: Engine, task: Task, samples: Samples) -> Heard | _Failure:
    """One that fails leaves the engine to its other tasks."""
    try:
        heard = engine.hear(task, samples)
    except Exception as error:  # noqa: BLE001  (as in ``_serve``)
        return _Failure(_reason(error))
    _settle()
    return heard


def _settle() -> None:
    """Wait until no thread of this process spins for work that may come: it would slow down the next implementation."""
    for _ in range(_QUIET_TRIES):
        before = time.process_time()
        time.sleep(_QUIET_S)
        if time.process_time() - before < _QUIET_SHARE * _QUIET_S:
            return


def _reason(error: Exception) -> str:
    if isinstance(error, DictateError):
        return error.user_message
    lines = [line for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
