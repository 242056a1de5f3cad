"""The editor, with the real widget and real key, mouse, drop and input-method events (field 17, 18, 19)."""

import time
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QDropEvent, QInputMethodEvent, QPalette, QTextCursor, QTextLine
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dictate.core.types import Mode, Outcome
from dictate.ui.transcript_view import TranscriptView
from tests.ui.finals import final

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
LONG = "interim text that is long enough to be broken into several lines of the editor, wherever in it "
LONG += "it stands and whatever comes before and after it in the same paragraph"


@pytest.fixture
def view(qtbot: QtBot) -> TranscriptView:
    view = TranscriptView()
    qtbot.addWidget(view)
    view.resize(500, 300)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    return view


def caret(view: TranscriptView, start: int, end: int | None = None) -> None:
    cursor = view.textCursor()
    cursor.setPosition(start)
    if end is not None:
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)


def load(view: TranscriptView, marked: str) -> None:
    """Show ``marked`` without its bar, and start to dictate at the bar."""
    view.setPlainText(marked.replace("|", ""))
    caret(view, marked.index("|"))
    view.set_insertion_here()


def seen_at(view: TranscriptView, position: int) -> QPointF:
    """Where the user sees the character at ``position``: found by asking what stands where, independent of layout."""
    for y in range(1, view.viewport().height(), 4):
        for x in range(1, view.viewport().width(), 2):
            if view.position_at(QPointF(x, y)) == position:
                return QPointF(x, y)
    raise AssertionError(f"position {position} is not in view")


# The insertion point.


def test_field_17_text_goes_where_the_caret_was_when_dictation_started(view: TranscriptView) -> None:
    load(view, "Dear Ann,\n|\nBest wishes")
    caret(view, 0)
    view.insert_final(final(1, "The parcel came."))
    view.insert_final(final(2, "It is fine."))
    assert view.text() == "Dear Ann,\nThe parcel came. It is fine.\nBest wishes"


def test_field_17_typing_elsewhere_never_moves_the_insertion_point(view: TranscriptView) -> None:
    load(view, "First.\n|\nLast.")
    caret(view, 0)
    QTest.keyClicks(view, "My ")
    view.insert_final(final(1, "Middle."))
    caret(view, len(view.text()))
    QTest.keyClicks(view, " Really.")
    view.insert_final(final(2, "Still here."))
    assert view.text() == "My First.\nMiddle. Still here.\nLast. Really."


def test_field_17_clicking_elsewhere_while_dictating_does_not_move_it_but_a_new_start_does(
    view: TranscriptView,
) -> None:
    load(view, "First.\n\n|")
    QTest.mouseClick(view.viewport(), LEFT, pos=seen_at(view, 0).toPoint())
    assert view.textCursor().position() == 0
    view.insert_final(final(1, "Second."))
    assert view.text() == "First.\n\nSecond."
    caret(view, 6)
    view.set_insertion_here()
    view.insert_final(final(2, "And more."))
    assert view.text() == "First. And more.\n\nSecond."


def test_typing_at_the_insertion_point_stands_before_what_comes_next(view: TranscriptView) -> None:
    view.insert_final(final(1, "One."))
    QTest.keyClicks(view, " Typed.")
    view.insert_final(final(2, "Two."))
    assert view.text() == "One. Typed. Two."


def test_deleting_the_text_around_the_insertion_point_leaves_it_there(view: TranscriptView) -> None:
    load(view, "keep remove this| and that keep")
    caret(view, 5, 25)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    view.show_interim(1, "the", "new")
    assert view.interim_text() == "the new"
    view.insert_final(final(1, "The new."))
    assert view.text() == "keep the new keep"


def test_dictation_started_with_a_selection_goes_behind_it_and_the_selection_stays(view: TranscriptView) -> None:
    view.setPlainText("Alpha beta gamma")
    caret(view, 6, 10)
    view.set_insertion_here()
    view.insert_final(final(1, "And delta."))
    assert view.text() == "Alpha beta and delta gamma"
    assert view.textCursor().selectedText() == "beta"


def test_the_caret_at_the_insertion_point_goes_along(view: TranscriptView) -> None:
    view.insert_final(final(1, "One."))
    assert view.textCursor().position() == 4


# Seams in the document.


@pytest.mark.parametrize(
    ("marked", "said", "expected"),
    [
        ("|", "hello there.", "Hello there."),
        ("Hello.|", "There you are.", "Hello. There you are."),
        ("I saw |in the park.", "A dog.", "I saw a dog in the park."),
        ("I saw |. Then", "A dog.", "I saw a dog. Then"),
        ("We met |", "John.", "We met John."),
        ("and |", "I'm here.", "and I'm here."),
        ("Say (|) now", "The word.", "Say (the word.) now"),
        ("One.\n|", "two.", "One.\nTwo."),
    ],
)
def test_field_17_seams(view: TranscriptView, marked: str, said: str, expected: str) -> None:
    load(view, marked)
    view.insert_final(final(1, said))
    assert view.text() == expected


def test_other_languages_keep_the_recognisers_case(view: TranscriptView) -> None:
    load(view, "Ich sah |")
    view.language = "de"
    view.insert_final(final(1, "Der Hund."))
    assert view.text() == "Ich sah Der Hund."


# Undo.


def test_field_17_one_undo_removes_exactly_one_utterance(view: TranscriptView) -> None:
    view.insert_final(final(1, "One."))
    QTest.keyClicks(view, " X.")
    view.insert_final(final(2, "Two."))
    view.insert_final(final(3, "Three."))
    steps = []
    while view.document().isUndoAvailable():
        QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
        steps.append(view.text())
    assert steps == ["One. X. Two.", "One. X.", "One.", ""]


def test_field_17_typing_right_after_an_utterance_is_an_undo_step_of_its_own(view: TranscriptView) -> None:
    view.insert_final(final(1, "One."))
    QTest.keyClicks(view, " and")
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert view.text() == "One."


def test_the_next_final_after_an_undo_goes_to_the_same_place(view: TranscriptView) -> None:
    load(view, "Start. |\nEnd.")
    view.insert_final(final(1, "Wrong."))
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert view.utterance_text(1) == ""
    view.insert_final(final(2, "Right."))
    assert view.text() == "Start. Right.\nEnd."


def test_redo_brings_the_utterance_and_its_range_back(view: TranscriptView) -> None:
    view.insert_final(final(1, "One."))
    view.insert_final(final(2, "Two."))
    view.undo()
    view.undo()
    view.redo()
    view.redo()
    assert (view.utterance_text(1), view.utterance_text(2)) == ("One.", "Two.")
    assert view.scratch_last() == 2
    assert view.text() == "One."


def test_interim_text_is_no_undo_step_and_does_not_make_the_document_dirty(view: TranscriptView) -> None:
    view.setPlainText("Saved.")
    changes: list[str] = []
    view.textChanged.connect(lambda: changes.append(view.text()))
    view.show_interim(1, "some", LONG)
    view.show_interim(1, "some more", LONG)
    view.clear_interim()
    assert not changes
    assert not view.dirty
    assert not view.document().isUndoAvailable()


# Interim text.


def test_interim_text_is_not_in_the_document_a_copy_or_a_count(view: TranscriptView) -> None:
    load(view, "Before| after.")
    view.show_interim(1, "Something is", "being said")
    assert view.interim_text() == " something is being said"
    assert view.text() == "Before after."
    assert view.word_count() == 2
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == "Before after."


def test_long_interim_text_wraps_and_pushes_what_follows_down(view: TranscriptView) -> None:
    load(view, "Before| after.\nNext paragraph.")
    below = view.document().lastBlock()
    before = view.blockBoundingGeometry(below).top()
    view.show_interim(1, "", LONG)
    lines = view.document().firstBlock().layout().lineCount()
    assert lines >= 3
    assert view.blockBoundingGeometry(below).top() > before
    view.clear_interim(1)
    assert view.document().firstBlock().layout().lineCount() == 1
    assert view.blockBoundingGeometry(below).top() == before


def test_interim_text_of_two_utterances_stands_in_order_and_each_goes_with_its_final(view: TranscriptView) -> None:
    view.show_interim(1, "The first", "one")
    view.show_interim(2, "", "the second")
    assert view.interim_text() == "The first one the second"
    view.insert_final(final(1, "The first one."))
    assert view.interim_text() == " The second"
    view.insert_final(final(2, "The second."))
    assert view.interim_text() == ""
    assert view.text() == "The first one. The second."


def test_interim_text_moves_with_the_users_edits_and_survives_undo(view: TranscriptView) -> None:
    load(view, "Alpha| omega")
    view.show_interim(1, "and", "beta")
    caret(view, 0)
    QTest.keyClicks(view, "So ")
    QTest.keyClick(view, Qt.Key.Key_Return)
    block = view.document().lastBlock()
    assert block.layout().preeditAreaText() == " and beta"
    assert block.layout().preeditAreaPosition() == len("Alpha")
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    first = view.document().firstBlock().layout()
    assert (first.preeditAreaText(), first.preeditAreaPosition()) == (" and beta", len(view.text()) - len(" omega"))


def test_keys_move_through_the_document_as_if_there_was_no_interim_text(view: TranscriptView) -> None:
    load(view, "one two| three four five")
    view.show_interim(1, "", LONG)
    caret(view, 7)
    positions = []
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Right, CONTROL)
        positions.append(view.textCursor().position())
    assert positions == [8, 14, 19]
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.textCursor().position() == len("one two three four five")


def test_a_click_behind_interim_text_puts_the_caret_where_the_user_sees_it(view: TranscriptView) -> None:
    load(view, "one two| three four five\nsix")
    view.show_interim(1, "", LONG)
    for position in (3, 10, 16, 26):
        QTest.mouseClick(view.viewport(), LEFT, pos=seen_at(view, position).toPoint())
        assert view.textCursor().position() == position
    assert view.interim_text() == f" {LONG}"
    assert view.document().firstBlock().layout().preeditAreaText() == f" {LONG}"


def test_a_double_click_behind_interim_text_selects_the_word(view: TranscriptView) -> None:
    load(view, "one two| three four five")
    view.show_interim(1, "", LONG)
    where = seen_at(view, 16).toPoint()
    QTest.mouseClick(view.viewport(), LEFT, pos=where)
    QTest.mouseDClick(view.viewport(), LEFT, pos=where)
    assert view.textCursor().selectedText() == "four"


def test_a_click_on_interim_text_goes_to_the_insertion_point(view: TranscriptView) -> None:
    load(view, "one two| three")
    view.show_interim(1, "", LONG)
    middle = view.document().firstBlock().layout().lineAt(1).rect().center()
    QTest.mouseClick(view.viewport(), LEFT, pos=(middle + view.contentOffset()).toPoint())
    assert view.textCursor().position() == 7


def test_a_drop_behind_interim_text_lands_where_the_user_sees_it(view: TranscriptView) -> None:
    load(view, "one two| three")
    view.show_interim(1, "", LONG)
    data = QMimeData()
    data.setText("X")
    data.setHtml("<b>X</b>")
    event = QDropEvent(seen_at(view, 10), Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    view.dropEvent(event)
    assert view.text() == "one two thXree"
    assert view.interim_text() == f" {LONG}"


def test_while_the_user_composes_interim_text_yields(view: TranscriptView) -> None:
    load(view, "one| two")
    view.show_interim(1, "", "being said")
    layout = view.document().firstBlock().layout()
    QApplication.sendEvent(view, QInputMethodEvent("ni", []))
    assert layout.preeditAreaText() == "ni"
    view.show_interim(1, "", "being said still")
    assert layout.preeditAreaText() == "ni"
    commit = QInputMethodEvent("", [])
    commit.setCommitString("\N{CJK UNIFIED IDEOGRAPH-4F60}")
    QApplication.sendEvent(view, commit)
    assert view.text() == "one\N{CJK UNIFIED IDEOGRAPH-4F60} two"
    assert "being said still" in layout.preeditAreaText()


# Drawing.


def line_x(line: QTextLine, position: int) -> float:
    """Qt's binding gives the place and the position, its type stub says one of them."""
    found = cast("tuple[float, int]", line.cursorToX(position))
    return found[0]


def ink(view: TranscriptView, area: QRect) -> int:
    """Pixels that stand out from the background; Qt draws the caret in its opposite, not in the text's colour."""
    image, base = view.viewport().grab(area).toImage(), view.palette().base().color()
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return sum(contrast(pixel, base) >= 4.5 for pixel in pixels)


def test_the_caret_behind_interim_text_is_drawn_where_typing_goes(view: TranscriptView) -> None:
    load(view, "one two| three")
    view.show_interim(1, "", LONG)
    caret(view, 10)
    where = seen_at(view, 10)
    layout = view.document().firstBlock().layout()
    line = layout.lineForTextPosition(10 + len(LONG) + 1)
    x = round(line_x(line, 10 + len(LONG) + 1))
    assert abs(where.x() - x) < 12
    column = QRect(x, round(line.y() + view.contentOffset().y()), 1, round(line.height()))
    assert ink(view, column) >= line.height() - 2


def contrast(one: QColor, other: QColor) -> float:
    def light(color: QColor) -> float:
        channels = (color.redF(), color.greenF(), color.blueF())
        parts = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in channels]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "base"), [("#1f2328", "#ffffff"), ("#e6e8eb", "#1b1d21")])
def test_interim_text_is_dimmed_lighter_and_italic_but_readable(view: TranscriptView, text: str, base: str) -> None:
    palette = QPalette(view.palette())
    palette.setColor(QPalette.ColorRole.Text, QColor(text))
    palette.setColor(QPalette.ColorRole.Base, QColor(base))
    view.setPalette(palette)
    view.show_interim(1, "Committed words", "tentative words")
    committed, tentative = view.document().firstBlock().layout().formats()
    colors = [one.format.foreground().color() for one in (committed, tentative)]
    assert not committed.format.fontItalic()
    assert tentative.format.fontItalic()
    ratios = [contrast(color, QColor(base)) for color in (QColor(text), *colors)]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[-1] >= 4.5


# Scrolling.


def test_the_view_follows_while_the_insertion_point_is_in_view(view: TranscriptView) -> None:
    for number in range(1, 40):
        view.show_interim(number, "", LONG)
        view.insert_final(final(number, f"{LONG.capitalize()}."))
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0


def test_the_view_stays_where_the_user_scrolled_to(view: TranscriptView) -> None:
    for number in range(1, 40):
        view.insert_final(final(number, f"{LONG.capitalize()}."))
    bar = view.verticalScrollBar()
    bar.setValue(3)
    view.show_interim(40, LONG, LONG)
    view.insert_final(final(40, f"{LONG.capitalize()}."))
    assert bar.value() == 3


def test_dictating_above_what_the_user_reads_does_not_move_it(view: TranscriptView) -> None:
    load(view, "|\n" + "\n".join(f"line {number}" for number in range(200)))
    view.verticalScrollBar().setValue(100)
    reading = view.firstVisibleBlock().text()
    view.show_interim(1, LONG, LONG)
    assert view.firstVisibleBlock().text() == reading
    view.insert_final(final(1, f"{LONG}."))
    assert view.firstVisibleBlock().text() == reading


# Corrections, late text, scratching.


def test_field_19_another_version_is_one_undo_step(view: TranscriptView) -> None:
    view.insert_final(final(1, "Nor is Mr. Quilters manner less interesting than this matter."))
    view.insert_final(final(2, "After."))
    teacher = final(1, "Nor is Mr. Quilter's manner less interesting than his matter.", revision=1, mode=Mode.TEACHER)
    assert view.replace_final(teacher)
    assert view.text() == f"{teacher.text} After."
    assert not view.user_changed(1)
    assert view.utterance_text(1) == teacher.text
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert view.text() == "Nor is Mr. Quilters manner less interesting than this matter. After."


def test_field_17_a_late_correction_never_touches_a_word_that_the_user_changed(view: TranscriptView) -> None:
    view.insert_final(final(1, "We meat at the old male today."))
    place = view.text().index("old")
    caret(view, place, place + 3)
    QTest.keyClicks(view, "new")
    assert view.user_changed(1)
    view.replace_final(final(1, "We meet at the odd mill today.", revision=1))
    assert view.text() == "We meet at the new male today."


def test_a_deleted_utterance_is_not_brought_back_by_a_correction(view: TranscriptView) -> None:
    view.insert_final(final(1, "Gone."))
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert not view.replace_final(final(1, "Back.", revision=1))
    assert view.text() == ""


def test_text_of_a_failed_utterance_lands_in_its_own_place(view: TranscriptView) -> None:
    view.insert_final(final(1, "One."))
    assert not view.insert_final(final(2, "", outcome=Outcome.FAILED, reason="the model raised"))
    view.insert_final(final(3, "Three."))
    assert view.text() == "One. Three."
    assert view.insert_final(final(2, "Two.", revision=1))
    assert view.text() == "One. Two. Three."
    view.insert_final(final(4, "Four."))
    assert view.text() == "One. Two. Three. Four."


def test_a_final_that_comes_late_lands_in_its_own_place(view: TranscriptView) -> None:
    for number, text in ((3, "Three."), (1, "One."), (2, "Two."), (4, "Four.")):
        view.insert_final(final(number, text))
    assert view.text() == "One. Two. Three. Four."


def test_field_18_scratch_takes_back_the_last_utterance_with_its_spaces(view: TranscriptView) -> None:
    load(view, "I saw |in the park.")
    view.insert_final(final(1, "A dog."))
    assert view.text() == "I saw a dog in the park."
    assert view.scratch_last() == 1
    assert view.text() == "I saw in the park."
    assert view.scratch_last() is None
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert view.text() == "I saw a dog in the park."


def test_field_18_a_new_paragraph_begins_with_a_capital_and_can_be_scratched(view: TranscriptView) -> None:
    view.insert_final(final(1, "One and"))
    view.insert_break(2, paragraph=True)
    view.insert_final(final(3, "two."))
    assert view.text() == "One and\n\nTwo."
    assert [view.scratch_last(), view.scratch_last()] == [3, 2]
    assert view.text() == "One and"


def test_an_utterance_and_its_text_find_each_other(view: TranscriptView) -> None:
    view.insert_final(final(1, "One."))
    view.insert_final(final(2, "Two."))
    told: list[int] = []
    view.utterance_changed.connect(told.append)
    assert view.select_utterance(1)
    assert view.textCursor().selectedText() == "One."
    caret(view, 6)
    assert told == [1, 2]
    view.setPlainText("Another file.")
    assert not view.select_utterance(1)
    assert view.utterance_at_caret() == 0


def test_a_file_in_place_of_the_text_takes_dictation_at_its_end(view: TranscriptView) -> None:
    view.insert_final(final(1, "Old."))
    view.setPlainText("From a file.")
    assert not view.dirty
    view.insert_final(final(2, "And more."))
    assert view.text() == "From a file. And more."
    assert view.dirty


# Plain text, size, amount.


def test_paste_is_plain_text(view: TranscriptView) -> None:
    data = QMimeData()
    data.setHtml("<h1>Big</h1>")
    data.setText("Big")
    view.insertFromMimeData(data)
    assert view.text() == "Big"


def test_keys_copy_cut_and_paste_plain_text(view: TranscriptView) -> None:
    view.setPlainText("One.\nTwo.")
    QTest.keyClick(view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(view, Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().mimeData().formats() == ["text/plain"]
    QTest.keyClick(view, Qt.Key.Key_X, CONTROL)
    assert view.text() == ""
    QTest.keyClick(view, Qt.Key.Key_V, CONTROL)
    assert view.text() == "One.\nTwo."


def test_copy_takes_the_selection_or_all(view: TranscriptView) -> None:
    view.setPlainText("One.\nTwo.")
    assert view.selected_or_all() == "One.\nTwo."
    caret(view, 2, 7)
    assert view.selected_or_all() == "e.\nTw"


def test_text_size_has_limits_and_is_told(view: TranscriptView) -> None:
    told: list[int] = []
    view.text_size_changed.connect(told.append)
    for points in (20, 20, 100, 1):
        view.set_text_size(points)
    assert told == [20, 48, 8]
    assert view.document().defaultFont().pointSize() == 8


def test_astral_characters_count_as_qt_counts_them(view: TranscriptView) -> None:
    smile = "\N{GRINNING FACE}"
    view.insert_final(final(1, f"A {smile} one."))
    view.insert_final(final(2, f"B {smile} two."))
    view.show_interim(3, smile, "c")
    assert [view.utterance_text(number) for number in (1, 2)] == [f"A {smile} one.", f"B {smile} two."]
    view.replace_final(final(1, f"A {smile} won.", revision=1))
    assert view.text() == f"A {smile} won. B {smile} two."
    assert not view.user_changed(2)


@pytest.mark.slow
def test_ten_thousand_utterances_do_not_slow_the_next_one_down(view: TranscriptView) -> None:
    said = "Some words that come and stay."

    def dictate(first: int, last: int) -> float:
        began = time.perf_counter()
        for number in range(first, last):
            if number % 20 == 0:
                view.insert_break(number)
            else:
                view.show_interim(number, "Some words", "that come")
                view.insert_final(final(number, said))
        return (time.perf_counter() - began) / (last - first)

    dictate(1, 9_900)
    assert dictate(9_900, 10_000) < 0.02
    assert view.utterance_text(5001) == said
    assert view.select_utterance(5001)
    assert view.utterance_at_caret() == 5001
    assert view.word_count() == 9_500 * 6


def test_a_paragraph_of_some_minutes_ends_by_itself_where_a_sentence_does(view: TranscriptView) -> None:
    """Qt lays a whole paragraph out with each key: a day's dictation in one would make typing slow."""
    long = ("Some words that people say. " * 150).strip()
    load(view, f"{long[:-1]}, and|")
    view.insert_final(final(1, "on it goes"))
    view.insert_final(final(2, "within the sentence."))
    view.insert_final(final(3, "the next one."))
    assert view.text() == f"{long[:-1]}, and on it goes within the sentence.\nThe next one."
    QTest.keyClick(view, Qt.Key.Key_Z, CONTROL)
    assert view.text().endswith("within the sentence.")
