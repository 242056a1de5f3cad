"""Words on which two models differ (field 19), and that a user's edit settles them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.doubts import find_doubts

WORDS = st.lists(st.sampled_from(["rocky", "Ithaca", "in", "little", "of"]), max_size=6).map(" ".join)


def told(inserted: str, standing: str, other: str) -> list[tuple[str, str]]:
    return [(doubt.standing, doubt.other) for doubt in find_doubts(inserted, standing, other)]


@pytest.mark.parametrize(
    ("text", "other", "doubts"),
    [
        ("little of Rocky Ithaca.", "little of rock Iffica.", [("Rocky Ithaca.", "rock Iffica.")]),
        ("Nor is Mr. Quilter's manner", "nor is Mr. Quilters manner.", [("Quilter's", "Quilters")]),
        ("The same words.", "the same, words", []),
        ("and guards", "up and guards", [("and", "up and")]),
        ("and guards", "and the guards", [("and", "and the")]),
        ("and the guards", "and guards", [("the", "")]),
        ("guards", "up guards and", [("guards", "up guards and")]),
        ("", "anything", []),
        ("all of it", "", [("all of it", "")]),
    ],
)
def test_field_19_both_readings_are_told(text: str, other: str, doubts: list[tuple[str, str]]) -> None:
    assert told(text, text, other) == doubts


def test_a_word_that_the_user_changed_is_no_longer_in_doubt_and_the_others_are() -> None:
    inserted, other = "a rocky path to Ithaca", "a rock path to Iffica"
    assert told(inserted, "a stony path to Ithaca", other) == [("Ithaca", "Iffica")]
    assert told(inserted, "a rock path to Iffica", other) == []
    assert told(inserted, "so a rocky path", other) == [("rocky", "rock")]


@given(inserted=WORDS, standing=WORDS, other=WORDS)
def test_a_doubt_is_always_a_stretch_of_whole_words_that_stands_there(inserted: str, standing: str, other: str) -> None:
    behind = 0
    for doubt in find_doubts(inserted, standing, other):
        assert behind <= doubt.start < doubt.end <= len(standing)
        assert standing[doubt.start : doubt.end] == doubt.standing
        assert set(doubt.standing.split()) <= set(inserted.split())
        behind = doubt.end


@given(text=WORDS, other=WORDS)
def test_taking_every_other_reading_gives_the_other_text(text: str, other: str) -> None:
    taken = text
    for doubt in reversed(find_doubts(text, text, other)):
        taken = taken[: doubt.start] + doubt.other + taken[doubt.end :]
    if text:
        assert taken.lower().split() == other.lower().split()
