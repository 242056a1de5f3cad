"""Whatever comes over the control socket, the window answers and goes on."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from dictate.core.errors import UsageError
from dictate.ui.control_protocol import COMMANDS, LONGEST_REQUEST, decode
from tests.fuzz.strategies import FUZZ, JSON, mutated
from tests.ui.conftest import MakeStage, Stage, make_stage

__all__ = ["make_stage"]

REQUESTS = st.fixed_dictionaries(
    {"command": st.sampled_from(COMMANDS) | JSON}, optional={"mode": JSON, "value": JSON, "x": JSON}
).map(lambda value: json.dumps(value).encode() + b"\n")


@FUZZ
@given(st.binary(max_size=100) | JSON.map(lambda value: json.dumps(value).encode()) | mutated(b'{"command": "status"}'))
@example(b"[" * 60_000)
@example(b"9" * 10_000)
def test_a_line_is_an_object_or_refused(line: bytes) -> None:
    try:
        assert isinstance(decode(line), dict)
    except UsageError as error:
        assert error.action


@pytest.fixture
def stage(make_stage: MakeStage, tmp_path: Path, qtbot: QtBot) -> Stage:
    """A window that listens."""
    stage = make_stage(control_name=str(tmp_path / "control.sock"))
    qtbot.waitUntil(lambda: stage.window.control.is_listening)
    return stage


@FUZZ
@given(data=REQUESTS | st.binary(max_size=300) | st.just(b"x" * (LONGEST_REQUEST + 2)))
@example(data=b'{"command": "mode", "mode": []}\n')
@example(data=b'{"command": {}}\n')
@example(data=b"\n\n\n")
def test_the_window_answers_after_anything(stage: Stage, tmp_path: Path, qtbot: QtBot, data: bytes) -> None:
    name = str(tmp_path / "control.sock")
    other = QLocalSocket()
    other.connectToServer(name)
    other.write(data)
    if data.endswith(b"\n"):
        qtbot.waitUntil(other.canReadLine)
        assert isinstance(json.loads(bytes(other.readLine().data()))["ok"], bool)
    other.abort()
    after = QLocalSocket()
    after.connectToServer(name)
    after.write(b'{"command": "status"}\n')
    qtbot.waitUntil(after.canReadLine)
    assert json.loads(bytes(after.readLine().data()))["ok"] is True
    after.abort()
