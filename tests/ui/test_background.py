"""What takes its time leaves the window alive: saving, opening, export, and the dialogs that ask."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from dictate.core.errors import StorageError
from dictate.core.events import LevelChanged, State
from dictate.core.saving import save_text
from dictate.ui import document
from dictate.ui.background import Background
from dictate.ui.dialogs import Dialogs, Unsaved
from tests.ui.conftest import Stage
from tests.ui.fakes import finalized, state

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

PATIENCE_S = 20


def level(dbfs: float) -> LevelChanged:
    return LevelChanged(rms_dbfs=dbfs, peak_dbfs=dbfs, threshold_dbfs=-45, voiced=True)


def test_results_and_errors_come_back_to_this_thread(qtbot: QtBot) -> None:
    background = Background()
    told: list[object] = []
    background.run(threading.get_ident, told.append, told.append)

    def refuse() -> None:
        raise StorageError("no room")

    background.run(refuse, told.append, told.append)
    qtbot.waitUntil(lambda: not background.busy)
    assert sorted(type(each).__name__ for each in told) == ["StorageError", "int"]
    assert threading.get_ident() not in told
    assert background.do(lambda: 7) == 7
    with pytest.raises(StorageError, match="no room"):
        background.do(refuse)


def test_a_bug_in_a_job_is_not_swallowed(qtbot: QtBot) -> None:
    background = Background()
    with capture_exceptions() as caught:
        background.run(lambda: 1 // 0, print, print)
        qtbot.waitUntil(lambda: not background.busy)
    assert [kind for kind, _error, _trace in caught] == [ZeroDivisionError]


@pytest.fixture
def slow_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], None]], threading.Event]:
    """Holds up the saving until ``meanwhile`` has been done on the Qt main thread."""

    def hold(meanwhile: Callable[[], None]) -> threading.Event:
        reached, go_on = threading.Event(), threading.Event()

        def save(path: Path, text: str) -> None:
            reached.set()
            assert go_on.wait(PATIENCE_S)
            save_text(path, text)

        def look() -> None:
            if reached.is_set():
                timer.stop()
                meanwhile()
                go_on.set()

        timer = QTimer(QApplication.instance())
        timer.setInterval(1)
        timer.timeout.connect(look)
        timer.start()
        monkeypatch.setattr(document, "save_text", save)
        return go_on

    return hold


def test_the_level_moves_and_words_come_while_a_slow_disk_saves(
    stage: Stage, tmp_path: Path, slow_disk: Callable[[Callable[[], None]], threading.Event]
) -> None:
    stage.window.act("record")
    stage.tell(state(State.LISTENING), finalized(1, "First."), level(-60))
    stage.answers.file = tmp_path / "notes.txt"
    seen: list[float] = []

    def meanwhile() -> None:
        stage.tell(level(-10), finalized(2, "Second."))
        seen.append(stage.window.bar.level.shown_fraction)

    slow_disk(meanwhile)
    assert not stage.window.document.save(), "what came meanwhile is not on the disk"
    assert seen == [pytest.approx(1 - 10 / 66)]
    assert (tmp_path / "notes.txt").read_text() == "First."
    assert stage.window.view.dirty
    assert stage.window.document.path == tmp_path / "notes.txt"
    assert stage.window.view.text() == "First. Second."


def test_quitting_waits_for_the_disk(
    stage: Stage, tmp_path: Path, slow_disk: Callable[[Callable[[], None]], threading.Event]
) -> None:
    stage.tell(finalized(1, "First."))
    stage.answers.decision = Unsaved.SAVE
    stage.answers.file = tmp_path / "notes.txt"
    visible: list[bool] = []
    slow_disk(lambda: visible.append(stage.window.isVisible()))
    stage.window.act("quit")
    assert visible == [True]
    assert not stage.window.isVisible()
    assert (tmp_path / "notes.txt").read_text() == "First."


@pytest.mark.parametrize("ask", ["open_file", "save_file", "folder", "sound_files", "unsaved"])
def test_a_dialog_that_waits_for_the_user_holds_nothing_up(stage: Stage, tmp_path: Path, ask: str) -> None:
    """The real dialogs, not the test's answers."""
    dialogs = Dialogs(stage.window)
    stage.window.act("record")
    stage.tell(state(State.LISTENING), level(-60))
    seen: list[float] = []

    def meanwhile() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog):
            return
        timer.stop()
        stage.tell(level(-10))
        seen.append(stage.window.bar.level.shown_fraction)
        dialog.reject()

    timer = QTimer(stage.window)
    timer.setInterval(5)
    timer.timeout.connect(meanwhile)
    timer.start()
    calls: dict[str, Callable[[], object]] = {
        "open_file": lambda: dialogs.open_file(tmp_path),
        "save_file": lambda: dialogs.save_file(tmp_path / "a.txt"),
        "folder": lambda: dialogs.folder("Folder", str(tmp_path)),
        "sound_files": lambda: dialogs.sound_files(tmp_path),
        "unsaved": lambda: dialogs.unsaved("a.txt"),
    }
    calls[ask]()
    assert seen == [pytest.approx(1 - 10 / 66)]
