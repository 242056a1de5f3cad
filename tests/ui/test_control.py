"""``dictate control``: a real local socket between two real ends."""

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from dictate.core.errors import NotRunning, UsageError
from dictate.core.events import LedgerChanged, State, Stopped
from dictate.core.ledger import LedgerTotals
from dictate.core.types import Mode
from dictate.ui.control_client import send
from dictate.ui.control_protocol import LONGEST_REQUEST, decode
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import finalized, ready, state

ROOT = Path(__file__).resolve().parents[2]
Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def name(tmp_path: Path) -> str:
    """Where the socket is."""
    return r"\\.\pipe\dictate-test" if sys.platform == "win32" else str(tmp_path / "control.sock")


@pytest.fixture
def controlled(make_stage: MakeStage, name: str, qtbot: QtBot) -> Stage:
    """A window that listens."""
    stage = make_stage(control_name=name)
    qtbot.waitUntil(lambda: stage.window.control.is_listening)
    return stage


CLIENT = """
import json, sys
from dictate.core.errors import NotRunning
from dictate.ui.control_client import send
try:
    answer = send(json.loads(sys.argv[1]), sys.argv[2])
except NotRunning as error:
    answer = {"not running": str(error)}
print(json.dumps(answer))
"""


@pytest.fixture
def ask(qtbot: QtBot, name: str) -> Ask:
    """Sends a request from another process while the window's event loop runs."""

    def ask(command: str, **values: Any) -> dict[str, Any]:
        arguments = [sys.executable, "-c", CLIENT, json.dumps({"command": command, **values}), name]
        with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
            qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
            answer: dict[str, Any] = json.loads(process.communicate()[0])
        return answer

    return ask


def raw(qtbot: QtBot, name: str, data: bytes) -> dict[str, Any]:
    """What the window answers to bytes that nobody checked."""
    socket = QLocalSocket()
    socket.connectToServer(name)
    socket.write(data)
    qtbot.waitUntil(socket.canReadLine, timeout=10_000)
    answer: dict[str, Any] = json.loads(bytes(socket.readLine().data()))
    socket.abort()
    return answer


def test_it_steers_the_window(controlled: Stage, ask: Ask) -> None:
    assert ask("toggle") == {"ok": True}
    assert controlled.host.dictation.calls[-1][0] == "start"
    controlled.tell(state(State.SPEECH))
    assert ask("cancel") == {"ok": True}
    assert ask("stop") == {"ok": True}
    assert [call[0] for call in controlled.host.dictation.calls[-2:]] == ["cancel", "stop"]
    controlled.tell(ready(), finalized(1, "Hello world."))
    assert ask("mode", mode="teacher") == {"ok": True}
    assert controlled.window.bar.mode.mode is Mode.TEACHER
    assert ask("text") == {"ok": True, "text": "Hello world."}
    assert ask("copy") == {"ok": True}
    assert QGuiApplication.clipboard().text() == "Hello world."


def test_status_tells_all(controlled: Stage, ask: Ask) -> None:
    assert ask("status")["latency"] is None
    controlled.tell(state(State.READY), finalized(1, "Hello world."))
    status = ask("status")
    assert {key: status[key] for key in ("state", "mode", "pair", "words")} == {
        "state": "ready",
        "mode": "distil",
        "pair": "pocket",
        "words": 2,
    }
    assert status["latency"] == {"last": 410, "median": 410, "p95": 410}


@pytest.mark.parametrize(
    ("command", "values", "words"),
    [
        ("dance", {}, "Choose one of: start, stop"),
        ("mode", {"mode": "poet"}, "Choose one of: distil, verified, teacher"),
        ("mode", {}, "There is no mode None"),
        ("mode", {"mode": []}, "There is no mode []"),
        ("mode", {"mode": "verified"}, "Verified is not available"),
    ],
)
def test_what_cannot_be_done_is_refused(
    controlled: Stage, ask: Ask, command: str, values: dict[str, Any], words: str
) -> None:
    answer = ask(command, **values)
    assert answer["ok"] is False
    assert words in answer["error"]


@pytest.mark.parametrize("data", [b"not json\n", b"[1]\n", b'"status"\n', b"\xff\xfe\n", b"[" * 60_000 + b"\n"])
def test_nonsense_is_answered_with_an_error(controlled: Stage, qtbot: QtBot, name: str, data: bytes) -> None:
    assert raw(qtbot, name, data)["ok"] is False
    assert raw(qtbot, name, b'{"command": "text"}\n') == {"ok": True, "text": ""}


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_request_that_is_too_long_is_refused(controlled: Stage, qtbot: QtBot, name: str, end: bytes) -> None:
    answer = raw(qtbot, name, b"x" * (LONGEST_REQUEST + 10) + end)
    assert answer == {"ok": False, "error": "The request is too long"}
    assert raw(qtbot, name, b'{"command": "text"}\n')["ok"] is True


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe has no mode")
def test_only_the_same_user_may_open_it(controlled: Stage, name: str) -> None:
    assert stat.S_IMODE(Path(name).stat().st_mode) & 0o077 == 0


STRANGER = """
import os, socket, sys
os.setuid(65534)
other = socket.socket(socket.AF_UNIX)
other.connect(sys.argv[1])
try:
    other.sendall(b'{"command": "text"}\\n')
    print(other.recv(1000))
except (ConnectionResetError, BrokenPipeError):
    print(b"")
"""


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only root can be another user")
def test_another_user_who_reaches_the_socket_is_refused(
    make_stage: MakeStage, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Even where the socket's own permissions let them in."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"{folder}/control.sock"
        stage = make_stage(control_name=name)
        qtbot.waitUntil(lambda: stage.window.control.is_listening)
        Path(folder).chmod(0o777)
        Path(name).chmod(0o777)
        with subprocess.Popen([sys.executable, "-c", STRANGER, name], stdout=subprocess.PIPE, text=True) as process:
            qtbot.waitUntil(lambda: process.poll() is not None, timeout=20_000)
            assert process.communicate()[0] == "b''\n"
        assert "another user's process was refused" in caplog.text
        stage.window.close()


def test_the_window_that_was_in_front_last_answers_and_another_one_when_it_goes(
    controlled: Stage, make_stage: MakeStage, ask: Ask, name: str, qtbot: QtBot
) -> None:
    def answers(stage: Stage, text: str) -> None:
        qtbot.waitUntil(lambda: stage.window.control.is_listening)
        assert ask("text")["text"] == text

    controlled.window.view.setPlainText("older")
    newer = make_stage(control_name=name)
    newer.window.view.setPlainText("newer")
    newer.window.view.set_clean()
    answers(newer, "newer")
    assert not controlled.window.control.is_listening
    controlled.window.control.listen()
    answers(controlled, "older")
    assert not newer.window.control.is_listening
    newer.window.control.listen()
    answers(newer, "newer")
    qtbot.waitUntil(lambda: controlled.window.control.is_standing_by)
    newer.window.close()
    answers(controlled, "older")


def test_of_many_windows_that_come_or_go_at_once_one_answers(
    make_stage: MakeStage, ask: Ask, name: str, qtbot: QtBot
) -> None:
    stages = [make_stage(control_name=name) for _ in range(4)]

    def servers() -> list[Stage]:
        return [stage for stage in stages if stage.window.control.is_listening]

    def settled() -> bool:
        waiting = sum(stage.window.control.is_standing_by for stage in stages)
        return len(servers()) == 1 and waiting == len(stages) - 1

    while len(stages) > 1:
        qtbot.waitUntil(settled)
        assert ask("text")["ok"]
        (server,) = servers()
        stages.remove(server)
        server.window.close()
    qtbot.waitUntil(settled)
    assert ask("text")["ok"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes leave nothing behind")
def test_a_dead_windows_socket_is_replaced(make_stage: MakeStage, name: str, qtbot: QtBot, ask: Ask) -> None:
    import socket

    dead = socket.socket(socket.AF_UNIX)
    dead.bind(name)
    dead.close()
    stage = make_stage(control_name=name)
    qtbot.waitUntil(lambda: stage.window.control.is_listening)
    assert ask("text") == {"ok": True, "text": ""}


def test_without_a_window_the_client_says_so(name: str) -> None:
    with pytest.raises(NotRunning, match="No window of Dictate is running"):
        send({"command": "status"}, name)


def test_a_place_that_cannot_be_is_told(make_stage: MakeStage, tmp_path: Path, qtbot: QtBot) -> None:
    stage = make_stage(control_name=str(tmp_path / "missing" / "control.sock"))
    qtbot.waitUntil(lambda: stage.message.startswith("Opening the control socket failed"))


def test_closing_removes_the_socket(controlled: Stage, name: str) -> None:
    controlled.window.close()
    assert not Path(name).exists()


def test_decode_takes_only_objects() -> None:
    assert decode(b'{"command": "start"}') == {"command": "start"}
    with pytest.raises(UsageError, match="not a JSON object"):
        decode(b"3")


def test_status_tells_where_the_sound_went(controlled: Stage, ask: Ask) -> None:
    """While it runs, too; the tooltip of the state says the same in seconds."""
    running = LedgerTotals(captured=48_000, text=16_000, silence=16_000)
    controlled.tell(LedgerChanged(ledger=running))
    assert ask("status")["ledger"] == {**running.as_dict(), "in_work": 16_000}
    tip = controlled.window.status._word.toolTip()
    assert tip.startswith("This recording: 3.0 s captured = 1.0 s text, 1.0 s silence,")
    assert tip.endswith("1.0 s in work")
    controlled.tell(Stopped(ledger=running, ended_by_source=False))
    assert ask("status")["ledger"]["missing"] == 16_000
    assert controlled.window.status._word.toolTip().endswith("1.0 s missing")
