"""The folder of all kept sessions: which there are, which of them live, and which have had their time. Any thread."""

import json
import os
import shutil
import sys
import time
from pathlib import Path
from typing import Final

from dictate.core.errors import StorageError, UsageError
from dictate.core.keeping import LOCK, MANIFEST, Kept, read_kept
from dictate.core.saving import save_text, why

_DAY_S: Final = 24 * 60 * 60
_MAKING_S: Final = 60
"""Far longer than it takes to make a folder and lock it."""
_LOOKING_S: Final = 0.2
"""Far longer than it takes to see whether a lock is held."""
UNFINISHED: Final = "."
"""Names that begin so are being made."""


def sessions_in(root: Path) -> list[Path]:
    """The folders of all sessions, the newest first; empty when there is no such place."""
    try:
        found = [entry for entry in root.iterdir() if entry.is_dir() and not entry.name.startswith(UNFINISHED)]
    except OSError:
        return []
    return sorted(found, key=lambda entry: entry.name, reverse=True)


def session_named(root: Path, name: str) -> Path:
    """The folder of the session that ``name`` is, or begins.

    Raises:
        UsageError: there is none, or there are several.
    """
    fitting = [folder for folder in sessions_in(root) if name and folder.name.startswith(name)]
    exact = [folder for folder in fitting if folder.name == name]
    if exact or len(fitting) == 1:
        return (exact or fitting)[0]
    what = f"{len(fitting)} kept dictations begin with" if fitting else "There is no kept dictation"
    raise UsageError(f"{what} '{name}'", "See 'dictate recover --list'.")


class Lock:
    """Holds a session's lock file; a program that ends in any way lets it go."""

    def __init__(self, folder: Path, *, make: bool = False, shared: bool = False) -> None:
        """Take the lock of ``folder``; ``make`` its file first.

        ``shared``: only to see that nobody has it; others may do so at the same time, and it is over in a moment.

        Raises:
            BlockingIOError, PermissionError: someone else has it.
            OSError: it cannot be had.
        """
        self._handle = os.open(folder / LOCK, os.O_RDWR | (os.O_CREAT if make else 0), 0o600)
        until = time.monotonic() + (0 if shared else _LOOKING_S)
        try:
            while not _locked(self._handle, shared=shared, last=time.monotonic() >= until):
                time.sleep(_LOOKING_S / 20)  # someone may be looking
        except BaseException:
            os.close(self._handle)
            raise

    def close(self) -> None:
        """Let it go."""
        os.close(self._handle)


def _locked(handle: int, *, shared: bool, last: bool) -> bool:
    """Whether the lock could be had; a ``last`` try that fails raises."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - this system has it only; it knows no shared locks

            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 - likewise

            fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        if last:
            raise
        return False
    return True


def is_live(folder: Path) -> bool:
    """Whether a program is still writing this session, or recovers it."""
    try:
        Lock(folder, shared=True).close()
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        return False
    return False


def remove_session(folder: Path) -> None:
    """Delete a session.

    Raises:
        StorageError: something of it cannot be deleted.
    """
    try:
        # Gone at once for whoever looks meanwhile; what a crash leaves of it is swept.
        shutil.rmtree(folder.rename(folder.with_name(f"{UNFINISHED}{folder.name.removeprefix(UNFINISHED)}")))
    except FileNotFoundError:
        return
    except OSError as error:
        raise StorageError(
            f"The kept dictation {folder} cannot be deleted: {why(error)}", "Delete it yourself."
        ) from error


def left_behind(root: Path) -> list[Kept]:
    """Sessions that broke off and hold something, the newest first. What cannot be read is left out, and left alone."""
    found = []
    for folder in sessions_in(root):
        if is_live(folder):
            continue
        try:
            kept = read_kept(folder)
        except StorageError:
            continue
        if kept.state == "open" and (kept.text.strip() or kept.unwritten):
            found.append(kept)
    return found


def settle(kept: Kept, days: int) -> None:
    """The dictation was recovered, or is not wanted: delete it, or keep it for ``days`` days more.

    Raises:
        StorageError: it cannot be deleted or marked.
    """
    if not days:
        remove_session(kept.folder)
        return
    manifest = kept.manifest | {"state": "recovered", "ended_s": time.time()}
    save_text(kept.folder / MANIFEST, json.dumps(manifest, indent=1) + "\n", private=True)


def sweep(root: Path, days: int) -> None:
    """Delete sessions that came to their end more than ``days`` days ago, and those that broke off empty.

    Those that broke off and hold something stay until the user decides.

    Raises:
        StorageError: one cannot be deleted.
    """
    for folder in _never_begun(root):
        remove_session(folder)
    for folder in sessions_in(root):
        if is_live(folder):
            continue
        try:
            kept = read_kept(folder)
        except StorageError:
            continue
        if kept.state == "open":
            over = not (kept.text.strip() or kept.unwritten)
        else:
            ended = kept.manifest.get("ended_s")
            over = not isinstance(ended, int | float) or time.time() - ended >= days * _DAY_S
        if over:
            remove_session(folder)


def _never_begun(root: Path) -> list[Path]:
    """Folders whose program ended while it made them."""
    try:
        making = [entry for entry in root.iterdir() if entry.name.startswith(UNFINISHED) and entry.is_dir()]
        return [
            entry for entry in making if abs(time.time() - entry.stat().st_mtime) > _MAKING_S and not is_live(entry)
        ]
    except OSError:
        return []


def delete_all_sound(root: Path) -> int:
    """Delete the sound of every session that no program is writing; their text stays. Returns how many files.

    Raises:
        StorageError: one cannot be deleted.
    """
    count = 0
    for folder in sessions_in(root):
        if is_live(folder):
            continue
        for file in folder.glob("audio-*.wav"):
            try:
                file.unlink()
            except OSError as error:
                raise StorageError(f"{file} cannot be deleted: {why(error)}", "Delete it yourself.") from error
            count += 1
    return count
