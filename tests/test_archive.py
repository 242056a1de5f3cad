"""What is kept where, and what deleting it leaves alone: with other windows that dictate, and one that recovers."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dictate.archive import Archive, root
from dictate.core.events import KeepingChanged, LeftBehind, SoundDeleted
from dictate.core.keeping import Kept, audio_file, read_kept
from dictate.core.kept_sessions import sessions_in
from dictate.core.settings import MicrophoneSettings, PrivacySettings, Settings
from dictate.core.types import Mode, PairChoice
from dictate.plan import Plan
from tests.pipeline.parts import DEADLINE_S, Recorder, speech

PLAN = Plan(settings=Settings(), choice=PairChoice(name="one"), mode=Mode.DISTIL, microphone=MicrophoneSettings())
SOUND = speech(500)


def kept_until(retention: str) -> Plan:
    return replace(PLAN, settings=Settings(privacy=PrivacySettings(retention=retention)))


def dictate(archive: Archive, text: str, *recordings: int, running: int = 0) -> None:
    """Put a text and the sound of ``recordings``, and of one that goes on, into ``archive``."""
    for number in (*recordings, *([running] if running else [])):
        archive.keeper.begin(number)
        archive.keeper.sound(number, 0, SOUND)
        if number in recordings:
            archive.keeper.end(number)
    archive.keep_text(text, 0)
    on_disk = threading.Event()
    archive._journal.afterwards(on_disk.set)
    assert on_disk.wait(DEADLINE_S)


def sounds() -> dict[str, list[int]]:
    """Text of every kept dictation -> the recordings of which there is sound."""
    return {kept.text: sorted(kept.lengths) for kept in map(read_kept, sessions_in(root()))}


@pytest.fixture
def broken_off() -> Kept:
    """A dictation that broke off: text, and sound without."""
    archive = Archive(PLAN, Recorder(), "test")
    dictate(archive, "Broken.", running=1)
    archive.close()
    (folder,) = sessions_in(root())
    return read_kept(folder)


def test_deleting_all_sound_leaves_alone_what_is_in_use(broken_off: Kept) -> None:
    told, told_other = Recorder(), Recorder()
    mine, other = Archive(PLAN, told, "test"), Archive(PLAN, told_other, "test")
    dictate(mine, "Mine.", 1, 2, running=3)
    dictate(other, "Other.", 1)
    mine.delete_sound()
    assert told.wait(SoundDeleted).files == 3
    assert sounds() == {"Mine.": [3], "Other.": [1], "Broken.": []}
    dictate(mine, "Mine, more.", running=4)
    mine.look()
    assert told.wait(LeftBehind).unwritten_s == 0
    mine.close()
    other.close()
    assert not audio_file(broken_off.folder, 1).exists()


def test_what_is_being_recovered_keeps_its_sound(broken_off: Kept) -> None:
    told = Recorder()
    recovering = Archive(PLAN, told, "test")
    recovering.look()
    session = told.wait(LeftBehind).session
    assert recovering.unwritten(session) is not None
    recovering.delete_sound()
    assert told.wait(SoundDeleted).files == 0
    assert np.array_equal(broken_off.sound(1), SOUND)
    recovering.settle(session)
    recovering.close()
    assert not broken_off.folder.exists()


def test_what_was_deleted_after_it_was_offered_is_not_missed(broken_off: Kept) -> None:
    """Another window deletes the sound that this one offers to recognise."""
    told = Recorder()
    archive = Archive(PLAN, told, "test")
    archive.look()
    session = told.wait(LeftBehind).session
    audio_file(broken_off.folder, 1).unlink()
    assert archive.unwritten(session) is None
    archive.settle(session)
    archive.close()


def test_the_wish_to_keep_nothing_holds_at_once_and_can_be_taken_back(own_folders: Path) -> None:
    told = Recorder()
    archive = Archive(kept_until("until saved"), told, "test")
    dictate(archive, "Typed.", running=1)
    archive.set_retention("none")
    assert told.wait(KeepingChanged) == KeepingChanged(kept=False, wished=True)
    assert not archive.kept
    assert sessions_in(root()) == []
    archive.set_retention("1 day")
    assert told.wait(KeepingChanged, 2) == KeepingChanged(kept=True, wished=True)
    assert archive.kept
    archive.close()
    assert sounds() == {"Typed.": [1]}
    later = Archive(kept_until("1 day"), told, "test")
    later.look()
    session = told.wait(LeftBehind).session
    later.unwritten(session)
    later.set_retention("30 days")
    later.settle(session)
    later.close()
    (folder,) = sessions_in(root())
    assert read_kept(folder).state == "recovered", "the wish of the moment counts"
