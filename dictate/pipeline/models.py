"""The pair in use, and how another takes its place. Runs on the recogniser thread."""

import logging

from dictate.core.errors import Cancelled, DictateError
from dictate.core.events import Failed, ModelLoading, ModelReady, State
from dictate.core.ports import Listener, Recognizer
from dictate.core.types import Mode, ModelProgress, PairChoice
from dictate.pipeline.channel import Inbox
from dictate.pipeline.messages import ForRecognizer
from dictate.pipeline.status import StatusBoard

log = logging.getLogger(__name__)


class Models:
    """Holds one recogniser; a new one takes over only when it is ready, so that a failure leaves the old in use.

    Attributes:
        current: the recogniser in use, None before the first is ready.
        failure: why there is none, once the first wish failed; empty while there is hope.
    """

    def __init__(self, inbox: Inbox[ForRecognizer], listener: Listener, status: StatusBoard) -> None:
        self.current: Recognizer | None = None
        self.failure = ""
        self._inbox = inbox
        self._listener = listener
        self._status = status
        self._prepared: set[Mode] = set()

    def use(self, recognizer: Recognizer, mode: Mode) -> None:
        """Load ``recognizer`` for ``mode`` and let it take over."""
        if self._load(recognizer, mode) is not None:
            recognizer.close()
            return
        before, self.current = self.current, recognizer
        self._prepared = {mode}
        self.failure = ""
        if before is not None:
            before.close()

    def give_up(self, reason: str) -> None:
        """The newest wish failed."""
        if self.current is None:
            self.failure = reason
            self._status.model(State.FAILED)
        else:
            self._status.model(State.READY)

    def ready_for(self, mode: Mode) -> Recognizer:
        """The recogniser in use, loaded for ``mode``.

        Raises:
            DictateError: there is none, or the model of ``mode`` cannot be loaded.
        """
        if self.current is None:
            raise DictateError(self.failure or "there is no model", "Choose a model pair, then recognise it again.")
        if mode not in self._prepared:
            failed = self._load(self.current, mode)
            if failed is not None:
                raise failed
            self._prepared.add(mode)
        return self.current

    def close(self) -> None:
        """Free the models."""
        if self.current is not None:
            self.current.close()

    def _load(self, recognizer: Recognizer, mode: Mode) -> DictateError | None:
        """Prepare ``mode``; a failure is reported and returned."""

        def report(progress: ModelProgress) -> None:
            if self._inbox.closed:
                raise Cancelled("Closing")
            self._status.model(State.LOADING)
            self._listener.notify(ModelLoading(pair=recognizer.choice, progress=progress))

        try:
            info = recognizer.prepare(mode, report)
        except Exception as error:  # noqa: BLE001  (the thread's border: whatever the model raises must not end it)
            failed = as_dictate_error(error)
            if not isinstance(failed, Cancelled):
                self._listener.notify(load_failed(recognizer.choice, failed))
            self.give_up(failed.user_message)
            return failed
        self._status.model(State.READY)
        self._listener.notify(
            ModelReady(pair=recognizer.choice, mode=mode, info=info, modes=dict(recognizer.modes)),
        )
        return None


def load_failed(choice: PairChoice, error: DictateError) -> Failed:
    """What the user is told when a pair cannot be had."""
    return Failed(
        what=f"Loading the model pair {choice.name}",
        reason=error.user_message,
        action=error.action,
        exit_code=error.exit_code,
    )


def as_dictate_error(error: Exception) -> DictateError:
    """``error``, or for one that nobody mapped a sentence that names it; the log gets its traceback."""
    if isinstance(error, DictateError):
        return error
    log.exception("unexpected error", exc_info=error)
    return DictateError(f"unexpected {type(error).__name__}: {error}", "See the log file, and please report it.")
