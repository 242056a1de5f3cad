"""Utterances are found again in a text of which one dictated and typed every part."""

import pytest

from dictate.core.locating import locate


def found(text: str, *said: str | tuple[str, ...]) -> list[str | None]:
    places = locate(text, [(each,) if isinstance(each, str) else each for each in said])
    return [text[place.start : place.end] if place else None for place in places]


@pytest.mark.parametrize(
    ("text", "said", "standing"),
    [
        ("A dog. It barks.", ("a dog.", "It barks."), ["A dog.", "It barks."]),
        ("I saw a dog in the park.", ("I saw", "A dog."), ["I saw", "a dog"]),
        ("Typed. Yes. Typed. Yes.", ("Yes.", "Yes."), ["Yes.", "Yes."]),
        ("Yes. Yes.", ("Yes.", "Yes.", "Yes."), ["Yes.", "Yes.", None]),
        ("Second. First.", ("First.", "Second."), ["First.", "Second."]),
        ("That hat.", ("Hat.",), ["hat."]),
        ("A cat, by hand.", ("A dog.",), [None]),
        ("İstanbul. A dog.", ("A dog.",), ["A dog."]),
        ("你好再见", ("你好", "再见"), ["你好", "再见"]),
        ("", ("A dog.", ""), [None, None]),
    ],
)
def test_where_they_stand(text: str, said: tuple[str, ...], standing: list[str | None]) -> None:
    assert found(text, *said) == standing


def test_each_has_a_place_of_its_own() -> None:
    first, second = locate("Yes. No. Yes.", [("Yes.",), ("Yes.",)])
    assert first is not None
    assert second is not None
    assert (first.start, second.start) == (0, 9)


def test_any_version_may_be_the_one_that_stands() -> None:
    places = locate("A cat. A log.", [("A dog.", "A cat."), ("A log.", "A dog.")])
    assert [place.wording for place in places if place] == [1, 0]
    (place,) = locate("A dog.", [("A dog", "A dog.", "A dog.")])
    assert place is not None
    assert place.wording == 2, "what was confirmed, not its draft"


def test_thousands_are_found_in_no_time() -> None:
    said = [f"This is sentence number {number}." for number in range(5000)]
    text = " ".join(each for number, each in enumerate(said) if number % 7)
    places = locate(text, [(each,) for each in said])
    assert [place is not None for place in places] == [bool(number % 7) for number in range(5000)]
