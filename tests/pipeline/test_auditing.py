"""A ledger that does not add up is a bug that the user sees."""

import pytest

from dictate.core.events import Failed, LedgerChanged, Stopped
from dictate.core.ledger import Ledger, LedgerTotals
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.auditing import WHAT, Auditor
from tests.pipeline.parts import HandSource, Recorder, by_loudness, session, silence, speech


def test_what_is_missing_is_told_at_stop() -> None:
    recorder = Recorder()
    auditor = Auditor(recorder)
    right, wrong = LedgerTotals(captured=10, text=10), LedgerTotals(captured=10, text=7)
    auditor.notify(Stopped(ledger=right, ended_by_source=False))
    auditor.notify(LedgerChanged(ledger=wrong))
    assert not recorder.of(Failed), "the rest is in work"
    auditor.notify(Stopped(ledger=wrong, ended_by_source=False))
    (failed,) = recorder.of(Failed)
    assert failed.what == WHAT
    assert failed.reason.startswith("3 samples are missing (captured 10, text 7,")
    assert "doctor --bundle" in failed.action


def test_what_is_counted_twice_is_told_once_and_at_once() -> None:
    recorder = Recorder()
    auditor = Auditor(recorder)
    twice = LedgerTotals(captured=10, text=7, silence=7)
    auditor.notify(LedgerChanged(ledger=twice))
    auditor.notify(LedgerChanged(ledger=twice))
    auditor.notify(Stopped(ledger=twice, ended_by_source=False))
    assert [event.reason[:27] for event in recorder.of(Failed)] == ["4 samples are counted twice"]


def test_the_running_session_checks_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake in the books of the real pipeline reaches the user."""
    monkeypatch.setattr(Ledger, "silent", lambda self, samples: None)
    with session(ScriptedRecognizer(by_loudness)) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(speech(600))
        source.push(silence(2000))
        running.stop()
        assert recorder.stopped().ledger.missing > 0
        assert recorder.wait(Failed).what == WHAT
        assert recorder.of(LedgerChanged)
