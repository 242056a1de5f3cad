"""The tray, tones and notifications: what one learns and does without looking at the window."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from dictate.core.events import Failed, State
from dictate.core.settings import Settings, WindowSettings
from dictate.core.tones import Tone
from dictate.core.types import Mode
from dictate.ui.main import starts_hidden
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import finalized, ready, state

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """A desktop with a tray (the test's screen has none); returns what the icon told."""
    words: list[str] = []
    shown: dict[int, bool] = {}

    def show_message(_icon: QSystemTrayIcon, title: str, text: str, *_picture: QIcon) -> None:
        words.append(f"{title}: {text}")

    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", staticmethod(lambda: True))
    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show_message)
    monkeypatch.setattr(QSystemTrayIcon, "setVisible", lambda icon, on: shown.__setitem__(id(icon), on))
    monkeypatch.setattr(QSystemTrayIcon, "hide", lambda icon: shown.__setitem__(id(icon), False))
    monkeypatch.setattr(QSystemTrayIcon, "isVisible", lambda icon: shown.get(id(icon), False))
    yield words
    QApplication.setQuitOnLastWindowClosed(True)


def with_tray(make_stage: MakeStage) -> Stage:
    stage = make_stage(settings=Settings(window=WindowSettings(tray=True)))
    stage.tell(ready(), state(State.READY))
    return stage


def entries(stage: Stage) -> dict[str, bool]:
    """Words of the menu -> whether each can be chosen."""
    menu = stage.window.companions.tray.menu
    menu.aboutToShow.emit()
    return {action.text(): action.isEnabled() for action in menu.actions() if action.text()}


def choose(stage: Stage, words: str) -> None:
    entries(stage)
    next(action for action in stage.window.companions.tray.menu.actions() if action.text() == words).trigger()


def test_without_the_setting_there_is_no_icon_and_closing_ends(stage: Stage, told: list[str]) -> None:
    assert not stage.window.companions.tray.on
    assert stage.window.close()


def test_closing_goes_into_the_tray_and_says_so_once(make_stage: MakeStage, told: list[str]) -> None:
    stage = with_tray(make_stage)
    for _ in range(2):
        assert not stage.window.close()
        assert stage.window.isHidden()
        choose(stage, "Show the window")
        assert stage.window.isVisible()
    assert told == ["Dictate goes on here: Quit in this icon's menu ends it."]


def test_quit_ends_it(make_stage: MakeStage, told: list[str]) -> None:
    stage = with_tray(make_stage)
    stage.window.close()
    choose(stage, "Quit")
    assert not stage.window.companions.tray.on
    QCoreApplication.processEvents()


def test_quit_asks_about_unsaved_text_and_then_stays_reachable(make_stage: MakeStage, told: list[str]) -> None:
    stage = with_tray(make_stage)
    stage.tell(finalized(1, "Hello."))
    choose(stage, "Quit")
    assert stage.answers.asked == ["unsaved"]
    assert stage.window.companions.tray.on
    assert not stage.window.close()
    assert stage.window.isHidden(), "closing means the tray again"


def test_the_menu_records_changes_the_mode_and_copies_the_last(make_stage: MakeStage, told: list[str]) -> None:
    stage = with_tray(make_stage)
    assert entries(stage) == {
        "Record": True,
        "Mode": True,
        "Copy the last utterance": False,
        "Hide the window": True,
        "Quit": True,
    }
    choose(stage, "Record")
    assert stage.host.dictation.named("start")
    assert "Stop recording" in entries(stage)
    stage.tell(finalized(1, "First."), finalized(2, "Second."))
    choose(stage, "Copy the last utterance")
    assert QApplication.clipboard().text() == "Second."
    modes = stage.window.companions.tray._modes
    assert not modes[Mode.VERIFIED].isEnabled()
    modes[Mode.TEACHER].trigger()
    assert stage.window.bar.mode.mode is Mode.TEACHER


def test_the_icon_shows_the_state_by_word_and_picture(make_stage: MakeStage, told: list[str]) -> None:
    stage = with_tray(make_stage)
    icon = stage.window.companions.tray.icon
    pictures = set()
    for each in (State.READY, State.LISTENING, State.MICROPHONE_LOST):
        stage.tell(state(each))
        pictures.add(bytes(icon.icon().pixmap(64, 64).toImage().constBits()))
        assert icon.toolTip().startswith("Dictate: ")
    assert icon.toolTip() == "Dictate: Microphone lost"
    assert len(pictures) == 3


def test_a_lost_microphone_is_told_outside_the_window(make_stage: MakeStage, told: list[str]) -> None:
    stage = with_tray(make_stage)
    stage.window.act("record")
    stage.tell(state(State.LISTENING), state(State.MICROPHONE_LOST), state(State.MICROPHONE_LOST))
    assert told == ["The microphone is lost: Dictate listens again as soon as it is back."]
    stage.tell(state(State.LISTENING))
    stage.tell(Failed(what="Recording", reason="The microphone stopped", exit_code=3))
    assert told[1:] == ["The microphone is lost: The microphone stopped"]


def test_sounds_are_off_until_one_wants_them(make_stage: MakeStage, stage: Stage) -> None:
    stage.window.act("record")
    stage.tell(state(State.LISTENING))
    assert stage.host.played == []
    loud = make_stage(settings=Settings(window=WindowSettings(sounds=True)))
    loud.window.act("record")
    loud.tell(state(State.OPENING), state(State.LISTENING), state(State.SPEECH), state(State.MICROPHONE_LOST))
    loud.tell(state(State.LISTENING), state(State.FINISHING, pending=1), state(State.READY))
    wanted = [Tone.START, Tone.LOST, Tone.START, Tone.STOP]
    assert len(loud.host.played) == len(wanted)
    for played, tone in zip(loud.host.played, wanted, strict=True):
        np.testing.assert_array_equal(played, tone.samples)


def test_it_starts_hidden_only_where_one_can_come_back(
    make_stage: MakeStage, told: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    hidden = make_stage(settings=Settings(window=WindowSettings(tray=True, start_hidden=True)))
    assert starts_hidden(hidden.window._options)
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: False))
    assert not starts_hidden(hidden.window._options), "no tray, no way back"
