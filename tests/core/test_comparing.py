import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.comparing import Verification, WordChange, WordErrors, word_changes, word_errors


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


WORDS = st.lists(st.sampled_from("abc"), min_size=1, max_size=8).map(" ".join)


@given(reference=WORDS, text=WORDS)
def test_word_errors_are_those_of_jiwer(reference: str, text: str) -> None:
    assert word_errors(reference, text).rate == pytest.approx(jiwer.wer(reference, text))


def test_word_errors_of_texts_add_up_and_know_no_case_and_punctuation() -> None:
    assert word_errors("Hello, world.", "hello world") == WordErrors(wrong=0, words=2)
    both = word_errors("one two three", "one too") + word_errors("four", "four")
    assert (both.wrong, both.words, both.rate) == (2, 4, 0.5)
    assert word_errors("", "invented").rate == 1
    assert word_errors("", "").rate == 0
