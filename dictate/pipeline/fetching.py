"""The fetcher thread: gets model files onto the disk while dictation goes on with what is there."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from dictate.core.errors import Cancelled, DictateError, DownloadFailed
from dictate.core.events import ModelLoading, State
from dictate.core.ports import Listener, RecognizerFactory
from dictate.core.types import Mode, ModelProgress, PairChoice
from dictate.pipeline.messages import ForSegmenter, PairFailed, Prepare, SetMode, UsePair
from dictate.pipeline.models import as_dictate_error, load_failed
from dictate.pipeline.status import StatusBoard


class Fetcher:
    """Turns the wish for a pair into commands for the pipeline, once its files are there.

    The model of the mode in use comes first; the pair is used as soon as it is there, the other model follows. A newer
    wish cancels the one before. A mode that is wished for while its model is still coming holds once it is there.
    """

    def __init__(
        self,
        recognizers: RecognizerFactory,
        send: Callable[[ForSegmenter], None],
        listener: Listener,
        status: StatusBoard,
    ) -> None:
        self._recognizers = recognizers
        self._send = send
        self._listener = listener
        self._status = status
        self._lock = threading.Lock()
        self._run: _Run | None = None

    def set_pair(self, choice: PairChoice, mode: Mode) -> None:
        """Fetch ``choice`` on a thread of its own, the model for ``mode`` first, and use it."""
        run = _Run(choice, mode)
        run.thread = threading.Thread(target=self._fetch, args=(run,), name="dictate-fetcher", daemon=True)
        with self._lock:
            before, self._run = self._run, run
        if before is not None:
            before.cancelled.set()
        self._status.model(State.LOADING)
        run.thread.start()

    def set_mode(self, mode: Mode) -> None:
        """Use ``mode`` from the next utterance on, or once its model is there."""
        with self._lock:
            if self._run is not None:
                self._run.wished_mode = mode
                if mode in self._run.coming:
                    return
        self._send(SetMode(mode))

    def cancel(self) -> None:
        """Call off what is still being fetched; what is in use stays, what came of the files is kept."""
        with self._lock:
            run = self._run
            if run is None or run.cancelled.is_set() or not run.coming:
                return
            run.cancelled.set()
            run.coming = set()
        self._failed(run, DownloadFailed("the download was called off", "Choose the pair again to go on with it."))

    def close(self, timeout: float) -> None:
        """Cancel what is running and wait for it, at most ``timeout`` seconds."""
        with self._lock:
            run = self._run
        if run is not None and run.thread is not None:
            run.cancelled.set()
            run.thread.join(timeout)

    def _fetch(self, run: "_Run") -> None:
        first = run.wished_mode
        try:
            recognizer = self._recognizers(run.choice)
            with self._lock:
                run.coming = {mode for mode, reason in recognizer.modes.items() if not reason}
            recognizer.fetch(first, self._reporter(run))
            self._arrived(run, UsePair(recognizer, first))
            for mode in run.coming - {first}:
                recognizer.fetch(mode, self._reporter(run))
                self._arrived(run, Prepare(recognizer, mode))
        except Exception as error:  # noqa: BLE001  (the thread's border)
            self._failed(run, as_dictate_error(error))

    def _reporter(self, run: "_Run") -> Callable[[ModelProgress], None]:
        def report(progress: ModelProgress) -> None:
            if run.cancelled.is_set():
                raise Cancelled("The download was called off")
            self._listener.notify(ModelLoading(pair=run.choice, progress=progress))

        return report

    def _arrived(self, run: "_Run", message: UsePair | Prepare) -> None:
        """The files for ``message.mode`` are there. Sent under the lock, so that a mode never overtakes its files."""
        with self._lock:
            if run.cancelled.is_set():
                return
            run.coming = run.coming - {message.mode}
            self._send(message)
            if run.wished_mode is message.mode:
                self._send(SetMode(message.mode))

    def _failed(self, run: "_Run", error: DictateError) -> None:
        if isinstance(error, Cancelled):
            return
        self._listener.notify(load_failed(run.choice, error))
        with self._lock:
            run.coming = set()
        self._send(PairFailed(run.choice, error.user_message))


@dataclass(slots=True, eq=False)
class _Run:
    """One wish: ``coming`` are the modes whose files are not there yet; replaced as a whole, under the lock."""

    choice: PairChoice
    wished_mode: Mode
    coming: set[Mode] = field(default_factory=set)
    cancelled: threading.Event = field(default_factory=threading.Event)
    thread: threading.Thread | None = None
