"""Work that would hold the window up, on a thread of its own; its end comes back to the Qt main thread."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEventLoop, QObject, Qt, Signal

from dictate.core.errors import DictateError

Failed = Callable[[DictateError], object]


class Background(QObject):
    """Runs jobs side by side; each tells its end once, on the thread that owns this object.

    Signals:
        idle(): the last job has told its end.
    """

    idle = Signal()
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running = 0
        self._ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a job has not told its end."""
        return self._running > 0

    def run(self, work: Callable[[], Any], done: Callable[[Any], object], failed: Failed) -> None:
        """Do ``work`` elsewhere, then ``done`` with its result, or ``failed`` with its ``DictateError``, here."""
        self._running += 1

        def job() -> None:
            try:
                result = work()
            except DictateError as error:
                problem = error
                self._ended.emit(lambda: failed(problem))
            except Exception as error:  # noqa: BLE001  (the thread's border: it must tell its end in any case)
                raised = error
                self._ended.emit(lambda: _raise(raised))
            else:
                self._ended.emit(lambda: done(result))

        threading.Thread(target=job, name="dictate-background", daemon=True).start()

    def do(self, work: Callable[[], Any]) -> Any:
        """Do ``work`` elsewhere and return its result; the window goes on meanwhile, but keys and clicks wait.

        Raises:
            DictateError: that of ``work``.
        """
        results: list[Any] = []
        errors: list[DictateError] = []
        self.run(work, results.append, errors.append)
        self.wait()
        if errors:
            raise errors[0]
        return results[0]

    def wait(self) -> None:
        """Until every job has told its end; what the workers report is shown meanwhile, keys and clicks wait."""
        if self.busy:
            loop = QEventLoop()
            self.idle.connect(loop.quit)
            loop.exec(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def _tell(self, end: Callable[[], object]) -> None:
        self._running -= 1
        try:
            end()
        finally:
            if not self.busy:
                self.idle.emit()


def _raise(error: Exception) -> None:
    raise error
