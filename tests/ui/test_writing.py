"""From the workers' events to the page and the cards."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from dictate.core.events import PlaybackChanged, State, Stopped, TextUpdated
from dictate.core.ledger import LedgerTotals
from dictate.core.types import Mode, Outcome, PairChoice
from dictate.ui.cards import Card, Deed
from dictate.ui.utterance_model import CARD
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import finalized, ready, state, verified

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def cards(stage: Stage) -> list[Card]:
    model = stage.window.panel.list.model()
    return [model.index(row, 0).data(CARD) for row in range(model.rowCount())]


def click(stage: Stage, row: int, deed: Deed) -> None:
    """Click a clickable area of a card with the mouse."""
    QApplication.processEvents()
    listed = stage.window.panel.list
    index = listed.model().index(row, 0)
    listed.scrollTo(index)
    number = next(n for n, action in enumerate(index.data(CARD).actions) if action.deed is deed)
    place = stage.window.panel.delegate.action_rect(index, number).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(place.x()), round(place.y())))


def test_interim_text_shows_and_gives_way_to_the_final(stage: Stage) -> None:
    view = stage.window.view
    stage.tell(TextUpdated(utterance=1, committed="Hello", tentative="wor", mode=Mode.DISTIL))
    assert view.interim_text().split() == ["Hello", "wor"]
    assert view.text() == ""
    stage.tell(finalized(1, "Hello world."))
    assert (view.interim_text(), view.text()) == ("", "Hello world.")


def test_the_users_edits_survive_while_dictating(stage: Stage) -> None:
    view = stage.window.view
    stage.window.act("record")
    stage.tell(finalized(1, "One two three."))
    cursor = view.textCursor()
    cursor.setPosition(3)
    view.setTextCursor(cursor)
    QTest.keyClicks(view, " half")
    stage.tell(TextUpdated(utterance=2, committed="And", tentative="four", mode=Mode.DISTIL), finalized(2, "And four."))
    assert view.text() == "One half two three. And four."


def test_latency_words_and_pace_are_shown(stage: Stage) -> None:
    stage.tell(finalized(1, "one two three four", seconds=2.0))
    status = stage.window.status
    assert status._latency.text().split() == ["last", "410", "ms", "median", "410", "p95", "410"]
    assert status._speed.text() == "RTF 0.02"
    assert status._words.text() == "4 words · 120 wpm"


def test_cards_come_newest_first_with_their_latency(stage: Stage) -> None:
    stage.tell(finalized(1, "First.", start_s=2, seconds=5.9), finalized(2, "Second.", start_s=68, mode=Mode.TEACHER))
    newest, oldest = cards(stage)
    assert (newest.text, newest.when, newest.badge) == ("Second.", "01:08", "Teacher")
    assert (oldest.text, oldest.when, oldest.length, oldest.badge) == ("First.", "00:02", "5.9 s", "Distil")
    assert oldest.caption == "410 ms after you stopped · model 98 ms"


def test_a_card_and_its_text_are_selected_together(stage: Stage) -> None:
    stage.tell(finalized(1, "First words."), finalized(2, "Second words."))
    panel, view = stage.window.panel, stage.window.view
    panel.list.setCurrentIndex(panel.list.model().index(1, 0))
    assert view.textCursor().selectedText() == "First words."
    cursor = view.textCursor()
    cursor.setPosition(len(view.text()) - 2)
    view.setTextCursor(cursor)
    assert panel.current == 2


def test_play_plays_the_utterances_own_sound_and_stops(stage: Stage) -> None:
    stage.tell(finalized(1, "First.", seconds=1.5))
    click(stage, 0, Deed.PLAY)
    assert [len(samples) for samples in stage.host.played] == [24_000]
    stage.tell(PlaybackChanged(playing=True))
    assert cards(stage)[0].actions[0].icon == "quiet"
    click(stage, 0, Deed.PLAY)
    assert stage.host.silenced == 1
    stage.tell(PlaybackChanged(playing=False))
    assert cards(stage)[0].actions[0].icon == "play"


def test_again_with_the_other_model_and_back(stage: Stage) -> None:
    """field 19: same sound, both texts kept, either can be chosen."""
    stage.tell(finalized(1, "Nor is Mr. Quilters manner."))
    click(stage, 0, Deed.AGAIN)
    assert stage.host.dictation.named("retry") == [("retry", 1, Mode.TEACHER)]
    stage.tell(finalized(1, "Nor is Mr. Quilter's manner.", mode=Mode.TEACHER, revision=1))
    assert stage.window.view.text() == "Nor is Mr. Quilter's manner."
    card = cards(stage)[0]
    assert (card.badge, card.caption) == ("Distil → Teacher", "model 98 ms · 1 word differs")
    assert card.text == "Nor is Mr. Quilters Quilter's manner."
    click(stage, 0, Deed.KEEP)
    assert stage.window.view.text() == "Nor is Mr. Quilters manner."
    click(stage, 0, Deed.KEEP)
    assert stage.window.view.text() == "Nor is Mr. Quilter's manner."


def test_suppressed_text_can_be_restored(stage: Stage) -> None:
    stage.tell(finalized(1, "Thank you.", outcome=Outcome.REJECTED, reason="probably silence"))
    assert stage.window.view.text() == ""
    card = cards(stage)[0]
    assert card.muted
    assert card.caption == "Not written: probably silence"
    click(stage, 0, Deed.RESTORE)
    assert stage.window.view.text() == "Thank you."
    assert not cards(stage)[0].muted


def test_a_failed_utterance_can_be_retried_into_its_place(stage: Stage) -> None:
    """field 4"""
    stage.tell(
        finalized(1, "First."),
        finalized(2, "", outcome=Outcome.FAILED, reason="the GPU ran out of memory"),
        finalized(3, "Third."),
    )
    assert cards(stage)[1].caption == "Failed: the GPU ran out of memory"
    click(stage, 1, Deed.AGAIN)
    assert stage.host.dictation.named("retry") == [("retry", 2, Mode.DISTIL)]
    stage.tell(finalized(2, "Second.", revision=1))
    assert stage.window.view.text() == "First. Second. Third."


def test_a_retry_that_fails_keeps_the_text_and_says_so(stage: Stage) -> None:
    stage.tell(finalized(1, "First."), finalized(1, "", outcome=Outcome.FAILED, reason="no memory", revision=1))
    assert stage.window.view.text() == "First."
    assert stage.message == "Recognizing it again failed: no memory."


def test_keys_work_on_the_chosen_utterance(stage: Stage) -> None:
    stage.tell(finalized(1, "First.", seconds=1.0), finalized(2, "Second.", seconds=2.0))
    stage.window.act("play")
    assert len(stage.host.played[-1]) == 32_000, "the newest when none is chosen"
    stage.window.panel.list.setCurrentIndex(stage.window.panel.list.model().index(1, 0))
    stage.window.act("again")
    assert stage.host.dictation.named("retry") == [("retry", 1, Mode.TEACHER)]


def test_spoken_commands_act_and_leave_a_card(stage: Stage) -> None:
    """field 18"""
    stage.window.act("record")
    stage.tell(state(State.LISTENING))
    stage.tell(finalized(1, "One."), finalized(2, "New line."), finalized(3, "Two."), finalized(4, "scratch that"))
    assert stage.window.view.text().rstrip() == "One."
    assert cards(stage)[0].caption == "Spoken command: scratch that"
    assert cards(stage)[1].muted
    stage.tell(finalized(5, "Copy that"))
    assert QGuiApplication.clipboard().text().rstrip() == "One."
    stage.tell(finalized(6, "Stop listening."))
    assert stage.host.dictation.calls[-1] == ("stop",)
    stage.tell(finalized(7, "Scratch that itch please."))
    assert "Scratch that itch please." in stage.window.view.text()


def test_closing_while_text_is_due_waits_for_it(stage: Stage) -> None:
    """field 1: what was said before the window is closed is written."""
    stage.window.act("record")
    stage.tell(state(State.SPEECH))
    stage.window.close()
    assert stage.window.isVisible()
    assert stage.host.dictation.calls[-1] == ("stop",)
    stage.tell(finalized(1, "Last words."))
    stage.window.view.set_clean()
    stage.tell(Stopped(ledger=LedgerTotals(), ended_by_source=False))
    assert not stage.window.isVisible()
    assert stage.window.view.text() == "Last words."


def test_closing_can_be_forced(stage: Stage) -> None:
    stage.window.act("record")
    stage.window.close()
    assert stage.message == "Writing what you said before closing."
    stage.window.messages._button.click()
    assert not stage.window.isVisible()


@pytest.mark.parametrize("count", [300])
def test_many_cards_do_not_hold_up_the_window(stage: Stage, count: int) -> None:
    """A long session: one more card costs far less than the 50 ms that an event loop may stall (field 14)."""
    from time import perf_counter

    stage.tell(*(finalized(number, f"Sentence number {number}.") for number in range(1, count + 1)))
    QApplication.processEvents()
    times = []
    for number in range(count + 1, count + 8):
        before = perf_counter()
        stage.tell(finalized(number, "One more sentence."))
        QApplication.processEvents()
        times.append(perf_counter() - before)
    assert sorted(times)[len(times) // 2] < 0.05


def test_a_verified_utterance_shows_what_the_teacher_changed_and_keeps_both_texts(stage: Stage) -> None:
    stage.tell(
        verified(1, "Nor is Mr. Quilters manner.", "Nor is Mr. Quilter's manner."), verified(2, "Same.", "Same.")
    )
    same, changed = cards(stage)
    assert (changed.badge, changed.text) == ("Verified", "Nor is Mr. Quilters Quilter's manner.")
    assert changed.caption.endswith("1 word differs")
    assert (same.text, [action.label for action in same.actions]) == ("Same.", ["", "Teacher"])
    click(stage, 1, Deed.KEEP)
    assert stage.window.view.text() == "Nor is Mr. Quilters manner. Same."
    assert cards(stage)[1].badge == "Distil"
    stage.window.view.undo()
    assert stage.window.view.text() == "Nor is Mr. Quilter's manner. Same.", "one undo step"


def test_the_language_decides_the_seams(make_stage: MakeStage) -> None:
    """German nouns keep their capital in mid-sentence."""
    stage = make_stage(choice=PairChoice(name="large-v2"))
    stage.tell(ready("large-v2"))
    box = stage.window.bar.language
    box.setCurrentIndex(box.findData("de"))
    box.activated.emit(box.currentIndex())
    stage.window.view.setPlainText("Ich sah")
    stage.tell(finalized(1, "Der Hund.", mode=Mode.TEACHER))
    assert stage.window.view.text() == "Ich sah Der Hund."
