from hypothesis import given
from hypothesis import strategies as st

from dictate.core.comparing import Verification, WordChange, word_changes


def test_a_changed_word_is_told_with_its_place_in_the_second_text() -> None:
    assert word_changes("Nor is Mr. Quilters manner less", "Nor is Mr. Quilter's manner less") == (
        WordChange(at=3, before="Quilters", after="Quilter's"),
    )


def test_added_and_left_out_words() -> None:
    assert word_changes("a c", "a b c") == (WordChange(at=1, before="", after="b"),)
    assert word_changes("a b c", "a c") == (WordChange(at=1, before="b", after=""),)


def test_case_and_punctuation_count_only_when_asked() -> None:
    assert word_changes("hello, World", "Hello world.", exact=False) == ()
    assert len(word_changes("hello, World", "Hello world.")) == 1


@given(st.lists(st.sampled_from("abcd"), max_size=12), st.lists(st.sampled_from("abcd"), max_size=12))
def test_the_changes_turn_the_first_text_into_the_second(old: list[str], new: list[str]) -> None:
    words = list(new)
    for change in reversed(word_changes(" ".join(old), " ".join(new))):
        words[change.at : change.at + len(change.after.split())] = change.before.split()
    assert words == old


def test_the_accept_rate_of_an_empty_draft_is_one() -> None:
    empty = Verification(draft="", drafted_tokens=0, accepted_tokens=0, teacher_passes=1)
    assert empty.accept_rate == 1.0
    assert Verification(draft="a b", drafted_tokens=4, accepted_tokens=3, teacher_passes=2).accept_rate == 0.75
