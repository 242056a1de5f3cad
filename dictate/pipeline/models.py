"""The pair in use, and how another takes its place. Runs on the recogniser thread."""

import contextlib
import logging
from collections.abc import Callable

from dictate.core.errors import Cancelled, DictateError, OutOfMemory
from dictate.core.events import Failed, ModelLoading, ModelReady, ModelsUnloaded, State
from dictate.core.ports import Listener, Recognizer
from dictate.core.types import Mode, ModelInfo, ModelProgress, PairChoice
from dictate.pipeline.channel import Inbox
from dictate.pipeline.messages import ForRecognizer
from dictate.pipeline.status import StatusBoard

log = logging.getLogger(__name__)


class Models:
    """Holds one recogniser; a new one takes over only when it is ready, so that a failure leaves the old in use.

    Attributes:
        current: the recogniser in use, None before the first is ready.
        failure: why there is none, once the first wish failed; empty while there is hope.
        unloaded: the modes whose models were loaded before their memory was freed.
    """

    def __init__(self, inbox: Inbox[ForRecognizer], listener: Listener, status: StatusBoard) -> None:
        self.current: Recognizer | None = None
        self.failure = ""
        self.unloaded: frozenset[Mode] = frozenset()
        self._inbox = inbox
        self._listener = listener
        self._status = status
        self._prepared: set[Mode] = set()

    def use(self, recognizer: Recognizer, mode: Mode) -> None:
        """Load ``recognizer`` for ``mode`` and let it take over.

        It is loaded beside the one in use when the memory has room for both. Otherwise that one is freed first (all
        that was said before the switch has its text by now), and loaded again when the new one fails.
        """
        before, unloaded = self.current, self.unloaded
        if self._load(recognizer, mode) is not None:
            recognizer.close()
            for freed in self.unloaded - unloaded:
                with contextlib.suppress(DictateError):  # it was told, and is tried again with the next utterance
                    self.ready_for(freed)
            return
        self.current = recognizer
        self._prepared, self.unloaded = {mode}, frozenset()
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

    def ready_for(self, mode: Mode, *, ahead: bool = False) -> Recognizer:
        """The recogniser in use, loaded for ``mode``; ``ahead`` of time, so that nobody is told when it fails.

        Raises:
            DictateError: there is none, or the model of ``mode`` cannot be loaded.
        """
        if self.current is None:
            raise DictateError(self.failure or "there is no model", "Choose a model pair, then recognise it again.")
        if mode not in self._prepared:
            failed = self._load(self.current, mode, ahead=ahead)
            if failed is not None:
                raise failed
            self._prepared.add(mode)
            self.unloaded -= {mode}
        return self.current

    def unload(self) -> None:
        """Free the memory; ``ready_for`` loads again what is needed."""
        if self.current is not None and self._prepared:
            self._free(self.current)
            self._listener.notify(ModelsUnloaded(pair=self.current.choice))

    def close(self) -> None:
        """Free the models."""
        if self.current is not None:
            self.current.close()

    def _load(self, recognizer: Recognizer, mode: Mode, *, ahead: bool = False) -> DictateError | None:
        """Prepare ``mode``; a failure is reported (unless it was ahead of time) and returned."""

        def report(progress: ModelProgress) -> None:
            if self._inbox.closed:
                raise Cancelled("Closing")
            self._status.model(State.LOADING)
            self._listener.notify(ModelLoading(pair=recognizer.choice, progress=progress))

        try:
            info = self._prepare(recognizer, mode, report)
        except Exception as error:  # noqa: BLE001  (the thread's border: whatever the model raises must not end it)
            failed = as_dictate_error(error)
            if ahead:
                log.info("not loaded ahead of time: %s", failed)
            elif not isinstance(failed, Cancelled):
                self._listener.notify(load_failed(recognizer.choice, failed))
            self.give_up(failed.user_message)
            return failed
        self._status.model(State.READY)
        self._listener.notify(
            ModelReady(pair=recognizer.choice, mode=mode, info=info, modes=dict(recognizer.modes)),
        )
        return None

    def _prepare(self, recognizer: Recognizer, mode: Mode, report: Callable[[ModelProgress], None]) -> ModelInfo:
        """Load ``mode``, beside the pair in use if there is room, else in its place."""
        in_use = self.current
        if in_use is not None and in_use is not recognizer and self._prepared:
            if recognizer.fits_beside(mode):
                try:
                    return recognizer.prepare(mode, report)
                except OutOfMemory as error:
                    log.info("both pairs do not fit: %s", error)
            self._free(in_use)
        return recognizer.prepare(mode, report)

    def _free(self, recognizer: Recognizer) -> None:
        recognizer.close()
        self.unloaded |= self._prepared
        self._prepared.clear()


def load_failed(choice: PairChoice, error: DictateError) -> Failed:
    """What the user is told when a pair cannot be had."""
    return Failed(
        what=f"Loading the model pair {choice.name}",
        reason=error.user_message,
        action=error.action,
        exit_code=error.exit_code,
    )


def as_dictate_error(error: Exception) -> DictateError:
    """``error``, or for one that nobody mapped a sentence that names it; the log gets the way that it came."""
    if isinstance(error, DictateError):
        return error
    if isinstance(error, MemoryError):
        return OutOfMemory("there is not enough memory", "Close other programs, or choose a smaller pair of models.")
    log.exception("unexpected error", exc_info=error)
    found = DictateError(f"unexpected {type(error).__name__}: {error}", "See the log file, and please report it.")
    found.__cause__ = error
    return found
