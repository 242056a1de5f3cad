"""torch's errors become ours at the engine's border. Imports torch."""

from collections.abc import Iterator
from contextlib import contextmanager

import torch

from dictate.core.errors import DictateError, OutOfMemory, RecognitionFailed

_FOREIGN = (RuntimeError, MemoryError, OSError, ValueError, KeyError, TypeError, ImportError)


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
        no_room = isinstance(error, torch.cuda.OutOfMemoryError | MemoryError) or "can't allocate memory" in lines[0]
        if no_room:
            raise OutOfMemory(f"{what}: there is not enough memory", "Choose a smaller pair of models.") from error
        raise RecognitionFailed(f"{what}: {lines[0]}", "Run `dictate doctor`, or choose another model.") from error
