"""A checkpoint under the names that every implementation looks for. Main thread."""

import shutil
from pathlib import Path

from dictate.engine.checkpoint import Checkpoint, weight_names


def plain_folder(checkpoint: Checkpoint, folder: Path) -> Path:
    """The checkpoint's own folder; where its weights are a variant (``fp16``), ``folder`` with links to its files.

    Raises:
        OSError: there is no room (where links are not allowed, the files are copied).
    """
    variant = checkpoint.weights.variant
    if not variant:
        return checkpoint.folder
    renamed = dict(zip(weight_names(variant), weight_names(""), strict=True))
    folder.mkdir(parents=True)
    for path in sorted(checkpoint.folder.iterdir()):
        if path.name in renamed or path.name in checkpoint.weights.files or path.suffix in (".json", ".txt"):
            _link(path.resolve(), folder / renamed.get(path.name, path.name))
    return folder


def _link(source: Path, target: Path) -> None:
    if target.exists():
        return
    try:
        target.symlink_to(source)
    except OSError:  # Windows allows links to few
        shutil.copy(source, target)
