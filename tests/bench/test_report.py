"""How results read: table, targets, plot, JSON."""

import json
from pathlib import Path

import pytest

from dictate.bench.plot import plot
from dictate.bench.table import LEGEND, pair_lines, target_lines
from dictate.bench.targets import targets_of
from tests.bench.parts import result

MACHINE = {"processor": "a processor", "threads": 2, "date": "2026-01-31 12:00 UTC"}


def test_the_table_fits_a_hundred_columns_and_says_what_was_measured() -> None:
    lines = [*pair_lines(result()), *LEGEND, *target_lines(targets_of(result(), "cpu"))]
    assert max(map(len, lines)) <= 100
    table = "\n".join(lines)
    assert "distil: 756 M parameters (49% of the teacher's), decoder 119 M (13%)" in table
    assert "1.20 GB with one encoder, 1.90 GB with two" in table
    assert "not installed: pip install faster-whisper" in table
    words = [" ".join(line.split()) for line in lines]
    assert "teacher dictate fp32 0.60 s 300 ms 300 ms 0.050 - 123 MB 2/2 -" in words


def test_targets_are_met_or_missed_by_the_medians() -> None:
    found = {target.what: (round(target.value, 2), target.met) for target in targets_of(result(), "cpu")}
    assert found == {
        "teacher against transformers": (3.0, False),
        "distil against transformers": (6.0, True),
        "verified against the teacher alone": (2.0, True),
        "interim with a 90 % right draft against none": (2.5, True),
    }


def test_a_gpu_has_other_targets() -> None:
    found = {target.what: target.met for target in targets_of(result(), "cuda")}
    assert found["verified against the teacher alone"] is False  # 2.2x
    assert found["verified beside distil"] is True  # 1.6x at most


@pytest.mark.parametrize(("ending", "magic"), [("png", b"\x89PNG"), ("svg", b"<?xml")])
def test_the_plot_is_written_in_the_form_of_its_name(ending: str, magic: bytes, tmp_path: Path) -> None:
    target = tmp_path / f"speed.{ending}"
    plot([result("small.en"), result("pocket")], MACHINE, target)
    assert target.read_bytes().startswith(magic)
    assert target.stat().st_size > 10_000


def test_the_json_holds_every_time_and_its_summary() -> None:
    told = json.loads(json.dumps(result().as_dict()))
    row = told["rows"][0]
    assert row["seconds"] == [[0.3, 0.3], [0.3, 0.3]]
    assert (row["median_s"], row["p95_s"], row["total_s"]) == (0.3, 0.3, 0.6)
    assert row["real_time_factor"] == pytest.approx(0.05)
    assert told["rows"][2]["problem"].startswith("not installed")
