"""A screen that is missing, dead or closed to us is noticed before Qt is asked, which would abort."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dictate.display import display_problem
from tests.dead_sound import no_sound
from tests.virtual import virtual_screen

__all__ = ["no_sound"]

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="X11 and Wayland")


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XAUTHORITY", str(tmp_path / "none"))


def test_no_display_at_all() -> None:
    assert "neither DISPLAY nor WAYLAND_DISPLAY is set" in display_problem()


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "offscreen:fontconfig"])
def test_some_platforms_need_no_screen(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", platform)
    assert display_problem() == ""


@pytest.mark.parametrize("display", [":987", "unix:987", "localhost:987.0", "nonsense", ":"])
def test_a_display_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, display: str) -> None:
    monkeypatch.setenv("DISPLAY", display)
    problem = display_problem()
    assert display in problem
    assert not problem.endswith(".")


def test_a_wayland_display_that_does_not_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-7")
    assert "'wayland-7' does not answer" in display_problem()


def test_a_screen_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    with virtual_screen() as screen:
        monkeypatch.setenv("DISPLAY", screen["DISPLAY"])
        monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
        assert display_problem() == ""


@pytest.fixture
def refusing_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Speaks X11's first words, and lets nobody in."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def refuse() -> None:
            client, _ = server.accept()
            with client:
                client.recv(64)
                reason = b"Authorization required, but no protocol specified\n\0\0\0"[:52]
                client.sendall(bytes([0, 50]) + (11).to_bytes(2, "little") + b"\0\0" + b"\x0d\0" + reason)

        thread = threading.Thread(target=refuse, daemon=True)
        thread.start()
        monkeypatch.setenv("DISPLAY", f"127.0.0.1:{port - 6000}")
        yield
        thread.join(5)


def test_a_screen_that_lets_nobody_in_gives_its_reason(refusing_server: None) -> None:
    assert "Authorization required" in display_problem()


def test_the_window_command_on_a_dead_display_does_not_abort(no_sound: None) -> None:
    """It says so in a line and listens in the terminal, which ends at once here: there is no microphone either."""
    dead = {**os.environ, "DISPLAY": ":987"}
    dead.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "dictate"], env=dead, capture_output=True, text=True, timeout=60, check=False
    )
    assert "There is no window because the X display ':987' does not let us in" in done.stderr
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
