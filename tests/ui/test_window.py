"""The window's chrome: what its controls ask for and how it shows what the workers report."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialogButtonBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dictate.core.events import (
    BacklogChanged,
    DevicesListed,
    Failed,
    LevelChanged,
    ModelLoading,
    Overrun,
    SourceOpened,
    State,
    Stopped,
)
from dictate.core.ledger import LedgerTotals
from dictate.core.settings import MicrophoneSettings, ModelSettings, Settings, TextSettings, WindowSettings
from dictate.core.types import InputDevice, Mode, ModelProgress, PairChoice
from dictate.ui.folders_dialog import FoldersDialog
from dictate.ui.states import LOOKS
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import VERIFIED_REASON, finalized, ready, state

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""The offscreen platform's word on raising windows and grabbing keys."""

YETI = InputDevice(name="Yeti", host_api="ALSA", channels=2, default_rate=48_000, is_default=True)


def word(stage: Stage) -> str:
    return stage.window.status._word.text()


def test_every_state_has_its_own_word_and_shape(stage: Stage) -> None:
    """Nine states, told apart without color."""
    words, shapes = set(), set()
    for each in State:
        stage.tell(state(each, pending=3 if each is State.FINISHING else 0))
        words.add(word(stage))
        shapes.add(LOOKS[each].icon)
        assert stage.window.appearance.icons.path(LOOKS[each].icon).is_file()
    assert len(words) == len(shapes) == len(State) == 9
    stage.tell(state(State.FINISHING, pending=3))
    assert word(stage) == "Finishing 3"


def test_record_changes_word_and_shape_with_the_state(stage: Stage, qtbot: QtBot) -> None:
    button = stage.window.bar.record
    assert (button.text(), button.glyph) == ("Record", "record")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stage.host.dictation.named("start") == [("start", MicrophoneSettings())]
    assert (button.text(), button.glyph) == ("Stop", "opening")
    stage.tell(state(State.OPENING), state(State.LISTENING))
    assert (button.text(), button.glyph) == ("Stop", "stop")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stage.host.dictation.named("stop") == [("stop",)]
    assert (button.text(), button.glyph) == ("Record", "record")
    stage.tell(state(State.SPEECH))
    assert button.text() == "Record", "a state from before the stop does not turn the button back"
    stage.tell(state(State.FINISHING, pending=1), state(State.READY))
    assert button.text() == "Record"


def test_recording_starts_while_the_model_loads(stage: Stage) -> None:
    stage.tell(state(State.LOADING, State.LOADING))
    stage.window.act("record")
    stage.tell(state(State.LISTENING, State.LOADING))
    assert stage.host.dictation.named("start")
    assert word(stage) == "Listening · model loading, sound is kept"


def test_demo_plays_the_clip_in_place_of_the_microphone(make_stage: MakeStage) -> None:
    stage = make_stage(demo=True, start=True)
    assert stage.host.dictation.named("start") == [("start", "demo")]


def test_the_demo_gives_way_to_a_microphone_and_back(make_stage: MakeStage) -> None:
    stage = make_stage(demo=True)
    box = stage.window.bar.microphone
    stage.tell(DevicesListed(devices=(YETI,)))
    assert [box.itemText(row) for row in range(box.count())] == ["Demo clip", "System default", "Yeti"]
    assert box.currentText() == "Demo clip"
    box.setCurrentIndex(2)
    box.activated.emit(2)
    stage.window.act("record")
    assert stage.host.dictation.named("start")[-1] == ("start", MicrophoneSettings(name="Yeti", host_api="ALSA"))
    stage.window.act("record")
    box.setCurrentIndex(0)
    box.activated.emit(0)
    stage.window.act("record")
    assert stage.host.dictation.named("start")[-1] == ("start", "demo")


def test_the_model_shown_is_the_modes_own(stage: Stage) -> None:
    """The teacher is loaded in idle time too; the distil goes on writing."""
    stage.tell(ready(), ready(mode=Mode.TEACHER))
    assert stage.window.status._model.text().startswith("pocket-distil")
    stage.window.steering.set_mode(Mode.TEACHER)
    assert stage.window.status._model.text().startswith("pocket-teacher")


def test_loading_shows_its_progress(stage: Stage) -> None:
    progress = ModelProgress(model="small.en", stage="downloading", done_bytes=50_000_000, total_bytes=200_000_000)
    stage.tell(ModelLoading(pair=PairChoice(name="small.en"), progress=progress))
    assert stage.window.status._model.text() == "small.en · downloading 25 % of 200 MB"


def test_ready_shows_the_model_and_why_it_runs_so(stage: Stage) -> None:
    stage.tell(ready())
    label = stage.window.status._model
    assert label.text() == "pocket-distil · fp32 · sdpa · CPU · 33 MB"
    assert "no GPU was found" in label.toolTip()


def test_verified_is_disabled_and_says_why(stage: Stage) -> None:
    button = stage.window.bar.mode.buttons[Mode.VERIFIED]
    assert not button.isEnabled()
    stage.tell(ready())
    assert not button.isEnabled()
    assert VERIFIED_REASON in button.toolTip()
    assert VERIFIED_REASON in button.accessibleDescription()


def test_modes_are_chosen_by_click_and_key(stage: Stage, qtbot: QtBot) -> None:
    stage.tell(ready())
    QTest.mouseClick(stage.window.bar.mode.buttons[Mode.TEACHER], Qt.MouseButton.LeftButton)
    assert stage.host.dictation.named("set_mode") == [("set_mode", Mode.TEACHER)]
    QTest.keyClick(stage.window.view, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert stage.host.dictation.named("set_mode")[-1] == ("set_mode", Mode.DISTIL), "Verified is passed over"
    stage.window.keeper.flush()
    assert stage.saved[-1].models.mode == "distil"


def test_a_saved_mode_that_the_pair_does_not_offer_gives_way(make_stage: MakeStage) -> None:
    stage = make_stage(mode=Mode.VERIFIED)
    stage.tell(ready())
    assert stage.window.bar.mode.mode is Mode.DISTIL
    assert stage.host.dictation.named("set_mode") == [("set_mode", Mode.DISTIL)]
    assert "Distil is used in place of Verified" in stage.message


def test_another_language_leaves_only_the_teacher_of_an_english_distil(make_stage: MakeStage) -> None:
    stage = make_stage(choice=PairChoice(name="large-v2"))
    stage.tell(ready("large-v2"))
    box = stage.window.bar.language
    box.setCurrentIndex(box.findData("de"))
    box.activated.emit(box.currentIndex())
    switch = stage.window.bar.mode
    assert switch.mode is Mode.TEACHER
    assert "English only" in switch.buttons[Mode.DISTIL].toolTip()
    assert stage.host.dictation.named("configure") == [("configure", "de", "")]
    box.setCurrentIndex(box.findData("en"))
    box.activated.emit(box.currentIndex())
    assert switch.offers(Mode.DISTIL)


def test_an_english_pair_offers_no_languages(make_stage: MakeStage) -> None:
    stage = make_stage(choice=PairChoice(name="small.en"))
    assert not stage.window.bar.language.isEnabled()
    assert "English only" in stage.window.bar.language.toolTip()


def test_the_pocket_pair_says_what_it_is_and_offers_real_ones(stage: Stage, qtbot: QtBot) -> None:
    assert "demonstration model made from synthetic speech" in stage.message
    QTest.mouseClick(stage.window.messages._button, Qt.MouseButton.LeftButton)
    box = stage.window.bar.pair
    assert box.view().isVisible()
    box.hidePopup()
    box.setCurrentIndex(next(row for row in range(box.count()) if box.itemData(row) == PairChoice(name="small.en")))
    box.activated.emit(box.currentIndex())
    assert stage.host.dictation.named("set_pair") == [("set_pair", PairChoice(name="small.en"))]
    assert stage.message == ""
    stage.window.keeper.flush()
    assert stage.saved[-1].models.pair == "small.en"


def test_a_pair_that_fails_to_load_gives_way_to_the_one_in_use(stage: Stage) -> None:
    stage.tell(ready())
    stage.window.steering.set_pair(PairChoice(name="small.en"))
    stage.tell(Failed(what="Loading the model pair small.en", reason="no network", action="Try later.", exit_code=5))
    assert stage.window.bar.pair.choice == PairChoice(name="pocket")
    assert stage.message == "Loading the model pair small.en failed: no network. Try later."


def test_local_folders_become_a_pair(stage: Stage, tmp_path: Path, qtbot: QtBot) -> None:
    for name in ("big", "small"):
        (tmp_path / name).mkdir()
    stage.answers.folders = [str(tmp_path / "big"), str(tmp_path / "small")]
    stage.window.bar.pair.folders_wanted.emit()
    dialog = stage.window.findChild(FoldersDialog)
    assert dialog is not None
    ok = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not ok.isEnabled()
    for button in dialog.findChildren(QAbstractButton):
        if button.text() == "Browse…":
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(ok, Qt.MouseButton.LeftButton)
    choice = PairChoice(name="local", teacher=tmp_path / "big", distil=tmp_path / "small")
    assert stage.host.dictation.named("set_pair") == [("set_pair", choice)]
    assert stage.window.bar.pair.currentText() == "Local: big + small"


def test_the_microphone_box_refreshes_when_it_opens_and_remembers_by_name(stage: Stage) -> None:
    box = stage.window.bar.microphone
    before = stage.host.refreshed
    box.showPopup()
    assert stage.host.refreshed == before + 1
    box.hidePopup()
    stage.tell(DevicesListed(devices=(YETI,)))
    assert [box.itemText(row) for row in range(box.count())] == ["System default", "Yeti"]
    box.activated.emit(1)
    stage.window.keeper.flush()
    assert stage.saved[-1].microphone == MicrophoneSettings(name="Yeti", host_api="ALSA")
    stage.tell(DevicesListed(devices=()))
    assert box.currentText() == "Yeti (not connected)"
    assert box.wish == MicrophoneSettings(name="Yeti", host_api="ALSA")


def test_the_level_meter_rises_at_once_and_falls_smoothly(stage: Stage, qtbot: QtBot) -> None:
    meter = stage.window.bar.level
    stage.window.act("record")
    stage.tell(state(State.LISTENING), LevelChanged(rms_dbfs=-20, peak_dbfs=-9, threshold_dbfs=-45, voiced=True))
    loud = meter.shown_fraction
    assert loud == pytest.approx(1 - 20 / 66)
    assert "speech is louder than -45" in meter.accessibleDescription()
    stage.tell(LevelChanged(rms_dbfs=-60, peak_dbfs=-55, threshold_dbfs=-45, voiced=False))
    assert meter.shown_fraction == loud
    qtbot.waitUntil(lambda: meter.shown_fraction < loud)
    assert meter.shown_fraction > 1 - 60 / 66
    stage.window.act("record")
    qtbot.waitUntil(lambda: meter.shown_fraction == 0.0)
    assert not meter._timer.isActive()


class Paints(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_the_level_meter_is_painted_when_a_pixel_changes(stage: Stage, qtbot: QtBot) -> None:
    """Silence lasts all day, and trembles by tenths of a decibel."""
    meter = stage.window.bar.level
    stage.window.act("record")
    stage.tell(state(State.LISTENING))
    paints = Paints()
    meter.installEventFilter(paints)
    for tenth in (0, 1, 2, 1, 0, 2):
        stage.tell(LevelChanged(rms_dbfs=-50 - tenth / 10, peak_dbfs=-60, threshold_dbfs=-45, voiced=False))
        QApplication.processEvents()
    assert paints.count == 1
    stage.tell(LevelChanged(rms_dbfs=-30, peak_dbfs=-20, threshold_dbfs=-45, voiced=False))
    qtbot.waitUntil(lambda: paints.count == 2)


def test_a_failure_is_told_with_its_reason_and_an_action(stage: Stage, qtbot: QtBot) -> None:
    stage.window.act("record")
    stage.tell(Failed(what="Opening the microphone", reason="it is in use", action="Close it there.", exit_code=3))
    assert stage.message == "Opening the microphone failed: it is in use. Close it there."
    assert stage.window.bar.record.text() == "Record"
    QTest.mouseClick(stage.window.messages._button, Qt.MouseButton.LeftButton)
    assert len(stage.host.dictation.named("start")) == 2
    assert "demonstration" in stage.message, "the standing note is back"


def test_notes_lost_sound_and_backlog_are_told(stage: Stage) -> None:
    stage.tell(SourceOpened(name="Yeti", note="The Yeti is gone; using the system's default."))
    assert stage.message.startswith("The Yeti is gone")
    stage.tell(Overrun(lost_samples=8000))
    assert "0.5 s of sound were lost" in stage.message
    stage.tell(BacklogChanged(seconds=4.2))
    assert stage.window.status._backlog.text() == "4 s behind"
    assert not stage.window.status._backlog.isHidden()
    stage.tell(BacklogChanged(seconds=0.4))
    assert stage.window.status._backlog.isHidden()


def test_the_ledger_stands_in_the_tooltip_after_a_stop(stage: Stage) -> None:
    stage.window.act("record")
    stage.tell(Stopped(ledger=LedgerTotals(captured=48_000, text=32_000, silence=16_000), ended_by_source=False))
    tip = stage.window.status._word.toolTip()
    assert "3.0 s captured = 2.0 s text, 1.0 s silence" in tip


def test_hold_to_talk_records_while_the_key_is_down(stage: Stage) -> None:
    QTest.keyPress(stage.window.view, Qt.Key.Key_F8)
    assert stage.host.dictation.calls[-1][0] == "start"
    stage.tell(state(State.LISTENING))
    QTest.keyPress(stage.window.view, Qt.Key.Key_F8)
    assert len(stage.host.dictation.named("start")) == 1
    QTest.keyRelease(stage.window.view, Qt.Key.Key_F8)
    assert stage.host.dictation.calls[-1] == ("stop",)


def test_escape_cancels_while_recording_and_else_tidies_up(stage: Stage) -> None:
    window = stage.window
    window.view.setPlainText("some text")
    window.view.selectAll()
    window.messages.set_standing(None)
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert not window.view.textCursor().hasSelection()
    assert not stage.host.dictation.named("cancel")
    window.act("record")
    QTest.keyClick(window.view, Qt.Key.Key_Escape)
    assert stage.host.dictation.named("cancel") == [("cancel",)]


def test_settings_survive_what_cannot_be_saved(make_stage: MakeStage) -> None:
    from dictate.core.errors import StorageError

    def refuse(_settings: Settings) -> None:
        raise StorageError("the disk is full", "Free some space.")

    stage = make_stage(save=refuse)
    stage.window._view_commands.set_theme("dark")
    stage.window.keeper.flush()
    assert stage.message == "Saving the settings failed: the disk is full. Free some space."
    assert stage.window.appearance.palette.name == "dark"


def test_settings_are_written_a_moment_after_the_last_change(stage: Stage, qtbot: QtBot) -> None:
    for _ in range(3):
        stage.window.act("larger")
    assert stage.saved == []
    qtbot.waitUntil(lambda: len(stage.saved) == 1)
    assert stage.saved[0].window.text_size == Settings().window.text_size + 3


def test_the_text_keeps_its_size_through_a_change_of_theme(stage: Stage) -> None:
    stage.window.act("larger")
    size = stage.window.view.font().pointSize()
    for theme in ("dark", "light"):
        stage.window._view_commands.set_theme(theme)
        QApplication.processEvents()
        assert stage.window.view.font().pointSize() == size == Settings().window.text_size + 1


def test_settings_file_is_named_and_then_left_alone(stage: Stage, tmp_path: Path) -> None:
    stage.window.act("settings")
    dialog = stage.window.companions.settings.dialog
    assert dialog is not None
    dialog.show_page(dialog.privacy)
    assert str(tmp_path / "settings.json") in {label.text() for label in dialog.privacy.findChildren(QLabel)}
    dialog.privacy.open_file.click()
    assert "No editor" in dialog.privacy.said.text(), "there is no file yet"
    written = len(stage.saved)
    stage.window.act("larger")
    stage.window.keeper.flush()
    assert len(stage.saved) == written, "what the user edits in the file is not written over"


def test_what_was_wrong_with_the_settings_is_said_first(make_stage: MakeStage) -> None:
    settings = Settings(
        window=WindowSettings(keys={"record": "Ctrl+S", "nonsense": "F2"}),
        text=TextSettings(commands={"make tea": "tea"}),
    )
    stage = make_stage(settings=settings, note="The settings file was set aside")
    assert "make tea" in stage.message, "the newest problem shows"
    stage = make_stage(settings=Settings(window=WindowSettings(keys={"record": "Ctrl+S"})), note="It was set aside")
    assert stage.message == "It was set aside. Ctrl+S is already the key of 'Save'."


def test_geometry_and_panel_are_remembered(make_stage: MakeStage) -> None:
    first = make_stage()
    first.window.resize(1000, 640)
    first.window.act("utterances")
    assert first.window.panel.isHidden()
    first.window.close()
    second = make_stage(settings=first.saved[-1])
    assert second.window.height() == 640, "the offscreen screen is 800 wide, which bounds the width"
    assert second.window.panel.isHidden()


def test_broken_geometry_does_no_harm(make_stage: MakeStage) -> None:
    settings = Settings(window=WindowSettings(geometry="certainly not"), models=ModelSettings(language="xx"))
    stage = make_stage(settings=settings)
    assert stage.window.width() >= 880


def test_every_control_has_an_accessible_name(stage: Stage) -> None:
    """Walks all widgets, each dialog's too."""
    stage.tell(ready(), finalized(1, "Hello."))
    stage.window.act("keys")
    stage.window.bar.pair.folders_wanted.emit()
    kinds = (QAbstractButton, QComboBox, QLineEdit)
    for widget in stage.window.findChildren(QWidget):
        if isinstance(widget, kinds) and not widget.isHidden() and not widget.objectName().startswith("qt_"):
            assert widget.accessibleName() or getattr(widget, "text", str)(), widget
    for label in stage.window.status.findChildren(QLabel):
        if label.text() and not label.isHidden():
            assert label.accessibleName() or label.text()
    for widget in (stage.window.view, stage.window.panel.list, stage.window.bar.level, stage.window.bar.mode):
        assert widget.accessibleName()


def test_everything_in_the_tool_bar_is_reached_by_tab(stage: Stage) -> None:
    stage.tell(ready())
    window = stage.window
    window.activateWindow()
    window.bar.record.setFocus()
    met = []
    for _ in range(30):
        met.append(QApplication.focusWidget())
        window.focusNextChild()
    for widget in (window.bar.microphone, window.bar.pair, window.bar.language, window.bar.copy, window.bar.menu):
        assert widget in met
    assert any(button in met for button in window.bar.mode.buttons.values())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_is_cut_off_at_900x600(make_stage: MakeStage, theme: str) -> None:
    stage = make_stage(settings=Settings(window=WindowSettings(theme=theme)))
    stage.tell(ready(), finalized(1, "Hello there."))
    window = stage.window
    window.resize(900, 600)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (900, 600)
    for bar in (window.bar, window.status, window.messages):
        for widget in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            if widget.isHidden():
                continue
            assert bar.rect().contains(widget.geometry()), widget
            if isinstance(widget, QAbstractButton):
                assert widget.width() >= widget.sizeHint().width(), widget
