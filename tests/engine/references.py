"""The pocket models twice: ours, part by part, and transformers' own with its ``generate`` as the reference."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.engine.parts import POCKET, clip

LIMIT = 100


@dataclass(frozen=True)
class Parts:
    """One model, ours and transformers'."""

    plain: Any
    vocabulary: Any
    reader: Any
    hearing: Any


@cache
def parts(mode: str, precision: str = "fp32") -> Parts:
    """The pocket model of ``mode`` in ``precision``."""
    from dictate.engine.preload import preload

    preload()
    import torch
    from transformers import WhisperForConditionalGeneration

    from dictate.engine.checkpoint import check_checkpoint
    from dictate.engine.device import choose_device
    from dictate.engine.options import EngineOptions
    from dictate.engine.whisper import load_whisper

    checkpoint = check_checkpoint(POCKET / mode)
    choice = choose_device(EngineOptions(device="cpu", precision=precision))
    with torch.inference_mode():
        whisper = load_whisper(mode, checkpoint, choice, None)
    plain: Any = WhisperForConditionalGeneration.from_pretrained(POCKET / mode, dtype=torch.float32)
    return Parts(plain, whisper.vocabulary, whisper.reader, whisper.hearing)


@cache
def encoded(mode: str, name: str, precision: str = "fp32") -> Any:
    """What our encoder makes of a clip in the full window."""
    import torch

    with torch.inference_mode():
        return parts(mode, precision).hearing.encode(clip(name), 1500).clone()


@cache
def expected(mode: str, name: str, language: str | None = "en", prompt: str = "") -> list[int]:
    """The tokens of plain ``generate`` on transformers' own features, special ones left out."""
    import numpy as np
    import torch
    from transformers import WhisperFeatureExtractor

    one = parts(mode)
    extractor: Any = WhisperFeatureExtractor.from_pretrained(POCKET / mode)
    wave = clip(name).astype(np.float32) / 32768
    features = extractor(wave, sampling_rate=16_000, return_tensors="pt").input_features
    ids = one.vocabulary.prompt_ids(prompt, 200)
    output = one.plain.generate(
        features,
        language=language,
        task="transcribe",
        do_sample=False,
        num_beams=1,
        max_new_tokens=LIMIT,
        prompt_ids=torch.tensor(ids) if ids else None,
    )[0].tolist()
    assert not ids or output[: len(ids)] != ids, "transformers leaves the prompt out"
    return [token for token in output if token < one.vocabulary.end]


def opening_of(mode: str, language: str | None = "en", prompt: str = "", precision: str = "fp32") -> list[int]:
    """What the decoder is given to continue; it must have listened when the language is to be detected."""
    from dictate.engine.decoding import detect_language

    one = parts(mode, precision)
    told = detect_language(one.reader, one.vocabulary) if language is None else one.vocabulary.language_id(language)
    opening: list[int] = one.vocabulary.opening(one.vocabulary.prompt_ids(prompt, 200), told)
    return opening


def search_of(mode: str, name: str, precision: str = "fp32", limit: int = LIMIT) -> Any:
    """A search that has written nothing yet."""
    from dictate.engine.decoding import Search

    one = parts(mode, precision)
    one.reader.listen(encoded(mode, name, precision))
    return Search(one.reader, opening_of(mode, precision=precision), limit)
