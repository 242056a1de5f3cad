"""Doubled words after a cut inside speech: the second hearing goes. Runs on the recogniser thread.

The piece after such a cut begins with the last ``overlap_samples`` of the piece before it, so the words spoken there
are heard twice. Only the text at this seam is looked at, and only so many words as can be spoken in the overlap; a word
that was really said twice is elsewhere, or is heard once more often than it is removed. Where it is not certain that a
word was heard twice it stays: a doubled word can be seen and deleted, a lost one is gone.

What text alone cannot tell: two hearings spelled differently ("25" and "twenty-five") stay doubled; a word cut in half
stays as the fragment that was heard ("presen") beside the whole one; and of a word said twice exactly at the cut, of
which the second piece hears only one, one is taken for the repetition.
"""

import math

from dictate.core.types import seconds_of
from dictate.core.words import normalized

WORDS_A_SECOND = 6.0
"""As fast as people speak; bounds how many words can be in the overlap."""
LEAST_FRAGMENT = 2
"""Letters that a rest of a word must have to be known for one."""


def remove_overlap(previous: str, text: str, overlap_samples: int) -> str:
    """``text`` without the words at its start that ``previous`` ends with, heard in the ``overlap_samples`` of both.

    Words are compared without case and punctuation. Without an overlap or a repetition ``text`` is returned as it is.
    """
    if overlap_samples <= 0:
        return text
    most = math.ceil(seconds_of(overlap_samples) * WORDS_A_SECOND)
    before = [word for word in map(normalized, previous.split()) if word]
    shown = text.split()
    after = [normalized(word) for word in shown]
    for count in range(min(most, len(before), len(after)), 0, -1):
        doubled = _doubled(before, after, count)
        if doubled:
            return " ".join(shown[doubled:])
    return text


def _doubled(before: list[str], after: list[str], count: int) -> int:
    """How many words to remove when the last ``count`` of ``before`` were heard again, else 0."""
    seam = before[-count:]
    if after[:count] == seam:
        return count
    # The second hearing may begin inside a word ("tation is" after "presentation is").
    fragment, following = after[0], after[1 : count + 1]
    if following == seam and len(before) > count and _is_rest(fragment, before[-count - 1]):
        return count + 1
    # The first hearing may end inside a word ("the presen", then "the presentation"): the words before it are doubled.
    if count > 1 and after[: count - 1] == seam[:-1] and _is_start(seam[-1], after[count - 1]):
        return count - 1
    return 0


def _is_rest(fragment: str, word: str) -> bool:
    return LEAST_FRAGMENT <= len(fragment) < len(word) and word.endswith(fragment)


def _is_start(fragment: str, word: str) -> bool:
    return LEAST_FRAGMENT <= len(fragment) < len(word) and word.startswith(fragment)
