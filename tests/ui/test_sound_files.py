"""Sound files that are dropped or chosen: transcribed one after the other, with progress, and called off."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from dictate.core.events import Failed, SoundFileFound, State, Stopped
from dictate.core.ledger import LedgerTotals
from tests.ui.conftest import Stage
from tests.ui.fakes import finalized, state

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

ENDED = Stopped(ledger=LedgerTotals(captured=0, text=0, silence=0), ended_by_source=True)
CALLED_OFF = Stopped(ledger=LedgerTotals(captured=0, text=0, silence=0), ended_by_source=False)
ONE, TWO = Path("/sounds/one.wav"), Path("/sounds/two.mp3")


def drop(widget: QWidget, *paths: Path, text: str = "") -> tuple[bool, bool]:
    """Drag over ``widget`` and let go; whether each was taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    if text:
        data = QMimeData()
        data.setText(text)
    buttons, modifiers = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers)
    enter.ignore()
    QApplication.sendEvent(widget, enter)
    over = QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, modifiers)
    over.ignore()
    QApplication.sendEvent(widget, over)
    return enter.isAccepted(), over.isAccepted()


def looked_at(stage: Stage) -> list[Path]:
    return [call[1] for call in stage.host.trials.calls if call[0] == "sound_file"]


def test_a_file_dropped_anywhere_is_transcribed_with_its_progress(stage: Stage) -> None:
    window = stage.window
    assert drop(window.view.viewport(), ONE) == (True, True)
    assert window.view.text() == "", "its name is not written into the text"
    assert looked_at(stage) == [ONE]
    stage.tell(SoundFileFound(path=ONE, seconds=20.0))
    assert stage.host.dictation.named("start") == [("start", ONE)]
    assert window.progress.isVisibleTo(window)
    stage.tell(state(State.LISTENING), finalized(1, "Hello.", start_s=6.0, seconds=4.0))
    assert window.progress.words.text() == "Transcribing one.wav: 10 of 20 s · 1 utterance"
    assert window.progress.bar.value() == 500
    stage.tell(state(State.READY), ENDED)
    assert window.progress.isHidden()
    assert stage.message == "Transcribed one.wav: 1 utterance."
    assert window.view.text() == "Hello."


def test_files_follow_each_other(stage: Stage) -> None:
    drop(stage.window, ONE, TWO)
    stage.tell(SoundFileFound(path=ONE, seconds=5.0))
    assert "1 more file" in stage.window.progress.words.text()
    stage.tell(state(State.LISTENING), state(State.READY), ENDED)
    assert looked_at(stage) == [ONE, TWO]
    stage.tell(SoundFileFound(path=TWO, seconds=5.0))
    assert stage.host.dictation.named("start")[-1] == ("start", TWO)


def test_cancel_keeps_the_text_and_forgets_the_rest(stage: Stage) -> None:
    drop(stage.window, ONE, TWO)
    stage.tell(SoundFileFound(path=ONE, seconds=50.0), state(State.LISTENING), finalized(1, "Hello."))
    stage.window.progress.cancel.click()
    assert stage.host.dictation.named("stop") == [("stop",)]
    stage.tell(state(State.READY), CALLED_OFF)
    assert "Stopped one.wav after 4 s" in stage.message
    assert looked_at(stage) == [ONE]
    assert stage.window.view.text() == "Hello."


def test_a_file_that_cannot_be_read_is_told_and_the_next_one_comes(stage: Stage) -> None:
    drop(stage.window, ONE, TWO)
    stage.tell(Failed(what="Opening the sound file", reason="one.wav holds no sound", exit_code=4))
    assert stage.message == "Opening the sound file failed: one.wav holds no sound."
    assert stage.window.messages._button.isHidden(), "trying again would start the microphone"
    assert looked_at(stage) == [ONE, TWO]


def test_a_file_waits_for_nobody_who_speaks(stage: Stage) -> None:
    stage.window.act("record")
    stage.tell(state(State.LISTENING))
    drop(stage.window, ONE)
    assert looked_at(stage) == []
    assert "Stop the recording first" in stage.message


def test_a_text_is_not_opened_over_a_dictation(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("some words")
    stage.window.act("record")
    stage.tell(state(State.LISTENING), finalized(1, "Hello."))
    drop(stage.window.view, file)
    assert stage.window.view.text() == "Hello."
    assert "Stop the recording first" in stage.message
    stage.window.view.set_clean()


def test_a_text_is_opened(stage: Stage, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("some words")
    drop(stage.window.view, file)
    assert stage.window.view.text() == "some words"


def test_text_that_is_dragged_goes_into_the_editor(stage: Stage) -> None:
    assert drop(stage.window.view.viewport(), text="dragged words") == (True, True)
    assert stage.window.view.text() == "dragged words"


def test_a_sign_shows_while_a_file_is_over_the_window(stage: Stage) -> None:
    sign = stage.window.companions.files._drops.sign
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(ONE))])
    enter = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(stage.window, enter)
    assert sign.isVisible()
    QApplication.sendEvent(stage.window, QDragLeaveEvent())
    assert not sign.isVisible()
    assert QEvent.Type.DragLeave is not None


def test_the_menu_does_it_without_dragging(stage: Stage) -> None:
    stage.answers.sounds = [ONE]
    stage.window.act("transcribe")
    assert stage.answers.asked == ["sounds"]
    assert looked_at(stage) == [ONE]
