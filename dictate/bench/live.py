"""How late and how steady text is while someone speaks, from the session's own events. Any thread.

A word counts as spoken where its letters end when the utterance's sounding time (pieces of 10 ms within 30 dB of its
loud ones) is divided evenly by letters: an estimate, good to about a tenth of a second. A word counts as shown by the
interim from which on it stays at its place (case and punctuation aside), and else by the final. A model that guesses a
word from its beginning shows it before it ends: its lag is below zero.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import mean
from typing import Any

import numpy as np
import numpy.typing as npt

from dictate.core.events import Drafted, Event, Finalized, Overrun, Stopped, TextUpdated
from dictate.core.latency import percentile
from dictate.core.ledger import LedgerTotals
from dictate.core.types import SAMPLE_RATE, Final, Outcome, Segment, samples_of
from dictate.core.words import normalized

_PIECE = samples_of(10)
_SOUNDING_DB = 30.0


@dataclass(frozen=True, slots=True)
class Timed:
    """An event, and when (monotonic seconds) it was reported."""

    at: float
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Lags:
    """Milliseconds; empty where nothing was measured."""

    values: tuple[float, ...]

    def summary(self) -> dict[str, float]:
        """Mean, median and 95th percentile; empty for no values."""
        if not self.values:
            return {}
        return {
            "mean_ms": mean(self.values),
            "median_ms": percentile(self.values, 50),
            "p95_ms": percentile(self.values, 95),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What one recording showed.

    Attributes:
        finals: that have text.
        endpoint_to_final, speech_end_to_final: until the final was reported.
        endpoint_to_draft: in the mode Verified, until distil's text was.
        beside_model: of ``endpoint_to_final``, what the model did not take; all of it where that began earlier.
        interim_lag, confirmed_lag: of every word, until it was first shown, and until it was committed.
        changed, respelled: committed words that became another word later, or only changed case or punctuation.
        corrected: in the mode Verified, words of distil's draft that the teacher changed; the final says which.
        ledger: where the sound went; None when the recording did not end.
        lost_samples: that never reached the segmenter.
    """

    finals: tuple[Final, ...]
    endpoint_to_final: Lags
    speech_end_to_final: Lags
    endpoint_to_draft: Lags
    beside_model: Lags
    interim_lag: Lags
    confirmed_lag: Lags
    changed: int
    respelled: int
    corrected: int
    ledger: LedgerTotals | None
    lost_samples: int

    @property
    def missing_samples(self) -> int:
        """Lost on the way, or captured and in no column of the ledger."""
        return self.lost_samples + (self.ledger.missing if self.ledger is not None else 0)

    def as_dict(self) -> dict[str, Any]:
        """For the JSON."""
        names = (
            "endpoint_to_final",
            "speech_end_to_final",
            "endpoint_to_draft",
            "beside_model",
            "interim_lag",
            "confirmed_lag",
        )
        return {name: getattr(self, name).summary() for name in names} | {
            "utterances": len(self.finals),
            "words": sum(len(final.text.split()) for final in self.finals),
            "words_changed_after_commit": self.changed,
            "words_respelled_after_commit": self.respelled,
            "words_corrected_by_the_teacher": self.corrected,
            "audio_lost_samples": self.missing_samples,
        }


@dataclass(slots=True)
class _Utterance:
    """What was shown of one: the moments, with all words and with the committed ones."""

    updates: list[tuple[float, list[str], list[str]]] = field(default_factory=list)
    drafted: float | None = None


def course_of(events: Sequence[Timed]) -> Course:
    """Put the events of one recording together."""
    shown: dict[int, _Utterance] = {}
    finals: list[tuple[float, Final]] = []
    lost, ledger = 0, None
    for timed in events:
        match timed.event:
            case TextUpdated(utterance=number, committed=committed, tentative=tentative):
                words = [*committed.split(), *tentative.split()]
                shown.setdefault(number, _Utterance()).updates.append((timed.at, words, committed.split()))
            case Drafted(utterance=number):
                shown.setdefault(number, _Utterance()).drafted = timed.at
            case Finalized(final=final) if final.outcome is Outcome.TEXT:
                finals.append((timed.at, final))
            case Overrun(lost_samples=lost_samples):
                lost = lost_samples
            case Stopped():
                ledger = timed.event.ledger
    pairs = [(at, final, shown.get(final.id, _Utterance())) for at, final in finals]
    waits = [1000 * (at - final.utterance.stamps.endpoint) for at, final in finals]
    changes = [_changes(final, utterance) for _, final, utterance in pairs]
    return Course(
        finals=tuple(final for _, final in finals),
        endpoint_to_final=Lags(values=tuple(waits)),
        speech_end_to_final=Lags(values=tuple(1000 * (at - final.utterance.stamps.speech_end) for at, final in finals)),
        endpoint_to_draft=Lags(
            values=tuple(
                1000 * (utterance.drafted - final.utterance.stamps.endpoint)
                for _, final, utterance in pairs
                if utterance.drafted is not None
            )
        ),
        beside_model=Lags(values=tuple(_beside(wait, final) for wait, (_, final) in zip(waits, finals, strict=True))),
        interim_lag=Lags(values=tuple(lag for pair in pairs for lag in _lags(*pair, committed=False))),
        confirmed_lag=Lags(values=tuple(lag for pair in pairs for lag in _lags(*pair, committed=True))),
        changed=sum(changed for changed, _ in changes),
        respelled=sum(respelled for _, respelled in changes),
        corrected=sum(_corrected(final) for _, final in finals),
        ledger=ledger,
        lost_samples=lost,
    )


def _beside(wait: float, final: Final) -> float:
    """``wait`` without the model's time, where that lies in it: an early final was recognised before the endpoint."""
    times = final.latency
    model = times.features_ms + times.encoder_ms + times.decoder_ms
    return wait - model if wait >= model else wait


def _corrected(final: Final) -> int:
    if final.verification is None:
        return 0
    return sum(max(len(one.before.split()), len(one.after.split())) for one in final.verification.changes)


def _lags(at: float, final: Final, utterance: _Utterance, *, committed: bool) -> Iterator[float]:
    """Milliseconds from a word's end until it was shown for good, for every word of the final."""
    words = final.text.split()
    for place, (word, spoken) in enumerate(zip(words, _word_ends(final, words), strict=True)):
        seen = at
        for when, all_words, committed_words in reversed(utterance.updates):
            there = committed_words if committed else all_words
            if place >= len(there) or normalized(there[place]) != normalized(word):
                break
            seen = when
        yield 1000 * (seen - spoken)


def _word_ends(final: Final, words: Sequence[str]) -> Iterator[float]:
    """When each word ended, in monotonic seconds; see the module."""
    segment = final.utterance.segment
    sounding = _sounding(segment)
    letters = sum(map(len, words))
    past = 0
    for word in words:
        past += len(word)
        piece = sounding[max(0, round(past / letters * len(sounding)) - 1)]
        end_sample = segment.start_sample + (int(piece) + 1) * _PIECE
        yield final.utterance.stamps.speech_end - (segment.speech_end_sample - end_sample) / SAMPLE_RATE


def _sounding(segment: Segment) -> npt.NDArray[np.int64]:
    """Indices of the pieces of 10 ms in which something sounds, from the segment's first sample on."""
    whole = segment.samples[: len(segment.samples) // _PIECE * _PIECE].astype(np.float64)
    levels = np.sqrt((whole.reshape(-1, _PIECE) ** 2).mean(axis=1))
    loud = np.percentile(levels, 95)
    return np.flatnonzero(levels >= loud * 10 ** (-_SOUNDING_DB / 20))


def _changes(final: Final, utterance: _Utterance) -> tuple[int, int]:
    """How many committed words became others, or only another spelling, later; the teacher's corrections aside."""
    text = final.text if final.verification is None else final.verification.draft
    stages = [committed for _, _, committed in utterance.updates] + [text.split()]
    changed = respelled = 0
    for before, after in pairwise(stages):
        old, new = ([normalized(word) or word for word in words] for words in (before, after))
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        changed += len(before) - sum(block.size for block in blocks)
        respelled += sum(
            before[block.a + step] != after[block.b + step] for block in blocks for step in range(block.size)
        )
    return changed, respelled
