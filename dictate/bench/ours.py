"""Our engine as the benchmark uses it: the only module of the benchmark that knows it. Imports torch when it loads."""

import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dictate.bench.parts import Checkpoints, Heard, Loaded, Task
from dictate.core.types import Mode, ModelProgress, Samples
from dictate.engine.checkpoint import check_checkpoint
from dictate.engine.options import FULL, EngineOptions

if TYPE_CHECKING:
    from dictate.engine.heard import Heard as EngineHeard
    from dictate.engine.loaded import LoadedPair

_MODES = {Task.TEACHER: Mode.TEACHER, Task.VERIFIED: Mode.VERIFIED}
"""Every other task is distil's."""
_RIGHT_SHARE = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """A pair in our engine.

    Attributes:
        language: Whisper's code; None for models that know English only.
        limit: the most tokens of an utterance; None for what goes with its length.
        graphs: whether CUDA graphs are used, on a GPU.
        flash: whether FlashAttention is, where it is installed.
    """

    pair: Checkpoints
    device: str = "auto"
    precision: str = "auto"
    window: str = "auto"
    threads: int = 0
    language: str | None = None
    limit: int | None = None
    graphs: bool = True
    flash: bool = True

    def libraries(self) -> None:
        """Import the engine."""
        import dictate.engine.loaded  # noqa: F401, PLC0415 - imports torch, in the process that needs it

    def load(self) -> "OurEngine":
        """Load and warm up the pair."""
        from dictate.engine.loaded import load_pair  # noqa: PLC0415 - as in ``libraries``

        if not self.flash:
            hidden: Any = None
            sys.modules["flash_attn"] = hidden  # an import fails then: as if it were not installed, in this process
        options = EngineOptions(
            device=self.device,
            precision=self.precision,
            window=self.window,
            threads=self.threads,
            graphs=self.graphs,
        )
        pair = load_pair(check_checkpoint(self.pair.teacher), check_checkpoint(self.pair.distil), options, _silent)
        return OurEngine(pair, self.language, self.limit)


class OurEngine:
    """The loaded pair."""

    def __init__(self, pair: "LoadedPair", language: str | None, limit: int | None) -> None:
        self._pair = pair
        self._language = language
        self._limit = limit
        self._drafts: dict[bytes, tuple[int, ...]] = {}

    def loaded(self) -> Loaded:
        """What was chosen, and why."""
        info = self._pair.info(Mode.TEACHER)
        facts = {"pair_bytes": self._pair.memory_bytes, "shared_encoder": float(self._pair.shared_encoder)}
        return Loaded(precision=info.precision, note=info.reason, facts=facts)

    def hear(self, task: Task, samples: Samples) -> Heard:
        """Recognise one utterance."""
        draft = self._draft(samples) if task is Task.INTERIM else ()
        started = time.perf_counter()
        heard = self._hear(samples, task, draft)
        seconds = time.perf_counter() - started
        check = heard.verification
        return Heard(
            seconds=seconds,
            text=heard.text,
            tokens=heard.tokens,
            drafted=check.drafted_tokens if check is not None else 0,
            accepted=check.accepted_tokens if check is not None else 0,
        )

    def _hear(self, samples: Samples, task: Task, draft: tuple[int, ...] = ()) -> "EngineHeard":
        """As the application asks: finals on a GPU at the full window, where it costs little; None is the options'."""
        mode, interim = _MODES.get(task, Mode.DISTIL), task in (Task.INTERIM, Task.INTERIM_PLAIN)
        window = FULL if self._pair.on_gpu and not interim else None
        return self._pair.hear(samples, mode, language=self._language, draft=draft, limit=self._limit, window=window)

    def _draft(self, samples: Samples) -> tuple[int, ...]:
        """Distil's own text of ``samples``, its last tenth wrong; made once, outside of what is timed."""
        key = samples.tobytes()
        if key not in self._drafts:
            self._drafts[key] = spoiled(self._hear(samples, Task.INTERIM_PLAIN).tokens)
        return self._drafts[key]


def spoiled(tokens: Sequence[int]) -> tuple[int, ...]:
    """``tokens``, of which the first nine tenths are left and the others replaced: each by another one of them."""
    right = int(len(tokens) * _RIGHT_SHARE)
    wrong = [next((other for other in tokens if other != token), token + 1) for token in tokens[right:]]
    return (*tokens[:right], *wrong)


def _silent(progress: ModelProgress) -> None:
    """The process that asked waits in silence."""
    del progress
