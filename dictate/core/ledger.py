"""Where every captured sample went: text, silence, rejected or failed. The sum is checked, not hoped for."""

from collections import Counter
from dataclasses import asdict, dataclass

from dictate.core.types import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerTotals:
    """Samples at 16 kHz; ``captured`` is the sum of the others once nothing is pending."""

    captured: int = 0
    text: int = 0
    silence: int = 0
    rejected: int = 0
    failed: int = 0

    @property
    def missing(self) -> int:
        """Captured samples that no column holds: 0 when every utterance is finished."""
        return self.captured - self.text - self.silence - self.rejected - self.failed

    def as_dict(self) -> dict[str, int]:
        """The five columns by name."""
        return asdict(self)


class Ledger:
    """Counts samples of one recording.

    Capture and silence are written by the segmenter thread, outcomes by the recogniser thread; each counter has one
    writer, so no lock is needed, and ``totals`` is exact once both are done.
    """

    def __init__(self) -> None:
        self._captured = 0
        self._silence = 0
        self._lost = 0
        self._outcomes: Counter[Outcome] = Counter()

    def capture(self, samples: int) -> None:
        """``samples`` more came in."""
        self._captured += samples

    def silent(self, samples: int) -> None:
        """``samples`` belong to no utterance."""
        self._silence += samples

    def lose(self, samples: int) -> None:
        """``samples`` were spoken but lost before they came in (an overrun)."""
        self._captured += samples
        self._lost += samples

    def finish(self, outcome: Outcome, samples: int) -> None:
        """An utterance of ``samples`` ended as ``outcome``."""
        self._outcomes[outcome] += samples

    def refinish(self, before: Outcome, after: Outcome, samples: int) -> None:
        """A retry changed the outcome of an utterance of ``samples``."""
        self._outcomes[before] -= samples
        self._outcomes[after] += samples

    @property
    def lost(self) -> int:
        """Samples lost to overruns (they are part of ``failed``)."""
        return self._lost

    def totals(self) -> LedgerTotals:
        """The columns now."""
        return LedgerTotals(
            captured=self._captured,
            text=self._outcomes[Outcome.TEXT],
            silence=self._silence,
            rejected=self._outcomes[Outcome.REJECTED],
            failed=self._outcomes[Outcome.FAILED] + self._lost,
        )
