"""Where utterances stand in a text that was kept as a whole: dictated and typed words together. Pure, any thread."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """``text[start:end]`` is what stands there of wording number ``wording``."""

    start: int
    end: int
    wording: int


def locate(text: str, said: Sequence[Sequence[str]]) -> list[Place | None]:
    """For each utterance of ``said``, in the order in which they were said, where one of its wordings stands.

    Case does not count, nor does a last full stop, which a seam may have changed (``core.joining``). Each stands behind
    the one before, or else in a place that no other has; None for one whose words are not there any more.
    """
    searched = _lower(text)
    taken: list[Place] = []
    places: list[Place | None] = []
    behind = 0
    for wordings in said:
        place = _first(searched, wordings, behind) or _free(searched, wordings, taken)
        places.append(place)
        if place is not None:
            taken.append(place)
            behind = max(behind, place.end)
    return places


def _first(text: str, wordings: Sequence[str], behind: int) -> Place | None:
    """The place next to ``behind`` where any of the wordings stands: the longest there, and of equal ones the last."""
    found = [place for index, wording in enumerate(wordings) for place in _find(text, wording, index, behind)]
    return min(found, key=lambda place: (place.start, -place.end, -place.wording), default=None)


def _free(text: str, wordings: Sequence[str], taken: Sequence[Place]) -> Place | None:
    """Any place that is not taken."""
    behind = 0
    while (place := _first(text, wordings, behind)) is not None:
        if all(place.end <= other.start or other.end <= place.start for other in taken):
            return place
        behind = place.start + 1
    return None


def _find(text: str, wording: str, index: int, behind: int) -> list[Place]:
    """At most one: the next place where ``wording`` stands as whole words."""
    whole = _lower(" ".join(wording.split()))
    bare = whole.removesuffix(".")
    if not bare:
        return []
    start = text.find(bare, behind)
    while start >= 0:
        end = start + len(bare)
        if not _goes_on(text, start - 1, start) and not _goes_on(text, end - 1, end):
            return [Place(start, start + len(whole) if text.startswith(whole, start) else end, index)]
        start = text.find(bare, start + 1)
    return []


def _goes_on(text: str, left: int, right: int) -> bool:
    """Whether a word goes on from one index to the next; scripts whose letters are wide put no spaces between words."""
    if left < 0 or right >= len(text):
        return False
    return all(char.isalnum() and unicodedata.east_asian_width(char) not in "WF" for char in (text[left], text[right]))


def _lower(text: str) -> str:
    """In small letters, each of which is in its place still (there are capitals that become two letters)."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
