"""What is kept changes while one dictates: nothing any more, from now on, and for how long."""

import threading
import time
from pathlib import Path

import numpy as np
import pytest

from dictate.core.events import Finalized, KeepingChanged
from dictate.core.keeping import read_kept
from dictate.core.kept_sessions import left_behind, sessions_in
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline import journal_waiting
from dictate.pipeline.journal import Journal
from dictate.pipeline.journal_writer import AGAIN_S
from tests.pipeline.parts import DEADLINE_S, HandSource, Recorder, by_loudness, session, silence, speech

FIRST = np.concatenate((speech(900, 3000), silence(1200)))
SECOND = np.concatenate((speech(700, 5000), silence(1200)))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "dictations"


def settled(journal: Journal) -> None:
    """All that the journal was told is done."""
    done = threading.Event()
    journal.afterwards(done.set)
    assert done.wait(DEADLINE_S)


def test_memory_only_takes_what_is_kept_off_the_disk_and_writes_no_more(root: Path) -> None:
    told = Recorder()
    journal = Journal(root, 0, {}, told)
    with session(ScriptedRecognizer(by_loudness), keeper=journal, listener=journal) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(FIRST)
        recorder.wait(Finalized)
        journal.keep_text("Word3000", 1)
        settled(journal)
        assert sessions_in(root)
        journal.retain(None)
        assert told.wait(KeepingChanged) == KeepingChanged(kept=False, wished=True)
        assert list(root.iterdir()) == []
        source.push(SECOND)
        recorder.wait(Finalized, 2)
        journal.keep_text("Word3000 word5000", 2)
        running.stop()
        recorder.stopped()
    settled(journal)
    journal.close()
    assert list(root.iterdir()) == []
    assert [final.text for final in recorder.finals] == ["word3000", "word5000"], "dictation does not notice"


def test_a_dictation_that_began_in_memory_is_kept_from_its_beginning(root: Path) -> None:
    """As long as it is not too long: text, utterances and sound."""
    told = Recorder()
    journal = Journal(root, None, {"language": "en"}, told)
    with session(ScriptedRecognizer(by_loudness), keeper=journal, listener=journal) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(FIRST)
        recorder.wait(Finalized)
        for text in ("Word", "Word3000", "Typed. Word3000"):
            journal.keep_text(text, 1)
        settled(journal)
        assert not root.exists()
        journal.retain(1)
        assert told.wait(KeepingChanged) == KeepingChanged(kept=True, wished=True)
        source.push(SECOND)
        recorder.wait(Finalized, 2)
        running.stop()
        recorder.stopped()
    journal.close()
    (kept,) = left_behind(root)
    assert np.array_equal(kept.sound(1), np.concatenate((FIRST, SECOND)))
    assert kept.text == "Typed. Word3000 word5000"
    assert sorted(kept.pieces) == sorted(kept.told) == [1, 2]
    assert kept.unwritten == []


def test_there_and_back_loses_no_text_and_no_sound_that_waits_for_its_text(root: Path) -> None:
    journal = Journal(root, 0, {}, Recorder())
    heard = FIRST[: len(FIRST) // 2]
    journal.begin(1)
    journal.sound(1, 0, heard)
    journal.keep_text("Typed.", 0)
    settled(journal)
    journal.retain(None)
    settled(journal)
    assert sessions_in(root) == []
    journal.sound(1, len(heard), SECOND)
    journal.retain(7)
    journal.close()
    (kept,) = left_behind(root)
    assert kept.text == "Typed."
    assert np.array_equal(kept.sound(1), np.concatenate((heard, SECOND)))
    assert set(kept.started) == {1}


def test_in_memory_no_more_waits_than_the_newest_sound(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_waiting, "WAITING_SAMPLES", 2 * len(FIRST))
    journal = Journal(root, None, {}, Recorder())
    for number in range(1, 6):
        journal.begin(number)
        journal.sound(number, 0, FIRST)
        journal.end(number)
    settled(journal)
    journal.retain(0)
    journal.close()
    (folder,) = sessions_in(root)
    kept = read_kept(folder)
    assert set(kept.lengths) == {4, 5}
    assert set(kept.started) == {1, 2, 3, 4, 5}


def test_what_was_let_go_in_memory_is_not_kept_later(root: Path) -> None:
    journal = Journal(root, None, {}, Recorder())
    journal.begin(1)
    journal.sound(1, 0, FIRST)
    journal.keep_text("Secret.", 0)
    journal.finish()
    journal.retain(30)
    journal.close()
    assert not root.exists()


def test_deleted_sound_does_not_come_back_from_memory(root: Path) -> None:
    journal = Journal(root, None, {}, Recorder())
    journal.begin(1)
    journal.sound(1, 0, FIRST)
    journal.end(1)
    journal.begin(2)
    journal.sound(2, 0, SECOND)
    journal.forget_sound()
    journal.retain(30)
    journal.close()
    (kept,) = left_behind(root)
    assert set(kept.lengths) == {2}


def test_a_shorter_time_holds_for_what_lies_there_already(root: Path) -> None:
    for text in ("One.", "Two."):
        journal = Journal(root, 30, {}, Recorder())
        journal.keep_text(text, 0)
        journal.finish()
        journal.close()
    assert len(sessions_in(root)) == 2
    journal = Journal(root, 30, {}, Recorder())
    journal.retain(7)
    settled(journal)
    assert len(sessions_in(root)) == 2
    journal.retain(0)
    settled(journal)
    assert sessions_in(root) == []
    journal.close()


def test_a_disk_that_refuses_does_not_hold_up_the_wish(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root.write_text("no folder")
    told = Recorder()
    journal = Journal(root, 0, {}, told)
    journal.keep_text("Typed.", 0)
    told.wait(KeepingChanged)
    began = time.monotonic()
    journal.retain(None)
    told.wait(KeepingChanged, 2)
    assert time.monotonic() - began < AGAIN_S
    assert told.of(KeepingChanged)[-1] == KeepingChanged(kept=False, wished=True)
    journal.close()
    root.unlink()


def test_the_manifest_says_that_it_ended(root: Path) -> None:
    journal = Journal(root, None, {}, Recorder())
    journal.keep_text("Typed.", 0)
    journal.retain(1)
    journal.finish()
    journal.close()
    (folder,) = sessions_in(root)
    assert read_kept(folder).state == "ended"
