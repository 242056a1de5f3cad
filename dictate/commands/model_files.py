"""``dictate models download``, ``verify``, ``remove`` and ``path``: the files of the models. Main thread."""

import json
from typing import Any

from dictate import paths
from dictate.core.catalog import PAIRS, ModelSpec, every_model, pair_names
from dictate.core.errors import Cancelled, ModelError, UsageError
from dictate.core.progress import amount_words, bytes_words
from dictate.core.types import ModelProgress
from dictate.engine.store import ModelState, ModelStore, cache_folder
from dictate.terminal import Terminal


class ModelFilesCommand:
    """One call of the command: its store, and where it speaks."""

    def __init__(self, terminal: Terminal, *, as_json: bool) -> None:
        self._terminal = terminal
        self._json = as_json
        self._store = ModelStore(paths.resources() / "models")

    def run(self, action: str, names: list[str]) -> int:
        """Do what ``action`` says with the models that ``names`` mean; returns the exit code."""
        actions = {"download": self.download, "verify": self.verify, "remove": self.remove, "path": self.path}
        return actions[action](names)

    def download(self, names: list[str]) -> int:
        """Fetch what is missing of the models, one after the other; what is whole needs no connection.

        Raises:
            ModelError, StorageError: one cannot be had.
            Cancelled: with Ctrl+C; what came is kept.
        """
        for spec in _named(names, "download"):
            try:
                folder = self._store.fetch(spec, self._show).folder
            except KeyboardInterrupt as error:
                raise Cancelled(
                    f"The download of {spec.name} was called off",
                    "What came is kept: the same command goes on with it.",
                ) from error
            files = self._store.describe(spec)
            state = files.state.value
            self._say(spec, f"{state}, {bytes_words(files.size_bytes)} in {folder}", state=state, folder=str(folder))
        return 0

    def verify(self, names: list[str]) -> int:
        """Read the models (without ``names`` all that are here) and compare their checksums; 1 when one is damaged.

        Raises:
            DownloadFailed: one that was named is not on this computer.
        """
        chosen = _named(names, "verify") if names else [spec for spec in every_model() if self._is_here(spec)]
        damaged = False
        for spec in chosen:
            if names and not self._is_here(spec):
                self._store.find(spec)
            damaged |= not self._verify(spec)
        return 1 if damaged else 0

    def remove(self, names: list[str]) -> int:
        """Delete models that were downloaded.

        Raises:
            ModelError: one comes with Dictate, or is not here.
            StorageError: one cannot be deleted.
        """
        for spec in _named(names, "remove"):
            freed = self._store.remove(spec)
            self._say(spec, f"removed, {bytes_words(freed)} freed", state="removed", freed_bytes=freed)
        return 0

    def path(self, names: list[str]) -> int:
        """Where the models' files are, one folder a line; without ``names`` where downloads go.

        Raises:
            DownloadFailed: one is not on this computer.
        """
        folders = [str(self._store.find(spec).folder) for spec in _named(names, "path")] if names else [cache_folder()]
        for folder in folders:
            self._terminal.line(json.dumps(str(folder)) if self._json else str(folder))
        return 0

    def _is_here(self, spec: ModelSpec) -> bool:
        return self._store.describe(spec).state is not ModelState.MISSING

    def _verify(self, spec: ModelSpec) -> bool:
        read = 0

        def tick() -> None:
            nonlocal read
            read += 2**20
            self._terminal.status(f"{spec.name}: reading, {bytes_words(read)}")

        try:
            verified = self._store.verify(spec, tick)
        except ModelError as error:
            self._say(
                spec, f"damaged: {error.user_message}. {error.action}", state="damaged", problem=error.user_message
            )
            return False
        if verified.weights:
            words = f"whole: {verified.files} files agree with their checksums"
        else:
            words = "nothing is missing; no checksums are known" + (
                "" if spec.repository else " of what comes with Dictate"
            )
        self._say(spec, words, state="whole" if verified.weights else "unknown", files=verified.files)
        return True

    def _show(self, progress: ModelProgress) -> None:
        self._terminal.status(f"{progress.model}: {progress.stage} {amount_words(progress)}")

    def _say(self, spec: ModelSpec, words: str, **values: Any) -> None:
        if self._json:
            self._terminal.line(json.dumps({"model": spec.name, **values}, ensure_ascii=False))
        else:
            self._terminal.line(f"{spec.name}: {words}")


def _named(names: list[str], action: str) -> list[ModelSpec]:
    """The models that ``names`` mean: a pair's two, or one by its own name.

    Raises:
        UsageError: there is no such name, or none was given.
    """
    by_name = {spec.name: [spec] for spec in every_model()}
    by_name |= {pair.name: [pair.distil, pair.teacher] for pair in PAIRS}
    choices = f"Name a pair ({', '.join(pair_names())}) or one of its models, as 'dictate models' shows them."
    if not names:
        raise UsageError(f"'{action}' needs to know which", choices)
    for name in names:
        if name not in by_name:
            raise UsageError(f"There is no model '{name}'", choices)
    return list({spec.name: spec for name in names for spec in by_name[name]}.values())
