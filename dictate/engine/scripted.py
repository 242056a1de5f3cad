"""A recogniser that gives canned answers, without torch: for the self-test of the pipeline and for tests.

Runs on the recogniser thread like the real one; a test opens its gates from another thread.
"""

import threading
from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from dictate.core.types import Hypothesis, Mode, ModelInfo, ModelProgress, PairChoice, PlainHearing, Request

Answer = str | Hypothesis | Exception
"""Text, a whole hypothesis, or an error to raise."""


class ScriptedRecognizer:
    """Answers finals in order, or through a function of the request.

    A text answer becomes a ``Hypothesis`` whose model is ``scripted-<mode>``, so that it shows which model was asked.

    Args:
        answers: one for each final, in order, or a function of the request. When the list is used up the text is
            empty.
        interim: a function of an interim request; by default interims have no text.
        modes: reasons why modes are not offered; by default Verified is not.
        gate: when given, ``transcribe`` of a final waits until it is set, so that a test can hold the recogniser.
        fetch_gate: likewise for ``fetch``.
        prepare_gate: likewise for ``prepare``.
        fits_beside: what ``fits_beside`` answers.

    Attributes:
        fetch_error, prepare_error: raised by every ``fetch`` / ``prepare`` while it is set.
        requests: every request so far, in order.
        plain_text: what the plain teacher says of every verified utterance; None for the same.
        plain_requests: every request for it so far, in order.
        fetched, prepared: the modes that were, in order.
        entered: set whenever ``transcribe`` was called with a final (before it waits at the gate).
        fetching, preparing: set whenever ``fetch`` / ``prepare`` was called (before it waits at its gate).
        closed: how often ``close`` was called.
    """

    def __init__(
        self,
        answers: Iterable[Answer] | Callable[[Request], Answer] = (),
        *,
        choice: PairChoice | None = None,
        interim: Callable[[Request], Answer] | None = None,
        modes: Mapping[Mode, str] | None = None,
        gate: threading.Event | None = None,
        fetch_gate: threading.Event | None = None,
        prepare_gate: threading.Event | None = None,
        fetch_error: Exception | None = None,
        prepare_error: Exception | None = None,
        fits_beside: bool = True,
    ) -> None:
        self._choice = choice or PairChoice(name="scripted")
        self._function = answers if callable(answers) else None
        self._script = iter(() if callable(answers) else answers)
        self._interim = interim
        self._modes = dict(modes) if modes is not None else {Mode.VERIFIED: "not scripted"}
        self._gate = gate
        self._fetch_gate = fetch_gate
        self._prepare_gate = prepare_gate
        self.prepare_error = prepare_error
        self.fetch_error = fetch_error
        self._fits_beside = fits_beside
        self.requests: list[Request] = []
        self.plain_text: str | None = None
        self.plain_requests: list[Request] = []
        self.fetched: list[Mode] = []
        self.prepared: list[Mode] = []
        self.entered = threading.Event()
        self.fetching = threading.Event()
        self.preparing = threading.Event()
        self.closed = 0

    @property
    def choice(self) -> PairChoice:
        """The pair it was built for."""
        return self._choice

    @property
    def modes(self) -> Mapping[Mode, str]:
        """For every mode an empty string, or the reason why it is not offered."""
        return MappingProxyType({mode: self._modes.get(mode, "") for mode in Mode})

    def fetch(self, mode: Mode, report: Callable[[ModelProgress], None]) -> None:
        """Report one step, wait at ``fetch_gate``, report again, then be done or raise ``fetch_error``."""
        self.fetching.set()
        report(ModelProgress(model=f"scripted-{mode}", stage="downloading", done_bytes=0, total_bytes=1))
        if self._fetch_gate is not None:
            self._fetch_gate.wait()
        report(ModelProgress(model=f"scripted-{mode}", stage="downloading", done_bytes=1, total_bytes=1))
        if self.fetch_error is not None:
            raise self.fetch_error
        self.fetched.append(mode)

    def prepare(self, mode: Mode, report: Callable[[ModelProgress], None]) -> ModelInfo:
        """Report one step, wait at ``prepare_gate``, then be ready or raise ``prepare_error``."""
        report(ModelProgress(model=f"scripted-{mode}", stage="loading"))
        self.preparing.set()
        if self._prepare_gate is not None:
            self._prepare_gate.wait()
        report(ModelProgress(model=f"scripted-{mode}", stage="warming up"))
        if self.prepare_error is not None:
            raise self.prepare_error
        self.prepared.append(mode)
        return ModelInfo(
            name=f"scripted-{mode}",
            device="none",
            precision="none",
            attention="none",
            reason="canned answers need no device",
            memory_bytes=0,
        )

    def transcribe(self, request: Request, on_draft: Callable[[str], None] | None = None) -> Hypothesis:
        """The next answer, raised when it is an error; the draft of a verified one is told first."""
        self.requests.append(request)
        if not request.is_final:
            return self._hypothesis(self._interim(request) if self._interim else "", request)
        self.entered.set()
        if self._gate is not None:
            self._gate.wait()
        answer = self._function(request) if self._function else next(self._script, "")
        heard = self._hypothesis(answer, request)
        if on_draft is not None and heard.verification is not None:
            on_draft(heard.verification.draft)
        return heard

    def plain(self, request: Request, verified: Hypothesis) -> PlainHearing | None:
        """What ``plain_text`` says."""
        self.plain_requests.append(request)
        return PlainHearing(text=self.plain_text if self.plain_text is not None else verified.text)

    def fits_beside(self, mode: Mode) -> bool:
        """As was said when it was built."""
        del mode
        return self._fits_beside

    def close(self) -> None:
        """Count the call; there is nothing to free."""
        self.closed += 1

    @staticmethod
    def _hypothesis(answer: Answer, request: Request) -> Hypothesis:
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, Hypothesis):
            return answer
        return Hypothesis(text=answer.strip(), model=f"scripted-{request.mode}")
