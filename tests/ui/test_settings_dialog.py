"""The settings: every control changes its setting at once, and what it changes can be seen or heard at once."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dictate.core.events import (
    DevicesListed,
    Failed,
    LevelChanged,
    MicrophoneHeard,
    MicrophoneTried,
    PlaybackChanged,
    SoundDeleted,
    SpeedMeasured,
    State,
)
from dictate.core.settings import (
    RETENTION_DAYS,
    MicrophoneSettings,
    Settings,
    TextSettings,
    WindowSettings,
)
from dictate.core.types import InputDevice, Mode, PairChoice
from dictate.ui.forms import NumberBox, OptionBox
from dictate.ui.microphone_tester import TEST_S
from dictate.ui.settings_dialog import SettingsDialog
from dictate.ui.settings_pages import UNLOAD
from dictate.ui.switch import Switch
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import finalized, ready, state

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

YETI = InputDevice(name="Yeti", host_api="ALSA", channels=2, default_rate=48_000, is_default=True)
LEVEL = LevelChanged(rms_dbfs=-20, peak_dbfs=-9, threshold_dbfs=-45, voiced=True)


def opened(stage: Stage, action: str = "settings") -> SettingsDialog:
    stage.window.act(action)
    dialog = stage.window.companions.settings.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def pick(box: OptionBox, value: str) -> None:
    """As a user does: choose the row."""
    row = box.findData(value)
    assert row >= 0
    box.setCurrentIndex(row)
    box.activated.emit(row)


def kept(stage: Stage) -> Settings:
    stage.window.keeper.flush()
    return stage.saved[-1]


def test_there_is_one_dialog_and_escape_closes_it(stage: Stage, qtbot: QtBot) -> None:
    dialog = opened(stage)
    assert opened(stage) is dialog
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert stage.window.companions.settings.dialog is None


def test_the_list_turns_the_pages_by_keyboard(stage: Stage) -> None:
    dialog = opened(stage)
    titles = []
    for page in dialog.pages:
        assert dialog.stack.currentWidget() is page
        titles.append(page.heading)
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert titles == ["Microphone", "Models", "Text", "Privacy", "Window", "Keys"]


# -- microphone -----------------------------------------------------------------------------------------------------


def test_the_level_moves_only_while_its_page_shows(stage: Stage) -> None:
    def asked() -> str:
        """What was asked of the microphone last."""
        return str(stage.host.trials.calls[-1][0])

    dialog = opened(stage)
    assert asked() == "microphone"
    stage.tell(MicrophoneHeard(trial=stage.host.trials.trial, name="Yeti", level=LEVEL))
    assert dialog.microphone.tester.level.shown_fraction == pytest.approx(1 - 20 / 66)
    dialog.list.setCurrentRow(1)
    assert asked() == "stop"
    stage.tell(MicrophoneTried(trial=stage.host.trials.trial, samples=np.zeros(0, np.int16)))
    dialog.list.setCurrentRow(0)
    assert asked() == "microphone"
    dialog.close()
    assert asked() == "stop"


def test_a_microphone_that_is_chosen_is_tried_and_kept_and_shown_in_the_tool_bar(stage: Stage) -> None:
    dialog = opened(stage)
    stage.tell(DevicesListed(devices=(YETI,)))
    box = dialog.microphone.tester.box
    box.setCurrentIndex(box.findText("Yeti"))
    box.activated.emit(box.currentIndex())
    wish = MicrophoneSettings(name="Yeti", host_api="ALSA")
    assert stage.host.trials.calls[-1] == ("microphone", wish)
    assert kept(stage).microphone == wish
    assert stage.window.bar.microphone.wish == wish


@pytest.mark.parametrize(("amplitude", "verdict"), [(60, "very quiet"), (9000, "is good"), (32767, "too loud")])
def test_a_test_recording_is_played_and_judged(stage: Stage, amplitude: int, verdict: str) -> None:
    tester = opened(stage).microphone.tester
    tester.record.click()
    assert f"{TEST_S} s" in tester.words
    assert not tester.record.isEnabled()
    heard = np.full(16_000, amplitude, np.int16)
    stage.tell(MicrophoneTried(trial=stage.host.trials.trial - 1, samples=heard))
    assert stage.host.played == [], "that was the end of the trial that it took the place of"
    assert tester.listening
    for _ in range(TEST_S):
        tester._tick()
    assert stage.host.trials.calls[-1] == ("stop",)
    stage.tell(MicrophoneTried(trial=stage.host.trials.trial, samples=heard))
    assert [len(samples) for samples in stage.host.played] == [16_000]
    assert verdict in tester.words
    assert tester.listen_button.text() == "Stop"
    stage.tell(PlaybackChanged(playing=False))
    assert tester.listen_button.text() == "Try it"
    assert tester.record.isEnabled()


def test_a_test_recording_that_is_called_off_is_not_played(stage: Stage) -> None:
    tester = opened(stage).microphone.tester
    tester.record.click()
    tester.listen_button.click()
    for _ in range(2):
        stage.tell(MicrophoneTried(trial=stage.host.trials.trial, samples=np.ones(100, np.int16)))
    assert stage.host.played == []
    assert not tester._clock.isActive()


def test_a_microphone_that_fails_says_why_in_the_dialog(stage: Stage) -> None:
    tester = opened(stage).microphone.tester
    failure = Failed(what="Trying the microphone", reason="it is in use", action="Close it there.", exit_code=3)
    stage.tell(MicrophoneTried(trial=stage.host.trials.trial, samples=np.zeros(0, np.int16), failure=failure))
    assert tester.words == "it is in use. Close it there."
    assert not tester.listening


def test_while_a_dictation_runs_its_own_level_shows_and_no_second_stream_opens(stage: Stage) -> None:
    stage.window.act("record")
    stage.tell(state(State.LISTENING))
    tester = opened(stage).microphone.tester
    assert stage.host.trials.calls == []
    stage.tell(LEVEL)
    assert tester.level.shown_fraction > 0
    tester.record.click()
    assert stage.host.trials.calls == []
    assert "dictation uses the microphone" in tester.words


def test_pause_and_floor_reach_the_dictation(stage: Stage) -> None:
    page = opened(stage).microphone
    page.pause.setValue(900)
    page.floor.setValue(-50)
    assert (kept(stage).segmenter.hangover_ms, kept(stage).segmenter.level_floor_dbfs) == (900, -50.0)
    assert len(stage.host.dictation.named("configure")) == 2


# -- models ---------------------------------------------------------------------------------------------------------


def test_a_pair_is_explained_chosen_and_measured(stage: Stage) -> None:
    page = opened(stage).models
    stage.tell(ready())
    page.measure.click()
    assert stage.host.trials.calls[-2:] == [("speed", Mode.DISTIL), ("speed", Mode.TEACHER)]
    stage.tell(SpeedMeasured(model="pocket-distil", mode=Mode.DISTIL, sound_s=3.0, model_ms=60.0))
    stage.tell(SpeedMeasured(model="", mode=Mode.TEACHER, sound_s=3.0, model_ms=0.0, reason="no memory"))
    words = page._speed_label.text()
    assert "Distil: 3 s of speech in 60 ms (50 times as fast as one speaks)" in words
    assert "Teacher: Could not be measured: no memory" in words
    pick_pair = page.pair
    row = next(row for row in range(pick_pair.count()) if pick_pair.itemData(row) == PairChoice(name="small.en"))
    pick_pair.activated.emit(row)
    assert stage.host.dictation.named("set_pair") == [("set_pair", PairChoice(name="small.en"))]
    assert "1.6 GB" in page._facts.text()
    assert page._speed_label.text() == "", "that was the speed of another pair"


@pytest.mark.parametrize(
    ("control", "value", "key"),
    [("device", "cpu", "device"), ("precision", "fp16", "precision"), ("window_", "full", "window")],
)
def test_how_it_computes_is_kept(stage: Stage, control: str, value: str, key: str) -> None:
    pick(getattr(opened(stage).models, control), value)
    assert getattr(kept(stage).models, key) == value


def test_threads_and_self_check_are_kept(stage: Stage) -> None:
    page = opened(stage).models
    page.threads.setValue(3)
    page.checks.setValue(0)
    assert (kept(stage).models.threads, kept(stage).models.self_check_every) == (3, 0)
    assert page.checks.text() == "Never"


# -- text -----------------------------------------------------------------------------------------------------------


def test_names_reach_the_model(stage: Stage) -> None:
    page = opened(stage).text
    page.words.setPlainText("Quilter\n\n Leighton \nQuilter")
    assert kept(stage).text.custom_words == ["Quilter", "Leighton"]
    assert stage.host.dictation.named("configure")[-1] == ("configure", "en", "Quilter, Leighton")


def test_rules_are_added_changed_and_removed(stage: Stage) -> None:
    table = opened(stage).text.rules
    assert not table.add.isEnabled()
    QTest.keyClicks(table.left, "btw")
    assert isinstance(table.right, QWidget)
    QTest.keyClicks(table.right, "by the way")
    QTest.keyClick(table.right, Qt.Key.Key_Return)
    assert stage.host.replacements == {"btw": "by the way"}
    item = table.table.item(0, 1)
    assert item is not None
    item.setText("by the by")
    assert kept(stage).text.replacements == {"btw": "by the by"} == stage.host.replacements
    QTest.keyClicks(table.left, "BTW")
    table.add.click()
    assert stage.host.replacements == {"BTW": ""}, "the same words once"
    table.table.selectRow(0)
    table.remove.click()
    assert kept(stage).text.replacements == {}


def test_spoken_commands_can_be_renamed_and_switched_off(make_stage: MakeStage) -> None:
    stage = make_stage(settings=Settings(text=TextSettings(commands={"new line": "new_line"})))
    page = opened(stage).text
    QTest.keyClicks(page.commands.left, "halt")
    assert isinstance(page.commands.right, OptionBox)
    pick(page.commands.right, "stop")
    page.commands.add.click()
    assert kept(stage).text.commands == {"new line": "new_line", "halt": "stop"}
    stage.window.act("record")
    stage.tell(state(State.LISTENING), finalized(1, "Halt."))
    assert stage.host.dictation.named("stop") == [("stop",)]
    page.spoken.click()
    stage.tell(finalized(2, "Halt."))
    assert stage.window.view.text() == "Halt."


# -- privacy --------------------------------------------------------------------------------------------------------


def test_retention_offers_every_choice_and_kept_sound_can_be_deleted(stage: Stage) -> None:
    page = opened(stage).privacy
    assert {page.retention.itemData(row) for row in range(page.retention.count())} == set(RETENTION_DAYS)
    pick(page.retention, "7 days")
    assert kept(stage).privacy.retention == "7 days"
    assert ("set_retention", "7 days") in stage.host.keeping.calls, "it holds at once"
    page.delete.click()
    assert stage.host.keeping.calls[-1] == ("delete_sound",)
    assert not page.delete.isEnabled()
    stage.tell(SoundDeleted(files=1))
    assert page.deleted.text() == "1 recording was deleted."
    assert page.delete.isEnabled()
    page.delete.click()
    stage.tell(Failed(what="Looking after the kept dictations", reason="not yours"))
    assert page.delete.isEnabled()


# -- window ---------------------------------------------------------------------------------------------------------


def test_theme_and_text_size_can_be_seen_at_once_and_the_menu_follows(stage: Stage) -> None:
    page = opened(stage).window_
    pick(page.theme, "dark")
    assert stage.window.appearance.palette.name == "dark"
    assert stage.window.actions_._themes["dark"].isChecked()
    page.text_size.setValue(22)
    assert stage.window.view.font().pointSize() == 22
    assert (kept(stage).window.theme, kept(stage).window.text_size) == ("dark", 22)


def test_reduced_motion_lets_nothing_glide(stage: Stage) -> None:
    page = opened(stage).window_
    pick(page.motion, "reduced")
    stage.window.act("record")
    stage.tell(state(State.LISTENING), LEVEL)
    quiet = LevelChanged(rms_dbfs=-60, peak_dbfs=-55, threshold_dbfs=-45, voiced=False)
    stage.tell(quiet)
    stage.window.bar.level._fall()
    assert stage.window.bar.level.shown_fraction == pytest.approx(1 - 60 / 66)


def test_switches_are_kept(stage: Stage) -> None:
    page = opened(stage).window_
    assert not page.hidden.isEnabled(), "nothing to come back from"
    page.sounds.click()
    pick(page.language, "de")
    assert (kept(stage).window.sounds, kept(stage).window.language) == (True, "de")


def test_numbers_and_switches_are_for_the_keyboard_too(stage: Stage) -> None:
    dialog = opened(stage)
    dialog.list.setCurrentRow(4)
    QTest.keyClick(dialog.window_.text_size, Qt.Key.Key_Up)
    QTest.keyClick(dialog.window_.sounds, Qt.Key.Key_Space)
    assert (kept(stage).window.text_size, kept(stage).window.sounds) == (Settings().window.text_size + 1, True)


# -- keys -----------------------------------------------------------------------------------------------------------


def press(dialog: SettingsDialog, name: str, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    field = dialog.keys.fields[name]
    field.setFocus()
    QTest.keyClick(field, key, modifier)
    field.editingFinished.emit()


NONE = Qt.KeyboardModifier.NoModifier


def test_f1_shows_every_key_and_a_new_one_holds_at_once(stage: Stage) -> None:
    dialog = opened(stage, "keys")
    assert dialog.stack.currentWidget() is dialog.keys
    assert dialog.keys.fields["record"].keySequence().toString() == "F9"
    press(dialog, "record", Qt.Key.Key_F2, NONE)
    assert kept(stage).window.keys == {"record": "F2"}
    assert "(F2)" in stage.window.bar.record.toolTip()
    QTest.keyClick(stage.window.view, Qt.Key.Key_F2)
    assert stage.host.dictation.named("start")
    press(dialog, "hold", Qt.Key.Key_F9, NONE)
    stage.window.act("record")
    stage.tell(state(State.READY))
    QTest.keyPress(stage.window.view, Qt.Key.Key_F9)
    assert len(stage.host.dictation.named("start")) == 2, "hold to talk has moved too"


def test_a_key_that_is_taken_is_refused_with_the_name_of_the_other_action(stage: Stage) -> None:
    dialog = opened(stage, "keys")
    press(dialog, "record", Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert dialog.keys.problem.text() == "Ctrl+S is already the key of 'Save'."
    assert dialog.keys.problem.isVisibleTo(dialog)
    assert dialog.keys.fields["record"].keySequence().toString() == "F9"
    assert stage.window.keeper.settings.window.keys == {}
    press(dialog, "record", Qt.Key.Key_F2, NONE)
    assert dialog.keys.problem.isHidden()


def test_a_key_can_be_taken_away_and_all_come_back(stage: Stage) -> None:
    keys = opened(stage, "keys").keys
    keys.clears["play"].click()
    assert kept(stage).window.keys == {"play": ""}
    assert not keys.clears["play"].isEnabled()
    keys.resets["play"].click()
    assert kept(stage).window.keys == {}
    keys.clears["save"].click()
    keys.all_back.click()
    assert keys.fields["save"].keySequence().toString() == "Ctrl+S"
    assert stage.window.actions_.by_name["save"].shortcut().toString() == "Ctrl+S"


def test_nothing_is_wider_than_its_page_at_the_smallest_size(make_stage: MakeStage, qtbot: QtBot) -> None:
    stage = make_stage(settings=Settings(window=WindowSettings(theme="dark")))
    dialog = opened(stage)
    dialog.resize(dialog.minimumSize())
    for row, page in enumerate(dialog.pages):
        dialog.list.setCurrentRow(row)
        qtbot.waitUntil(page.isVisible)
        for mode in (Mode.DISTIL, Mode.TEACHER):
            stage.tell(SpeedMeasured(model="", mode=mode, sound_s=3.0, model_ms=0.0, reason="it is " + "very " * 40))
        QApplication.processEvents()
        inner = page.widget()
        assert inner is not None
        assert inner.minimumSizeHint().width() <= page.viewport().width(), page.heading
        for label in inner.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        for control in inner.findChildren(QWidget):
            if isinstance(control, OptionBox | NumberBox | Switch):
                assert control.width() >= control.minimumSizeHint().width(), control.accessibleName()


def test_when_the_models_memory_is_freed_holds_at_once(stage: Stage) -> None:
    page = opened(stage).models
    assert page.unload.value == "60"
    assert [page.unload.itemData(row) for row in range(page.unload.count())] == list(UNLOAD)
    pick(page.unload, "at once")
    assert stage.host.dictation.named("set_unload_after") == [("set_unload_after", "at once")]
    assert kept(stage).models.unload_after == "at once"
