"""What was measured on: processor, memory, GPU, versions, date. Main thread."""

import os
import platform
import re
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from dictate import __version__
from dictate.bench.floor import Rates

_PACKAGES = ("torch", "transformers", "faster-whisper", "ctranslate2", "flash-attn")


def describe(device: str, threads: int, rates: Rates | None = None) -> dict[str, Any]:
    """For the report and the JSON."""
    packages = {name: found for name in _PACKAGES if (found := _version(name))}
    machine: dict[str, Any] = {
        "date": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "dictate": __version__,
        "python": platform.python_version(),
        "system": platform.platform(terse=True),
        "processor": _processor(),
        "cores": os.cpu_count() or 1,
        "threads": threads,
        "device": device,
        "packages": packages,
    }
    if device == "cuda":
        import torch  # noqa: PLC0415 - seconds

        machine["gpu"] = torch.cuda.get_device_name()
        machine["cuda"] = str(torch.version.cuda)
    if rates is not None:
        machine["operations_a_second"] = dict(rates.products)
        machine["read_bytes_a_second"] = rates.read_bytes
    return machine


def machine_lines(machine: dict[str, Any]) -> list[str]:
    """The same for a person."""
    where = machine.get("gpu") or f"{machine['processor']}, {machine['threads']} threads"
    packages = ", ".join(f"{name} {found}" for name, found in machine["packages"].items())
    lines = [
        f"{machine['date']}, {where}, {machine['system']}",
        f"Dictate {machine['dictate']}, Python {machine['python']}, {packages}",
    ]
    if "operations_a_second" in machine:
        products = ", ".join(f"{name} {rate / 1e9:,.0f}" for name, rate in machine["operations_a_second"].items())
        read = machine["read_bytes_a_second"] / 1e9
        lines.append(f"matrix products: {products} GFLOP/s; memory is read at {read:,.1f} GB/s")
    return lines


def processor_cores() -> int:
    """Physical cores, of those that this process may use."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    cores = set()
    for path in Path("/sys/devices/system/cpu").glob("cpu[0-9]*/topology"):
        try:
            cores.add(((path / "physical_package_id").read_text(), (path / "core_id").read_text()))
        except OSError:  # not told here: then every processor counts
            return usable
    return min(usable, len(cores)) if cores else usable


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", info.read_text(encoding="utf-8"), re.MULTILINE)
        if found:
            return found[1].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
