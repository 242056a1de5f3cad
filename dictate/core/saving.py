"""Writing a file so that a crash or a full disk leaves the old one whole. Any thread."""

import contextlib
import errno
import os
import tempfile
from pathlib import Path

from dictate.core.errors import StorageError


def save_text(path: Path, text: str, *, private: bool = False) -> None:
    """Write ``text`` as UTF-8 as it stands; as ``save_bytes`` does it, with its errors."""
    save_bytes(path, text.encode(errors="replace"), private=private)


def save_bytes(path: Path, content: bytes, *, private: bool = False) -> None:
    """Write ``content`` to a new file beside ``path``, then put that in its place.

    ``private``: readable by its owner only, whatever it was before.

    Raises:
        StorageError: the path cannot be written, or the disk is full; what was there before is unchanged.
    """
    try:
        target = path.resolve()
        known = 0o600 if private else None
        mode = known or (target.stat().st_mode & 0o777 if target.exists() else _default_mode())
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(name, mode)
            os.replace(name, target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(name)
            raise
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {why(error)}", remedy(error)) from error


def free_path(path: Path) -> Path:
    """``path``, or with a number behind its name when there is something already: nothing is ever written over."""
    number = 1
    free = path
    while free.exists() or free.is_symlink():
        number += 1
        free = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return free


def why(error: OSError) -> str:
    """The system's reason, without numbers and paths."""
    return (error.strerror or str(error)).lower()


def remedy(error: OSError) -> str:
    """What to do about a file that cannot be written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space, or choose another place."
    return "Choose a folder that exists and that you may write to."


def _default_mode() -> int:
    """What a plain ``open`` would give a new file."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask
