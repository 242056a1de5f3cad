"""A late correction against the user's own edits (field 17, 19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.merging import merge


def merged(inserted: str, standing: str, corrected: str) -> str:
    text = standing
    for change in reversed(merge(inserted, standing, corrected)):
        text = text[: change.start] + change.text + text[change.end :]
    return text


@pytest.mark.parametrize(
    ("inserted", "standing", "corrected", "result"),
    [
        ("a b c", "a b c", "a x c", "a x c"),
        ("a b c", "a B c", "a x c", "a B c"),
        ("a b c d", "a B c d", "a x c y", "a B c y"),
        ("a b c", "a c", "a x c", "a c"),
        ("a b c", "a new b c", "a x c", "a new x c"),
        ("a b c", "a b c", "", ""),
        ("a b c d", "A b c d", "a b d", "A b d"),
        ("a b c d", "A b c d", "b c d", "A b c d"),
        ("a b c d", "a b c D", "b c d", "b c D"),
        ("a b c d", "a b c D", "new a b c d", "new a b c D"),
        ("a b c d", "A b c d", "a b c d new", "A b c d new"),
        ("a b c", "a b  c", "a b d", "a b  d"),
        ("a b", "x y", "c d", "x y"),
        ("a b c", "a (mine) b c", "a new b c", "a (mine) b c"),
    ],
)
def test_field_17_words_that_the_user_changed_stay(inserted: str, standing: str, corrected: str, result: str) -> None:
    assert merged(inserted, standing, corrected) == result


TEXT = st.lists(st.sampled_from(["one", "two", "three", "two,", "Two"]), max_size=8).map(" ".join)


@given(inserted=TEXT, corrected=TEXT)
def test_without_edits_the_correction_is_taken_as_it_is(inserted: str, corrected: str) -> None:
    assert merged(inserted, inserted, corrected) == corrected


@given(inserted=TEXT, standing=TEXT)
def test_no_correction_changes_nothing(inserted: str, standing: str) -> None:
    assert merge(inserted, standing, inserted) == []


@given(inserted=TEXT, corrected=TEXT, where=st.integers(0, 8), data=st.data())
def test_field_17_a_word_that_the_user_typed_is_never_touched(
    inserted: str, corrected: str, where: int, data: st.DataObject
) -> None:
    words = inserted.split()
    count = data.draw(st.integers(0, len(words)))
    place = min(where, len(words) - count)
    standing = " ".join([*words[:place], "MINE", *words[place + count :]])
    result = merged(inserted, standing, corrected).split()
    assert result.count("MINE") == 1


@given(inserted=TEXT, standing=TEXT, corrected=TEXT)
def test_replacements_are_in_order_and_do_not_overlap(inserted: str, standing: str, corrected: str) -> None:
    end = 0
    for change in merge(inserted, standing, corrected):
        assert end <= change.start <= change.end <= len(standing)
        end = change.end
