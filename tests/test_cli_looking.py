"""``devices``, ``models``, ``doctor`` and ``control``: what the machine has, and what the window says."""

import json
from pathlib import Path
from typing import Any

import pytest

from dictate import config, paths
from dictate.cli import main
from dictate.commands import control
from dictate.commands.checks import PROBLEM
from dictate.commands.devices import device_words
from dictate.core.catalog import PAIRS
from dictate.core.settings import ModelSettings, Settings
from dictate.core.types import InputDevice
from tests.dead_sound import no_sound
from tests.virtual import VirtualMicrophone

__all__ = ["no_sound"]


def output(capsys: pytest.CaptureFixture[str]) -> Any:
    return json.loads(capsys.readouterr().out)


@pytest.mark.e2e
def test_devices_are_listed_with_the_default_first(
    microphone: VirtualMicrophone, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["devices", "--json"]) == 0
    devices = output(capsys)
    assert devices[0]["is_default"]
    assert set(devices[0]) == {"name", "host_api", "channels", "default_rate", "is_default"}
    assert main(["devices"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(devices)
    assert lines[0].startswith(f"{devices[0]['name']} ({devices[0]['host_api']}")


@pytest.mark.e2e
def test_an_unknown_device_is_refused_with_the_names_of_the_others(
    microphone: VirtualMicrophone, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["listen", "--device", "Nessie"]) == 3
    err = capsys.readouterr().err
    assert "There is no microphone 'Nessie'. Choose one of: 'default'" in err
    assert err.count("\n") == 1


def test_a_device_in_words() -> None:
    device = InputDevice(name="USB", host_api="ALSA", channels=1, default_rate=44_100.0, is_default=True)
    assert device_words(device) == "USB (ALSA, 1 channel, 44100 Hz, the default)"


def test_models_lists_every_pair_and_what_is_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "--json"]) == 0
    pairs = {pair["name"]: pair for pair in output(capsys)}
    assert list(pairs) == [pair.name for pair in PAIRS]
    pocket = pairs["pocket"]["distil"]
    assert pocket["state"] == "bundled"
    assert pocket["size_bytes"] > 12e6
    assert pairs["large-v2"]["teacher"]["state"] == "not downloaded"
    assert pairs["large-v2"]["teacher"]["repository"] == "openai/whisper-large-v2"
    assert main(["models"]) == 0
    out = capsys.readouterr().out
    assert "distil  pocket-distil: 6.5 M parameters" in out
    assert "demonstration" in out


def checks(capsys: pytest.CaptureFixture[str], code: int) -> dict[str, list[dict[str, Any]]]:
    assert main(["doctor", "--json"]) == code
    found: dict[str, list[dict[str, Any]]] = {}
    for check in output(capsys):
        assert set(check) == {"name", "status", "detail", "action", "stops_dictation"}
        assert check["status"] in ("ok", "problem")
        assert bool(check["action"]) == (check["status"] == "problem"), "a problem comes with what to do"
        found.setdefault(check["name"], []).append(check)
    return found


@pytest.mark.e2e
def test_the_doctor_finds_all_well(
    microphone: VirtualMicrophone,
    screen: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.setenv(name, screen[name])
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    found = checks(capsys, 0)
    assert set(found) == {
        "versions",
        "settings",
        "microphone",
        "default",
        "voice",
        "display",
        "disk",
        "models",
        "gpu",
        "attention",
    }
    for name in ("microphone", "voice", "display", "models"):
        assert all(check["status"] == "ok" for check in found[name])
    assert len(found["disk"]) == 4
    (gpu,) = found["gpu"]
    assert any(gpu["detail"].endswith(f"it suits the pair {pair.name}") for pair in PAIRS)


def test_the_doctor_names_what_stops_dictation(
    no_sound: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "file" / "hub"))
    (tmp_path / "file").write_text("a file where a folder should be")
    config.save(paths.settings_file(), Settings(models=ModelSettings(pair="small.en", device="cuda")))
    found = checks(capsys, 1)
    (microphone,) = found["microphone"]
    assert microphone["status"] == PROBLEM
    assert microphone["stops_dictation"]
    assert "DISPLAY" in found["display"][0]["detail"]
    assert not found["display"][0]["stops_dictation"], "there is the terminal"
    assert "whisper-small.en not downloaded" in found["models"][1]["detail"]
    assert any("cannot be written" in check["detail"] for check in found["disk"])
    assert main(["doctor"]) == 1
    assert "problem microphone there is none -> Plug one in." in capsys.readouterr().out


def test_the_doctor_looks_at_a_broken_settings_file_without_touching_it(capsys: pytest.CaptureFixture[str]) -> None:
    file = paths.made(paths.config_folder()) / "settings.json"
    file.write_text("{")
    main(["doctor", "--json"])
    (settings,) = (check for check in output(capsys) if check["name"] == "settings")
    assert settings["status"] == PROBLEM
    assert "JSON" in settings["detail"]
    assert file.read_text() == "{"


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Answers of a window; requests are kept. (The real one is asked in the end-to-end tests.)"""
    asked: list[dict[str, Any]] = []
    answers: dict[str, dict[str, Any]] = {
        "text": {"ok": True, "text": "Zwölf Äpfel."},
        "status": {"ok": True, "state": "ready", "words": 2, "latency": None},
        "mode": {"ok": False, "error": "Verified is not available."},
    }

    def send(request: dict[str, Any], name: str) -> dict[str, Any]:
        assert name == paths.control_name()
        asked.append(request)
        return answers.get(request["command"], {"ok": True})

    monkeypatch.setattr(control, "send", send)
    return asked


def test_control_says_what_the_window_answers(window: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("start", "stop", "toggle", "cancel", "copy"):
        assert main(["control", action]) == 0
    assert capsys.readouterr() == ("", "")
    assert main(["control", "text"]) == 0
    assert capsys.readouterr().out == "Zwölf Äpfel.\n"
    assert main(["control", "status"]) == 0
    assert capsys.readouterr().out == "state: ready\nwords: 2\nlatency: none yet\n"
    assert main(["control", "status", "--json"]) == 0
    assert output(capsys) == {"state": "ready", "words": 2, "latency": None}
    assert main(["control", "mode", "verified"]) == 2
    assert capsys.readouterr().err == "dictate: Verified is not available\n"
    assert [request["command"] for request in window][:5] == ["start", "stop", "toggle", "cancel", "copy"]
    assert window[-1] == {"command": "mode", "mode": "verified"}


def test_latency_in_words() -> None:
    assert control.status_words({"latency": {"last": 100.4, "median": 99.6, "p95": 120.0}}) == (
        "latency: last 100 ms, median 100 ms, p95 120 ms"
    )
