"""The side panel: cards of many heights, keys and menus, the latency display."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from dictate.core.types import Latency, Mode
from dictate.ui.cards import Change
from dictate.ui.utterance_model import CARD
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import finalized, verified

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

LONG = "a text that is long enough to need several lines of a card, however wide the panel may be just now"


def took(milliseconds: float) -> Latency:
    return Latency(
        endpoint_ms=300, queue_ms=0, features_ms=0, encoder_ms=0, decoder_ms=milliseconds - 300, total_ms=milliseconds
    )


def dictate(stage: Stage, first: int, last: int) -> None:
    stage.tell(*(finalized(n, LONG if n % 3 == 0 else f"Short {n}.") for n in range(first, last + 1)))
    QApplication.processEvents()


def test_cards_touch_each_other_whatever_their_height(stage: Stage) -> None:
    dictate(stage, 1, 60)
    cards = stage.window.panel.list
    bar = cards.verticalScrollBar()
    for value in (0, 500, bar.maximum() // 2, bar.maximum()):
        bar.setValue(value)
        QApplication.processEvents()
        index = cards.indexAt(QPoint(20, 0))
        heights = set()
        while (rect := cards.visualRect(index)).top() < cards.viewport().height() and index.row() < 59:
            below = cards.visualRect(index.siblingAtRow(index.row() + 1))
            assert below.top() == rect.bottom() + 1
            heights.add(rect.height())
            index = index.siblingAtRow(index.row() + 1)
        assert len(heights) >= 2 or value == bar.maximum()


def test_the_newest_card_is_in_view_unless_one_reads_further_down(stage: Stage) -> None:
    dictate(stage, 1, 40)
    cards = stage.window.panel.list
    assert cards.visualRect(cards.model().index(0, 0)).top() == 0
    cards.verticalScrollBar().setValue(700)
    QApplication.processEvents()
    index = cards.indexAt(QPoint(20, 60))
    before, read = cards.visualRect(index).top(), cards.model().data(index)
    dictate(stage, 41, 44)
    there = index.siblingAtRow(index.row() + 4)
    assert (cards.visualRect(there).top(), cards.model().data(there)) == (before, read)


def test_a_card_far_away_is_found_and_shown_whole(stage: Stage) -> None:
    dictate(stage, 1, 80)
    panel = stage.window.panel
    for utterance in (3, 80, 42):
        panel.go_to(utterance)
        QApplication.processEvents()
        rect = panel.list.visualRect(panel.list.currentIndex())
        assert panel.current == utterance
        assert panel.list.viewport().rect().contains(rect)


def test_arrow_keys_go_from_card_to_card_and_enter_plays(stage: Stage, qtbot: QtBot) -> None:
    dictate(stage, 1, 30)
    panel = stage.window.panel
    stage.window.activateWindow()
    panel.list.setFocus()
    qtbot.waitUntil(panel.list.hasFocus)
    assert panel.current == 0, "to come here moves nothing"
    keys = (Qt.Key.Key_Home, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    went = []
    for key in keys:
        QTest.keyClick(panel.list, key)
        went.append(panel.current)
    assert went == [30, 29, 28, 29]
    QTest.keyClick(panel.list, Qt.Key.Key_End)
    assert panel.current == 1
    QTest.keyClick(panel.list, Qt.Key.Key_PageUp)
    assert 1 < panel.current < 29
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert len(stage.host.played) == 1


def test_the_menu_key_offers_what_a_card_offers(stage: Stage) -> None:
    stage.tell(verified(1, "rock Iffica", "Rocky Ithaca"))
    panel = stage.window.panel
    panel.go_to(1)
    key = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
    QApplication.sendEvent(panel.list.viewport(), key)
    menu = next(menu for menu in panel.findChildren(QMenu) if menu.isVisible())
    assert [action.text() for action in menu.actions()] == ["Play what you said", "Take this text: Distil"]
    menu.actions()[1].trigger()
    menu.close()
    assert stage.window.view.text() == "Rock Iffica"


def test_the_editors_menu_plays_and_takes_the_other_reading(stage: Stage) -> None:
    stage.tell(verified(1, "rock Iffica", "Rocky Ithaca"))
    view = stage.window.view
    menu = stage.window.page.menu_at(view.rects_of(7, 9)[0].center().toPoint())
    play, other = menu.actions()[-2:]
    assert (play.text(), other.text()) == ("Play what was said here", "Take “Rock Iffica” (Distil)")
    play.trigger()
    other.trigger()
    menu.close()
    assert len(stage.host.played) == 1
    assert view.text() == "Rock Iffica"


def test_latency_is_told_by_mode(stage: Stage) -> None:
    panel = stage.window.panel.latency
    assert panel.isHidden()
    for number, (mode, time) in enumerate([(Mode.DISTIL, 400), (Mode.DISTIL, 440), (Mode.TEACHER, 900)], start=1):
        stage.tell(finalized(number, "Words.", mode=mode, latency=took(time)))
    told = {label.accessibleName() for label in panel.findChildren(QLabel) if "," in label.accessibleName()}
    assert {"Distil, last: 440 ms", "Distil, median: 400 ms", "Teacher, p95: 900 ms", "Teacher, RTF: 0.02"} <= told
    assert not any(words.startswith("Verified") for words in told), "it was not used"


def test_the_plot_shows_one_dot_an_utterance_and_tells_its_breakdown(stage: Stage, qtbot: QtBot) -> None:
    for number, time in enumerate([400, 440, 900, 20_000], start=1):
        stage.tell(finalized(number, f"Words {number}.", latency=took(time)))
    plot = stage.window.panel.latency.plot
    assert plot.top_ms == 3000, "one odd latency does not press the others together"
    heights = [plot.place_of(number).y() for number in range(4)]
    assert heights[0] > heights[1] > heights[2] > heights[3]
    assert plot.place_of(3).x() > plot.place_of(2).x()
    QTest.mouseMove(plot, plot.place_of(2).toPoint())
    assert "pause 300 + queue 0 + features 0 + encoder 0 + decoder 600 ms" in plot.accessibleDescription()
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=plot.place_of(1).toPoint())
    assert stage.window.panel.current == 2
    assert stage.window.view.textCursor().selectedText() == "Words 2."


def test_the_plot_is_read_by_keys(stage: Stage, qtbot: QtBot) -> None:
    dictate(stage, 1, 5)
    plot = stage.window.panel.latency.plot
    stage.window.activateWindow()
    plot.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(plot.hasFocus)
    assert "utterance 5" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Left)
    assert "utterance 4" in plot.accessibleDescription()
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert stage.window.panel.current == 4


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_modes_differ_in_shape_and_color(make_stage: MakeStage, theme: str) -> None:
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QImage, QPainter

    from dictate.ui.latency_plot import draw_mode, mode_color
    from dictate.ui.palette import DARK, LIGHT

    shapes = []
    for mode in Mode:
        image = QImage(24, 24, QImage.Format.Format_ARGB32)
        image.fill(0)
        painter = QPainter(image)
        painter.setBrush(Qt.GlobalColor.black)
        draw_mode(painter, mode, QPointF(12, 12), 8)
        painter.end()
        shapes.append(bytes(image.constBits()))
    assert len(set(shapes)) == 3
    palette = DARK if theme == "dark" else LIGHT
    assert len({mode_color(palette, mode).name() for mode in Mode}) == 3


@pytest.mark.parametrize(
    ("pieces", "said"),
    [
        ((("not", Change.REMOVED), ("here", Change.SAME)), "here. Took 1 s. Left out: not."),
        ((("here", Change.SAME), ("now", Change.ADDED)), "here now. Took 1 s. Added: now."),
        ((("here", Change.REMOVED),), "no text. Took 1 s. Left out: here."),
        ((("a", Change.REMOVED), ("b", Change.ADDED), ("?", Change.SAME)), "b ? Took 1 s. Changed: a to b."),
    ],
)
def test_a_card_says_which_words_were_changed(stage: Stage, pieces: tuple[tuple[str, Change], ...], said: str) -> None:
    dictate(stage, 1, 1)
    model = stage.window.panel.list.model()
    card = model.data(model.index(0, 0), CARD)
    assert replace(card, pieces=pieces, caption="Took 1 s").spoken.endswith(f"Distil: {said}")
