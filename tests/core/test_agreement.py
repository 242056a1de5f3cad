"""LocalAgreement: committed text only grows."""

from hypothesis import given
from hypothesis import strategies as st

from dictate.core.agreement import SPAN_S, Agreement, LocalAgreement
from dictate.core.words import normalized


class Spaced:
    """Hypotheses that come as far apart as it takes, so that two in a row decide."""

    def __init__(self) -> None:
        self._agreement = LocalAgreement()
        self._heard_s = 0.0

    def update(self, text: str) -> Agreement:
        self._heard_s += SPAN_S + 0.01
        return self._agreement.update(text, self._heard_s)


def test_what_is_heard_often_must_stand_for_a_while() -> None:
    agreement = LocalAgreement()
    for number in range(3):
        assert agreement.update("the old man and", 0.3 * (number + 1)).committed == ""
    assert agreement.update("the old men and more", 1.3) == Agreement(committed="the old", tentative="men and more")
    assert agreement.update("the old men and more", 1.6).committed == "the old", "one heard another word meanwhile"
    assert agreement.update("the old men and more", 2.3).committed == "the old men and"


def test_what_two_hypotheses_agree_on_is_committed() -> None:
    agreement = Spaced()
    assert agreement.update("And so") == Agreement(committed="", tentative="And so")
    assert agreement.update("And so, my") == Agreement(committed="And so,", tentative="my")
    assert agreement.update("and so my fellow") == Agreement(committed="And so, my", tentative="fellow")


def test_the_last_word_stays_tentative() -> None:
    agreement = Spaced()
    agreement.update("the presentation")
    assert agreement.update("the presentation") == Agreement(committed="the", tentative="presentation")


def test_a_change_after_the_commit_is_shown_as_tentative_only() -> None:
    agreement = Spaced()
    agreement.update("I see the sea and")
    assert agreement.update("I see the sea and more").committed == "I see the sea and"
    # Now an early word is heard otherwise: what was committed stays, and is not shown a second time.
    assert agreement.update("Icy the sea and more of it") == Agreement(
        committed="I see the sea and more", tentative="of it"
    )
    assert agreement.update("Icy the sea and more often").tentative == "often"


def test_an_empty_hypothesis_takes_nothing_back() -> None:
    agreement = Spaced()
    agreement.update("one two three")
    agreement.update("one two three")
    assert agreement.update("") == Agreement(committed="one two", tentative="")
    assert agreement.update("one two three four") == Agreement(committed="one two", tentative="three four")


def test_words_are_the_same_without_case_and_punctuation() -> None:
    assert normalized("“It\u2019s,”") == normalized("its") == "its"
    assert normalized("—") == ""
    assert normalized("\uff26ull") == "full"


HYPOTHESES = st.lists(
    st.lists(st.sampled_from(["the", "The", "a", "cat", "cat.", "sat", "—"]), max_size=9).map(" ".join), max_size=8
)


@given(hypotheses=HYPOTHESES)
def test_committed_only_grows(hypotheses: list[str]) -> None:
    agreement = Spaced()
    before: list[str] = []
    for text in hypotheses:
        shown = agreement.update(text)
        committed = shown.committed.split()
        assert committed[: len(before)] == before
        assert text.split()[len(text.split()) - len(shown.tentative.split()) :] == shown.tentative.split()
        assert bool(shown.tentative) or not text or len(committed) >= len(text.split()) - 1
        before = committed


@given(words=st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=12))
def test_a_growing_text_is_shown_whole_at_every_step(words: list[str]) -> None:
    agreement = Spaced()
    for count in range(1, len(words) + 1):
        text = " ".join(words[:count])
        shown = agreement.update(text)
        assert f"{shown.committed} {shown.tentative}".strip() == text
        assert len(shown.committed.split()) == max(0, count - 1)
