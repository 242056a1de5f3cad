"""The Compare view on a real window: figures, both texts, asking the other model, exporting (issue: compare)."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from dictate.core.types import Latency, Mode, Outcome
from dictate.ui.compare_dialog import CompareDialog
from dictate.ui.compare_model import spoken
from tests.ui.conftest import Stage
from tests.ui.fakes import finalized, ready, verified

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SLOW = Latency(endpoint_ms=300, queue_ms=0, features_ms=10, encoder_ms=60, decoder_ms=230, total_ms=600)


def opened(stage: Stage) -> CompareDialog:
    QTest.keyClick(stage.window.view, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = stage.window.findChild(CompareDialog)
    assert dialog is not None
    return dialog


def figures(dialog: CompareDialog) -> list[str]:
    return [label.accessibleName() for label in dialog.findChildren(QLabel) if label.property("figure")]


@pytest.fixture
def session(stage: Stage) -> Stage:
    """Three utterances: verified and changed, heard by both, heard by distil alone; a command and a suppressed one."""
    stage.tell(ready())
    stage.tell(verified(1, "little of rock Iffica", "little of Rocky Ithaca", latency=SLOW, start_s=2))
    stage.tell(
        finalized(2, "The same words."), finalized(2, "the same words", mode=Mode.TEACHER, revision=1, latency=SLOW)
    )
    stage.tell(finalized(3, "new line"), finalized(4, "Thank you.", outcome=Outcome.REJECTED, reason="silence"))
    stage.tell(finalized(5, "Only distil.", start_s=64))
    return stage


def test_word_error_and_model_times_are_told(session: Stage) -> None:
    dialog = opened(session)
    assert figures(dialog) == [
        "word error of distil against the teacher: 28.6%",
        "Distil, median: 199 ms",
        "Teacher, median: 300 ms",
    ]
    assert [row.utterance for row in dialog._model.rows] == [1, 2, 5]
    assert dialog.list.model().rowCount() == 3
    QTest.mouseClick(dialog.only, Qt.MouseButton.LeftButton)
    assert dialog.list.model().rowCount() == 1
    assert "Words that differ: 2" in spoken(next(iter(dialog._model.rows)))


def test_the_other_model_is_asked_one_by_one_and_the_text_stays(session: Stage) -> None:
    session.tell(finalized(6, "And this.", mode=Mode.TEACHER))
    text = session.window.view.text()
    dialog = opened(session)
    assert dialog.ask.text() == "Ask the other model about 2 utterances"
    QTest.mouseClick(dialog.ask, Qt.MouseButton.LeftButton)
    assert session.host.dictation.named("retry") == [("retry", 5, Mode.TEACHER)]
    session.tell(finalized(5, "Only the distil.", mode=Mode.TEACHER, revision=1, latency=SLOW))
    assert session.host.dictation.named("retry")[1:] == [("retry", 6, Mode.DISTIL)], "one at a time"
    session.tell(finalized(6, "", mode=Mode.DISTIL, revision=1, outcome=Outcome.FAILED, reason="no memory"))
    assert len(session.host.dictation.named("retry")) == 2, "what failed is not asked again and again"
    assert session.window.view.text() == text
    assert session.window.page.doubts.at(text.index("Only")) is not None, "the doubt shows in the editor"
    assert figures(dialog)[0].endswith("30.0%")


def test_asking_can_be_stopped(session: Stage) -> None:
    session.tell(finalized(6, "And this."))
    dialog = opened(session)
    QTest.mouseClick(dialog.ask, Qt.MouseButton.LeftButton)
    assert dialog.ask.text() == "Stop asking (1 left)"
    QTest.mouseClick(dialog.ask, Qt.MouseButton.LeftButton)
    session.tell(finalized(5, "Only distil.", mode=Mode.TEACHER, revision=1))
    assert len(session.host.dictation.named("retry")) == 1


def test_it_follows_the_dictation_and_a_new_text(session: Stage) -> None:
    dialog = opened(session)
    session.tell(finalized(7, "Later."), finalized(6, "Late but before."))
    assert [row.utterance for row in dialog._model.rows] == [1, 2, 5, 6, 7]
    assert dialog.list.model().rowCount() == 5
    session.window.view.set_clean()
    session.window.act("new")
    assert (dialog.list.model().rowCount(), dialog.list.isHidden()) == (0, True)
    assert not dialog.export.isEnabled()


def test_a_row_leads_to_its_text_and_card(session: Stage) -> None:
    caret = session.window.view.textCursor().position()
    dialog = opened(session)
    dialog.list.setFocus()
    assert session.window.view.textCursor().position() == caret, "to open it moves nothing"
    for _ in range(3):
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert session.window.view.textCursor().selectedText() == "Only distil."
    assert session.window.panel.current == 5


def test_the_comparison_is_exported_as_text_and_json(session: Stage, tmp_path: Path) -> None:
    dialog = opened(session)
    session.answers.file = tmp_path / "c.txt"
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    text = session.answers.file.read_text(encoding="utf-8")
    assert "2 of 7 words differ (word error rate 28.6%), 2 utterances" in text
    assert "distil    300 ms  little of [rock Iffica]" in text
    assert "teacher   300 ms  little of [Rocky Ithaca]" in text
    assert "teacher           -" in text
    session.answers.file = tmp_path / "c.json"
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    told = json.loads(session.answers.file.read_text(encoding="utf-8"))
    assert told["summary"]["word_error_rate"] == pytest.approx(2 / 7, abs=1e-4)
    assert told["utterances"][0]["teacher"]["text"] == "little of Rocky Ithaca"
    assert told["utterances"][2]["teacher"] is None
    session.answers.file = tmp_path / "not there" / "c.txt"
    QTest.mouseClick(dialog.export, Qt.MouseButton.LeftButton)
    assert session.message.startswith("Exporting the comparison failed")


def test_it_opens_once_and_again_after_it_was_closed(session: Stage) -> None:
    first = opened(session)
    assert opened(session) is first
    QTest.keyClick(first, Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, 52)  # DeferredDelete
    assert opened(session).isVisible()
