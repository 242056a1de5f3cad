"""A full disk, a clock that jumps, two windows that want the same, a settings file that was cut off."""

import json
import time
from pathlib import Path

import numpy as np
import pytest

from dictate import config
from dictate.archive import Archive, root
from dictate.core.errors import StorageError
from dictate.core.events import Finalized, KeepingChanged, LeftBehind
from dictate.core.keeping import read_kept
from dictate.core.kept_sessions import left_behind, sessions_in
from dictate.core.saving import save_text
from dictate.core.settings import MicrophoneSettings, Settings, WindowSettings, to_dict
from dictate.core.types import Mode, PairChoice
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.journal import Journal
from dictate.plan import Plan
from tests.faults.conftest import Reliability
from tests.pipeline.parts import HandSource, Recorder, by_loudness, session, silence, speech

PLAN = Plan(settings=Settings(), choice=PairChoice(name="one"), mode=Mode.DISTIL, microphone=MicrophoneSettings())


def sentence(loudness: int) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return np.concatenate((silence(300), speech(700, loudness), silence(900)))


def test_a_disk_that_is_full_while_one_dictates(small_disk: Path, reliability: Reliability) -> None:
    """It is said once; when there is room again all of it is written, in its place."""
    told = Recorder()
    journal = Journal(small_disk / "dictations", 0, {"language": "en"}, told)
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(60_000))
    sound = np.concatenate((sentence(3000), sentence(5000)))
    with session(ScriptedRecognizer(by_loudness), keeper=journal, listener=journal) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(sound)
        recorder.wait(Finalized, 2)
        running.stop()
        ledger = recorder.stopped().ledger
    told.wait(KeepingChanged)
    ballast.unlink()
    told.wait(KeepingChanged, where=lambda event: event.kept)
    journal.close()
    assert [event.kept for event in told.of(KeepingChanged)] == [False, True]
    assert told.of(KeepingChanged)[0].reason == "no space left on device"
    (folder,) = sessions_in(small_disk / "dictations")
    kept = read_kept(folder)
    assert np.array_equal(kept.sound(1), sound)
    assert kept.text == "Word3000 word5000"
    assert ledger.missing == 0
    reliability.row(
        "the disk is full while one dictates",
        "that the dictation goes on in memory, until there is room again",
        samples=len(sound) - kept.lengths[1],
        words=2 - len(kept.text.split()),
    )


def test_a_disk_that_is_full_while_one_saves(small_disk: Path, reliability: Reliability) -> None:
    file = small_disk / "text.txt"
    before = "What was there before."
    save_text(file, before)
    text = "word " * 40_000
    with pytest.raises(StorageError, match=r"no space left on device\. Free some space, or choose another place"):
        save_text(file, text)
    assert file.read_text() == before
    assert [entry.name for entry in small_disk.iterdir()] == ["text.txt"], "nothing half is left"
    reliability.row(
        "the disk is full while one saves",
        "that saving failed, why, and Save as; the old file is whole, the text stays in the window",
        samples=None,
        words=len(before.split()) - len(file.read_text().split()),
    )


@pytest.mark.parametrize(
    "jump_s", [-30 * 86_400.0, 3600.0, 400 * 86_400.0], ids=["a month back", "summer", "a year on"]
)
def test_a_clock_that_jumps(jump_s: float, monkeypatch: pytest.MonkeyPatch, reliability: Reliability) -> None:
    """Durations are measured by a clock that never jumps; what broke off is not deleted for its age."""
    real = time.time
    recorder = Recorder()
    archive = Archive(PLAN, recorder, "test")
    with session(ScriptedRecognizer(by_loudness), keeper=archive.keeper, listener=archive) as (running, heard):
        source = HandSource()
        running.start(source)
        source.push(sentence(3000))
        heard.wait(Finalized)
        monkeypatch.setattr(time, "time", lambda: real() + jump_s)
        source.push(sentence(5000))
        heard.wait(Finalized, 2)
        running.stop()
        ledger = heard.stopped().ledger
    archive.close()
    assert [final.text for final in heard.finals] == ["word3000", "word5000"]
    assert all(0 <= final.latency.total_ms < 60_000 for final in heard.finals)
    assert ledger.missing == 0
    later = Archive(PLAN, recorder, "test")
    later.close()
    (kept,) = left_behind(root())
    assert kept.text == "Word3000 word5000"
    if jump_s > 3600:
        words = 2 - len(kept.text.split())
        reliability.row("the clock jumps, back or forth", "nothing", samples=ledger.missing, words=words)


def test_of_two_windows_that_are_offered_the_same_one_recovers_it() -> None:
    """Whoever asks first has it."""
    lost = Archive(PLAN, Recorder(), "test")
    with session(ScriptedRecognizer(by_loudness), keeper=lost.keeper, listener=lost) as (running, heard):
        source = HandSource()
        running.start(source)
        source.push(sentence(3000))
        heard.wait(Finalized)
        running.stop()
        heard.stopped()
    lost.close()
    recorders = [Recorder(), Recorder()]
    windows = [Archive(PLAN, recorder, "test") for recorder in recorders]
    for window in windows:
        window.look()
    offers = [recorder.wait(LeftBehind) for recorder in recorders]
    assert offers[0].session == offers[1].session
    assert windows[0].recover(offers[0].session).source is None, "all of it has text"
    with pytest.raises(StorageError, match="Another window recovers"):
        windows[1].recover(offers[0].session)
    for window in windows:
        window.close()


def test_a_settings_file_that_was_cut_off_at_any_byte(tmp_path: Path, reliability: Reliability) -> None:
    """Dictate starts, says so, and keeps what was there beside it."""
    file = tmp_path / "settings.json"
    whole = json.dumps(to_dict(Settings(window=WindowSettings(text_size=33, keys={"record": "F5"})))).encode()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        loaded = config.load(file)
        assert loaded.settings == Settings()
        assert "set aside as" in loaded.message
        aside = tmp_path / "settings.broken-1.json"
        assert aside.read_bytes() == whole[:length]
        aside.unlink()
    file.write_bytes(whole)
    assert config.load(file).settings.window.text_size == 33
    reliability.row(
        f"the settings file is cut at any of its {len(whole)} bytes",
        "defaults, and where the broken file was put",
        samples=None,
        words=None,
    )
