"""A dictation that was recovered looks as it did: cards, and what can be done with them."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtWidgets import QPushButton

from dictate.core.events import LeftBehind
from dictate.core.recovering import Recovered
from dictate.core.types import Final, Mode, Outcome
from dictate.ui.cards import Card
from tests.ui.conftest import Stage
from tests.ui.fakes import final, finalized, verified

LEFT = LeftBehind(session="one", begun="", text="", unwritten_s=0)
TEXT = "Typed. A dog, it barks. And it\n\ngoes on. The end."


def said(utterance: int, text: str, **values: object) -> Final:
    made = final(utterance, text, **values)  # type: ignore[arg-type]
    segment = replace(made.utterance.segment, samples=np.full(16_000, -utterance, np.int16))
    return replace(made, utterance=replace(made.utterance, segment=segment))


FINALS = (
    said(-7, "A dog."),
    said(-6, "It barks.", mode=Mode.TEACHER),
    verified(-5, "And in", "And it").final,
    said(-4, "Goes on."),
    said(-4, "Goes in.", mode=Mode.TEACHER, revision=1),
    said(-3, "Was deleted."),
    said(-2, "held back", outcome=Outcome.REJECTED, reason="probably no speech"),
    said(-1, "New line."),
)


@pytest.fixture
def recovered(stage: Stage) -> Stage:
    """A window with a text of its own that has recovered another one."""
    stage.tell(finalized(1, "Mine."))
    stage.host.keeping.recovered = Recovered(text=TEXT, finals=FINALS)
    stage.tell(LEFT)
    (button,) = [each for each in stage.window.messages.findChildren(QPushButton) if each.text() == "Recover"]
    button.click()
    return stage


def card(stage: Stage, utterance: int) -> Card:
    return stage.window._model.card(utterance)


def selected(stage: Stage, utterance: int) -> str:
    """What going to the card of ``utterance`` selects."""
    stage.window.view.moveCursor(stage.window.view.textCursor().MoveOperation.Start)
    stage.window.panel.list.setCurrentIndex(stage.window._model.index_of(utterance))
    return stage.window.view.textCursor().selectedText()


def test_every_utterance_has_its_card_behind_those_of_today(recovered: Stage) -> None:
    model = recovered.window._model
    assert [model.id_at(model.index(row)) for row in range(model.rowCount())] == [1, *range(-1, -8, -1)]
    assert recovered.window.view.text() == f"Mine.\n\n{TEXT}"
    first = card(recovered, -7)
    assert (first.text, first.length, first.badge, first.muted) == ("A dog.", "1.0 s", "Distil", False)
    assert first.caption == "410 ms after you stopped · model 98 ms"
    assert card(recovered, -6).badge == "Teacher"
    assert card(recovered, -5).pieces[1][0] == "in", "what the teacher changed"
    assert card(recovered, -2).caption == "Not written: probably no speech"
    assert card(recovered, -1).caption == "Spoken command: New line"


def test_its_latencies_count_as_those_of_today_each_utterance_once(recovered: Stage) -> None:
    timed = recovered.window.writing.tally.history.newest(100)
    assert [one.utterance for one in timed] == [1, -7, -6, -5, -4, -3, -1]
    assert len(recovered.window.panel.latency.plot._shown) == len(timed)


@pytest.mark.parametrize(
    ("utterance", "standing"), [(-7, "A dog"), (-6, "it barks."), (-5, "And it"), (-4, "goes on."), (-3, ""), (-2, "")]
)
def test_a_card_selects_its_text_where_it_stands(recovered: Stage, utterance: int, standing: str) -> None:
    assert selected(recovered, utterance) == standing


def test_the_version_that_stands_is_the_one_that_is_shown(recovered: Stage) -> None:
    """The other model's came later, to be compared; both are there."""
    assert recovered.window.transcript[-4].final.text == "Goes on."
    recovered.window.panel.keep_wanted.emit(-4, 1)
    assert "\n\nGoes in. The end." in recovered.window.view.text()


def test_it_can_be_played_and_recognized_again(recovered: Stage) -> None:
    recovered.window.writing.play(-7)
    assert set(recovered.host.played[0]) == {7}
    recovered.window.writing.again(-7)
    assert recovered.host.dictation.named("retry") == [("retry", -7, Mode.TEACHER)]
    recovered.tell(finalized(-7, "A frog.", mode=Mode.TEACHER, revision=1))
    assert "Typed. A frog, it barks." in recovered.window.view.text()
    recovered.window.view.undo()
    assert "Typed. A dog, it barks." in recovered.window.view.text()


def test_what_was_deleted_or_edited_before_stays_so(recovered: Stage) -> None:
    before = recovered.window.view.text()
    recovered.tell(finalized(-3, "Was repeated.", mode=Mode.TEACHER, revision=1))
    assert recovered.window.view.text() == before
    assert "deleted or changed by hand" in recovered.message


def test_what_was_held_back_can_still_be_written_in_its_place(recovered: Stage) -> None:
    recovered.window.panel.restore_wanted.emit(-2)
    assert "goes on. Held back The end." in recovered.window.view.text()


def test_undo_takes_the_recovered_text_back_and_redo_brings_it(recovered: Stage) -> None:
    recovered.window.view.undo()
    assert recovered.window.view.text() == "Mine."
    assert selected(recovered, -7) == ""
    recovered.window.view.redo()
    assert selected(recovered, -7) == "A dog"
