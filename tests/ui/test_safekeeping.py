"""The window keeps its text while it grows, and offers back what broke off."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from dictate.core.errors import StorageError
from dictate.core.events import (
    MICROPHONE,
    Failed,
    FellBack,
    KeepingChanged,
    LeftBehind,
    MicrophoneQuiet,
    RecognizerHung,
    SoundDeleted,
    SourceResumed,
    State,
    Stopped,
)
from dictate.core.ledger import LedgerTotals
from dictate.core.recovering import Recovered
from tests.ui.conftest import Stage
from tests.ui.fakes import finalized, state

LEFT = LeftBehind(session="one", begun="2026-01-02T08:15:00+00:00", text="It stood here.", unwritten_s=6.2)
WITH_SOUND = Recovered(text="It stood here.", source="sound")  # type: ignore[arg-type]
DONE = Stopped(ledger=LedgerTotals(), ended_by_source=True)


def kept(stage: Stage) -> tuple[object, ...]:
    """What was kept last."""
    return [call for call in stage.host.keeping.calls if call[0] == "keep_text"][-1]


def press(stage: Stage, name: str) -> None:
    (button,) = [each for each in stage.window.messages.findChildren(QPushButton) if each.text() == name]
    button.click()


def test_dictated_text_is_kept_at_once_and_typed_text_soon(stage: Stage, qtbot: QtBot) -> None:
    stage.tell(finalized(1, "A dog."))
    assert kept(stage) == ("keep_text", "A dog.", 1)
    QTest.keyClicks(stage.window.view, " It barks.")
    qtbot.waitUntil(lambda: kept(stage) == ("keep_text", "A dog. It barks.", 1))


def test_a_saved_text_needs_no_keeping_once_nothing_is_spoken(stage: Stage, tmp_path: Path) -> None:
    stage.window.steering.start()
    stage.tell(state(State.LISTENING), finalized(1, "A dog."))
    stage.answers.file = tmp_path / "dog.txt"
    assert stage.window.document.save()
    assert ("finish",) not in stage.host.keeping.calls, "more may come"
    stage.window.steering.stop()
    stage.tell(state(State.READY), DONE)
    assert ("finish",) in stage.host.keeping.calls


def test_what_broke_off_is_offered_and_comes_back_with_its_sound(stage: Stage) -> None:
    assert stage.host.keeping.calls[0] == ("look",)
    stage.host.keeping.recovered = WITH_SOUND
    stage.tell(LEFT)
    assert stage.message.endswith("broke off: 3 words and 6 s of sound without text yet.")
    press(stage, "Recover")
    assert stage.window.view.text() == "It stood here."
    assert stage.host.dictation.named("start") == [("start", "sound")]
    stage.tell(state(State.LISTENING), finalized(1, "And it goes on."))
    assert ("settle", "one") not in stage.host.keeping.calls
    stage.tell(state(State.READY), DONE)
    assert kept(stage) == ("keep_text", "It stood here. And it goes on.", 1)
    assert stage.host.keeping.calls[-2:] == [("settle", "one"), ("look",)]
    assert stage.window.view.dirty


def test_sound_without_words_is_let_go_and_that_is_said(stage: Stage) -> None:
    stage.host.keeping.recovered = Recovered(text="", source="sound")  # type: ignore[arg-type]
    stage.tell(LEFT)
    press(stage, "Recover")
    stage.tell(state(State.LISTENING), state(State.READY), DONE)
    assert ("settle", "one") in stage.host.keeping.calls
    assert stage.message == "No words were recognized in the dictation that broke off."
    assert not stage.window.view.dirty


def test_a_recovery_that_is_stopped_keeps_the_old_one(stage: Stage) -> None:
    stage.host.keeping.recovered = WITH_SOUND
    stage.tell(LEFT)
    press(stage, "Recover")
    stage.tell(state(State.READY), Stopped(ledger=LedgerTotals(), ended_by_source=False))
    assert not [call for call in stage.host.keeping.calls if call[0] == "settle"]
    assert "still kept" in stage.message


def test_what_another_window_recovers_is_left_to_it(stage: Stage) -> None:
    stage.host.keeping.error = StorageError("Another window recovers this dictation")
    stage.tell(LEFT)
    press(stage, "Recover")
    assert "Another window recovers this dictation" in stage.message
    assert stage.window.view.text() == ""


def test_recovered_text_goes_behind_what_stands(stage: Stage) -> None:
    stage.window.view.setPlainText("Mine.")
    stage.tell(LEFT)
    press(stage, "Recover")
    assert stage.window.view.text() == "Mine.\n\nIt stood here."
    assert ("settle", "one") in stage.host.keeping.calls, "there was no sound to wait for"


def test_a_full_disk_is_told_and_taken_back(stage: Stage) -> None:
    stage.window.view.setPlainText("Mine.")
    stage.window.view.document().setModified(True)
    stage.tell(KeepingChanged(kept=False, reason="no space left on device", action="Free some space."))
    assert "goes on, but cannot be kept on the disk: no space left on device. Free some space." in stage.message
    assert stage.window.status._saved.text() == "Unsaved, in memory only"
    stage.tell(KeepingChanged(kept=True))
    assert "cannot be kept" not in stage.message
    assert stage.window.status._saved.text() == "Unsaved"


def test_a_change_of_what_is_kept_is_told(stage: Stage) -> None:
    stage.window.view.document().setModified(True)
    stage.tell(KeepingChanged(kept=False, wished=True))
    assert "in memory only; what was kept of it is deleted" in stage.message
    assert stage.window.status._saved.text() == "Unsaved, in memory only"
    stage.tell(KeepingChanged(kept=True, wished=True))
    assert "its text, and what is still in memory of its sound" in stage.message
    assert stage.window.status._saved.text() == "Unsaved"


def test_after_sound_was_deleted_what_is_on_offer_is_looked_at_again(stage: Stage) -> None:
    stage.tell(LEFT, SoundDeleted(files=1))
    assert stage.host.keeping.calls[-1] == ("look",)
    assert "1 recording" in stage.message


@pytest.mark.parametrize(("files", "words"), [(0, "no kept sound"), (1, "1 recording)"), (3, "3 recordings)")])
def test_deleting_all_sound_is_told(stage: Stage, files: int, words: str) -> None:
    stage.tell(SoundDeleted(files=files))
    assert words in stage.message


def test_closing_lets_go_of_what_was_let_go(stage: Stage) -> None:
    stage.window.close()
    assert stage.host.keeping.calls[-1] == ("finish",)


def test_closing_at_once_keeps_what_waits_for_its_text(stage: Stage) -> None:
    stage.window.steering.start()
    stage.tell(state(State.LISTENING))
    stage.window.close_now()
    assert stage.host.keeping.calls[-1] == ("keep_text", "", 0)


def test_a_lost_microphone_is_told_until_it_is_back(stage: Stage) -> None:
    stage.window.steering.start()
    stage.tell(state(State.LISTENING), Failed(what=MICROPHONE, reason="it delivers no sound", exit_code=3))
    assert stage.message == "The microphone failed: it delivers no sound."
    assert stage.window.steering.recording, "it goes on as soon as the microphone is back"
    stage.tell(SourceResumed(name="Yeti", gap_s=4.2))
    assert stage.message == "The microphone is back (Yeti). 4.2 s of sound are missing."
    stage.tell(SourceResumed(name="Headset", moved=True))
    assert stage.message == "The system changed the microphone: it is Headset now."
    stage.tell(SourceResumed(name="Yeti", gap_s=0.31, moved=True))
    assert stage.message == "The system changed the microphone: it is Yeti now. 0.3 s of sound are missing."
    stage.tell(MicrophoneQuiet(quiet=True, muted=True))
    assert "may be muted" in stage.message
    stage.tell(MicrophoneQuiet(quiet=False))
    assert "muted" not in stage.message


def test_a_model_that_hangs_can_be_restarted(stage: Stage) -> None:
    stage.tell(RecognizerHung(hung=True, seconds=31.4))
    assert stage.message == "The model has worked on one utterance for 31 s and seems to hang. All sound is kept."
    press(stage, "Restart the model")
    assert stage.host.dictation.named("restart")
    stage.tell(RecognizerHung(hung=True, seconds=31.4), RecognizerHung(hung=False))
    assert "hang" not in stage.message
    stage.tell(FellBack(how="on the processor", reason="there was not enough memory"))
    assert stage.message == "An utterance was recognized on the processor: there was not enough memory."
