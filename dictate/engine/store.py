"""Where a model's files are: in the application, in the Hugging Face cache, or still on the hub.

``fetch`` runs on the fetcher thread, the rest only looks and runs on any. No torch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dictate.core.catalog import ModelSpec
from dictate.core.errors import DownloadFailed, NotAModel
from dictate.core.types import ModelProgress
from dictate.engine.checkpoint import CONFIG, Checkpoint, check_checkpoint
from dictate.engine.download import download

Report = Callable[[ModelProgress], None]


class ModelState(StrEnum):
    """Where a model is."""

    BUNDLED = "bundled"
    DOWNLOADED = "downloaded"
    INCOMPLETE = "incomplete"
    MISSING = "not downloaded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
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

    def describe(self, spec: ModelSpec) -> ModelFiles:
        """Where ``spec`` is, without any network connection."""
        folder = self._folder(spec)
        if folder is None:
            return ModelFiles(name=spec.name, state=ModelState.MISSING, size_bytes=0, folder=None)
        size = sum(path.stat().st_size for path in folder.iterdir() if path.is_file()) if folder.is_dir() else 0
        try:
            check_checkpoint(folder)
        except NotAModel as error:
            return ModelFiles(
                name=spec.name,
                state=ModelState.INCOMPLETE,
                size_bytes=size,
                folder=folder,
                problem=error.user_message,
            )
        state = ModelState.DOWNLOADED if spec.repository else ModelState.BUNDLED
        return ModelFiles(name=spec.name, state=state, size_bytes=size, folder=folder)

    def find(self, spec: ModelSpec) -> Checkpoint:
        """The checked files of ``spec``, without any network connection.

        Raises:
            DownloadFailed: it is not on this computer, or not whole.
            NotAModel: the bundled files cannot be used.
        """
        folder = self._folder(spec)
        try:
            if folder is not None:
                return check_checkpoint(folder)
        except NotAModel as error:
            if not spec.repository:
                raise
            raise DownloadFailed(f"{spec.name} is not whole: {error.user_message}", "Choose it to fetch it.") from error
        raise DownloadFailed(f"{spec.name} is not on this computer", "Choose it to fetch it.")

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
        except DownloadFailed:
            return check_checkpoint(download(spec.repository, spec.name, report))

    def _folder(self, spec: ModelSpec) -> Path | None:
        if spec.repository:
            return cached_folder(spec.repository)
        return self._bundled.joinpath(*spec.name.split("-"))


def cached_folder(repository: str) -> Path | None:
    """The snapshot of ``repository`` in the Hugging Face cache (``HF_HOME`` is honoured), complete or not, or None."""
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415 - a tenth of a second

    found = try_to_load_from_cache(repository, CONFIG)
    return Path(found).parent if isinstance(found, str) else None
