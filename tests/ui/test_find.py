"""The find bar and playing what is selected, by real keys in the real window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Stage
from tests.ui.fakes import finalized

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def text(stage: Stage, qtbot: QtBot) -> Stage:
    stage.window.view.setPlainText("One tree, two trees.\nA Tree 🌲 more, no tree")
    stage.window.view.moveCursor(QTextCursor.MoveOperation.Start)
    stage.window.activateWindow()
    stage.window.view.setFocus()
    qtbot.waitUntil(stage.window.view.hasFocus)
    return stage


def selected(stage: Stage) -> tuple[int, str]:
    cursor = stage.window.view.textCursor()
    return cursor.selectionStart(), cursor.selectedText()


def test_find_goes_from_match_to_match_and_round(text: Stage) -> None:
    QTest.keyClick(text.window.view, Qt.Key.Key_F, CONTROL)
    finder = text.window.page.finder
    line = finder.line
    assert QApplication.focusWidget() is line
    QTest.keyClicks(line, "tree")
    assert (selected(text), finder.count.text()) == ((4, "tree"), "1 of 4")
    QTest.keyClick(line, Qt.Key.Key_Return)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert (selected(text), finder.count.text()) == ((23, "Tree"), "3 of 4")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert selected(text) == (40, "tree"), "behind a character that Qt counts twice"
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert finder.count.text() == "1 of 4"
    QTest.keyClick(line, Qt.Key.Key_Return, SHIFT)
    assert finder.count.text() == "4 of 4"
    QTest.mouseClick(finder.case, Qt.MouseButton.LeftButton)
    assert len(finder.matches) == 3


def test_escape_goes_back_to_the_text_and_cancels_nothing(text: Stage) -> None:
    text.window.act("record")
    QTest.keyClick(text.window.view, Qt.Key.Key_F, CONTROL)
    finder = text.window.page.finder
    QTest.keyClicks(finder.line, "more")
    QTest.keyClick(finder.line, Qt.Key.Key_Escape)
    assert finder.isHidden()
    assert QApplication.focusWidget() is text.window.view
    assert selected(text)[1] == "more"
    assert not text.host.dictation.named("cancel")
    QTest.keyClick(text.window.view, Qt.Key.Key_F3)
    assert selected(text)[1] == "more", "F3 works without the bar"


def test_what_is_not_there_is_said_and_a_selection_is_looked_for(text: Stage, qtbot: QtBot) -> None:
    finder = text.window.page.finder
    text.window.act("find")
    QTest.keyClicks(finder.line, "(wood")
    assert (finder.count.text(), finder.forward.isEnabled()) == ("None found", False)
    text.tell(finalized(1, "Into the (wood."))
    qtbot.waitUntil(lambda: finder.count.text() == "1 found")
    cursor = text.window.view.textCursor()
    cursor.setPosition(4)
    cursor.setPosition(8, QTextCursor.MoveMode.KeepAnchor)
    text.window.view.setTextCursor(cursor)
    text.window.act("find")
    assert (finder.line.text(), finder.count.text()) == ("tree", "1 of 4")


def test_what_is_selected_is_what_is_played(stage: Stage) -> None:
    stage.tell(*(finalized(number, f"Sentence {number}.", seconds=number) for number in (1, 2, 3)))
    view = stage.window.view
    cursor = view.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(15, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    QTest.keyClick(view, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert [len(samples) for samples in stage.host.played] == [3 * 16_000]
    view.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClick(view, Qt.Key.Key_Space, CONTROL | SHIFT)
    assert len(stage.host.played[-1]) == 3 * 16_000, "without a selection, the utterance at the caret"


def test_a_click_into_text_goes_to_its_card_again(stage: Stage) -> None:
    stage.tell(finalized(1, "First words."), finalized(2, "Second words."))
    panel, view = stage.window.panel, stage.window.view
    place = view.rects_of(2, 5)[0].center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.current == 1
    panel.go_to(2)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.current == 1


def test_the_text_size_has_a_way_back(stage: Stage) -> None:
    view = stage.window.view
    usual = view.font().pointSize()
    QTest.keyClick(view, Qt.Key.Key_Equal, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_0, CONTROL)
    assert view.font().pointSize() == usual
