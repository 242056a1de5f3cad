"""What a hypothesis means for its utterance: text, rejected, or failed. Runs on the recogniser thread."""

import logging
import time
from dataclasses import dataclass
from typing import Final as Constant

from dictate.core.errors import DictateError
from dictate.core.latency import breakdown, real_time_factor
from dictate.core.ledger import Ledger
from dictate.core.types import Final, Hypothesis, Outcome, Utterance

log = logging.getLogger(__name__)

NOTHING_HEARD: Constant = "no words were recognised"


def final_of(
    utterance: Utterance, hypothesis: Hypothesis | DictateError, text: str, started: float, *, early: bool
) -> Final:
    """The end of the utterance's way; ``text`` is the hypothesis's without what the utterance before holds already.

    ``started``: monotonic seconds at which the recogniser took it; ``early``: its text was there before it ended.
    """
    if isinstance(hypothesis, DictateError):
        log.error("utterance %d failed: %s", utterance.id, hypothesis)
        outcome, reason = Outcome.FAILED, hypothesis.user_message
        hypothesis = Hypothesis(text="", model="")
    elif hypothesis.suppressed:
        outcome, reason = Outcome.REJECTED, hypothesis.suppressed
    elif hypothesis.text:
        outcome, reason = Outcome.TEXT, ""
    else:
        outcome, reason = Outcome.REJECTED, NOTHING_HEARD
    return Final(
        utterance=utterance,
        outcome=outcome,
        text=text,
        model=hypothesis.model,
        latency=breakdown(utterance.stamps, started, time.monotonic(), hypothesis.times, early=early),
        real_time_factor=real_time_factor(hypothesis.times, len(utterance.segment.samples)),
        reason=reason,
        warning=hypothesis.warning,
        verification=hypothesis.verification,
    )


@dataclass(slots=True)
class Record:
    """What became of an utterance, for the seam with the next one and for retries."""

    ledger: Ledger
    outcome: Outcome
    text: str
    revision: int = 0


def record_of(recovered: Final) -> Record:
    """Of an utterance of a dictation that broke off: its recording has no account here but one of its own."""
    ledger = Ledger()
    ledger.finish(recovered.outcome, recovered.utterance.segment.owned_samples)
    return Record(ledger=ledger, outcome=recovered.outcome, text=recovered.text, revision=recovered.utterance.revision)
