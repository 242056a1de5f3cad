"""``dictate models``: what a person does with the files of the models, against a hub on this computer."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dictate import paths
from dictate.cli import main
from tests.hub import ROOT, Hub, running_hub

NAME = "distil-small.en"
WEIGHTS = "model.safetensors"


@pytest.fixture
def small(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that has one model of the catalogue, so far as the name goes."""
    with running_hub(f"distil-whisper/{NAME}", ROOT / "resources" / "models" / "pocket" / "distil") as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def test_a_model_comes_is_verified_and_goes(small: Hub, hub_cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def said(*words: str, code: int = 0) -> str:
        assert main(["models", *words]) == code
        out, err = capsys.readouterr()
        return out or err

    assert said("path") == f"{hub_cache}\n"
    assert "is not on this computer" in said("verify", NAME, code=5)
    assert f"{NAME}: downloaded, 13 MB in {hub_cache}" in said("download", NAME)
    asked = len(small.requests)
    assert f"{NAME}: downloaded, 13 MB" in said("download", NAME)
    assert len(small.requests) == asked, "what is whole needs no connection"
    folder = Path(said("path", NAME).strip())
    assert (folder / WEIGHTS).exists()
    assert said("verify", NAME) == f"{NAME}: whole: 8 files agree with their checksums\n"
    assert f"distil  {NAME}: 166 M parameters, English, downloaded, 13 MB on disk" in said()
    os.truncate(folder / WEIGHTS, 1000)
    assert f"{NAME}: damaged: The weights" in said("verify", code=1)
    assert "incomplete" in said("list")
    small.ranges.clear()
    said("download", NAME)
    assert small.ranges == [(WEIGHTS, 0)]
    lines = [json.loads(line) for line in said("verify", "--json").splitlines()]
    assert {"model": NAME, "state": "whole", "files": 8} in lines
    assert [line["model"] for line in lines] == [NAME, "pocket-distil", "pocket-teacher"]
    assert json.loads(said("download", NAME, "--json"))["folder"] == str(folder)
    assert said("remove", NAME) == f"{NAME}: removed, 13 MB freed\n"
    assert list(hub_cache.glob("models--*")) == []
    assert "is not on this computer" in said("remove", NAME, code=5)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["download"], 2, "'download' needs to know which. Name a pair (large-v2"),
        (["download", "../../etc/passwd"], 2, "There is no model '../../etc/passwd'"),
        (["remove", "/"], 2, "There is no model '/'"),
        (["path", "someone/model"], 2, "There is no model 'someone/model'"),
        (["dance"], 2, "There is no action 'dance'. Choose one of: list, download"),
        (["list", "small.en"], 2, "'list' takes nothing after it"),
        (["remove", "pocket"], 5, "pocket-distil comes with Dictate"),
    ],
)
def test_what_cannot_be_is_refused(
    hub_cache: Path, capsys: pytest.CaptureFixture[str], words: list[str], code: int, said: str
) -> None:
    assert main(["models", *words]) == code
    assert said in capsys.readouterr().err


def wait_for_bytes(cache: Path, count: int) -> None:
    """Until so many of them have come; what the hub has sent may still be on its way."""
    deadline = time.monotonic() + 30
    while sum(path.stat().st_size for path in cache.rglob("*.incomplete")) < count:
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a signal")
def test_ctrl_c_keeps_what_came(small: Hub, hub_cache: Path) -> None:
    small.hold_after = 5_000_000
    command = [sys.executable, "-m", "dictate", "models", "download", NAME]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert small.held.wait(30)
        wait_for_bytes(hub_cache, 2_000_000)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err == (
        f"dictate: The download of {NAME} was called off. What came is kept: the same command goes on with it.\n"
    )
    part = next(hub_cache.rglob("*.incomplete"))
    have = part.stat().st_size
    assert have >= 2_000_000
    small.hold_after = None
    small.ranges.clear()
    assert main(["models", "download", NAME]) == 0
    assert small.ranges == [(WEIGHTS, have)]


@pytest.mark.parametrize("status", [0, 401, 500])
def test_a_token_is_never_shown_nor_logged(
    small: Hub, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, status: int
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secretsecretsecret")
    small.status = status
    if not status:
        small.sent[WEIGHTS] = bytes(len(small.files[WEIGHTS]))
    assert main(["--verbose", "models", "download", NAME]) == 5
    assert small.tokens
    out, err = capfd.readouterr()
    assert "could not be downloaded" in err or "came damaged" in err
    log = paths.log_file().read_text(encoding="utf-8")
    assert "secretsecret" not in out + err + log
