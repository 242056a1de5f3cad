"""Word error rate as the field counts it: jiwer over Whisper's normalised English. Imports both when asked."""

import importlib.util
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

_SPELLINGS = "normalizer.json"


def word_error_rate(folder: Path, wanted: Sequence[str], heard: Sequence[str]) -> float | None:
    """The share of wrong words, 0 and up, of ``heard`` beside ``wanted``; None without jiwer, or with nothing wanted.

    ``folder`` is a checkpoint's: it may bring the British and American spellings (``normalizer.json``).
    """
    if not any(wanted) or importlib.util.find_spec("jiwer") is None:
        return None
    import jiwer  # noqa: PLC0415 - may be missing
    from transformers.models.whisper.english_normalizer import EnglishTextNormalizer  # noqa: PLC0415 - seconds

    path = folder / _SPELLINGS
    spellings = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    create: Any = EnglishTextNormalizer  # transformers leaves it untyped
    normal = create(spellings)
    pairs = [(normal(right), normal(got)) for right, got in zip(wanted, heard, strict=True) if normal(right)]
    rate = jiwer.wer([right for right, _ in pairs], [got for _, got in pairs])
    return float(rate)
