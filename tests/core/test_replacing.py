"""Replacement rules: whole words, any case, longest first, and in what the workers report."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.comparing import Verification
from dictate.core.events import Drafted, Event, Finalized, TextUpdated
from dictate.core.replacing import Replacements, ReplacingListener
from dictate.core.types import Mode
from tests.ui.fakes import final

RULES = {"btw": "by the way", "dick tate": "Dictate", "Rocky Ithaca": "rocky Ithaca", "um": "", "C plus plus": "C++"}


@pytest.mark.parametrize(
    ("heard", "written"),
    [
        ("I use dick tate every day.", "I use Dictate every day."),
        ("Dick  Tate, btw, is here.", "Dictate, by the way, is here."),
        ("Btw we met.", "By the way we met."),
        ("BTW", "by the way"),
        ("subtweet and btws stay", "subtweet and btws stay"),
        ("Well, um, that is it.", "Well, that is it."),
        ("Um I think um so", "I think so"),
        ("Um, I think so, um.", "I think so."),
        ("I write C plus plus.", "I write C++."),
        ("nothing here", "nothing here"),
        ("", ""),
    ],
)
def test_rules_change_whole_words_in_any_case(heard: str, written: str) -> None:
    assert Replacements(RULES).apply(heard) == written


def test_the_longer_rule_wins_and_nothing_is_replaced_twice() -> None:
    rules = Replacements({"new": "old", "old": "new", "new york": "NYC", "nyc": "never"})
    assert rules.apply("new York is new and old") == "NYC is old and new"


def test_rules_without_words_do_nothing() -> None:
    assert Replacements({"": "x", "  ": "y"}).apply("a  b") == "a  b"


@given(st.text(max_size=40), st.dictionaries(st.text(max_size=6), st.text(max_size=6), max_size=3))
def test_no_rule_and_no_text_breaks_it(text: str, rules: dict[str, str]) -> None:
    assert isinstance(Replacements(rules).apply(text), str)


class Heard:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def notify(self, event: Event) -> None:
        self.events.append(event)


def test_drafts_and_finals_are_changed_on_their_way_and_rules_can_be_changed() -> None:
    heard = Heard()
    listener = ReplacingListener(heard, {"btw": "by the way"})
    interim = TextUpdated(utterance=1, committed="btw", tentative="", mode=Mode.DISTIL)
    verified = replace(
        final(1, "so btw yes", mode=Mode.VERIFIED),
        verification=Verification(draft="so btw yet", drafted_tokens=3, accepted_tokens=2, teacher_passes=1),
    )
    listener.notify(interim)
    listener.notify(Drafted(utterance=1, text="so btw yet", mode=Mode.VERIFIED))
    listener.notify(Finalized(final=verified))
    listener.set_rules({})
    listener.notify(Finalized(final=final(2, "btw")))
    assert heard.events[0] is interim, "what may still change is shown as it was heard"
    drafted, changed, plain = heard.events[1:]
    assert isinstance(drafted, Drafted)
    assert drafted.text == "so by the way yet"
    assert isinstance(changed, Finalized)
    assert changed.final.text == "so by the way yes"
    assert changed.final.verification is not None
    assert [(change.at, change.before, change.after) for change in changed.final.verification.changes] == [
        (4, "yet", "yes")
    ], "the places of the teacher's changes are those in the written text"
    assert isinstance(plain, Finalized)
    assert plain.final.text == "btw"
