"""Where Dictate keeps things, and where its resources lie. Any thread; nothing is created here but on request.

``DICTATE_HOME`` puts every folder under one place: a portable copy, or a test that must not touch the user's.
"""

import getpass
import os
import sys
from collections.abc import Callable
from pathlib import Path

import platformdirs

from dictate.core.errors import StorageError

_NAME = "dictate"
HOME_VARIABLE = "DICTATE_HOME"


def _folder(kind: str, default: Callable[[], Path]) -> Path:
    home = os.environ.get(HOME_VARIABLE, "")
    return Path(home) / kind if home else default()


def config_folder() -> Path:
    """Holds ``settings.json``."""
    return _folder("config", lambda: platformdirs.user_config_path(_NAME, appauthor=False, roaming=True))


def data_folder() -> Path:
    """Holds what must not be lost: kept dictations."""
    return _folder("data", lambda: platformdirs.user_data_path(_NAME, appauthor=False))


def cache_folder() -> Path:
    """Holds what can be had again: downloaded models."""
    return _folder("cache", lambda: platformdirs.user_cache_path(_NAME, appauthor=False))


def log_folder() -> Path:
    """Holds the log file."""
    return _folder("log", lambda: platformdirs.user_log_path(_NAME, appauthor=False))


def runtime_folder() -> Path:
    """Holds the control socket; only the user may enter it."""
    return _folder("run", _runtime_default)


def _runtime_default() -> Path:
    if sys.platform == "linux":
        given = "XDG_RUNTIME_DIR" in os.environ or Path(f"/run/user/{os.getuid()}").exists()
        if not given:
            return cache_folder() / "run"  # the fallback of platformdirs is a place that others can take first
    return platformdirs.user_runtime_path(_NAME, appauthor=False)


def settings_file() -> Path:
    """The settings, as JSON."""
    return config_folder() / "settings.json"


def log_file() -> Path:
    """The log."""
    return log_folder() / "dictate.log"


def control_name() -> str:
    """Where the window can be steered: the path of a socket, on Windows the name of a pipe. Nothing is created."""
    if sys.platform == "win32":
        return f"dictate-{getpass.getuser()}"
    return str(runtime_folder() / "control.sock")


def made(folder: Path, *, private: bool = False) -> Path:
    """``folder``, created when it is missing; ``private``: for this user alone.

    Raises:
        StorageError: it cannot be created.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
        if private and sys.platform != "win32":
            folder.chmod(0o700)  # fails when it is someone else's, as in a shared temporary folder
    except OSError as error:
        raise StorageError(
            f"The folder {folder} cannot be created: {error.strerror or error}",
            f"Make it writable, or choose another one ({HOME_VARIABLE} moves the folders of Dictate itself).",
        ) from error
    return folder


def resources() -> Path:
    """Icons, style sheets, the pocket pair, the demo clip: beside the package in a source tree, inside it in a wheel.

    Raises:
        StorageError: the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "resources", package.parent / "resources"):
        if (candidate / "demo.flac").is_file():
            return candidate
    raise StorageError(f"Dictate's own resources are missing beside {package}", "Install Dictate again.")


def pocket_pair() -> Path:
    """The bundled pair: a folder with ``teacher`` and ``distil``."""
    return resources() / "models" / "pocket"


def demo_clip() -> Path:
    """The clip that ``--demo`` plays in place of a microphone."""
    return resources() / "demo.flac"


def demo_text() -> str:
    """What is said in ``demo_clip``, one sentence a line."""
    return (resources() / "demo.txt").read_text(encoding="utf-8")
