"""Is there room, and may we write? For ``dictate doctor``. Main thread."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from dictate import paths

_LEAST_FREE_BYTES = 500e6
"""An hour of dictation as audio takes 115 MB; under this something is likely to fail soon."""


def model_cache() -> Path:
    """Where downloaded models lie: the Hugging Face cache, as its own variables say."""
    home = os.environ.get("HF_HOME") or Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "huggingface"
    return Path(os.environ.get("HF_HUB_CACHE") or Path(home) / "hub")


def disk_findings() -> Iterator[tuple[str, str]]:
    """For each folder of ours: what was found, and what to do (empty when all is well)."""
    folders = {
        "settings": paths.config_folder(),
        "data": paths.data_folder(),
        "log": paths.log_folder(),
        "models": model_cache(),
    }
    for name, folder in folders.items():
        yield _finding(name, folder)


def _finding(name: str, folder: Path) -> tuple[str, str]:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        return f"{name}: {folder} cannot be written", f"Make {existing} writable."
    free = shutil.disk_usage(existing).free
    detail = f"{name}: {folder}, {free / 1e9:.1f} GB free"
    return detail, "" if free >= _LEAST_FREE_BYTES else "Free some space."
