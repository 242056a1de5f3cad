"""The greedy loop, against transformers' own ``generate``: token for token, with prompts, languages and any draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.parts import POCKET, SPEECH, clip

LIMIT = 100
MODES = ("teacher", "distil")
CLIPS = sorted(path.name for path in SPEECH.glob("*.flac") if "monologue" not in path.name)
PROMPT = "Edinburgh, Heidi, lesson thirty-eight"


@dataclass(frozen=True)
class Parts:
    """One model, ours and transformers'."""

    plain: Any
    vocabulary: Any
    decoder: Any
    rules: Any
    features: Any


@cache
def parts(mode: str) -> Parts:
    from dictate.engine.preload import preload

    preload()
    import torch

    from dictate.engine.checkpoint import check_checkpoint
    from dictate.engine.decoder import Decoder
    from dictate.engine.decoding import Rules
    from dictate.engine.device import choose_device
    from dictate.engine.features import LogMel
    from dictate.engine.loading import load_model
    from dictate.engine.vocabulary import load_vocabulary

    checkpoint = check_checkpoint(POCKET / mode)
    vocabulary = load_vocabulary(checkpoint)
    decoder = Decoder(load_model(checkpoint, choose_device("cpu")))
    from transformers import WhisperForConditionalGeneration

    plain: Any = WhisperForConditionalGeneration.from_pretrained(POCKET / mode, dtype=torch.float32)
    return Parts(plain, vocabulary, decoder, Rules(vocabulary, decoder), LogMel(80, "cpu", torch.float32))


@cache
def encoded(mode: str, name: str) -> Any:
    import torch

    one = parts(mode)
    with torch.inference_mode():
        return one.plain.model.encoder(one.features(clip(name))).last_hidden_state[0]


@pytest.fixture(autouse=True)
def without_gradients() -> Iterator[None]:
    import torch

    with torch.inference_mode():
        yield


def heard(mode: str, name: str, *, language: str | None = "en", prompt: str = "", draft: Any = ()) -> Any:
    from dictate.engine.decoding import decode, detect_language

    one = parts(mode)
    one.decoder.listen(encoded(mode, name))
    told = detect_language(one.decoder, one.vocabulary) if language is None else one.vocabulary.language_id(language)
    opening = one.vocabulary.opening(one.vocabulary.prompt_ids(prompt, 200), told)
    return decode(one.decoder, one.rules, opening, LIMIT, draft)


@cache
def expected(mode: str, name: str, language: str | None = "en", prompt: str = "") -> list[int]:
    """The tokens of plain ``generate``, special ones left out."""
    import torch

    one = parts(mode)
    ids = one.vocabulary.prompt_ids(prompt, 200)
    output = one.plain.generate(
        one.features(clip(name)),
        language=language,
        task="transcribe",
        do_sample=False,
        num_beams=1,
        max_new_tokens=LIMIT,
        prompt_ids=torch.tensor(ids) if ids else None,
    )[0].tolist()
    assert not ids or output[: len(ids)] != ids, "transformers leaves the prompt out"
    return [token for token in output if token < one.vocabulary.end]


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_every_clip_token_for_token(mode: str) -> None:
    differing = {
        name: (list(heard(mode, name).tokens), expected(mode, name))
        for name in CLIPS
        if list(heard(mode, name).tokens) != expected(mode, name)
    }
    assert len(CLIPS) > 30
    assert not differing


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", ["clip08.flac", "clip12.flac", "clip23.flac"])
@pytest.mark.parametrize("prompt", ["", PROMPT])
@pytest.mark.parametrize("language", ["en", None])
def test_prompts_and_languages_token_for_token(mode: str, name: str, prompt: str, language: str | None) -> None:
    ours = heard(mode, name, language=language, prompt=prompt)
    assert list(ours.tokens) == expected(mode, name, language, prompt)
    assert ours.complete


def test_a_right_draft_costs_one_pass_and_changes_nothing() -> None:
    alone = heard("teacher", "clip16.flac")
    checked = heard("teacher", "clip16.flac", draft=alone.tokens)
    assert checked.passes == 1
    assert alone.passes == len(alone.tokens) + 1
    assert checked.tokens == alone.tokens
    assert checked.mean_log_probability == pytest.approx(alone.mean_log_probability, abs=1e-4)
    assert checked.no_speech_probability == pytest.approx(alone.no_speech_probability, abs=1e-5)


TRUTH = "clip13.flac"


@st.composite
def drafts(draw: st.DrawFn) -> list[int]:
    """Right, wrong in the middle, too short, too long, empty, random."""
    right = expected("teacher", TRUTH)
    size = parts("teacher").decoder.vocabulary_size
    kept = draw(st.integers(0, len(right)))
    noise = draw(st.lists(st.integers(0, size - 1), max_size=6))
    rest = right[draw(st.integers(kept, len(right))) :] if draw(st.booleans()) else []
    return [*right[:kept], *noise, *rest]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(draft=drafts())
def test_any_draft_gives_the_same_tokens(draft: list[int]) -> None:
    assert list(heard("teacher", TRUTH, draft=draft).tokens) == expected("teacher", TRUTH)


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_the_limit_holds_with_and_without_a_draft(limit: int) -> None:
    from dictate.engine.decoding import decode

    one = parts("teacher")
    opening = one.vocabulary.opening([], one.vocabulary.language_id("en"))
    right = expected("teacher", TRUTH)
    for draft in ((), right):
        one.decoder.listen(encoded("teacher", TRUTH))
        cut = decode(one.decoder, one.rules, opening, limit, draft)
        assert list(cut.tokens) == right[:limit]
        assert not cut.complete
