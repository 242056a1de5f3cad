"""One state for the user, out of what the threads are doing. Written by both worker threads, under a lock."""

import threading

from dictate.core.events import BacklogChanged, State, StateChanged
from dictate.core.ports import Listener
from dictate.core.types import seconds_of

_CAPTURING = (State.OPENING, State.LISTENING, State.SPEECH, State.FINISHING, State.MICROPHONE_LOST)


class StatusBoard:
    """Merges the state of the microphone, of the model, and the number of waiting finals into ``StateChanged``.

    The listener is called under the lock, so that it sees the states in the order in which they happened.
    """

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._capture: State | None = None
        self._model = State.NO_MODEL
        self._pending = 0
        self._waiting_samples = 0
        self._shown: StateChanged | None = None

    def capture(self, state: State) -> None:
        """The microphone's state: one of opening, listening, speech, finishing, microphone lost."""
        if state not in _CAPTURING:
            raise ValueError(f"{state} is not a state of the microphone")
        with self._lock:
            self._capture = state
            self._show()

    def finished(self) -> None:
        """A recording has all its text; a newer one may be running."""
        with self._lock:
            if self._capture is State.FINISHING:
                self._capture = None
            self._show()

    def model(self, state: State) -> None:
        """The model's state: no model, loading, ready or failed."""
        with self._lock:
            self._model = state
            self._show()

    @property
    def waiting_samples(self) -> int:
        """Samples of the finals that wait for the recogniser."""
        with self._lock:
            return self._waiting_samples

    def enqueue(self, samples: int) -> None:
        """A final of ``samples`` waits for the recogniser."""
        with self._lock:
            self._pending += 1
            self._waiting_samples += samples
            self._show()
            self._listener.notify(BacklogChanged(seconds=seconds_of(self._waiting_samples)))

    def complete(self, samples: int) -> None:
        """The recogniser is done with a final of ``samples``."""
        with self._lock:
            self._pending -= 1
            self._waiting_samples -= samples
            self._show()
            self._listener.notify(BacklogChanged(seconds=seconds_of(self._waiting_samples)))

    def _show(self) -> None:
        shown = StateChanged(
            state=self._model if self._capture is None else self._capture,
            model_state=self._model,
            pending=self._pending,
        )
        if shown != self._shown:
            self._shown = shown
            self._listener.notify(shown)
