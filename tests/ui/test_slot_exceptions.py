"""An exception in a slot must fail the test that caused it: PySide6 re-raises it itself, pytest-qt does not see it."""

import pytest

pytest_plugins = ["pytester"]

BROKEN = """
import pytest
from PySide6.QtCore import QObject, QTimer, Qt, Signal
from PySide6.QtWidgets import QPushButton

class Worker(QObject):
    told = Signal(int)

def broken(*_arguments):
    raise RuntimeError("raised in a slot")

def test_direct(qtbot):
    worker = Worker()
    worker.told.connect(broken)
    worker.told.emit(1)

def test_click(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(broken)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

def test_queued(qtbot):
    worker = Worker()
    worker.told.connect(broken, Qt.ConnectionType.QueuedConnection)
    worker.told.emit(1)
    with qtbot.waitSignal(worker.told, timeout=1000, raising=False):
        QTimer.singleShot(0, lambda: worker.told.emit(2))

def test_event_handler(qtbot):
    class Button(QPushButton):
        def paintEvent(self, event):
            raise RuntimeError("raised in a slot")
    button = Button()
    qtbot.addWidget(button)
    button.grab()
"""


@pytest.mark.parametrize("name", ["test_direct", "test_click", "test_queued", "test_event_handler"])
def test_an_exception_in_a_slot_fails_the_test(pytester: pytest.Pytester, name: str) -> None:
    pytester.makepyfile(test_broken=BROKEN)
    pytester.makeini("[pytest]\nqt_api = pyside6\n")
    result = pytester.runpytest_subprocess("-k", name, "-p", "no:cacheprovider")
    outcomes = result.parseoutcomes()
    assert outcomes.get("failed", 0) + outcomes.get("errors", 0) + outcomes.get("error", 0) > 0
    result.stdout.fnmatch_lines(["*raised in a slot*"])
