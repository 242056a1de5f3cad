"""What a download brought: its commit, and the checksum of every file. Any thread, no torch.

The first download decides: its record lies beside the files (``dictate.json`` in the model's folder of the Hugging Face
cache), later ones must bring the same commit, and a file that is no longer what was downloaded is not used.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from dictate.core.errors import NotAModel, StorageError
from dictate.core.reading import read_limited
from dictate.core.saving import save_text
from dictate.engine.checkpoint import is_file_name

log = logging.getLogger(__name__)

RECORD = "dictate.json"
_MAX_RECORD_BYTES = 1_000_000
_CHUNK_BYTES = 1024 * 1024
_HEX = frozenset("0123456789abcdef")
_COMMIT_DIGITS = 40
_KINDS = {64: "sha256", 40: "git"}
"""Digits -> how the hub names a file's content: large files by their SHA-256, small ones by git's blob hash."""
AGAIN = "Fetch it again: choose it in the window, or 'dictate models download'."


@dataclass(frozen=True, slots=True, kw_only=True)
class PinnedFile:
    """A file as it was downloaded.

    Attributes:
        digest: lower-case hexadecimal, of the kind that its length tells (``digest_of``).
        changed_ns: the file's time of change when its content last agreed with ``digest``.
    """

    size: int
    digest: str
    changed_ns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """A whole model: ``commit`` names its snapshot folder, ``files`` are by name."""

    commit: str
    files: dict[str, PinnedFile]


def is_commit(text: object) -> bool:
    """Whether ``text`` is a full commit hash, and so safe as the name of a folder."""
    return isinstance(text, str) and len(text) == _COMMIT_DIGITS and _HEX.issuperset(text)


def is_digest(text: object) -> bool:
    """Whether ``text`` is a checksum of one of the kinds that the hub states."""
    return isinstance(text, str) and len(text) in _KINDS and _HEX.issuperset(text)


def digest_of(path: Path, digits: int, tick: Callable[[], None] = lambda: None) -> str:
    """The checksum of ``path`` with so many hexadecimal ``digits``: 64 for SHA-256, 40 for git's blob hash.

    ``tick`` is called after every whole MiB and may raise, which passes through.
    """
    if _KINDS[digits] == "sha256":
        summed = hashlib.sha256()
    else:
        summed = hashlib.sha1(b"blob %d\0" % path.stat().st_size, usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            summed.update(chunk)
            if len(chunk) == _CHUNK_BYTES:
                tick()
    return summed.hexdigest()


def pinned(path: Path, digest: str) -> PinnedFile:
    """The entry of ``path``, whose content was just found to be ``digest``."""
    status = path.stat()
    return PinnedFile(size=status.st_size, digest=digest, changed_ns=status.st_mtime_ns)


def load_pin(folder: Path) -> Pin | None:
    """The record in a model's ``folder`` of the cache; None where there is none, or none that can be used."""
    path = folder / RECORD
    try:
        return _parse(json.loads(read_limited(path, _MAX_RECORD_BYTES)))
    except FileNotFoundError:
        return None
    except (OSError, StorageError, ValueError, TypeError, KeyError, RecursionError) as error:
        log.warning("the record %s cannot be used: %s", path, error)
        return None


def save_pin(folder: Path, pin: Pin) -> None:
    """Write the record.

    Raises:
        StorageError: the folder cannot be written.
    """
    save_text(folder / RECORD, json.dumps(asdict(pin), indent=1) + "\n")


def check_pinned(folder: Path, pin: Pin) -> None:
    """See that the snapshot in the model's ``folder`` is what was downloaded; reads only files that were changed since.

    Raises:
        NotAModel: a file is missing or another one; names it.
    """
    snapshot = folder / "snapshots" / pin.commit
    agreed = dict(pin.files)
    for name, entry in pin.files.items():
        problem = problem_of(snapshot / name, entry)
        if problem:
            raise NotAModel(f"'{name}' in '{snapshot}' {problem}", AGAIN)
        agreed[name] = replace(entry, changed_ns=(snapshot / name).stat().st_mtime_ns)
    if agreed != pin.files:
        try:
            save_pin(folder, replace(pin, files=agreed))
        except StorageError as error:  # only time is lost: the files are read again at the next start
            log.info("the record is not renewed: %s", error)


def problem_of(path: Path, entry: PinnedFile, tick: Callable[[], None] = lambda: None, *, read: bool = False) -> str:
    """What is wrong with ``path``; empty for nothing. Its content is read if its time changed, or to ``read``."""
    try:
        status = path.stat()
        if status.st_size != entry.size:
            return f"is damaged: {status.st_size:,} bytes instead of {entry.size:,}"
        if not read and status.st_mtime_ns == entry.changed_ns:
            return ""
        if digest_of(path, len(entry.digest), tick) != entry.digest:
            return "is damaged: it is not the file that was downloaded"
    except FileNotFoundError:
        return "is missing"
    except OSError as error:
        return f"cannot be read ({error.strerror or error})"
    return ""


def _parse(plain: Any) -> Pin:
    if not is_commit(plain["commit"]):
        raise ValueError("its commit is none")
    return Pin(commit=plain["commit"], files=dict(_entries(plain["files"])))


def _entries(plain: dict[Any, Any]) -> Iterator[tuple[str, PinnedFile]]:
    for name, values in plain.items():
        entry = PinnedFile(**values)
        numbers = isinstance(entry.size, int) and isinstance(entry.changed_ns, int)
        if not is_file_name(name) or not is_digest(entry.digest) or not numbers:
            raise ValueError(f"its entry {name!r} is none")
        yield name, entry
