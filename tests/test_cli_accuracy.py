"""Does cutting cost words? ``dictate transcribe`` against plain decoding of the same clips.

Word error rates with Whisper's ``EnglishTextNormalizer`` and jiwer. Short clips: within 2 points of plain decoding
of each whole clip. Monologues: within 5 points of that of each of their sentences, cut out by hand
(``segments.tsv``). Clips without speech: no text.
"""

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jiwer
import numpy as np
import numpy.typing as npt
import pytest
import soundfile

from dictate import paths
from dictate.cli import main
from dictate.core.types import Mode
from tests.plain import plain_text

pytestmark = pytest.mark.slow

SPEECH = Path(__file__).parent / "data" / "speech"
MODES = ("teacher", "distil")
SHORT_S = 15.0
SENTENCE_MARGIN_S = 0.25
SHORT_POINTS, LONG_POINTS = 2.0, 5.0

Sound = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Clip:
    """A file of ``tests/data/speech`` and what is said in it; ``text`` is empty for noise."""

    file: str
    seconds: float
    text: str


def rows(table: str) -> list[dict[str, str]]:
    with (SPEECH / table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


CLIPS = [Clip(row["file"], float(row["seconds"]), row["text"] or "") for row in rows("transcripts.tsv")]
SHORT = [clip for clip in CLIPS if clip.text and clip.seconds < SHORT_S]
LONG = [clip for clip in CLIPS if clip.text and clip.seconds >= SHORT_S]
SILENT = [clip for clip in CLIPS if not clip.text]


@cache
def transcribed(mode: str) -> dict[str, dict[str, Any]]:
    """What the command writes about every clip, by file name: one run, as a person does it."""
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        files = [str(SPEECH / clip.file) for clip in CLIPS]
        assert main(["transcribe", "--pair", "pocket", "--mode", mode, "--format", "json", *files]) == 0
    results = [json.loads(line) for line in output.getvalue().splitlines()]
    return {Path(result["file"]).name: result for result in results}


@cache
def normalizer() -> Any:
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    create: Any = EnglishTextNormalizer  # transformers leaves it untyped
    return create(json.loads((paths.pocket_pair() / "teacher" / "normalizer.json").read_text()))


def error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Percent."""
    normal = normalizer()
    return 100 * float(jiwer.wer([normal(text) for text in said], [normal(text) for text in heard]))


def sound_of(file: str) -> Sound:
    """Mono at 16 kHz."""
    from dictate.audio.files import read_audio

    return read_audio(SPEECH / file).samples


def sentences_of(clip: Clip) -> list[tuple[Sound, str]]:
    samples, rate = soundfile.read(SPEECH / clip.file, dtype="int16")
    found = []
    for row in rows("segments.tsv"):
        if row["file"] == clip.file:
            start = max(0, round((float(row["start"]) - SENTENCE_MARGIN_S) * rate))
            found.append((samples[start : round((float(row["end"]) + SENTENCE_MARGIN_S) * rate)], row["text"]))
    return found


@pytest.mark.parametrize("mode", MODES)
def test_short_clips_are_as_right_as_with_plain_generate(mode: str) -> None:
    said = [clip.text for clip in SHORT]
    plain = [plain_text(Mode(mode), sound_of(clip.file)) for clip in SHORT]
    ours = [transcribed(mode)[clip.file]["text"] for clip in SHORT]
    changed = "\n".join(f"{clip.file}: {p!r} -> {o!r}" for clip, p, o in zip(SHORT, plain, ours, strict=True) if p != o)
    assert error_rate(said, ours) <= error_rate(said, plain) + SHORT_POINTS, changed


@pytest.mark.parametrize("mode", MODES)
def test_monologues_are_as_right_as_their_sentences(mode: str) -> None:
    said, plain, ours = [], [], []
    for clip in LONG:
        sentences = sentences_of(clip)
        assert " ".join(text for _, text in sentences) == clip.text
        said.append(clip.text)
        plain.append(" ".join(plain_text(Mode(mode), sound) for sound, _ in sentences))
        ours.append(transcribed(mode)[clip.file]["text"])
    rates = [(error_rate([s], [o]), error_rate([s], [p])) for s, o, p in zip(said, ours, plain, strict=True)]
    told = "\n".join(
        f"{clip.file}: {r[0]:.1f} % against {r[1]:.1f} %: {o}" for clip, r, o in zip(LONG, rates, ours, strict=True)
    )
    assert error_rate(said, ours) <= error_rate(said, plain) + LONG_POINTS, told


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("clip", SILENT, ids=lambda clip: clip.file)
def test_noise_and_silence_give_no_text(mode: str, clip: Clip) -> None:
    result = transcribed(mode)[clip.file]
    assert result["text"] == ""
    assert [final["text"] for final in result["utterances"] if final["text"]] == []
    ledger = result["ledger"]
    assert ledger["text"] == 0
    assert ledger["captured"] == ledger["silence"] + ledger["rejected"]
