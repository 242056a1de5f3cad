"""What is kept where, and what deleting it leaves alone: with other windows that dictate, and one that recovers."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dictate.archive import Archive, root
from dictate.core.events import Finalized, KeepingChanged, LeftBehind, SoundDeleted
from dictate.core.keeping import ADOPTED, Kept, audio_file, read_kept
from dictate.core.kept_sessions import sessions_in
from dictate.core.recovering import Recovered
from dictate.core.settings import MicrophoneSettings, PrivacySettings, Settings
from dictate.core.types import Final, Mode, PairChoice
from dictate.engine.scripted import ScriptedRecognizer
from dictate.plan import Plan
from tests.pipeline.parts import DEADLINE_S, HandSource, Recorder, by_loudness, session, silence, speech

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
    name = told.wait(LeftBehind).session
    assert recovering.recover(name).source is not None
    recovering.delete_sound()
    assert told.wait(SoundDeleted).files == 0
    assert np.array_equal(broken_off.sound(1), SOUND)
    recovering.settle(name)
    recovering.close()
    assert not broken_off.folder.exists()


def speak(archive: Archive, *loudness: int) -> list[Final]:
    """Dictate through the real pipeline into ``archive``; the utterances as they were told."""
    with session(ScriptedRecognizer(by_loudness), keeper=archive.keeper, listener=archive) as (running, heard):
        source = HandSource()
        running.start(source)
        for count, each in enumerate(loudness, 1):
            source.push(np.concatenate((silence(300), speech(700, each), silence(900))))
            heard.wait(Finalized, count)
        running.stop()
        heard.stopped()
        running.retry(heard.finals[0], Mode.TEACHER)
        heard.wait(Finalized, len(loudness) + 1)
        return heard.finals


def as_card(final: Final) -> tuple[object, ...]:
    """What a card shows of it, and what is played."""
    segment = final.utterance.segment
    values = (final.text, final.mode, final.model, final.latency, final.utterance.revision, final.outcome)
    return (*values, segment.start_sample, segment.speech_end_sample, segment.voiced_samples, segment.samples.tobytes())


def recovered(plan: Plan = PLAN) -> tuple[Archive, Recovered]:
    """A window that recovers what broke off last, and what that was."""
    told = Recorder()
    archive = Archive(plan, told, "test")
    archive.look()
    name = told.wait(LeftBehind).session
    found = archive.recover(name)
    archive.keep_text(found.text, 0)
    archive.settle(name)
    return archive, found


def test_what_was_recovered_is_a_part_of_the_new_dictation_through_every_further_crash(own_folders: Path) -> None:
    """Its utterances are as they were, and their sound is on the disk; nothing of the old session is needed."""
    first = Archive(PLAN, Recorder(), "test")
    said = speak(first, 3000, 5000)
    first.close()
    before = sessions_in(root())
    for _ in range(3):
        archive, found = recovered()
        assert (found.text, found.source) == ("Word3000 word5000", None)
        assert [final.id for final in found.finals] == [-2, -2, -1]
        assert [as_card(final) for final in found.finals] == [as_card(said[index]) for index in (0, 2, 1)]
        assert all(isinstance(final.utterance.segment.samples, np.memmap) for final in found.finals)
        archive.close()  # a crash: what was not finished stays
        (folder,) = sessions_in(root())
        assert folder not in before
        before.append(folder)
    archive, _ = recovered()
    archive.finish()
    archive.close()
    assert sessions_in(root()) == []


def test_what_is_recovered_twice_has_numbers_of_its_own(own_folders: Path) -> None:
    for loudness in (3000, 5000):
        archive = Archive(PLAN, Recorder(), "test")
        speak(archive, loudness)
        archive.close()
    told = Recorder()
    archive = Archive(PLAN, told, "test")
    ids, texts = [], []
    for count in (1, 2):
        archive.look()
        name = told.wait(LeftBehind, count).session
        found = archive.recover(name)
        ids.append({final.id for final in found.finals})
        texts.append(found.text)
        archive.keep_text("\n\n".join(texts), 0)
        archive.settle(name)
    speak(archive, 7000)
    assert ids == [{-1}, {-2}]
    archive.close()
    (folder,) = sessions_in(root())
    kept = read_kept(folder)
    assert sorted(kept.lengths) == [1, ADOPTED, ADOPTED + 1]
    assert {key: told.text for key, told in kept.told.items()} == {-2: "word3000", -1: "word5000", 1: "word7000"}
    assert kept.unwritten == []
    assert kept.recordings == [ADOPTED + 1, ADOPTED, 1], "in the order in which they were said"


def test_sound_that_was_deleted_is_silence_on_a_card_that_was_recovered(own_folders: Path) -> None:
    archive = Archive(PLAN, Recorder(), "test")
    (said, _) = speak(archive, 3000)
    assert archive._journal.forget_sound() == 1
    archive.close()
    archive, found = recovered()
    archive.close()
    samples = found.finals[0].utterance.segment.samples
    assert len(samples) == len(said.utterance.segment.samples)
    assert not samples.any()
    assert found.text == "Word3000"


def test_what_was_deleted_after_it_was_offered_is_not_missed(broken_off: Kept) -> None:
    """Another window deletes the sound that this one offers to recognise."""
    told = Recorder()
    archive = Archive(PLAN, told, "test")
    archive.look()
    name = told.wait(LeftBehind).session
    audio_file(broken_off.folder, 1).unlink()
    assert archive.recover(name).source is None
    archive.settle(name)
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
    name = told.wait(LeftBehind).session
    later.recover(name)
    later.set_retention("30 days")
    later.settle(name)
    later.close()
    (folder,) = sessions_in(root())
    assert read_kept(folder).state == "recovered", "the wish of the moment counts"
