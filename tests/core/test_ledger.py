"""``core.ledger``: every captured sample is in exactly one column."""

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from dictate.core.ledger import Ledger, LedgerTotals
from dictate.core.types import Outcome

samples = st.integers(min_value=1, max_value=480_000)
outcomes = st.sampled_from(Outcome)


class LedgerMachine(RuleBasedStateMachine):
    """Sound comes in, becomes silence or an utterance, utterances finish and are retried, in any order."""

    pieces: Bundle[int] = Bundle("pieces")
    finished: Bundle[tuple[Outcome, int]] = Bundle("finished")

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger()
        self.open = 0
        self.columns = dict.fromkeys(Outcome, 0)
        self.silence = 0

    @rule(target=pieces, count=samples)
    def capture(self, count: int) -> int:
        self.ledger.capture(count)
        self.open += count
        return count

    @rule(count=samples)
    def lose(self, count: int) -> None:
        self.ledger.lose(count)
        self.columns[Outcome.FAILED] += count

    @rule(piece=consumes(pieces))
    def be_silent(self, piece: int) -> None:
        self.ledger.silent(piece)
        self.open -= piece
        self.silence += piece

    @rule(target=finished, piece=consumes(pieces), outcome=outcomes)
    def finish(self, piece: int, outcome: Outcome) -> tuple[Outcome, int]:
        self.ledger.finish(outcome, piece)
        self.open -= piece
        self.columns[outcome] += piece
        return outcome, piece

    @rule(target=finished, done=consumes(finished), after=outcomes)
    def retry(self, done: tuple[Outcome, int], after: Outcome) -> tuple[Outcome, int]:
        before, piece = done
        self.ledger.refinish(before, after, piece)
        self.columns[before] -= piece
        self.columns[after] += piece
        return after, piece

    @invariant()
    def what_is_missing_is_what_is_still_open(self) -> None:
        totals = self.ledger.totals()
        assert totals.missing == self.open
        assert totals.silence == self.silence
        assert (totals.text, totals.rejected, totals.failed) == tuple(
            self.columns[outcome] for outcome in (Outcome.TEXT, Outcome.REJECTED, Outcome.FAILED)
        )


TestLedger = LedgerMachine.TestCase


def test_lost_sound_is_captured_and_failed() -> None:
    """An overrun is never silent: it stands in the ledger (field 9)."""
    ledger = Ledger()
    ledger.capture(1000)
    ledger.lose(160)
    ledger.finish(Outcome.TEXT, 1000)
    assert ledger.lost == 160
    assert ledger.totals() == LedgerTotals(captured=1160, text=1000, failed=160)
    assert ledger.totals().missing == 0


def test_the_columns_by_name() -> None:
    totals = LedgerTotals(captured=10, text=4, silence=3, rejected=2, failed=1)
    assert totals.as_dict() == {"captured": 10, "text": 4, "silence": 3, "rejected": 2, "failed": 1}
