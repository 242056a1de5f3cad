"""How much memory there is for models, and giving it back. Runs on the recogniser thread; imports torch when asked."""

import ctypes
import gc
import sys

import psutil

from dictate.engine.device import CPU

_MARGIN_BYTES = 500_000_000
"""For caches, activations, and whoever else needs some."""
_CPU_GROWTH = 2.0
"""A checkpoint in half precision takes twice its size in the processor's full precision."""


def fits(size_bytes: int, device_wish: str) -> bool:
    """Whether there is room to load files of ``size_bytes`` beside what is loaded now."""
    if device_wish != CPU and _gpu_is_used():
        import torch  # noqa: PLC0415 - it is loaded by now

        free, _total = torch.cuda.mem_get_info()
        return free > size_bytes + _MARGIN_BYTES
    return psutil.virtual_memory().available > size_bytes * _CPU_GROWTH + _MARGIN_BYTES


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
