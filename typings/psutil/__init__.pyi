"""What we use of psutil, which has no type annotations of its own."""

from typing import NamedTuple

class _Times(NamedTuple):
    user: float
    system: float
    idle: float

class _Memory(NamedTuple):
    available: int

def cpu_times() -> _Times: ...
def cpu_count() -> int | None: ...
def virtual_memory() -> _Memory: ...
