"""Words on which the models differ, in the real window: seen, told, and taken with one click or key (field 19)."""

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dictate.core.events import Drafted, SelfChecked, TextUpdated
from dictate.core.types import Mode
from dictate.ui import motion
from dictate.ui.doubts import Mark
from tests.ui.conftest import Stage
from tests.ui.fakes import finalized, verified

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

DRAFT, TEXT = "Little of rock Iffica here.", "Little of Rocky Ithaca here."
CONTROL = Qt.KeyboardModifier.ControlModifier


def marks(stage: Stage) -> list[tuple[str, str]]:
    return [(mark.standing, mark.other) for mark in stage.window.page.doubts.visible()]


def place_of(stage: Stage, mark: Mark) -> QPoint:
    return stage.window.view.rects_of(mark.start, mark.end)[0].center().toPoint()


def hover(stage: Stage, mark: Mark) -> None:
    """What Qt sends when the pointer rests on a word."""
    port, place = stage.window.view.viewport(), place_of(stage, mark)
    QApplication.sendEvent(port, QHelpEvent(QEvent.Type.ToolTip, place, port.mapToGlobal(place)))


def test_a_draft_shows_at_once_and_is_not_yet_text(stage: Stage) -> None:
    stage.tell(TextUpdated(utterance=1, committed="Little of", tentative="rock", mode=Mode.VERIFIED))
    stage.tell(Drafted(utterance=1, text=DRAFT, mode=Mode.VERIFIED))
    assert (stage.window.view.interim_text(), stage.window.view.text()) == (DRAFT, "")
    stage.tell(verified(1, DRAFT, TEXT))
    assert (stage.window.view.interim_text(), stage.window.view.text()) == ("", TEXT)


def test_the_changed_words_flash_and_fade(stage: Stage) -> None:
    flash = stage.window.page.flash
    stage.tell(finalized(1, "Before."), verified(2, DRAFT, TEXT))
    assert flash.shown == ["Rocky Ithaca"]
    assert flash.state() == flash.State.Running
    flash.setCurrentTime(flash.duration())
    assert flash.shown == []
    stage.tell(verified(3, TEXT, TEXT))
    assert flash.state() == flash.State.Stopped, "nothing was changed, nothing moves"


def test_nothing_moves_where_reduced_motion_is_asked_for(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(motion, "wanted", lambda: False)
    stage.tell(verified(1, DRAFT, TEXT))
    assert stage.window.page.flash.shown == []
    assert marks(stage) == [("Rocky Ithaca", "rock Iffica")], "the words are marked all the same"


def test_a_doubt_is_told_on_the_word_and_one_click_takes_the_other_reading(stage: Stage) -> None:
    stage.tell(finalized(1, "Nothing but"), verified(2, DRAFT, TEXT))
    page, view = stage.window.page, stage.window.view
    (mark,) = page.doubts.visible()
    hover(stage, mark)
    assert page.bubble.mark == mark
    assert page.bubble.standing.text() == "Rocky Ithaca"
    assert page.bubble.other.accessibleName() == "Take what Distil heard: rock Iffica"
    QTest.mouseClick(page.bubble.other, Qt.MouseButton.LeftButton)
    assert view.text() == "Nothing but Little of rock Iffica here."
    assert page.bubble.mark is None
    assert marks(stage) == [], "the user has decided"
    view.undo()
    assert view.text() == "Nothing but Little of Rocky Ithaca here."
    assert marks(stage) == [("Rocky Ithaca", "rock Iffica")]


def test_the_bubble_goes_when_the_pointer_or_the_text_does(stage: Stage) -> None:
    stage.tell(verified(1, DRAFT, TEXT))
    bubble = stage.window.page.bubble
    (mark,) = stage.window.page.doubts.visible()
    hover(stage, mark)
    QTest.mouseClick(stage.window.view.viewport(), Qt.MouseButton.LeftButton, pos=place_of(stage, mark))
    assert bubble.mark is None, "a click into the text is for the caret"
    assert stage.window.view.text() == TEXT
    hover(stage, mark)
    QTest.keyClicks(stage.window.view, "x")
    assert bubble.mark is None


def test_keys_go_to_a_doubt_and_take_the_other_reading(stage: Stage) -> None:
    stage.tell(
        verified(1, DRAFT, TEXT), finalized(2, "Quilters."), finalized(2, "Kilters.", mode=Mode.TEACHER, revision=1)
    )
    view = stage.window.view
    view.moveCursor(QTextCursor.MoveOperation.Start)
    QTest.keyClick(view, Qt.Key.Key_F7)
    assert view.textCursor().selectedText() == "Rocky Ithaca"
    QTest.keyClick(view, Qt.Key.Key_F7)
    assert view.textCursor().selectedText() == "Kilters."
    QTest.keyClick(view, Qt.Key.Key_Period, CONTROL)
    assert view.text() == f"{TEXT} Quilters."
    QTest.keyClick(view, Qt.Key.Key_F7)
    QTest.keyClick(view, Qt.Key.Key_Period, CONTROL)
    assert view.text() == "Little of rock Iffica here. Quilters."


def test_field_19_words_of_the_user_are_neither_doubted_nor_touched(stage: Stage) -> None:
    stage.tell(finalized(1, "a rock path to Iffica"))
    view = stage.window.view
    cursor = view.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(6, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    QTest.keyClicks(view, "stony")
    stage.tell(finalized(1, "a rocky path to Ithaca", mode=Mode.TEACHER, revision=1))
    assert view.text() == "A stony path to Ithaca"
    assert marks(stage) == [("Ithaca", "Iffica")]


def test_words_that_only_one_model_heard(stage: Stage) -> None:
    stage.tell(verified(1, "It is very good.", "It is good."), verified(2, "And so.", "And so on."))
    view, doubts = stage.window.view, stage.window.page.doubts
    assert marks(stage) == [("is", "is very"), ("on.", "")]
    doubts.take_other(doubts.visible()[1])
    assert view.text() == "It is good. And so."
    doubts.take_other(doubts.visible()[0])
    assert view.text() == "It is very good. And so."


def test_undoing_another_version_gives_the_first_back_and_either_can_be_taken_again(stage: Stage) -> None:
    stage.tell(finalized(1, "A rock path"), finalized(1, "A rocky road", mode=Mode.TEACHER, revision=1))
    view = stage.window.view
    assert view.text() == "A rocky road"
    view.undo()
    assert (view.text(), view.utterance_text(1)) == ("A rock path", "A rock path")
    stage.tell(finalized(1, "A rocky road", mode=Mode.TEACHER, revision=2))
    assert view.text() == "A rocky road"


def test_an_edit_does_not_cut_an_utterance_down_to_a_version_that_it_begins_with(stage: Stage) -> None:
    stage.tell(finalized(1, "Nor is"), finalized(1, "Nor is Mr. Quilter.", mode=Mode.TEACHER, revision=1))
    view = stage.window.view
    cursor = view.textCursor()
    cursor.setPosition(len("Nor is Mr. Quilter"))
    view.setTextCursor(cursor)
    QTest.keyClicks(view, "s")
    assert view.utterance_text(1) == "Nor is Mr. Quilters."


def test_a_key_without_a_doubt_says_so(stage: Stage) -> None:
    stage.tell(finalized(1, "Certain words."))
    QTest.keyClick(stage.window.view, Qt.Key.Key_F7)
    assert stage.message.startswith("No word is in doubt")


def test_a_new_text_has_no_doubts(stage: Stage) -> None:
    stage.tell(verified(1, DRAFT, TEXT))
    stage.window.view.set_clean()
    stage.window.act("new")
    assert stage.window.page.doubts.all() == []


def test_a_self_check_speaks_only_of_a_difference(stage: Stage) -> None:
    stage.tell(verified(1, DRAFT, TEXT), SelfChecked(utterance=1, verified=TEXT, plain=TEXT))
    assert "self-check" not in stage.message
    stage.tell(SelfChecked(utterance=1, verified=TEXT, plain="Little of rocky Ithaca.", margin=0.031))
    assert "the teacher alone would have written “Little of rocky Ithaca.”" in stage.message
    assert "0.03" in stage.message
    stage.window.messages._button.click()
    assert stage.host.dictation.named("retry") == [("retry", 1, Mode.TEACHER)]
