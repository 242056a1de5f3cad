"""Our engine as the benchmark uses it: the only module of the benchmark that knows it. Imports torch when it loads."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dictate.bench.parts import Checkpoints, Heard, Loaded, Task
from dictate.core.types import Samples
from dictate.engine.checkpoint import check_checkpoint

if TYPE_CHECKING:
    from dictate.engine.whisper import LoadedWhisper


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A pair in our engine.

    Attributes:
        language: Whisper's code; None for models that know English only.
    """

    pair: Checkpoints
    device: str = "auto"
    precision: str = "auto"
    window: str = "auto"
    threads: int = 0
    language: str | None = None

    def libraries(self) -> None:
        """Import the engine."""
        import dictate.engine.whisper  # noqa: F401, PLC0415 - imports torch, in the process that needs it

    def load(self) -> "OurEngine":
        """Load and warm up the pair."""
        from dictate.engine.whisper import load_whisper  # noqa: PLC0415 - as in ``libraries``

        models = {
            task: load_whisper(check_checkpoint(self.pair.of(task)), task, self.device, lambda _progress: None)
            for task in (Task.TEACHER, Task.DISTIL)
        }
        return OurEngine(models, self.language)


class OurEngine:
    """The loaded pair."""

    def __init__(self, models: "dict[Task, LoadedWhisper]", language: str | None) -> None:
        self._models = models
        self._language = language

    def loaded(self) -> Loaded:
        """What was chosen."""
        info = self._models[Task.TEACHER].info
        return Loaded(precision=info.precision, note=info.reason)

    def hear(self, task: Task, samples: Samples) -> Heard:
        """Recognise one utterance."""
        started = time.perf_counter()
        hypothesis = self._models[task].transcribe(samples, language=self._language)
        return Heard(seconds=time.perf_counter() - started, text=hypothesis.text, tokens=hypothesis.tokens)
