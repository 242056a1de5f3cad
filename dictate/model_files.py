"""``core.ports.ModelFiles``: looks at, verifies and removes downloaded models, on a thread of its own. Any thread."""

import queue
import threading
from collections.abc import Callable

from dictate import paths
from dictate.core.catalog import ModelSpec, every_model
from dictate.core.errors import Cancelled, DictateError, NotAModel
from dictate.core.events import Failed, ModelFilesChecked, ModelFilesListed
from dictate.core.ports import Listener
from dictate.core.types import ModelOnDisk
from dictate.engine.store import ModelState, ModelStore


class DownloadedModels:
    """One job after the other; the thread is started with the first."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._store = ModelStore(paths.resources() / "models")
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def look(self) -> None:
        """Tell what is on the disk."""
        self._do("Looking for models", self._tell)

    def verify(self, model: str) -> None:
        """Compare the checksums of ``model``."""

        def verify() -> None:
            try:
                self._store.verify(_spec(model), self._go_on)
            except NotAModel as error:
                self._listener.notify(ModelFilesChecked(model=model, problem=error.user_message))
            else:
                self._listener.notify(ModelFilesChecked(model=model))

        self._do(f"Checking {model}", verify)

    def remove(self, model: str) -> None:
        """Delete ``model``."""

        def remove() -> None:
            self._store.remove(_spec(model))
            self._tell()

        self._do(f"Removing {model}", remove)

    def close(self) -> None:
        """End what runs; what was not begun is left."""
        self._closing.set()
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def _tell(self) -> None:
        found = [self._store.describe(spec) for spec in every_model() if spec.repository]
        self._listener.notify(
            ModelFilesListed(
                models=tuple(
                    ModelOnDisk(name=files.name, size_bytes=files.size_bytes, problem=files.problem)
                    for files in found
                    if files.state is not ModelState.MISSING
                )
            )
        )

    def _go_on(self) -> None:
        if self._closing.is_set():
            raise Cancelled("Closing")

    def _do(self, what: str, work: Callable[[], None]) -> None:
        """Queue ``work``; what it cannot do is reported as ``what``."""

        def job() -> None:
            try:
                work()
            except Cancelled:
                return
            except DictateError as error:
                self._listener.notify(
                    Failed(what=what, reason=error.user_message, action=error.action, exit_code=DictateError.exit_code)
                )

        self._jobs.put(job)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="dictate-models", daemon=True)
            self._thread.start()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None and not self._closing.is_set():
            job()


def _spec(model: str) -> ModelSpec:
    return next(spec for spec in every_model() if spec.name == model)
