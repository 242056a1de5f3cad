"""Seam rules (field 17): spaces, capitals, the last full stop; never a word lost or changed beyond its first letter."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.joining import in_mid_sentence, join
from dictate.core.vocabulary import Vocabulary, first_word

CURLY = "\N{RIGHT SINGLE QUOTATION MARK}"


@pytest.mark.parametrize(
    ("before", "text", "after", "whole"),
    [
        # Spaces.
        ("", "Hello.", "", "Hello."),
        ("Yes.", "Hello.", "", " Hello."),
        ("Yes. ", "Hello.", "", "Hello."),
        ("Yes.\n", "Hello.", "", "Hello."),
        ("Yes", ", of course.", "", ", of course."),
        ("(", "Hello", ")", "Hello"),
        ("He said \N{LEFT DOUBLE QUOTATION MARK}", "Hello.", "\N{RIGHT DOUBLE QUOTATION MARK}", "Hello."),
        ('He said "', "The end.", '" twice', "The end."),
        ('He said "no"', "And left.", "", " and left."),
        ("One", "two", "'s", " two"),
        ("well-", "known", "", "known"),
        ("and/", "or", "", "or"),
        ("It costs", "ten", "%", " ten"),
        ("One.", "Two.", "Three.", " Two. "),
        ("One.", "Two.", "\nThree.", " Two."),
        ("", "a\n b \t c", "", "A b c"),
        ("x", "   ", "y", ""),
        # Capitals.
        ("", "hello", "", "Hello"),
        ("Is it?", "yes", "", " Yes"),
        ('He said "no."', "then he left.", "", " Then he left."),
        ("and", "The dog.", "", " the dog."),
        ("and", "I'm here.", "", " I'm here."),
        ("and", f"I{CURLY}ll go.", "", f" I{CURLY}ll go."),
        ("and", "I went.", "", " I went."),
        ("and", "A dog.", "", " a dog."),
        ("plan", "B is better.", "", " B is better."),
        ("with", "McKay.", "", " McKay."),
        ("for", "NATO.", "", " NATO."),
        ("at", "John's house.", "", " John's house."),
        ("in", "The Hague.", "", " The Hague."),
        ("so", "The I think.", "", " the I think."),
        ("in", "March.", "", " March."),
        ("my", "iPhone.", "", " iPhone."),
        ("", "iPhone.", "", "iPhone."),
        ("Look:", "The dog.", "", " The dog."),
        ("Well...", "the dog.", "", " the dog."),
        ("Well\N{HORIZONTAL ELLIPSIS}", "the dog.", "", " the dog."),
        ("We met Mr.", "The End.", "", " The End."),
        ("at 5 p.m.", "the shop.", "", " the shop."),
        ("yes, ", "It's fine.", "", "it's fine."),
        ("and", '"The dog."', "", ' "the dog."'),
        ("It is", "50 percent.", "", " 50 percent."),
        # The last full stop.
        ("I saw ", "A dog.", "in the park.", "a dog "),
        ("I saw ", "A dog.", " In the park.", "a dog."),
        ("I saw ", "A dog.", ". In the park.", "a dog"),
        ("Is it", "A dog.", "?", " a dog"),
        ("I saw ", "A dog?", "in the park.", "a dog? "),
        ("I saw ", "A dog...", "in the park.", "a dog... "),
        ("I left at", "5 p.m.", "in the rain", " 5 p.m. "),
        ("Hello. ", "He came.", "and went", "He came. "),
        ("I saw ", "A dog.", "", "a dog."),
    ],
)
def test_field_17_english(before: str, text: str, after: str, whole: str) -> None:
    assert join(before, text, after).whole == whole


@pytest.mark.parametrize("language", ["de", "fr", None])
def test_other_languages_keep_the_case(language: str | None) -> None:
    assert join("und", "Der Hund.", "", language=language).whole == " Der Hund."
    assert join("", "der Hund.", "", language=language).whole == "der Hund."


def test_scripts_without_spaces() -> None:
    ni, hao = "\N{CJK UNIFIED IDEOGRAPH-4F60}", "\N{CJK UNIFIED IDEOGRAPH-597D}"
    assert join(ni, hao, ni, language="zh").whole == hao
    assert join(ni, hao, ni, language=None).whole == hao
    assert join("\N{THAI CHARACTER KO KAI}", "\N{THAI CHARACTER KHO KHAI}", language="th").lead == ""


def test_what_the_transcript_tells_about_capitals() -> None:
    vocabulary = Vocabulary(["Flower", "pocket"])
    vocabulary.learn("Today the parcel for Anna came. Milk is out. We may need bread, a flower and a rose.")
    lowered = {
        word: vocabulary.may_lower(word) for word in ("Parcel", "Anna", "Milk", "Bread", "May", "Rose", "Flower")
    }
    assert lowered == {
        "Parcel": True,
        "Anna": False,
        "Milk": False,
        "Bread": True,
        "May": False,
        "Rose": False,
        "Flower": False,
    }
    vocabulary.learn("We need Bread.")
    assert not vocabulary.may_lower("Bread")


@pytest.mark.parametrize(
    ("before", "inside"),
    [("", False), ("One.", False), ("One", True), ("One,", True), ("One: ", None), ('One. "', None), ("(", False)],
)
def test_in_mid_sentence(before: str, inside: bool | None) -> None:
    assert in_mid_sentence(before) is inside


def test_first_word() -> None:
    assert [first_word(text) for text in ('"Yes," he', "5 dogs", "", "...", "don't go")] == ["Yes", "", "", "", "don't"]


PROSE = st.text(
    alphabet=string.ascii_letters + " .,;:?!'\"()-\N{EM DASH}\N{HORIZONTAL ELLIPSIS}\u00e9\u00df0123", max_size=60
)


def single_spaced(text: str) -> str:
    return " ".join(text.split())


@given(before=PROSE.map(single_spaced), text=PROSE, after=PROSE.map(single_spaced), known=PROSE)
def test_field_17_words_are_never_lost_or_changed_beyond_the_first_letters_case(
    before: str, text: str, after: str, known: str
) -> None:
    vocabulary = Vocabulary()
    vocabulary.learn(known)
    seam = join(before, text, after, vocabulary=vocabulary)
    said = single_spaced(text)
    assert seam.lead in ("", " ")
    assert seam.trail in ("", " ")
    assert said.casefold() in (seam.text.casefold(), seam.text.casefold() + ".")
    changed = [index for index, (one, other) in enumerate(zip(said, seam.text, strict=False)) if one != other]
    assert len(changed) <= 1
    assert all(not any(char.isalnum() for char in said[:index]) for index in changed)
    assert "  " not in before + seam.whole + after
    if said:
        assert before.split() == (before + seam.lead).split()
        assert (seam.trail + after).split() == after.split()


@given(before=PROSE.map(single_spaced), text=PROSE, after=PROSE.map(single_spaced))
def test_field_17_words_never_grow_together(before: str, text: str, after: str) -> None:
    seam = join(before, text, after)
    if seam.text:
        for left, right in ((before + seam.lead, seam.text), (seam.text, seam.trail + after)):
            assert not (left[-1:].isalnum() and right[:1].isalnum())


@given(before=PROSE, text=PROSE)
def test_another_language_changes_nothing_but_spaces(before: str, text: str) -> None:
    assert join(before, text, language="de").text == single_spaced(text)
