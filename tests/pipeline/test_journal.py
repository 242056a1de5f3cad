"""The journal on a real disk: what is kept, who may read it, and what a full disk does."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import soundfile

from dictate.core import keeping
from dictate.core.errors import StorageError
from dictate.core.events import KeepingChanged
from dictate.core.keeping import TEXT, Kept, Stretch, audio_file, read_kept
from dictate.core.kept_sessions import (
    Lock,
    delete_all_sound,
    is_live,
    left_behind,
    remove_session,
    sessions_in,
    settle,
    sweep,
)
from dictate.core.types import Samples
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.journal import Journal
from dictate.pipeline.journal_files import SessionFiles
from tests.pipeline.parts import HandSource, Recorder, by_loudness, session, silence, speech

ABOUT = {"pair": "one", "language": "en"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "dictations"


def only_session(root: Path) -> Kept:
    (folder,) = sessions_in(root)
    return read_kept(folder)


def dictate(journal: Journal, *sounds: Samples, stop: bool = True) -> None:
    """Dictate ``sounds`` through the real pipeline into ``journal``."""
    with session(ScriptedRecognizer(by_loudness), keeper=journal, listener=journal) as (running, recorder):
        source = HandSource()
        running.start(source)
        for sound in sounds:
            source.push(sound)
        if stop:
            running.stop()
            recorder.stopped()


def test_every_sample_and_every_text_is_on_the_disk(root: Path) -> None:
    journal = Journal(root, 0, ABOUT, Recorder())
    sound = np.concatenate((silence(300), speech(900, 3000), silence(1200), speech(700, 5000), silence(1200)))
    dictate(journal, sound)
    journal.keep_text("What I typed. Word3000", 1)
    journal.close()
    kept = only_session(root)
    assert np.array_equal(kept.sound(1), sound)
    heard, rate = soundfile.read(audio_file(kept.folder, 1), dtype="int16")
    assert rate == 16_000
    assert np.array_equal(heard, sound), "every player can read it"
    assert kept.text == "What I typed. Word3000 word5000", "as it stood, and what was recognised since"
    assert kept.unwritten == []
    assert (kept.state, kept.manifest["pair"]) == ("open", "one")


def test_only_the_owner_may_read_it(root: Path) -> None:
    journal = Journal(root, 0, ABOUT, Recorder())
    dictate(journal, speech(500))
    journal.keep_text("text", 1)
    journal.close()
    folder = only_session(root).folder
    assert stat.S_IMODE(root.stat().st_mode) == stat.S_IMODE(folder.stat().st_mode) == 0o700
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert set(modes) == {"audio-1.wav", "events.jsonl", "lock", "manifest.json", "text.json"}
    assert set(modes.values()) == {0o600}


def test_what_has_no_text_yet_is_found(root: Path) -> None:
    journal = Journal(root, 0, ABOUT, Recorder())
    dictate(journal, speech(900, 3000), silence(1200), stop=False)
    journal.close()
    kept = only_session(root)
    piece = kept.pieces[1]
    assert kept.unwritten == [Stretch(recording=1, start=piece.end, end=kept.lengths[1])] or not kept.told
    kept.told.clear()
    kept.ended.clear()
    assert kept.unwritten == [Stretch(recording=1, start=piece.start, end=kept.lengths[1])]


def test_a_finished_dictation_goes_or_stays_as_long_as_wished(root: Path) -> None:
    for days in (0, 7):
        journal = Journal(root, days, ABOUT, Recorder())
        dictate(journal, speech(500))
        journal.finish()
        journal.close()
        assert len(sessions_in(root)) == (1 if days else 0)
    kept = only_session(root)
    assert kept.state == "ended"
    assert left_behind(root) == []
    sweep(root, 7)
    assert sessions_in(root)
    sweep(root, 0)
    assert not sessions_in(root)


def test_a_dictation_that_broke_off_stays_until_it_is_settled(root: Path) -> None:
    journal = Journal(root, 0, ABOUT, Recorder())
    dictate(journal, speech(500))
    journal.close()
    sweep(root, 0)
    (left,) = left_behind(root)
    settle(left, 1)
    assert left_behind(root) == []
    assert only_session(root).state == "recovered"
    assert delete_all_sound(root) == 1
    assert only_session(root).lengths == {}


def test_two_windows_keep_to_their_own(root: Path) -> None:
    first, second = Journal(root, 0, ABOUT, Recorder()), Journal(root, 0, ABOUT, Recorder())
    dictate(first, speech(500, 3000))
    dictate(second, speech(500, 5000))
    written: list[str] = []
    first.afterwards(lambda: written.append("first"))
    second.keep_text("second", 1)
    second.finish()
    second.close()
    sweep(root, 0)
    assert delete_all_sound(root) == 0, "a living one is left alone"
    (folder,) = sessions_in(root)
    assert is_live(folder)
    assert left_behind(root) == []
    first.close()
    assert written == ["first"]
    assert [kept.text for kept in left_behind(root)] == ["Word3000"]


def test_what_is_no_file_or_too_large_for_one_is_not_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe would keep the reader waiting, a huge file fill the memory."""
    journal = Journal(root, 0, ABOUT, Recorder())
    dictate(journal, speech(500, 3000), silence(900))
    journal.keep_text("Word3000", 1)
    journal.close()
    folder = only_session(root).folder
    with monkeypatch.context() as patched:
        patched.setattr(keeping, "LONGEST_FILE", 40)
        kept = read_kept(folder)
        assert (kept.text, kept.pieces) == ("Word3000", {}), "the text is short"
    if hasattr(os, "mkfifo"):
        (folder / TEXT).unlink()
        os.mkfifo(folder / TEXT)
        with pytest.raises(StorageError, match="not an ordinary file"):
            read_kept(folder)
        assert left_behind(root) == []


@pytest.mark.parametrize("keep", [0.0, 0.3, 0.999])
def test_what_was_cut_off_anywhere_is_read_as_far_as_it_goes(root: Path, keep: float) -> None:
    journal = Journal(root, 0, ABOUT, Recorder())
    dictate(journal, speech(500, 3000), silence(900))
    journal.keep_text("Word3000", 1)
    journal.close()
    folder = only_session(root).folder
    for file in folder.iterdir():
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * keep)])
    kept = read_kept(folder)
    assert kept.lengths[1] <= 22_400
    assert len(kept.sound(1)) == kept.lengths[1]
    assert kept.text in {"", "Word3000"}


def test_all_sound_is_deleted_but_that_of_a_recording_that_goes_on(root: Path) -> None:
    journal = Journal(root, 0, ABOUT, Recorder())
    dictate(journal, speech(500, 3000), silence(900))
    journal.begin(7)
    journal.sound(7, 0, speech(500))
    assert journal.forget_sound() == 1
    journal.close()
    kept = only_session(root)
    assert set(kept.lengths) == {7}
    assert kept.text == "Word3000", "its text stays"


def test_a_mistake_of_ours_does_not_end_the_keeping(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = Recorder()
    journal = Journal(root, 0, ABOUT, told)
    with monkeypatch.context() as patched:
        patched.setattr(SessionFiles, "write_text", lambda *_: 1 // 0)
        journal.keep_text("lost", 0)
        assert not told.wait(KeepingChanged).kept
    journal.keep_text("kept", 0)
    assert told.wait(KeepingChanged, 2).kept
    journal.close()
    assert only_session(root).text == "kept"


def test_many_may_look_at_once_and_one_of_them_takes_it(root: Path) -> None:
    """Whoever only looks is not taken for a program that writes it, and holds up nobody who claims it."""
    journal = Journal(root, 0, ABOUT, Recorder())
    dictate(journal, speech(500))
    journal.close()
    folder = only_session(root).folder
    with ThreadPoolExecutor(8) as looking:
        looks = [looking.submit(is_live, folder) for _ in range(4000)]
        assert not any(look.result() for look in looks)
        looks = [looking.submit(is_live, folder) for _ in range(4000)]
        claim = Lock(folder)
        claimed = looking.submit(is_live, folder)
        assert claimed.result()
    claim.close()
    assert not is_live(folder)


def test_looking_at_a_session_leaves_no_trace_in_it(root: Path) -> None:
    """It may be on its way out: a file that is made meanwhile would keep its folder there."""
    folder = root / "one"
    folder.mkdir(parents=True)
    assert not is_live(folder)
    assert list(folder.iterdir()) == []
    remove_session(folder)
    remove_session(folder)
    assert list(root.iterdir()) == []
