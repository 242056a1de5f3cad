"""How much memory there is for models, and giving it back. Runs on the recogniser thread; imports torch when asked."""

import ctypes
import gc
import os
import sys
from pathlib import Path

from dictate.engine.device import CPU

_MARGIN_BYTES = 500_000_000
"""For caches, activations, and whoever else needs some."""
_CPU_GROWTH = 2.0
"""A checkpoint in half precision takes twice its size in the processor's full precision."""


def fits(size_bytes: int, device_wish: str) -> bool:
    """Whether there is room to load files of ``size_bytes`` beside what is loaded now; True where nobody can tell."""
    if device_wish != CPU and _gpu_is_used():
        import torch  # noqa: PLC0415 - it is loaded by now

        free, _total = torch.cuda.mem_get_info()
        return free > size_bytes + _MARGIN_BYTES
    available = _available_bytes()
    return available is None or available > size_bytes * _CPU_GROWTH + _MARGIN_BYTES


def give_back() -> None:
    """Hand freed memory back to the system, where the allocators would keep it for themselves."""
    gc.collect()
    if _gpu_is_used():
        import torch  # noqa: PLC0415 - it is loaded by now

        torch.cuda.empty_cache()
    if sys.platform == "linux":
        try:
            ctypes.CDLL(None).malloc_trim(0)
        except (OSError, AttributeError):  # a C library without it (musl) gives back by itself
            return


def _gpu_is_used() -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and bool(torch.cuda.is_initialized())


def _available_bytes() -> int | None:
    """What can be had without swapping."""
    try:
        lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration, ValueError):
        pass
    try:
        return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return None
