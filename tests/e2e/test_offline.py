"""Start, dictate, save, export: nothing of it tries to reach a network (field 12)."""

import json
import re
import signal
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from dictate.paths import HOME_VARIABLE
from dictate.ui.exporting import FORMATS
from tests.e2e.conftest import Desk
from tests.e2e.programs import ROOT
from tests.e2e.windows import Window
from tests.e2e.words import SPEECH, assert_heard, transcript

pytestmark = pytest.mark.e2e

ALONE = ("unshare", "--map-root-user", "--net")
"""In a network namespace of its own."""


def can_be_alone() -> bool:
    """Whether this system lets us have one."""
    try:
        return subprocess.run([*ALONE, "true"], check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


needs_namespace = pytest.mark.skipif(not can_be_alone(), reason="no network namespaces here")


def online(env: Mapping[str, str]) -> dict[str, str]:
    """``env`` without what forbids the hub's library the network: nothing may depend on that."""
    return {name: value for name, value in env.items() if name not in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")}


def offline(counts: Path, *arguments: str) -> tuple[str, ...]:
    return (*ALONE, sys.executable, "-m", "tests.e2e.offline", str(counts), *arguments)


def assert_no_try(counts: Path) -> None:
    assert set(json.loads(counts.read_text()).values()) == {0}


def export(window: Window, row: int, folder: Path) -> Path:
    """Export by key and dialog as the kind of file in the given row of its list; returns the new file."""
    before = set(folder.iterdir())
    window.focus()  # the dialog before had it
    window.key("ctrl+e")
    window.xdotool("search", "--sync", "--onlyvisible", "--name", "export$")
    window.xdotool("key", "Home", *["Down"] * row, "Return")

    def new() -> list[Path]:
        return [file for file in folder.iterdir() if file not in before and not file.name.startswith(".")]

    window.wait("the export", lambda _status: bool(new()))
    (file,) = new()
    return file


def content(file: Path) -> str:
    """The words in an exported file."""
    if file.suffix == ".docx":
        with zipfile.ZipFile(file) as packed:
            return packed.read("word/document.xml").decode()
    return file.read_text(encoding="utf-8")


@needs_namespace
def test_dictating_saving_and_exporting_try_no_connection_and_log_no_word(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    counts, saved = tmp_path / "counts.json", tmp_path / "texts" / "said.txt"
    with Window("window", env=online(desk.env), command=offline(counts, "--verbose")) as window:
        window.wait_until_it_answers()
        window.control("toggle")
        window.wait("recording", lambda status: status["state"] == "listening")
        desk.microphone.play(SPEECH / "clip01.flac")
        window.wait("the first sentence", lambda status: status["words"] >= 7 and status["pending"] == 0)
        window.control("mode", "teacher")
        desk.microphone.play(SPEECH / "clip05.flac")
        window.control("stop")
        window.wait("the end", lambda status: status["state"] == "ready" and status["words"] >= 12)
        text = window.text()
        assert_heard(f"{transcript('clip01.flac')} {transcript('clip05.flac')}", text)
        window.control("copy")
        window.key("ctrl+s")
        window.xdotool("search", "--sync", "--onlyvisible", "--name", "^Save")
        window.xdotool("type", str(saved))
        window.key("Return")
        window.wait("saving", lambda _status: saved.exists())
        exported = [export(window, row, saved.parent) for row in range(len(FORMATS))]
        window.program.process.send_signal(signal.SIGINT)
        assert window.program.process.wait(60) == 0, window.program.story
    assert saved.read_text().strip() == text.strip()
    assert_no_try(counts)
    assert [file.suffix[1:] for file in exported] == list(FORMATS)
    assert all("pasta" in content(file) for file in exported)
    log = (Path(desk.env[HOME_VARIABLE]) / "log" / "dictate.log").read_text(encoding="utf-8")
    told = set(re.findall(r"[a-z]{5,}", (log + window.program.story).casefold()))
    assert not told & set(re.findall(r"[a-z]{5,}", text.casefold()))


@needs_namespace
def test_transcribing_tries_no_connection(desk: Desk, tmp_path: Path) -> None:
    counts = tmp_path / "counts.json"
    command = offline(counts, "transcribe", str(SPEECH / "clip01.flac"), "--format", "srt", "--output", str(tmp_path))
    subprocess.run(command, env=online(desk.env), cwd=ROOT, check=True, capture_output=True)
    assert "pasta" in (tmp_path / "clip01.srt").read_text()
    assert_no_try(counts)


@needs_namespace
def test_a_try_would_be_counted(desk: Desk, tmp_path: Path) -> None:
    """And a missing model is said in one line, soon."""
    counts = tmp_path / "counts.json"
    env = online(desk.env) | {"HF_HOME": str(tmp_path / "hf"), "HF_ENDPOINT": "http://192.0.2.1"}
    command = [*offline(counts, "--verbose"), "models", "download", "distil-small.en"]
    done = subprocess.run(command, env=env, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 5
    assert "could not be downloaded" in done.stderr
    assert json.loads(counts.read_text())["Ip.OutNoRoutes"] > 0
