"""``dictate bench`` as a user types it."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dictate.cli import main
from tests.bench.parts import ROOT, TINY, one_clip

OURS_AND_PEERS = {"dictate", "transformers", "transformers + assistant", "faster-whisper"}


def rows_of(told: dict[str, Any], name: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The rows of the pair ``name``, by task and implementation."""
    (pair,) = (pair for pair in told["pairs"] if pair["name"] == name)
    return {(row["task"], row["name"]): row for row in pair["rows"]}


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_script_for_a_gpu_measures_everything_on_a_processor_too(tmp_path: Path) -> None:
    """The whole of it: real processes, the real pocket pair on one clip, a tiny pair with random weights."""
    (tmp_path / "clips").mkdir()
    done = subprocess.run(
        ["sh", "packaging/gpu_bench.sh", TINY],
        env=os.environ
        | {
            "OUT": str(tmp_path),
            "CLIPS": str(one_clip(tmp_path / "clips")),
            "REPEATS": "1",
            "THREADS": "1",
            "DICTATE_PYTHON": sys.executable,
        },
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert max(map(len, done.stdout.splitlines())) <= 110

    pocket = rows_of(json.loads((tmp_path / "gpu_bench_pocket.json").read_text(encoding="utf-8")), "pocket")
    assert {name for _, name in pocket} == {"dictate"}
    assert not [row["problem"] for row in pocket.values() if row["problem"]]
    for task in ("teacher", "distil", "verified"):
        assert pocket[task, "dictate"]["same_tokens"] == 1, "our tokens are those of generate"
        assert pocket[task, "dictate"]["word_error_rate"] == 0
        assert pocket[task, "dictate"]["memory_bytes"] > 10e6

    told = json.loads((tmp_path / "gpu_bench.json").read_text(encoding="utf-8"))
    tiny = rows_of(told, TINY)
    assert {name for _, name in tiny} == OURS_AND_PEERS
    assert not [row["problem"] for row in tiny.values() if row["problem"]]
    assert {row["tokens"] for row in tiny.values()} == {2 * 25}, "each writes as many as were asked for"
    assert all(row["same_tokens"] == 2 for row in tiny.values() if row["task"] != "interim")
    assert 0.5 < tiny["verified", "dictate"]["accept_rate"] < 1
    assert {target["what"] for target in told["targets"]} >= {
        "teacher against transformers",
        "distil against faster-whisper",
        "verified against the teacher alone",
        "interim with a 90 % right draft against none",
    }


def test_clips_in_real_time_lose_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "live", "--clips", str(one_clip(tmp_path)), "--no-window", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pair"], told["mode"], told["live"]["utterances"]) == ("pocket", "distil", 1)
    assert told["live"]["word_error_rate"] <= 0.2
    assert told["live"]["audio_lost_samples"] == 0
    assert told["live"]["words_changed_after_commit"] == 0
    assert 0 <= told["live"]["endpoint_to_final"]["median_ms"] < told["live"]["speech_end_to_final"]["median_ms"]


def test_silence_costs_little_and_is_printed_with_its_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "idle", "--seconds", "0.5", "--no-window"]) == 0
    out = capsys.readouterr().out
    assert "listening, without a window" in out
    assert "3 % or less" in out


def test_a_busy_machine_is_made_and_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "busy", "--clips", str(one_clip(tmp_path)), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["pair"], told["mode"]) == ("pocket", "distil")
    for machine in ("calm", "busy"):
        for name in ("threads that fit", "a thread a core"):
            assert 0 < told["utterances"][machine][name]["median_ms"] <= told["utterances"][machine][name]["p95_ms"]
    assert len(told["targets"]) == 2


BAD = {
    "no such subject": (["cpu"], 2, "nothing called 'cpu'.*models, live, idle, busy, ui"),
    "no such shape": (["--shape", "huge"], 2, "no shape 'huge'.*large-v2"),
    "no tokens": (["--shape", TINY, "--tokens", "0"], 2, "'0' is not a number of tokens from 1 to 200"),
    "no share": (["--shape", TINY, "--accept", "2"], 2, "'2' is not a share from 0 to 1"),
    "tokens without a shape": (["--tokens", "20"], 2, "random weights.*--shape"),
    "another subject's option": (["ui", "--tokens", "20"], 2, "--tokens does not belong to 'bench ui'.*models"),
    "no such precision": (["--precision", "int4"], 2, "cannot be 'int4'.*fp32"),
    "no such device": (["--compute", "tpu"], 2, "cannot be 'tpu'.*cuda"),
    "no such pair": (["--pair", "huge"], 2, "huge"),
    "no such mode": (["live", "--mode", "fast"], 2, "no mode 'fast'.*distil"),
    "a plot of another kind": (["--plot", "speed.gif"], 2, "no name for a plot.*png"),
    "a plot nowhere": (["--plot", "/no/such/folder/speed.png"], 6, "no folder for"),
    "no clips": (["--clips", "/no/such/folder"], 2, "transcripts.tsv.*cannot be read"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_options_get_one_clear_line(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, code, told = BAD[case]
    assert main(["bench", *words]) == code
    captured = capsys.readouterr()
    assert not captured.out
    (line,) = captured.err.splitlines()
    assert re.search(told, line), line
