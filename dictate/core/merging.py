"""A late correction of an utterance meets the user's own edits of it: words the user touched stay. On any thread."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

TOKEN: Final = re.compile(r"\S+")
"""A word: what stands between white space."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Put ``text`` in place of the characters ``start`` to ``end`` of the text as it stands now."""

    start: int
    end: int
    text: str


def merge(inserted: str, standing: str, corrected: str) -> list[Replacement]:
    """How to turn ``standing`` towards ``corrected`` without touching what differs from ``inserted``.

    A three-way merge by words: ``inserted`` is what dictation wrote, ``standing`` what the user made of it,
    ``corrected`` the new version. A correction that meets a word which the user changed, removed or added is left
    out as a whole; every other one is made. In order of place, not overlapping; white space outside the corrected
    words is never changed.
    """
    if standing == inserted:
        return _minimal(standing, corrected)
    old, now, new = (TOKEN.findall(text) for text in (inserted, standing, corrected))
    spans = [match.span() for match in TOKEN.finditer(standing)]
    places = unchanged(old, now)
    replacements = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        found = standing_span(places, start, end, len(old), len(now)) if tag != "equal" else None
        if found is not None:
            words = " ".join(new[new_start:new_end])
            replacements.append(_at_words(standing, spans, found, words))
    return replacements


def _minimal(standing: str, corrected: str) -> list[Replacement]:
    """One replacement of the part that differs, none when nothing does."""
    if standing == corrected:
        return []
    limit = min(len(standing), len(corrected))
    head = next((i for i in range(limit) if standing[i] != corrected[i]), limit)
    tail = next((i for i in range(limit - head) if standing[-1 - i] != corrected[-1 - i]), limit - head)
    return [Replacement(head, len(standing) - tail, corrected[head : len(corrected) - tail])]


def unchanged(old: list[str], now: list[str]) -> dict[int, int]:
    """Index in ``old`` -> index in ``now`` of the words that the user left alone."""
    matcher = SequenceMatcher(None, old, now, autojunk=False)
    return {block.a + step: block.b + step for block in matcher.get_matching_blocks() for step in range(block.size)}


def standing_span(places: dict[int, int], start: int, end: int, old_count: int, count: int) -> tuple[int, int] | None:
    """Where the words ``start`` to ``end`` stand now, untouched; for none of them, the untouched gap between two."""
    if start < end:
        first = places.get(start)
        whole = first is not None and all(places.get(start + i) == first + i for i in range(end - start))
        return (first, first + end - start) if first is not None and whole else None
    left = places.get(start - 1) if start else -1
    right = places.get(end) if end < old_count else count
    return (right, right) if left is not None and right is not None and left + 1 == right else None


def _at_words(standing: str, spans: list[tuple[int, int]], words: tuple[int, int], text: str) -> Replacement:
    """The replacement of the words ``words[0]`` to ``words[1]``; space is added or taken with them."""
    first, last = words
    if first < last and text:
        return Replacement(spans[first][0], spans[last - 1][1], text)
    if text:
        where = spans[first - 1][1] if first else (spans[0][0] if spans else len(standing))
        return Replacement(where, where, f" {text}" if first else f"{text} " if spans else text)
    start = spans[first - 1][1] if first else spans[first][0]
    end = spans[last - 1][1] if first or last == len(spans) else spans[last][0]
    return Replacement(start, end, "")
