"""The settings file: one readable JSON file in the platform's config folder. Main thread."""

import json
import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dictate.core.errors import SettingsError, StorageError
from dictate.core.reading import read_limited
from dictate.core.saving import save_text, why
from dictate.core.settings import Settings, from_dict, to_dict
from dictate.paths import made

LARGEST_BYTES = 1_000_000
"""Many times what all settings need."""
LONGEST_WAIT_S = 0.2
"""For another window that writes: many times what it takes."""
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Settings as read, and a ``message`` for the user when the file could not be used (else empty)."""

    settings: Settings
    message: str = ""


def load(file: Path) -> Loaded:
    """The settings in ``file``; defaults when there is none.

    A broken file is set aside beside it as ``settings.broken-<n>.json``, so that nothing the user wrote is lost.
    """
    try:
        return Loaded(settings=from_dict(_read(file)))
    except FileNotFoundError:
        return Loaded(settings=Settings())
    except OSError as error:
        return Loaded(settings=Settings(), message=f"The settings {file} cannot be read: {why(error)}. Using defaults.")
    except SettingsError as error:
        return Loaded(settings=Settings(), message=f"{error.user_message}. {_set_aside(file)} Using defaults.")


def problem_of(file: Path) -> str:
    """What is wrong with ``file``; empty when it can be used or is not there. Changes nothing."""
    try:
        from_dict(_read(file))
    except FileNotFoundError:
        return ""
    except OSError as error:
        return f"it cannot be read: {why(error)}"
    except SettingsError as error:
        return error.user_message
    return ""


class Saver:
    """Writes what one window changed, and leaves what another one, or an editor, wrote into the file meanwhile."""

    def __init__(self, file: Path, before: Settings) -> None:
        """``before``: as they were loaded from ``file``."""
        self._file = file
        self._before = before

    def __call__(self, settings: Settings) -> None:
        """Write what differs from what was loaded or written last.

        Raises:
            StorageError: the file cannot be written.
        """
        with _alone(self._file):
            try:
                there = from_dict(_read(self._file))
            except (OSError, SettingsError):
                there = self._before
            save(self._file, changed(there, self._before, settings))
        self._before = settings


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Between reading and writing no other window writes; one that hangs is not waited for."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - brings asyncio, and nothing is saved before the window shows

    made(file.parent)
    lock = FileLock(file.with_name(f".{file.name}.lock"), timeout=LONGEST_WAIT_S)
    with ExitStack() as stack:
        try:
            stack.enter_context(lock)
        except (OSError, Timeout) as error:
            log.warning("the settings are written without a lock: %s", error)
        yield


def changed(there: Settings, before: Settings, now: Settings) -> Settings:
    """``there`` with every value that ``now`` has changed since ``before``."""
    old, new, merged = to_dict(before), to_dict(now), to_dict(there)
    for name, section in new.items():
        if isinstance(section, dict):
            differing = {key: value for key, value in section.items() if value != old.get(name, {}).get(key)}
            merged[name] = {**merged.get(name, {}), **differing}
    return from_dict(merged)


def save(file: Path, settings: Settings) -> None:
    """Write ``settings``, whole or not at all.

    Raises:
        StorageError: the file cannot be written.
    """
    made(file.parent)
    text = json.dumps(to_dict(settings), indent=2, ensure_ascii=False) + "\n"
    # Half a letter that someone wrote as \ud800 cannot be in a file; JSON writes it as Python does.
    save_text(file, text.encode(errors="backslashreplace").decode())


def _read(file: Path) -> dict[str, Any]:
    try:
        plain = json.loads(read_limited(file, LARGEST_BYTES))
    except StorageError as error:
        raise SettingsError(error.user_message) from error
    except (ValueError, RecursionError) as error:  # broken JSON, and bytes that are no UTF-8
        raise SettingsError(f"The settings file is not readable JSON ({error})") from error
    if not isinstance(plain, dict):
        raise SettingsError("The settings file must hold a group of settings")
    return plain


def _set_aside(file: Path) -> str:
    number = 1
    while (aside := file.with_name(f"{file.stem}.broken-{number}{file.suffix}")).exists():
        number += 1
    try:
        file.rename(aside)
    except OSError as error:
        log.warning("the broken settings file stays where it is: %s", error)
        raise StorageError(
            f"The broken settings file {file} cannot be set aside: {why(error)}", "Repair or remove it yourself."
        ) from error
    return f"The file was set aside as {aside}."
