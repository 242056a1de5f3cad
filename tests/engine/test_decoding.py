"""The greedy loop, against transformers' own ``generate``: token for token, with prompts, languages and any draft."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.parts import SPEECH
from tests.engine.references import LIMIT, encoded, expected, opening_of, parts, search_of

MODES = ("teacher", "distil")
CLIPS = sorted(path.name for path in SPEECH.glob("*.flac") if "monologue" not in path.name)
PROMPT = "Edinburgh, Heidi, lesson thirty-eight"
TRUTH = "clip13.flac"


@pytest.fixture(autouse=True)
def without_gradients() -> Iterator[None]:
    import torch

    with torch.inference_mode():
        yield


def heard(mode: str, name: str, *, language: str | None = "en", prompt: str = "", draft: Any = ()) -> Any:
    from dictate.engine.decoding import decode

    reader = parts(mode).reader
    reader.listen(encoded(mode, name))
    return decode(reader, opening_of(mode, language, prompt), LIMIT, draft)


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


@pytest.mark.slow
def test_verified_is_the_teachers_own_greedy_text_on_every_clip() -> None:
    from dictate.engine.verifying import verify

    differing, judged, accepted = {}, 0, 0
    for name in CLIPS:
        teacher = search_of("teacher", name)
        checked = verify(teacher, search_of("distil", name))
        judged, accepted = judged + checked.drafted, accepted + checked.accepted
        if teacher.tokens != expected("teacher", name):
            differing[name] = (teacher.tokens, expected("teacher", name))
    assert not differing
    assert accepted / judged > 0.8  # the pair agrees on most, or checking drafts would be of no use


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
    assert checked.log_probabilities == pytest.approx(alone.log_probabilities, abs=1e-4)
    assert checked.no_speech_probability == pytest.approx(alone.no_speech_probability, abs=1e-5)


@st.composite
def drafts(draw: st.DrawFn) -> list[int]:
    """Right, wrong in the middle, too short, too long, empty, random."""
    right = expected("teacher", TRUTH)
    size = parts("teacher").vocabulary.end
    kept = draw(st.integers(0, len(right)))
    noise = draw(st.lists(st.integers(0, size - 1), max_size=6))
    rest = right[draw(st.integers(kept, len(right))) :] if draw(st.booleans()) else []
    return [*right[:kept], *noise, *rest]


ANY_DRAFT = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANY_DRAFT
@given(draft=drafts())
def test_any_draft_gives_the_same_tokens(draft: list[int]) -> None:
    assert list(heard("teacher", TRUTH, draft=draft).tokens) == expected("teacher", TRUTH)


@ANY_DRAFT
@given(draft=drafts(), limit=st.integers(1, 40))
def test_whatever_distil_is_led_to_draft_verified_is_the_teachers_text(draft: list[int], limit: int) -> None:
    """``limit`` cuts the text at any place, ``draft`` leads distil astray in any way."""
    from dictate.engine.verifying import verify

    teacher, distil = search_of("teacher", TRUTH, limit=limit), search_of("distil", TRUTH, limit=limit)
    checked = verify(teacher, distil, draft)
    assert teacher.tokens == expected("teacher", TRUTH)[:limit]
    assert list(checked.draft) == expected("distil", TRUTH)[:limit]
    assert 0 <= checked.accepted <= checked.drafted


class Stubborn:
    """Stands where distil's search stands and drafts what it is told, wrong as it may be."""

    def __init__(self, drafts: list[list[int]]) -> None:
        self._drafts = list(drafts)
        self.tokens: list[int] = []
        self.done = False

    def finish(self, _draft: Any = ()) -> None:
        self._go_on()

    def check(self, _draft: Any) -> int:
        self._go_on()
        return 0

    def rewrite(self, tokens: list[int]) -> None:
        self.tokens, self.done = list(tokens), False

    def _go_on(self) -> None:
        self.tokens += self._drafts.pop(0) if self._drafts else []
        self.done = True


@ANY_DRAFT
@given(wrong=st.lists(drafts(), max_size=6))
def test_no_draft_however_wrong_gets_past_the_teacher(wrong: list[list[int]]) -> None:
    from dictate.engine.verifying import verify

    teacher: Any = search_of("teacher", TRUTH)
    verify(teacher, Stubborn(wrong), ())  # type: ignore[arg-type]
    assert teacher.tokens == expected("teacher", TRUTH)


def test_a_distil_that_is_always_wrong_costs_the_teacher_hardly_a_pass() -> None:
    from dictate.engine.verifying import verify

    teacher: Any = search_of("teacher", TRUTH)
    alone: Any = heard("teacher", TRUTH)
    verify(teacher, Stubborn([[7, 7, 7]] * 100), ())  # type: ignore[arg-type]
    assert tuple(teacher.tokens) == alone.tokens
    assert teacher.passes <= alone.passes


@pytest.mark.parametrize("limit", [0, 1, 3])
def test_the_limit_holds_with_and_without_a_draft(limit: int) -> None:
    from dictate.engine.decoding import decode

    right = expected("teacher", TRUTH)
    for draft in ((), right):
        reader = parts("teacher").reader
        reader.listen(encoded("teacher", TRUTH))
        cut = decode(reader, opening_of("teacher"), limit, draft)
        assert list(cut.tokens) == right[:limit]
        assert not cut.complete


def test_in_int8_a_checked_draft_has_the_very_bits_of_single_steps() -> None:
    """Verified and Teacher must not differ by rounding: the sums are integers, the rows do not meet."""
    from dictate.engine.int8 import int8_problem

    if int8_problem():
        pytest.skip(int8_problem())
    for name in ("clip01.flac", "clip16.flac", "clip21.flac"):
        alone, checked = search_of("teacher", name, "int8"), search_of("teacher", name, "int8")
        alone.finish()
        parts("teacher", "int8").reader.listen(encoded("teacher", name, "int8"))
        checked.finish(alone.tokens)
        assert checked.passes == 1
        assert checked.result().log_probabilities == alone.result().log_probabilities


def test_the_margin_tells_how_clearly_two_texts_part() -> None:
    alone = search_of("teacher", TRUTH)
    alone.finish()
    assert alone.margin(alone.tokens) == 0.0
    other = list(alone.tokens)
    other[3] += 1
    assert alone.margin(other) > 0.0
    assert alone.margin(alone.tokens[:-1]) > 0.0


class Eager:
    """Stands where ``graphs.capture`` stands: no graph, but the same fixed places that a graph has."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, function: Any, *examples: Any) -> Any:
        places = tuple(example.clone() for example in examples)

        def replay(*values: Any) -> Any:
            self.calls += 1
            for place, value in zip(places, values, strict=True):
                place.copy_(value)
            return function(*places)

        return replay


@pytest.mark.parametrize("draft_of", [None, "distil"])
def test_the_fixed_shapes_of_cuda_graphs_give_the_same_tokens(draft_of: str | None) -> None:
    """The passes that a GPU captures, run on the processor: padded rows, the whole memory, places written over."""
    reader, eager = parts("teacher").reader, Eager()
    reader.capture(encoded("teacher", TRUTH), eager)
    try:
        before = eager.calls
        draft = expected(draft_of, TRUTH) if draft_of else ()
        ours = heard("teacher", TRUTH, language=None, draft=draft)
        assert list(ours.tokens) == expected("teacher", TRUTH)
        assert eager.calls - before >= ours.passes + 1  # and once to listen
        assert ours.no_speech_probability < 0.1
    finally:
        reader.release()
