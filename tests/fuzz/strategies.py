"""Bytes and values as no one should send them. ``DICTATE_FUZZ`` examples for each test; ``make fuzz`` takes many."""

import os
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("DICTATE_FUZZ", "40"))
FUZZ = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)

JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)

_EDITS = ("set", "insert", "remove", "repeat", "cut")


def mutated(seed: bytes, most: int = 6) -> st.SearchStrategy[bytes]:
    """``seed`` after some edits: bytes replaced, put in, taken out, repeated, or all cut off from a place on."""
    edit = st.tuples(st.sampled_from(_EDITS), st.integers(0, len(seed)), st.binary(min_size=1, max_size=12))
    return st.lists(edit, min_size=1, max_size=most).map(lambda edits: _edited(seed, edits))


def _edited(seed: bytes, edits: list[tuple[str, int, bytes]]) -> bytes:
    for kind, place, data in edits:
        before, after = seed[:place], seed[place:]
        match kind:
            case "set":
                seed = before + data + after[len(data) :]
            case "insert":
                seed = before + data + after
            case "remove":
                seed = before + after[len(data) :]
            case "repeat":
                seed = before + after[: 16 * len(data)] + after
            case _:
                seed = before
    return seed


def changed(seed: dict[str, Any], *keys: str) -> st.SearchStrategy[dict[str, Any]]:
    """``seed`` with some of ``keys`` (all by default) set to anything, or taken out."""
    key = st.sampled_from(keys or tuple(seed))
    return st.dictionaries(key, JSON | st.just(...), min_size=1, max_size=3).map(
        lambda values: {name: value for name, value in (seed | values).items() if value is not ...}
    )
