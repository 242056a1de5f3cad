"""The child process that downloads: which files, from which commit, each with its checksum, into the hub's cache.

The library's own download starts a cut transfer anew, so the bytes are fetched here, into a file that is kept and gone
on with; its requests, retries and the layout of the cache are the library's. Always over HTTP: Xet cannot go on either.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dictate.core.errors import DownloadFailed, NotAModel, StorageError
from dictate.core.saving import save_text
from dictate.engine.checkpoint import NEEDED, shard_names, weight_choices
from dictate.engine.pinning import (
    Pin,
    PinnedFile,
    digest_of,
    is_commit,
    is_digest,
    load_pin,
    pinned,
    save_pin,
)

SPARE_BYTES = 100_000_000
"""So much of the disk is left to others."""
_PART = ".dictate.incomplete"
"""What the file of a transfer that is not whole ends with, after its checksum."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes of the model that are there, of how many, and how many of them came over the network this time."""

    done: int
    total: int
    received: int
    checking: bool = False


Tell = Callable[[Progress], None]


def choose_files(names: Sequence[str]) -> list[str]:
    """Which of a repository's files to fetch: configuration, tokenizer and one safetensors form, fp16 if it is there.

    For sharded weights only the index is named, which names the shards. Empty when there is no safetensors.
    """
    present = set(names)
    for weights in weight_choices():
        if weights in present:
            return [name for name in NEEDED if name in present] + [weights]
    return []


def fetch(repository: str, tell: Tell) -> str:
    """Bring what is missing of ``repository``; returns the snapshot's folder.

    Raises:
        DownloadFailed: bytes are not what the hub says, or someone else is at it.
        NotAModel: the repository holds no Whisper that can be used.
        StorageError: there is not enough room.
        Exception: whatever the library raises; ``hub_errors.explain`` knows it.
    """
    from huggingface_hub import HfApi  # noqa: PLC0415 - in the child process only

    folder = repository_folder(repository)
    pin = load_pin(folder)
    info = HfApi().model_info(repository, revision=pin.commit if pin else None, files_metadata=True)
    sizes = {file.rfilename: file.size or 0 for file in info.siblings or []}
    names = choose_files(list(sizes))
    if not names:
        raise NotAModel(f"'{repository}' holds no Whisper model with safetensors weights", "Choose another model.")
    if not is_commit(info.sha) or (pin and pin.commit != info.sha):
        raise DownloadFailed(f"The hub states no commit of '{repository}'", "Check HF_ENDPOINT if it is set.")
    with _alone(folder, repository):
        before = pin or Pin(commit=str(info.sha), files={})
        return str(_Transfer(repository, folder, before, sizes, tell).bring(names))


def repository_folder(repository: str) -> Path:
    """Where the Hugging Face cache keeps ``repository`` (``HF_HOME`` is honoured), whether it is there or not."""
    from huggingface_hub import constants  # noqa: PLC0415 - a tenth of a second
    from huggingface_hub.file_download import repo_folder_name  # noqa: PLC0415

    return Path(constants.HF_HUB_CACHE) / repo_folder_name(repo_id=repository, repo_type="model")


@contextmanager
def _alone(folder: Path, repository: str) -> Iterator[None]:
    """One download of a model at a time; the lock goes with the process that holds it."""
    from filelock import FileLock, Timeout  # noqa: PLC0415 - in the child process only

    folder.mkdir(parents=True, exist_ok=True)
    try:
        held = FileLock(folder / ".dictate.lock").acquire(timeout=0)
    except Timeout as error:
        raise DownloadFailed(
            f"'{repository}' is being downloaded already, by another window or program", "Wait for it, then try again."
        ) from error
    with held:
        yield


class _Transfer:
    """One commit of one repository, file by file, the small ones first."""

    def __init__(self, repository: str, folder: Path, before: Pin, sizes: dict[str, int], tell: Tell) -> None:
        self._repository = repository
        self._folder = folder
        self._snapshot = folder / "snapshots" / before.commit
        self._commit = before.commit
        self._before = before.files
        self._sizes = sizes
        self._tell = tell
        self._total = 0
        self._whole = 0
        self._received = 0

    def bring(self, names: list[str]) -> Path:
        """Bring the files; the record is written when all are there."""
        entries: dict[str, PinnedFile] = {}
        self._total = sum(self._sizes[name] for name in names)
        if ".index." in names[-1]:
            entries[names[-1]] = self._bring(names[-1])
            shards = shard_names(self._snapshot / names[-1])
            missing = [name for name in shards if name not in self._sizes]
            if missing:
                raise NotAModel(f"'{self._repository}' lacks a part of its weights: {missing[0]}")
            names = names[:-1] + list(shards)
            self._total += sum(self._sizes[name] for name in shards)
        self._check_room(names)
        for name in names:
            entries[name] = self._bring(name)
        save_pin(self._folder, Pin(commit=self._commit, files=entries))
        self._name_main()
        return self._snapshot

    def _check_room(self, names: list[str]) -> None:
        missing = sum(self._sizes[name] for name in names if not (self._snapshot / name).exists())
        missing -= sum(part.stat().st_size for part in self._folder.glob(f"blobs/*{_PART}"))
        free = shutil.disk_usage(self._folder).free
        if missing > 0 and missing + SPARE_BYTES > free:
            raise StorageError(
                f"'{self._repository}' needs {missing / 1e9:,.2f} GB, and {self._folder.parent} has "
                f"{free / 1e9:,.2f} GB free",
                "Free some space, or set HF_HOME to a folder on another disk.",
            )

    def _bring(self, name: str) -> PinnedFile:
        """See that the file is in the snapshot and is what the hub says."""
        from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url  # noqa: PLC0415

        url = hf_hub_url(self._repository, name, revision=self._commit)
        stated = get_hf_file_metadata(url).etag
        if stated is None or not is_digest(stated):
            raise DownloadFailed(
                f"The hub states no checksum of '{name}' in '{self._repository}'", "Check HF_ENDPOINT if it is set."
            )
        if name in self._before and self._before[name].digest != stated:
            raise DownloadFailed(
                f"The hub states another checksum of '{name}' in '{self._repository}' than it did before",
                "Check HF_ENDPOINT if it is set. To trust the hub, 'dictate models remove' it, then download it anew.",
            )
        target = self._snapshot / name
        blob = self._folder / "blobs" / stated
        for path in (target, blob):
            if path.exists() and self._digest(path, stated) != stated:
                path.resolve().unlink()  # the file itself, not only the link to it
        if not target.exists():
            target.unlink(missing_ok=True)  # a link whose blob is gone
            if not blob.exists():
                self._fetch(name, url, blob)
            hf_hub_download(self._repository, name, revision=self._commit)
            if blob.exists() and not target.is_symlink():
                blob.unlink()  # where links cannot be made it was copied
        self._whole += self._sizes[name]
        self._tell(self._progress())
        return pinned(target, stated)

    def _fetch(self, name: str, url: str, blob: Path) -> None:
        """Fetch ``url`` and go on where an earlier try stopped.

        Raises:
            DownloadFailed: what came is not what the hub says; it is removed.
        """
        part = blob.with_name(f"{blob.name}{_PART}")
        part.parent.mkdir(parents=True, exist_ok=True)
        resumed = part.exists()
        while True:
            self._append(name, url, part)
            if self._digest(part, blob.name, self._sizes[name]) == blob.name:
                os.replace(part, blob)
                return
            part.unlink()
            if not resumed:
                break
            resumed = False  # what lay there from before was bad: once more from the start
        raise DownloadFailed(
            f"'{name}' of '{self._repository}' came damaged (its checksum is another) and was removed",
            "Try again; if it happens again, check HF_ENDPOINT and the network.",
        )

    def _append(self, name: str, url: str, part: Path) -> None:
        from huggingface_hub.file_download import http_get  # noqa: PLC0415
        from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined] # noqa: PLC0415

        size = self._sizes[name]
        with part.open("ab") as file:
            if file.tell() > size:
                file.truncate(0)
            have = file.tell()
            # A redirect to another host takes the token off the request: httpx does that.
            headers = build_hf_headers(library_name="dictate") | {"Accept-Encoding": "identity"}
            bar: Any = self._bar(size)
            http_get(url, file, resume_size=have, headers=headers, expected_size=size, tqdm_class=bar)
            file.flush()
            os.fsync(file.fileno())

    def _digest(self, path: Path, stated: str, of_file: int = 0) -> str:
        return digest_of(path, len(stated), lambda: self._tell(self._progress(of_file, checking=True)))

    def _progress(self, of_file: int = 0, *, checking: bool = False) -> Progress:
        return Progress(self._whole + of_file, self._total, self._received, checking)

    def _name_main(self) -> None:
        """Let other programs that share the cache find it as ``main``, where they have no newer one."""
        reference = self._folder / "refs" / "main"
        if not reference.exists():
            reference.parent.mkdir(parents=True, exist_ok=True)
            with suppress(StorageError):  # only others miss it
                save_text(reference, self._commit)

    def _bar(self, size: int) -> Any:
        """What the library takes for a progress bar: it tells the bytes of one file."""
        transfer = self

        class Bar:
            """The part of tqdm that huggingface_hub uses."""

            def __init__(self, *_: Any, initial: int = 0, **__: Any) -> None:
                self.n = initial
                self.total = size

            def __enter__(self) -> "Bar":
                return self

            def __exit__(self, *_: object) -> None:
                """Nothing is drawn, so nothing is to be closed."""

            def update(self, count: float | None = 1) -> None:
                self.n += int(count or 0)
                transfer.count(min(size, self.n), int(count or 0))

            def set_postfix_str(self, *_: Any, **__: Any) -> None:
                """The rate is not shown here."""

            refresh = close = set_postfix_str

        return Bar

    def count(self, of_file: int, received: int) -> None:
        """``received`` bytes came; ``of_file`` of the present file are there."""
        self._received += max(0, received)
        self._tell(self._progress(of_file))
