"""What holds for every test: its own folders, no network, no display of the user's, and no thread left behind."""

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from dictate.paths import HOME_VARIABLE
from tests.hub import hub, hub_cache, in_process
from tests.virtual import microphone, screen

__all__ = ["hub", "hub_cache", "in_process", "microphone", "screen"]

# A busy machine makes examples slow, not wrong.
settings.register_profile("dictate", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("dictate")

SESSION_FOLDER = Path(tempfile.mkdtemp(prefix="dictate-tests-"))
"""Stands in for the user's folders where a library reads its environment once, while it is imported."""

# Read at import time by Qt, OpenMP and the model hub, so they are set before any test module is imported.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ["HF_HOME"] = str(SESSION_FOLDER / "huggingface")
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

FOLDERS = {
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "WIN_PD_OVERRIDE_APPDATA": "config",
    "WIN_PD_OVERRIDE_LOCAL_APPDATA": "data",
    "HF_HOME": "huggingface",
}
"""Environment variable -> the folder that a test gets for it (platformdirs reads them on Linux, macOS and Windows)."""

LEFTOVER_GRACE_S = 5.0
"""How long a worker thread may still be on its way out when a test ends."""


@pytest.fixture(autouse=True)
def own_folders(
    no_leftover_threads: None, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Every test has its own settings, data and cache folders; returns the folder that holds them."""
    root = tmp_path_factory.mktemp("user")
    for variable, folder in FOLDERS.items():
        monkeypatch.setenv(variable, str(root / folder))
    # One place for Dictate's own folders: the control socket's, too, must not be the user's.
    monkeypatch.setenv(HOME_VARIABLE, str(root / "dictate"))
    return root


@pytest.fixture(autouse=True)
def no_leftover_threads() -> Iterator[None]:
    """A test fails when a worker of ours, or any thread that would keep the process alive, survives it."""
    before = set(threading.enumerate())
    yield
    deadline = time.monotonic() + LEFTOVER_GRACE_S
    started = [thread for thread in threading.enumerate() if thread not in before and _must_end(thread)]
    for thread in started:
        thread.join(max(0.0, deadline - time.monotonic()))
    left = [thread.name for thread in started if thread.is_alive()]
    assert not left, f"threads left behind: {', '.join(left)}"


def _must_end(thread: threading.Thread) -> bool:
    return thread.name.startswith("dictate-") or not thread.daemon


def pytest_sessionfinish() -> None:
    """Remove what stood in for the user's folders."""
    shutil.rmtree(SESSION_FOLDER, ignore_errors=True)
