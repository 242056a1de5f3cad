"""Words on which two models differ, in the text as it stands now. Pure functions, any thread."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from dictate.core.merging import TOKEN, standing_span, unchanged
from dictate.core.words import bare


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A stretch of words that the other model heard otherwise.

    Attributes:
        start, end: characters of the standing text.
        standing: the words there.
        other: the other model's words; empty when it heard none.
    """

    start: int
    end: int
    standing: str
    other: str


def find_doubts(inserted: str, standing: str, other: str) -> tuple[Doubt, ...]:
    """Where ``standing`` still has words of ``inserted`` that ``other`` has otherwise, in order of place.

    ``inserted`` is what dictation wrote, ``standing`` what the user made of it: words that the user touched are no
    longer in doubt. Case and punctuation around words do not count. Words that only ``other`` has are told with the
    word before them (at the start, behind them), so that every doubt has a place one can see.
    """
    old, now, new = (TOKEN.findall(text) for text in (inserted, standing, other))
    spans = [match.span() for match in TOKEN.finditer(standing)]
    places = unchanged(old, now)
    doubts = []
    for start, end, new_start, new_end in _differences(old, new):
        found = standing_span(places, start, end, len(old), len(now))
        if found is not None:
            low, high = spans[found[0]][0], spans[found[1] - 1][1]
            words = " ".join(new[new_start:new_end])
            doubts.append(Doubt(start=low, end=high, standing=standing[low:high], other=words))
    return tuple(doubts)


def _differences(old: list[str], new: list[str]) -> list[tuple[int, int, int, int]]:
    """Word ranges of both that differ; in ``old`` none is empty."""
    if not old:
        return []
    left, right = ([bare(word) for word in words] for words in (old, new))
    ranges: list[tuple[int, int, int, int]] = []
    for tag, start, end, new_start, new_end in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if start < end:
            each = (start, end, new_start, new_end)
        elif start:
            each = (start - 1, end, new_start - 1, new_end)
        else:
            each = (start, end + 1, new_start, new_end + 1)
        if ranges and each[0] < ranges[-1][1]:
            before = ranges.pop()
            each = (before[0], each[1], before[2], each[3])
        ranges.append(each)
    return ranges
