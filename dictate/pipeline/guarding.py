"""A recogniser under guard: its steps are watched, and one that runs out of memory gets a second chance.

Runs on the recogniser thread.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final, cast

from dictate.core.errors import OutOfMemory
from dictate.core.events import FellBack
from dictate.core.ports import Listener, Recognizer, RecognizerFactory
from dictate.core.types import Hypothesis, Mode, ModelInfo, ModelProgress, PairChoice, PlainHearing, Request, seconds_of
from dictate.pipeline.watchdog import Watchdog

OnDraft = Callable[[str], None]
CPU: Final = "CPU"
"""``ModelInfo.device`` of a model that runs on the processor."""
NO_MEMORY: Final = "there was not enough memory"


def guarded(
    recognizers: RecognizerFactory, on_cpu: RecognizerFactory | None, watchdog: Watchdog, listener: Listener
) -> RecognizerFactory:
    """``recognizers``, each under guard; ``on_cpu`` builds the same pair on the processor, for when the GPU is full."""

    def build(choice: PairChoice) -> Recognizer:
        # Everything but two methods is the recogniser's own.
        return cast(Recognizer, _Guarded(recognizers(choice), on_cpu, watchdog, listener))

    return build


class _Guarded:
    """Passes everything on to ``recognizer``."""

    def __init__(
        self, recognizer: Recognizer, on_cpu: RecognizerFactory | None, watchdog: Watchdog, listener: Listener
    ) -> None:
        self._recognizer = recognizer
        self._on_cpu = on_cpu
        self._watchdog = watchdog
        self._listener = listener
        self._device = ""
        self._spare: Recognizer | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._recognizer, name)

    def prepare(self, mode: Mode, report: Callable[[ModelProgress], None]) -> ModelInfo:
        """Load what ``mode`` needs; how long that takes depends on the disk, so nobody watches."""
        info = self._recognizer.prepare(mode, report)
        self._device = info.device
        return info

    def transcribe(self, request: Request, on_draft: OnDraft | None = None) -> Hypothesis:
        """Recognise, in another way when memory runs out.

        Raises:
            RecognitionFailed, OutOfMemory: likewise.
        """
        try:
            return self._watched(self._recognizer, request, on_draft)
        except OutOfMemory:
            if not request.is_final:
                raise
            return self._second_chance(request)

    def plain(self, request: Request, verified: Hypothesis) -> PlainHearing | None:
        """The teacher's text without a draft, watched like the rest."""
        with self._watchdog.step(seconds_of(len(request.samples))):
            return self._recognizer.plain(request, verified)

    def _watched(self, recognizer: Recognizer, request: Request, on_draft: OnDraft | None = None) -> Hypothesis:
        with self._watchdog.step(seconds_of(len(request.samples))):
            return recognizer.transcribe(request, on_draft)

    def _second_chance(self, request: Request) -> Hypothesis:
        """With the smaller model, else on the processor; the user is told."""
        if request.mode is not Mode.DISTIL and not self._recognizer.modes[Mode.DISTIL]:
            smaller = replace(request, mode=Mode.DISTIL)
            try:
                self._recognizer.prepare(Mode.DISTIL, _nobody)
                return self._told(self._watched(self._recognizer, smaller), "by the smaller model")
            except OutOfMemory:
                pass  # the processor is left
        if self._on_cpu is None or self._device == CPU:
            raise OutOfMemory("there is not enough memory", "Close other programs, or choose a smaller pair of models.")
        if self._spare is None:
            self._spare = self._on_cpu(self._recognizer.choice)
        self._spare.prepare(request.mode, _nobody)
        return self._told(self._watched(self._spare, request), "on the processor")

    def _told(self, hypothesis: Hypothesis, how: str) -> Hypothesis:
        self._listener.notify(FellBack(how=how, reason=NO_MEMORY))
        warning = hypothesis.warning or f"recognized {how}: {NO_MEMORY}"
        return replace(hypothesis, warning=warning)

    def close(self) -> None:
        """Free the models."""
        self._recognizer.close()
        if self._spare is not None:
            self._spare.close()
            self._spare = None


def _nobody(_progress: ModelProgress) -> None:
    """Nobody watches a model load in an emergency."""
