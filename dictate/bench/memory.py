"""How much memory a process holds, and held at most. Any process of the benchmark."""

import contextlib
import re
import sys
from pathlib import Path
from typing import Any

_STATUS = Path("/proc/self/status")


def device_bytes(device: str) -> int:
    """What is in use on the GPU, by every process; 0 on a processor."""
    if device != "cuda":
        return 0
    import torch  # noqa: PLC0415 - seconds

    free, total = torch.cuda.mem_get_info()
    return int(total - free)


def device_peak_bytes(device: str) -> int:
    """The most that torch has held on the GPU in this process; 0 on a processor."""
    if device != "cuda":
        return 0
    import torch  # noqa: PLC0415 - seconds

    return int(torch.cuda.max_memory_reserved())


def resident_bytes() -> int:
    """Memory that this process holds now; 0 where the system does not tell."""
    return _status("VmRSS")


def peak_bytes() -> int:
    """The most that this process has held; 0 where the system does not tell."""
    if _STATUS.exists():
        return _status("VmHWM")
    with contextlib.suppress(ImportError):  # Windows has no such module
        import resource  # noqa: PLC0415 - as above

        usage: Any = resource.getrusage(resource.RUSAGE_SELF)
        return int(usage.ru_maxrss) * (1 if sys.platform == "darwin" else 1024)
    return 0


def _status(name: str) -> int:
    if not _STATUS.exists():
        return 0
    found = re.search(rf"^{name}:\s+(\d+) kB", _STATUS.read_text(encoding="ascii"), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0
