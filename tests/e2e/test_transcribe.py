"""``dictate transcribe`` against plain ``generate``: cutting and guarding must not cost words."""

import csv
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import numpy.typing as npt
import pytest
import soundfile
import soxr
import torch
from transformers import WhisperForConditionalGeneration, WhisperProcessor
from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

from dictate.paths import HOME_VARIABLE, pocket_pair
from tests.e2e.conftest import Report
from tests.e2e.programs import DICTATE, run
from tests.e2e.words import SPEECH

pytestmark = [pytest.mark.e2e, pytest.mark.slow]

RATE = 16_000
LONG_S = 15.0


def rows(table: str) -> list[dict[str, str]]:
    """A table of ``tests/data/speech``."""
    with (SPEECH / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


CLIPS = rows("transcripts.tsv")
SHORT = [row for row in CLIPS if row["text"] and float(row["seconds"]) < LONG_S]
LONG = [row for row in CLIPS if row["text"] and float(row["seconds"]) >= LONG_S]
SILENT = [row for row in CLIPS if not row["text"]]


class Plain:
    """The model as transformers runs it, greedy, on one piece of sound at a time."""

    def __init__(self, folder: Path) -> None:
        self._model = WhisperForConditionalGeneration.from_pretrained(folder, dtype=torch.float32)
        self._model.train(False)
        self._processor = WhisperProcessor.from_pretrained(folder)
        spelling = json.loads((folder / "normalizer.json").read_text(encoding="utf-8"))
        self.normalize = EnglishTextNormalizer(spelling)  # type: ignore[no-untyped-call]

    def text(self, sound: npt.NDArray[np.float32]) -> str:
        """What it hears."""
        features = self._processor(sound, sampling_rate=RATE, return_tensors="pt").input_features
        with torch.inference_mode():
            tokens = self._model.generate(features, language="en", task="transcribe")
        return str(self._processor.tokenizer.decode(tokens[0], skip_special_tokens=True))

    def error_rate(self, said: Sequence[str], heard: Sequence[str]) -> float:
        """Word error rate of all pieces together, in percent."""
        return 100 * float(jiwer.wer([self.normalize(text) for text in said], [self.normalize(text) for text in heard]))


Heard = dict[str, dict[str, Any]]
"""File -> what ``dictate transcribe`` made of it."""


@pytest.fixture(scope="module", params=["teacher", "distil"])
def mode(request: pytest.FixtureRequest) -> str:
    """Each of the two models."""
    return str(request.param)


@pytest.fixture(scope="module")
def plain(mode: str) -> Plain:
    """The same model without Dictate."""
    return Plain(pocket_pair() / mode)


@pytest.fixture(scope="module")
def heard(mode: str, tmp_path_factory: pytest.TempPathFactory) -> Heard:
    """All clips through one ``dictate transcribe``."""
    env = {**os.environ, HOME_VARIABLE: str(tmp_path_factory.mktemp("home"))}
    files = [str(SPEECH / row["file"]) for row in CLIPS]
    output = run([*DICTATE, "transcribe", "--mode", mode, "--format", "json", *files], env)
    return {Path(one["file"]).name: one for one in map(json.loads, output.splitlines())}


def sound_of(file: str, start_s: float = 0.0, end_s: float | None = None) -> npt.NDArray[np.float32]:
    """float32[n] at 16 kHz mono, -1 to 1."""
    samples, rate = soundfile.read(SPEECH / file, dtype="int16", always_2d=True)
    mono = soxr.resample(samples.mean(axis=1) / 32768, rate, RATE)
    return np.asarray(mono[round(start_s * RATE) : None if end_s is None else round(end_s * RATE)], np.float32)


def test_every_sample_of_every_file_is_accounted_for(heard: Heard) -> None:
    assert list(heard) == [row["file"] for row in CLIPS]
    for one in heard.values():
        ledger = one["ledger"]
        assert ledger["captured"] == ledger["text"] + ledger["silence"] + ledger["rejected"] + ledger["failed"]
        assert ledger["captured"] == pytest.approx(one["duration_s"] * RATE, abs=RATE / 1000)


def test_short_clips_are_within_two_points_of_plain_generate(
    mode: str, plain: Plain, heard: Heard, report: Report
) -> None:
    said = [row["text"] for row in SHORT]
    ours = plain.error_rate(said, [heard[row["file"]]["text"] for row in SHORT])
    theirs = plain.error_rate(said, [plain.text(sound_of(row["file"])) for row in SHORT])
    report(f"{mode}: word error rate on {len(SHORT)} short clips {ours:.1f} %, plain generate {theirs:.1f} %")
    assert ours <= theirs + 2


def test_monologues_are_within_five_points_of_their_sentences(
    mode: str, plain: Plain, heard: Heard, report: Report
) -> None:
    sentences = [row for row in rows("segments.tsv") if row["file"] in {clip["file"] for clip in LONG}]
    alone = [plain.text(sound_of(row["file"], float(row["start"]) - 0.1, float(row["end"]) + 0.1)) for row in sentences]
    theirs = plain.error_rate([row["text"] for row in sentences], alone)
    ours = plain.error_rate([row["text"] for row in LONG], [heard[row["file"]]["text"] for row in LONG])
    report(f"{mode}: word error rate on {len(LONG)} monologues {ours:.1f} %, their sentences alone {theirs:.1f} %")
    assert ours <= theirs + 5


def test_noise_and_silence_give_no_text(heard: Heard) -> None:
    """Field 3."""
    assert SILENT
    for row in SILENT:
        assert heard[row["file"]]["text"] == ""
        assert heard[row["file"]]["ledger"]["text"] == 0
