"""Reading a small file that someone else may have written. Any thread."""

import errno
import os
import stat
from pathlib import Path

from dictate.core.errors import StorageError


def read_limited(path: Path, limit: int) -> bytes:
    """What is in ``path``, when that is an ordinary file of at most ``limit`` bytes.

    A pipe or a device would keep the caller waiting, or fill the memory.

    Raises:
        OSError: it cannot be read, or is another thing than a file.
        StorageError: it is larger.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
    with path.open("rb") as file:
        # Python makes room for all that is asked for, however short the file is.
        content = file.read(min(os.fstat(file.fileno()).st_size, limit) + 1)
    if len(content) > limit:
        raise StorageError(f"{path} is too large (over {limit / 1e6:g} MB)", "Choose a smaller one.")
    return content
