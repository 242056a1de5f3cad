"""Verified means the teacher's own text: one in so many is compared. Runs on the recogniser thread, when idle."""

import logging
from collections import deque
from dataclasses import dataclass

from dictate.core.errors import ModelError
from dictate.core.events import SelfChecked
from dictate.core.ports import Listener, Recognizer
from dictate.core.types import Hypothesis, Request

log = logging.getLogger(__name__)

_MOST_WAITING = 8
"""Utterances that wait for an idle moment; each holds its sound."""


@dataclass(frozen=True, slots=True, eq=False)
class _Waiting:
    utterance: int
    request: Request
    hypothesis: Hypothesis
    recognizer: Recognizer


class SelfCheck:
    """Compares every ``every``-th verified text with the plain teacher's; 0 for none."""

    def __init__(self, listener: Listener, every: int) -> None:
        self._listener = listener
        self._every = every
        self._verified = 0
        self._waiting: deque[_Waiting] = deque(maxlen=_MOST_WAITING)

    @property
    def due(self) -> bool:
        """Whether there is something to compare."""
        return bool(self._waiting)

    def remember(self, utterance: int, request: Request, hypothesis: Hypothesis, recognizer: Recognizer) -> None:
        """Take a final text; what is not verified is left out."""
        if hypothesis.verification is None or not self._every:
            return
        self._verified += 1
        if self._verified % self._every == 0:
            self._waiting.append(_Waiting(utterance, request, hypothesis, recognizer))

    def forget(self) -> None:
        """The models are about to be closed."""
        self._waiting.clear()

    def run(self) -> None:
        """Compare one, and report it."""
        if not self._waiting:
            return
        one = self._waiting.popleft()
        try:
            plain = one.recognizer.plain(one.request, one.hypothesis)
        except ModelError as error:
            log.warning("the self-check of utterance %d failed: %s", one.utterance, error)
            return
        if plain is None:
            return
        self._listener.notify(
            SelfChecked(utterance=one.utterance, verified=one.hypothesis.text, plain=plain.text, margin=plain.margin)
        )
