"""Where a model's files are: in the application, in the Hugging Face cache, or still on the hub.

``fetch`` runs on the fetcher thread, the rest only looks (``remove`` aside) and runs on any. No torch.
"""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dictate.core.catalog import ModelSpec
from dictate.core.errors import DownloadFailed, ModelError, NotAModel, StorageError
from dictate.core.saving import why
from dictate.core.types import ModelProgress
from dictate.engine.checkpoint import CONFIG, Checkpoint, check_checkpoint
from dictate.engine.download import download
from dictate.engine.pinning import PinnedFile, check_pinned, is_digest, load_pin, problem_of
from dictate.engine.transfer import repository_folder

Report = Callable[[ModelProgress], None]


class ModelState(StrEnum):
    """Where a model is."""

    BUNDLED = "bundled"
    DOWNLOADED = "downloaded"
    INCOMPLETE = "incomplete"
    MISSING = "not downloaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredModel:
    """What ``dictate models`` and ``doctor`` show of a model.

    Attributes:
        size_bytes: of its files on disk; 0 when it is not downloaded.
        folder: where they are; None when it is not downloaded.
        problem: why files that are there cannot be used; empty for nothing.
    """

    name: str
    state: ModelState
    size_bytes: int
    folder: Path | None
    problem: str = ""


class ModelStore:
    """Finds a model's folder and fetches what is missing.

    Args:
        bundled: the application's own models: ``resources/models``, with ``pocket/teacher`` and ``pocket/distil``.
    """

    def __init__(self, bundled: Path) -> None:
        self._bundled = bundled

    def describe(self, spec: ModelSpec) -> StoredModel:
        """Where ``spec`` is, without any network connection."""
        folder = self._folder(spec)
        if folder is None:
            begun = _begun_bytes(spec)
            return StoredModel(
                name=spec.name,
                state=ModelState.INCOMPLETE if begun else ModelState.MISSING,
                size_bytes=begun,
                folder=None,
                problem="its download was not finished" if begun else "",
            )
        size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) if folder.is_dir() else 0
        try:
            check_checkpoint(folder)
            _check_pin(spec)
        except NotAModel as error:
            return StoredModel(
                name=spec.name,
                state=ModelState.INCOMPLETE,
                size_bytes=size,
                folder=folder,
                problem=error.user_message,
            )
        state = ModelState.DOWNLOADED if spec.repository else ModelState.BUNDLED
        return StoredModel(name=spec.name, state=state, size_bytes=size, folder=folder)

    def find(self, spec: ModelSpec) -> Checkpoint:
        """The checked files of ``spec``, without any network connection.

        Raises:
            DownloadFailed: it is not on this computer, or not whole.
            NotAModel: the bundled files cannot be used.
        """
        folder = self._folder(spec)
        try:
            if folder is not None:
                checkpoint = check_checkpoint(folder)
                _check_pin(spec)
                return checkpoint
        except NotAModel as error:
            if not spec.repository:
                raise
            raise DownloadFailed(f"{spec.name} is not whole: {error.user_message}", "Choose it to fetch it.") from error
        raise _not_here(spec)

    def fetch(self, spec: ModelSpec, report: Report) -> Checkpoint:
        """The checked files of ``spec``: from the disk when they are whole (no connection is tried), else downloaded.

        Raises:
            DownloadFailed: they could not be fetched; says what to do.
            NotAModel: the bundled or fetched files cannot be used.
            StorageError: the disk is full or cannot be written.
            Cancelled: ``report`` raised it.
        """
        try:
            return self.find(spec)
        except DownloadFailed as found:
            try:
                return check_checkpoint(download(spec.repository, spec.name, report))
            except DownloadFailed as error:
                if self._folder(spec) is None:
                    raise
                raise DownloadFailed(f"{found.user_message}, and {error.user_message}", error.action) from error

    def verify(self, spec: ModelSpec, tick: Callable[[], None] = lambda: None) -> "Verified":
        """Read every file of ``spec`` and compare its checksum, without any network connection.

        ``tick`` is called after every whole MiB and may raise, which passes through.

        Raises:
            DownloadFailed: it is not on this computer.
            NotAModel: the files are none of a Whisper model, or not whole.
        """
        folder = self._folder(spec)
        if folder is None:
            raise _not_here(spec)
        check_checkpoint(folder)
        known = dict(_known_files(spec, folder))
        for name, entry in known.items():
            problem = problem_of(folder / name, entry, tick, read=True)
            if problem:
                raise NotAModel(f"'{name}' in '{folder}' {problem}", "Fetch the model again.")
        return Verified(files=len(known), weights=any(name.endswith(".safetensors") for name in known))

    def remove(self, spec: ModelSpec) -> int:
        """Delete ``spec`` from the Hugging Face cache, a transfer that is not whole too; returns the bytes it freed.

        Raises:
            ModelError: it comes with Dictate, or is not on this computer.
            StorageError: it cannot be deleted.
        """
        if not spec.repository:
            raise ModelError(f"{spec.name} comes with Dictate and cannot be removed")
        folder = repository_folder(spec.repository)
        if not folder.is_dir():
            raise _not_here(spec)
        freed = sum(path.lstat().st_size for path in folder.rglob("*"))
        try:
            shutil.rmtree(folder)
        except OSError as error:
            raise StorageError(
                f"{folder} cannot be removed: {why(error)}", "Close what uses it, then try again."
            ) from error
        return freed

    def _folder(self, spec: ModelSpec) -> Path | None:
        if spec.repository:
            return cached_folder(spec.repository)
        return self._bundled.joinpath(*spec.name.split("-"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was compared with a checksum: how many files, and whether the weights are among them."""

    files: int
    weights: bool


def cache_folder() -> Path:
    """Where downloads go: the cache of the Hugging Face hub, which other programs share (``HF_HOME`` is honoured)."""
    return repository_folder("any/model").parent


def cached_folder(repository: str) -> Path | None:
    """The snapshot of ``repository`` in the Hugging Face cache (``HF_HOME`` is honoured), complete or not, or None.

    That is the commit that was downloaded first, else what another program calls ``main``.
    """
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 - a tenth of a second

    pin = load_pin(repository_folder(repository))
    found = try_to_load_from_cache(repository, CONFIG, revision=pin.commit if pin else None)
    if isinstance(found, str):
        return Path(found).parent
    return repository_folder(repository) / "snapshots" / pin.commit if pin else None


def _begun_bytes(spec: ModelSpec) -> int:
    """What a download brought that was not finished."""
    return sum(path.stat().st_size for path in repository_folder(spec.repository).glob("blobs/*") if path.is_file())


def _check_pin(spec: ModelSpec) -> None:
    if spec.repository:
        folder = repository_folder(spec.repository)
        pin = load_pin(folder)
        if pin is not None:
            check_pinned(folder, pin)


def _known_files(spec: ModelSpec, snapshot: Path) -> Iterator[tuple[str, PinnedFile]]:
    """The files whose checksums are known: from the record, else from their names in the cache."""
    pin = load_pin(repository_folder(spec.repository)) if spec.repository else None
    if pin is not None:
        yield from pin.files.items()
        return
    for path in snapshot.iterdir():
        file = path.resolve()
        if file.parent.name == "blobs" and is_digest(file.name) and file.is_file():
            status = file.stat()
            yield path.name, PinnedFile(size=status.st_size, digest=file.name, changed_ns=status.st_mtime_ns)


def _not_here(spec: ModelSpec) -> DownloadFailed:
    return DownloadFailed(
        f"{spec.name} is not on this computer", f"Fetch it with 'dictate models download {spec.name}'."
    )
