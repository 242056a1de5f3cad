"""What speed costs in words: the trimmed window and coarser numbers against full precision at the full window.

Word error rates over all clips with speech and the sentences of the monologues, with Whisper's
``EnglishTextNormalizer`` and jiwer. Full precision at the full window is transformers' ``generate``, token for token
(``test_decoding``).
"""

import csv
import json
from functools import cache
from typing import Any

import jiwer
import pytest

from dictate.core.types import Mode, Samples, samples_of
from tests.engine.parts import POCKET, SPEECH, clip, transcripts
from tests.plain import loaded, plain_text

pytestmark = pytest.mark.slow

POINTS = 0.5
MARGIN_S = 0.25


@cache
def spoken() -> list[tuple[Samples, str]]:
    """Sounds with what is said in them: short clips, and the sentences of the long ones."""
    said = [
        (clip(name), text)
        for name, text in transcripts().items()
        if text and name.endswith(".flac") and "monologue" not in name
    ]
    with (SPEECH / "segments.tsv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if "monologue" in row["file"]:
                start = max(0, samples_of((float(row["start"]) - MARGIN_S) * 1000))
                end = samples_of((float(row["end"]) + MARGIN_S) * 1000)
                said.append((clip(row["file"])[start:end], row["text"]))
    return said


@cache
def normalizer() -> Any:
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer

    create: Any = EnglishTextNormalizer  # transformers leaves it untyped
    return create(json.loads((POCKET / "teacher" / "normalizer.json").read_text()))


@cache
def word_errors(mode: Mode, precision: str, window: str) -> float:
    """Percent."""
    if (precision, window) == ("fp32", "full"):
        return error_rate([plain_text(mode, sound) for sound, _ in spoken()])
    pair = loaded(mode, precision, window)
    assert pair.info(mode).precision == precision
    heard = [pair.hear(sound, mode, language="en").text for sound, _ in spoken()]
    pair.close()
    return error_rate(heard)


def error_rate(heard: list[str]) -> float:
    """Percent, of ``heard`` against what is said."""
    normal = normalizer()
    return 100 * float(jiwer.wer([normal(text) for _, text in spoken()], [normal(text) for text in heard]))


@pytest.mark.parametrize("mode", [Mode.DISTIL, Mode.TEACHER])
def test_the_trimmed_window_costs_no_words(mode: Mode) -> None:
    assert len(spoken()) > 70
    assert word_errors(mode, "fp32", "auto") <= word_errors(mode, "fp32", "full") + POINTS


@pytest.mark.parametrize("mode", [Mode.DISTIL, Mode.TEACHER])
@pytest.mark.parametrize("precision", ["int8", "bf16"])
def test_coarser_numbers_cost_no_words(mode: Mode, precision: str) -> None:
    from dictate.engine.int8 import int8_problem

    if precision == "int8" and int8_problem():
        pytest.skip(int8_problem())
    assert word_errors(mode, precision, "auto") <= word_errors(mode, "fp32", "auto") + POINTS
