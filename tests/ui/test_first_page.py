"""The page of the first start: shows what one chooses by, and gives way to whatever one begins with."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dictate.core.events import Failed, MicrophoneHeard, MicrophoneTried, ModelLoading, SpeedMeasured
from dictate.core.settings import MicrophoneSettings, Settings, WindowSettings
from dictate.core.types import Mode, ModelProgress, PairChoice
from dictate.ui.first_page import FirstPage
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import ready
from tests.ui.test_settings_dialog import LEVEL

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def first(make_stage: MakeStage) -> Stage:
    return make_stage(first_start=True)


def page_of(stage: Stage) -> FirstPage:
    welcome = stage.window.companions.welcome
    assert welcome is not None
    assert welcome.page is not None
    return welcome.page


def gone(stage: Stage) -> bool:
    welcome = stage.window.companions.welcome
    return welcome is not None and welcome.page is None and stage.window.editor.currentWidget() is stage.window.page


def test_it_stands_in_place_of_the_editor_and_nothing_else_asks_for_attention(first: Stage) -> None:
    assert first.window.editor.currentWidget() is page_of(first)
    assert first.window.panel.isHidden()
    assert first.message == ""
    assert first.host.trials.calls == [], "the microphone is opened when one asks for it"


def test_the_level_moves_once_one_tries_the_microphone(first: Stage) -> None:
    tester = page_of(first).tester
    tester.listen_button.click()
    assert first.host.trials.calls == [("microphone", MicrophoneSettings())]
    first.tell(MicrophoneHeard(trial=first.host.trials.trial, name="Yeti", level=LEVEL))
    assert tester.level.shown_fraction > 0.5


def test_the_speed_of_the_pair_in_use_is_measured_and_shown(first: Stage) -> None:
    page = page_of(first)
    first.tell(ready())
    assert first.host.trials.calls == [("speed", Mode.DISTIL)]
    assert not page.use.isEnabled()
    first.tell(SpeedMeasured(model="pocket-distil", mode=Mode.DISTIL, sound_s=3.0, model_ms=30.0))
    assert page.speed.text() == "Here: 3 s of speech in 30 ms (100 times as fast as one speaks)"


def test_choosing_a_pair_loads_nothing_until_one_says_so(first: Stage) -> None:
    page = page_of(first)
    first.tell(ready())
    page.pairs.buttons["small.en"].click()
    assert not first.host.dictation.named("set_pair")
    assert "1.6 GB" in page.speed.text()
    page.use.click()
    wish = PairChoice(name="small.en")
    assert first.host.dictation.named("set_pair") == [("set_pair", wish)]
    progress = ModelProgress(model="small.en", stage="downloading", done_bytes=50_000_000, total_bytes=200_000_000)
    first.tell(ModelLoading(pair=wish, progress=progress))
    assert page.speed.text() == "small.en · downloading 25 % of 200 MB"
    first.tell(Failed(what="Downloading", reason="no network", exit_code=5))
    assert page.use.isEnabled(), "one can try again"
    first.tell(ready("small.en"))
    assert first.host.trials.calls[-1] == ("speed", Mode.DISTIL)
    assert page.use.text() == "In use"


def test_start_begins_and_the_page_never_comes_back(first: Stage) -> None:
    page_of(first).start.click()
    assert gone(first)
    assert len(first.host.dictation.named("start")) == 1
    assert not first.window.panel.isHidden()
    assert "demonstration" in first.message
    first.window.keeper.flush()
    assert first.saved[-1].window.welcome is False


def test_the_record_key_leaves_it_too(first: Stage) -> None:
    QTest.keyClick(page_of(first), Qt.Key.Key_F9)
    assert gone(first)
    assert first.host.dictation.named("start")


def test_the_demo_plays_the_clip(first: Stage) -> None:
    page_of(first).demo.click()
    assert gone(first)
    assert first.host.dictation.named("start") == [("start", "demo")]


def test_one_can_just_write(first: Stage) -> None:
    QTest.keyClicks(page_of(first).start, "Hello")
    assert gone(first)
    assert first.window.view.text() == "Hello"


def test_a_text_that_is_opened_takes_its_place(first: Stage, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("words")
    first.window.document.open(file)
    assert gone(first)
    assert first.window.view.text() == "words"


def test_leaving_closes_the_microphone(first: Stage) -> None:
    page_of(first).tester.listen_button.click()
    page_of(first).skip.click()
    assert first.host.trials.calls[-1] == ("stop",)
    assert gone(first)


def test_pairs_are_told_apart_by_a_screen_reader_and_by_arrow_keys(first: Stage) -> None:
    buttons = page_of(first).pairs.buttons
    assert "about 9.2 GB" in buttons["large-v2"].accessibleDescription()
    buttons["pocket"].setFocus()
    QTest.keyClick(buttons["pocket"], Qt.Key.Key_Up)
    assert buttons["small.en"].isChecked()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_of_it_is_seen_at_900x600(make_stage: MakeStage, qtbot: QtBot, theme: str) -> None:
    stage = make_stage(first_start=True, settings=Settings(window=WindowSettings(theme=theme)))
    stage.window.resize(900, 600)
    page = page_of(stage)
    page.tester.listen_button.click()
    stage.tell(ready(), SpeedMeasured(model="pocket-distil", mode=Mode.DISTIL, sound_s=3.0, model_ms=30.0))
    QApplication.processEvents()
    assert not page.verticalScrollBar().isVisible()
    inner = page.widget()
    assert inner is not None
    for widget in inner.findChildren(QWidget):
        if widget.isVisibleTo(page):
            place = widget.mapTo(page, widget.rect().bottomRight())
            assert page.rect().contains(place), widget


def test_the_trial_of_the_first_page_does_not_end_that_of_the_settings(first: Stage) -> None:
    page_of(first).tester.listen_button.click()
    page_of(first).skip.click()
    first.window.act("settings")
    dialog = first.window.companions.settings.dialog
    assert dialog is not None
    first.tell(MicrophoneTried(trial=1, samples=np.zeros(0, np.int16)))
    assert dialog.microphone.tester.listening
    first.tell(MicrophoneHeard(trial=2, name="Yeti", level=LEVEL))
    assert dialog.microphone.tester.level.shown_fraction > 0.5


def test_the_speed_is_measured_once_for_a_pair(first: Stage) -> None:
    first.tell(ready(), ready(mode=Mode.TEACHER))
    assert first.host.trials.calls == [("speed", Mode.DISTIL)]
