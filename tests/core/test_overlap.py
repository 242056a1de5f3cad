"""Words heard twice at a cut inside speech (field 16)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.overlap import remove_overlap
from dictate.core.types import samples_of

OVERLAP = samples_of(300)


@pytest.mark.parametrize(
    ("previous", "text", "left"),
    [
        ("I saw the red", "Red car outside.", "car outside."),
        ("I saw the red.", "The red car.", "car."),
        ("I saw the “red”,", "RED car.", "car."),
        ("it is", "it is", ""),
        ("I saw the", "red car", "red car"),
        # The second hearing begins inside a word.
        ("the presentation is", "tation is over", "over"),
        # The first hearing ends inside a word: nothing of the whole one is lost.
        ("see the presen", "the presentation is", "presentation is"),
        ("see the presen", "presentation is", "presentation is"),
        ("see the presentation", "tation is", "tation is"),
    ],
)
def test_field_16_a_word_in_the_overlap_stands_once(previous: str, text: str, left: str) -> None:
    assert remove_overlap(previous, text, OVERLAP) == left


@pytest.mark.parametrize(
    ("previous", "text", "together"),
    [
        # Both before the cut, and the overlap holds one or both of them.
        ("I know that that", "that is so", "I know that that is so"),
        ("I know that that", "that that is so", "I know that that is so"),
        # One on either side: the second piece hears both.
        ("I know that", "that that is so", "I know that that is so"),
        # Both after the cut.
        ("I know", "know that that is so", "I know that that is so"),
        ("I know", "that that is so", "I know that that is so"),
    ],
)
def test_field_16_that_that_spoken_twice_stays(previous: str, text: str, together: str) -> None:
    assert f"{previous} {remove_overlap(previous, text, OVERLAP)}" == together


def test_without_an_overlap_nothing_is_touched() -> None:
    assert remove_overlap("it was so so", "so  good", 0) == "so  good"
    assert remove_overlap("", "so good", OVERLAP) == "so good"
    assert remove_overlap("so", "", OVERLAP) == ""


def test_only_as_many_words_as_fit() -> None:
    long = "one two three four"
    assert remove_overlap(long, long + " five", OVERLAP) == long + " five"
    assert remove_overlap(long, long + " five", samples_of(700)) == "five"


WORDS = st.lists(st.sampled_from(["a", "the", "that", "There", "is", "...", "I'm", "red,"]), max_size=8).map(" ".join)


@given(previous=WORDS, text=WORDS, overlap=st.integers(0, 16_000))
def test_what_is_left_is_the_end_of_the_text(previous: str, text: str, overlap: int) -> None:
    left = remove_overlap(previous, text, overlap)
    assert text.endswith(left)
    assert len(text.split()) - len(left.split()) <= 7
