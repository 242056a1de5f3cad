"""How late and how steady text is while someone speaks, from the session's own events. Any thread.

A word counts as spoken where its letters end when the utterance's stretch from its first to its last voiced sample is
divided evenly by letters. That is an estimate, good to about a tenth of a second a word, without bias in the mean. A
word counts as shown by the first interim that has it at its place (case and punctuation aside), and else by the final.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import mean
from typing import Any

from dictate.core.events import Drafted, Event, Finalized, Overrun, Stopped, TextUpdated
from dictate.core.latency import percentile
from dictate.core.ledger import LedgerTotals
from dictate.core.types import SAMPLE_RATE, Final, Outcome
from dictate.core.words import normalized


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
        beside_model: of ``endpoint_to_final``, what the model did not take.
        interim_lag, confirmed_lag: of every word, until it was first shown, and until it was committed.
        changed, respelled: committed words that became another word later, or only changed case or punctuation.
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
        beside_model=Lags(
            values=tuple(max(0.0, wait - _model_ms(final)) for wait, (_, final) in zip(waits, finals, strict=True))
        ),
        interim_lag=Lags(values=tuple(lag for pair in pairs for lag in _lags(*pair, committed=False))),
        confirmed_lag=Lags(values=tuple(lag for pair in pairs for lag in _lags(*pair, committed=True))),
        changed=sum(changed for changed, _ in changes),
        respelled=sum(respelled for _, respelled in changes),
        ledger=ledger,
        lost_samples=lost,
    )


def _model_ms(final: Final) -> float:
    times = final.latency
    return times.features_ms + times.encoder_ms + times.decoder_ms


def _lags(at: float, final: Final, utterance: _Utterance, *, committed: bool) -> Iterator[float]:
    """Milliseconds from a word's end until it was shown, for every word of the final."""
    words = final.text.split()
    for place, (word, spoken) in enumerate(zip(words, _word_ends(final, words), strict=True)):
        seen = at
        for when, all_words, committed_words in utterance.updates:
            there = committed_words if committed else all_words
            if place < len(there) and normalized(there[place]) == normalized(word):
                seen = when
                break
        yield 1000 * (seen - spoken)


def _word_ends(final: Final, words: Sequence[str]) -> Iterator[float]:
    """When each word ended, in monotonic seconds; see the module."""
    segment = final.utterance.segment
    length = (segment.speech_end_sample - segment.speech_start_sample) / SAMPLE_RATE
    began = final.utterance.stamps.speech_end - length
    letters = sum(len(word) + 1 for word in words)
    past = 0
    for word in words:
        past += len(word) + 1
        yield began + length * past / letters


def _changes(final: Final, utterance: _Utterance) -> tuple[int, int]:
    """How many committed words became others, and how many only another spelling, in a later update or the final."""
    stages = [committed for _, _, committed in utterance.updates] + [final.text.split()]
    changed = respelled = 0
    for before, after in pairwise(stages):
        old, new = ([normalized(word) or word for word in words] for words in (before, after))
        blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
        changed += len(before) - sum(block.size for block in blocks)
        respelled += sum(
            before[block.a + step] != after[block.b + step] for block in blocks for step in range(block.size)
        )
    return changed, respelled
