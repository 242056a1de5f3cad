"""Walks every widget of the window and its dialogs: a name, a place in the focus order, contrast of what it shows."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QFocusEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dictate.core.events import DevicesListed, LevelChanged, MicrophoneHeard, SpeedMeasured, State
from dictate.core.settings import Settings, WindowSettings
from dictate.core.types import InputDevice, Mode, Outcome
from dictate.ui.card_view import CardView
from dictate.ui.compare_dialog import CompareDialog
from dictate.ui.export_dialog import ExportDialog
from dictate.ui.folders_dialog import FoldersDialog
from dictate.ui.palette import DARK, LIGHT, contrast
from dictate.ui.record_button import RecordButton
from dictate.ui.switch import Switch
from dictate.ui.utterance_model import UtteranceModel
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import finalized, ready, state, verified

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

YETI = InputDevice(name="Yeti", host_api="ALSA", channels=2, default_rate=48_000, is_default=True)
LEVEL = LevelChanged(rms_dbfs=-20, peak_dbfs=-9, threshold_dbfs=-45, voiced=True)
ROW = 14
"""Centers of controls that stand in one row differ by no more (logical pixels)."""


def first_page(stage: Stage) -> QWidget:
    assert stage.window.companions.welcome is not None
    assert stage.window.companions.welcome.page is not None
    stage.tell(MicrophoneHeard(trial=stage.host.trials.trial, name="Yeti", level=LEVEL))
    stage.tell(SpeedMeasured(model="pocket-distil", mode=Mode.DISTIL, sound_s=3, model_ms=30))
    return stage.window


def dictating(stage: Stage) -> QWidget:
    if stage.window.companions.welcome is not None:
        stage.window.companions.welcome.leave()
    stage.window.act("record")
    stage.tell(state(State.LISTENING), finalized(1, "Hello there."), LEVEL)
    stage.window.progress.show_progress("a.wav", 1, 2, 3, 1)
    stage.window.act("find")
    return stage.window


def settings(row: int) -> Callable[[Stage], QWidget]:
    def page(stage: Stage) -> QWidget:
        stage.window.act("settings")
        dialog = stage.window.companions.settings.dialog
        assert dialog is not None
        dialog.resize(780, 1400)
        dialog.list.setCurrentRow(row)
        return dialog

    return page


def shown_by(kind: type[QDialog], action: str = "") -> Callable[[Stage], QWidget]:
    def dialog(stage: Stage) -> QWidget:
        if action:
            stage.window.act(action)
        else:
            stage.window.bar.pair.folders_wanted.emit()
        found = stage.window.findChild(kind)
        assert found is not None
        return found

    return dialog


PLACES: dict[str, Callable[[Stage], QWidget]] = {
    "first page": first_page,
    "dictating": dictating,
    **{f"settings {row}": settings(row) for row in range(6)},
    "export": shown_by(ExportDialog, "export"),
    "folders": shown_by(FoldersDialog),
}


@pytest.fixture(params=list(PLACES))
def place(request: pytest.FixtureRequest, make_stage: MakeStage, qtbot: QtBot) -> Iterator[QWidget]:
    """A window or dialog with everything in it visible, in the theme that the test asks for."""
    theme = getattr(request.node, "callspec", None)
    wanted = theme.params.get("theme", "light") if theme else "light"
    stage = make_stage(first_start=True, settings=Settings(window=WindowSettings(theme=wanted)))
    stage.window.resize(1180, 760)
    stage.tell(ready(), state(State.READY), DevicesListed(devices=(YETI,)))
    shown = PLACES[request.param](stage)
    qtbot.waitUntil(shown.isVisible)
    QApplication.processEvents()
    yield shown
    stage.window.view.set_clean()


def visible(place: QWidget) -> list[QWidget]:
    return [widget for widget in place.findChildren(QWidget) if widget.isVisible() and widget.window() is place]


def focusable(place: QWidget) -> list[QWidget]:
    """What Tab may come to."""
    return [
        widget
        for widget in visible(place)
        if widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    ]


def name_of(widget: QWidget) -> str:
    """What a screen reader says."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return str(interface.text(QAccessible.Text.Name)) if interface else ""


def test_every_control_has_a_name(place: QWidget) -> None:
    controls = [
        widget
        for widget in visible(place)
        if isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QPlainTextEdit) or widget in focusable(place)
    ]
    assert len(controls) >= 3
    nameless = [widget for widget in controls if not name_of(widget).strip()]
    assert nameless == []


def test_names_tell_buttons_apart(place: QWidget) -> None:
    """Two buttons of one name would be one button for those who do not see where they stand."""
    buttons = [name_of(widget) for widget in visible(place) if isinstance(widget, QAbstractButton)]
    assert {name for name, count in Counter(buttons).items() if count > 1} <= {"Record", "Stop recording", "Cancel"}


def test_tab_reaches_every_control_once_and_reads_as_one_reads(place: QWidget) -> None:
    wanted = focusable(place)
    chain = [wanted[0]]
    while (following := chain[-1].nextInFocusChain()) is not wanted[0]:
        assert following is not None
        chain.append(following)
    order = [widget for widget in chain if widget in wanted]
    assert sorted(map(id, order)) == sorted(map(id, wanted))
    groups: dict[QWidget, list[QWidget]] = {}
    for widget in order:
        groups.setdefault(_row_of(widget, place), []).append(widget)
    for row in groups.values():
        lefts = [widget.mapTo(place, QPoint(0, 0)).x() for widget in row]
        assert lefts == sorted(lefts), [name_of(widget) for widget in row]


def _row_of(widget: QWidget, place: QWidget) -> QWidget:
    """The widget's parent: what stands in it beside each other is read from the left."""
    del place
    parent = widget.parentWidget()
    assert parent is not None
    same_row = [
        other
        for other in parent.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if abs(other.geometry().center().y() - widget.geometry().center().y()) <= ROW and other.isVisible()
    ]
    return min(same_row, key=lambda each: each.geometry().left(), default=widget)


def test_focus_is_seen(place: QWidget) -> None:
    """Every control looks otherwise while it has the focus."""
    blind = []
    for widget in focusable(place):
        place.activateWindow()
        bring_into_view(widget)
        other = next(each for each in focusable(place) if each is not widget)
        other.setFocus()
        QApplication.processEvents()
        before = place.grab(_surroundings(widget, place)).toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if not widget.hasFocus():
            QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
        if place.grab(_surroundings(widget, place)).toImage() == before:
            blind.append(name_of(widget))
    assert blind == []


def _surroundings(widget: QWidget, place: QWidget) -> QRect:
    return QRect(widget.mapTo(place, QPoint(0, 0)), widget.size()).adjusted(-4, -4, 4, 4)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_text_has_a_contrast_of_at_least_4_5(place: QWidget, theme: str) -> None:
    """The text's color from the palette that the style sheet gave the widget, against the ground it is painted on."""
    weak = {}
    for widget in visible(place):
        drawn = isinstance(widget, RecordButton | Switch)
        if drawn or not widget.isEnabled() or not isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox):
            continue
        words = widget.currentText() if isinstance(widget, QComboBox) else widget.text()
        if not words.strip():
            continue
        bring_into_view(widget)
        text = widget.palette().color(widget.foregroundRole()).name()
        if isinstance(widget, QAbstractButton) and widget.isChecked() and not isinstance(widget, QRadioButton):
            text = (
                LIGHT if theme == "light" else DARK
            ).on_accent  # the palette does not know of the style sheet's :checked
        ground = ground_of(place.grab(QRect(widget.mapTo(place, QPoint(0, 0)), widget.size())).toImage())
        if contrast(text, ground) < 4.5:
            weak[words] = (text, ground)
    assert weak == {}


def bring_into_view(widget: QWidget) -> None:
    """Scroll to it, as Tab does."""
    parent: QWidget | None = widget
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget)
        parent = parent.parentWidget()


def ground_of(image: QImage) -> str:
    """The color of most of the pixels."""
    counts = Counter(image.pixel(x, y) for x in range(0, image.width(), 2) for y in range(0, image.height(), 2))
    return QColor(counts.most_common(1)[0][0]).name()


@pytest.fixture
def reader() -> Iterator[None]:
    """Assistive technology is there: Qt tells it of everything."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


@pytest.fixture
def heard(reader: None, monkeypatch: pytest.MonkeyPatch) -> list[tuple[QAccessible.Event, str]]:
    """What the list tells of: the event and the name of the row."""
    told: list[tuple[QAccessible.Event, str]] = []

    def listen(event: QAccessibleEvent) -> None:
        told.append((event.type(), event.accessibleInterface().text(QAccessible.Text.Name)))

    monkeypatch.setattr(QAccessible, "updateAccessibility", listen)
    return told


def rows_of(view: CardView) -> list[str]:
    """What a screen reader says of each row; asks for each as it would, and for nothing that is not there."""
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.role() is QAccessible.Role.List
    rows = [interface.child(row) for row in range(interface.childCount())]
    assert {row.role() for row in rows} <= {QAccessible.Role.ListItem}
    return [row.text(QAccessible.Text.Name) for row in rows]


def test_cards_are_rows_of_a_list_that_say_all_that_is_drawn(stage: Stage) -> None:
    stage.tell(
        finalized(1, "Hello there."),
        finalized(2, "Thank you.", outcome=Outcome.REJECTED, reason="no speech"),
        verified(3, "a rock Iffica", "a rock Africa today"),
    )
    stage.window.act("compare")
    dialog = stage.window.findChild(CompareDialog)
    assert dialog is not None
    assert len(rows_of(dialog.list)) == dialog.list.model().rowCount() > 0
    assert rows_of(stage.window.panel.list) == [
        "00:00, 4.0 s, Verified: a rock Africa today. 410 ms · 2 words differ. Changed: Iffica to Africa today.",
        "00:00, 4.0 s, Distil: Thank you. Not written: no speech.",
        "00:00, 4.0 s, Distil: Hello there. 410 ms after you stopped · model 98 ms.",
    ]


@pytest.mark.usefixtures("reader")
def test_rows_stay_in_step_with_what_comes_and_goes(stage: Stage) -> None:
    view = stage.window.panel.list
    assert rows_of(view) == []
    for number in range(1, 4):
        stage.tell(finalized(number, f"Number {number}."))
        assert [f"Number {each}." in row for each, row in zip(range(number, 0, -1), rows_of(view), strict=True)]
    interface = QAccessible.queryAccessibleInterface(view)
    assert interface.child(1).rect().top() == interface.child(0).rect().bottom() + 1
    model = view.model()
    assert isinstance(model, UtteranceModel)
    model.clear()
    assert rows_of(view) == []


def test_who_goes_to_a_card_hears_it(stage: Stage, qtbot: QtBot, heard: list[tuple[QAccessible.Event, str]]) -> None:
    stage.tell(finalized(1, "Hello there."), finalized(2, "And again."))
    view = stage.window.panel.list
    newest, oldest = rows_of(view)
    stage.window.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    QApplication.processEvents()
    heard.clear()
    for key in (Qt.Key.Key_Home, Qt.Key.Key_Down):
        QTest.keyClick(view, key)
    selected, left = QAccessible.Event.Selection, QAccessible.Event.SelectionRemove
    focus = QAccessible.Event.Focus
    wanted = [(focus, newest), (selected, newest), (focus, oldest), (selected, oldest), (left, newest)]
    assert sorted((event.value, name) for event, name in heard) == sorted((event.value, name) for event, name in wanted)
    heard.clear()
    stage.window.view.setFocus()
    stage.window.panel.go_to(2)
    QApplication.processEvents()
    assert not any(event == focus for event, _ in heard), "the caret in the text is not followed aloud"
    view.setFocus()
    qtbot.waitUntil(lambda: (focus, newest) in heard)
