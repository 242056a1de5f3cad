"""torch's errors become ours at the engine's border. Imports torch."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from dictate.core.errors import DictateError, OutOfMemory, RecognitionFailed

_FOREIGN = (RuntimeError, MemoryError, OSError, ValueError, KeyError, TypeError, ImportError)
_NO_ROOM = ("can't allocate memory", "cannot allocate memory", "not enough memory", "out of memory", "bad_alloc")
"""How torch's allocator says it on Linux and macOS, the system for a mapped file, torch on Windows, Metal, and C++."""


@contextmanager
def mapped(what: str) -> Iterator[None]:
    """Map torch's and the libraries' errors; ``what`` says what failed, as a sentence begins.

    Raises:
        OutOfMemory, RecognitionFailed: in place of theirs.
    """
    try:
        yield
    except DictateError:
        raise
    except _FOREIGN as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        told = lines[0].lower()
        if isinstance(error, torch.cuda.OutOfMemoryError | MemoryError) or any(sign in told for sign in _NO_ROOM):
            raise OutOfMemory(f"{what}: there is not enough memory", "Choose a smaller pair of models.") from error
        raise RecognitionFailed(f"{what}: {lines[0]}", "Run `dictate doctor`, or choose another model.") from error
