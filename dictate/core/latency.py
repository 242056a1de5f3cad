"""From stamps to what the user sees: the breakdown of one utterance, and median and p95 of many."""

from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass

from dictate.core.types import Latency, Mode, StageTimes, Stamps, seconds_of


def breakdown(stamps: Stamps, started: float, finished: float, times: StageTimes, *, early: bool = False) -> Latency:
    """Where the time between the end of speech and the text went.

    ``started`` and ``finished`` are monotonic seconds at which the recogniser took the utterance and gave its text.
    ``early`` when its models had run before, in the pause.
    """
    return Latency(
        endpoint_ms=max(0.0, (stamps.endpoint - stamps.speech_end) * 1000),
        queue_ms=max(0.0, (started - stamps.endpoint) * 1000),
        features_ms=times.features_ms,
        encoder_ms=times.encoder_ms,
        decoder_ms=times.decoder_ms,
        total_ms=max(0.0, (finished - stamps.speech_end) * 1000),
        early_ms=times.total_ms if early else 0.0,
    )


def real_time_factor(times: StageTimes, samples: int) -> float:
    """Recogniser seconds for each second of sound; 0 for no sound."""
    return times.total_ms / 1000 / seconds_of(samples) if samples else 0.0


def percentile(values: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile of ``values``.

    Raises:
        ValueError: there are no values, or ``percent`` is not in 0-100.
    """
    if not values:
        raise ValueError("no values")
    if not 0 <= percent <= 100:
        raise ValueError(f"percent must be from 0 to 100, not {percent}")
    return _ranked(sorted(values), percent)


def _ranked(ordered: Sequence[float], percent: float) -> float:
    rank = max(1, -(-len(ordered) * percent // 100))
    return ordered[int(rank) - 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class LatencySummary:
    """Of the utterances so far: how many, the last, the median and the 95th percentile (ms), and the mean RTF."""

    count: int
    last_ms: float
    median_ms: float
    p95_ms: float
    real_time_factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """One utterance's latency."""

    utterance: int
    mode: Mode
    latency: Latency
    real_time_factor: float


class LatencyHistory:
    """Remembers the latencies of a session, by mode. Used by one thread."""

    def __init__(self) -> None:
        self._entries: list[Timed] = []
        self._totals: dict[Mode | None, list[float]] = {}
        self._factors: dict[Mode | None, float] = {}
        self._last: dict[Mode | None, float] = {}

    def add(self, mode: Mode, latency: Latency, rtf: float, *, utterance: int = 0) -> None:
        """Remember one utterance."""
        timed = Timed(utterance=utterance, mode=mode, latency=latency, real_time_factor=rtf)
        self._entries.append(timed)
        for key in (None, mode):
            insort(self._totals.setdefault(key, []), latency.total_ms)
            self._factors[key] = self._factors.get(key, 0.0) + rtf
            self._last[key] = latency.total_ms

    def newest(self, count: int) -> Sequence[Timed]:
        """The last ``count`` utterances, the oldest of them first."""
        return self._entries[-count:]

    def summary(self, mode: Mode | None = None) -> LatencySummary | None:
        """Of ``mode``, or of all; None when there is nothing yet."""
        totals = self._totals.get(mode)
        if not totals:
            return None
        return LatencySummary(
            count=len(totals),
            last_ms=self._last[mode],
            median_ms=_ranked(totals, 50),
            p95_ms=_ranked(totals, 95),
            real_time_factor=self._factors[mode] / len(totals),
        )
