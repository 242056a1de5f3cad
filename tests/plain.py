"""What a pocket model writes in full precision at the full window: the reference of the tests of accuracy.

``tests/engine/test_decoding.py`` shows that it is the text of transformers' ``generate``, token for token.
"""

from functools import cache
from typing import Any

import numpy as np

from dictate.core.types import Mode, Samples
from tests.engine.parts import POCKET, Reports

_texts: dict[tuple[Mode, bytes], str] = {}


def loaded(mode: Mode, precision: str, window: str) -> Any:
    """A pocket model on the processor; the caller closes it."""
    from dictate.engine.preload import preload

    preload()
    from dictate.engine.checkpoint import check_checkpoint
    from dictate.engine.loaded import LoadedPair
    from dictate.engine.options import EngineOptions

    pair = LoadedPair(EngineOptions(device="cpu", precision=precision, window=window))
    pair.load(mode, check_checkpoint(POCKET / mode.value), mode.value, Reports())
    return pair


def plain_text(mode: Mode, sound: Samples) -> str:
    """The text of int16[n] at 16 kHz; each sound is recognised once for all tests."""
    key = mode, np.ascontiguousarray(sound).tobytes()
    if key not in _texts:
        _texts[key] = _reference(mode).hear(sound, mode, language="en").text
    return _texts[key]


@cache
def _reference(mode: Mode) -> Any:
    return loaded(mode, "fp32", "full")
