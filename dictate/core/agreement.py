"""Interim text that does not flicker: what all hypotheses of a while agree on stays. Runs on the recogniser thread.

LocalAgreement-2, by time in place of by count, of Liu et al. 2020 (Low-Latency Sequence-to-Sequence Speech Recognition
and Translation by Partial Hypothesis Selection), as used for Whisper by Macháček et al. 2023 (whisper_streaming).
"""

from collections import deque
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

from dictate.core.words import normalized

SPAN_S: Final = 0.9
"""Hypotheses must agree over so much more sound. whisper_streaming has one a second and asks two of them; with three a
second two are soon agreed, and as soon proved wrong (5 of 310 committed words of the clips, with this span none)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Interim text, words joined by a space: ``committed`` only grows in an utterance, ``tentative`` may change."""

    committed: str
    tentative: str


class LocalAgreement:
    """Follows the hypotheses of one utterance; make a new one for the next."""

    def __init__(self) -> None:
        self._committed: list[str] = []
        self._before: deque[tuple[float, list[str]]] = deque()

    def update(self, text: str, heard_s: float) -> Agreement:
        """Take the newest hypothesis of the whole utterance so far, of which ``heard_s`` seconds were heard.

        Words are compared without case and punctuation; a word is shown as the hypothesis that committed it spells it.
        The last word is never committed: more sound may still change it.
        """
        words = text.split()
        rest = words[_covered(self._committed, words) :]
        agreed = self._agreed(rest[:-1], heard_s)
        self._committed += rest[:agreed]
        self._before.append((heard_s, words))
        return Agreement(committed=" ".join(self._committed), tentative=" ".join(rest[agreed:]))

    def _agreed(self, words: list[str], heard_s: float) -> int:
        """How many of the first ``words`` stand in every hypothesis back to one of ``SPAN_S`` ago."""
        while len(self._before) > 1 and heard_s - self._before[1][0] >= SPAN_S:
            self._before.popleft()
        if not self._before or heard_s - self._before[0][0] < SPAN_S:
            return 0
        others = [before[_covered(self._committed, before) :] for _, before in self._before]
        length = min(len(words), *map(len, others))
        same = (len({normalized(one[at]) for one in (words, *others)}) == 1 for at in range(length))
        return sum(takewhile(bool, same))


def _covered(committed: list[str], words: list[str]) -> int:
    """How many of the first ``words`` stand for ``committed``: the prefix with the least edit distance.

    A later hypothesis may hear an early word otherwise, or as two; what was committed must still not be shown again.
    Of equally near prefixes the one whose length is nearest to that of ``committed`` is taken.
    """
    wanted = [normalized(word) for word in committed]
    costs = list(range(len(wanted) + 1))
    best = (costs[-1], len(wanted), 0)
    for count, word in enumerate(map(normalized, words), start=1):
        diagonal, costs[0] = costs[0], count
        for index, target in enumerate(wanted, start=1):
            substituted = diagonal + (word != target)
            diagonal = costs[index]
            costs[index] = min(substituted, diagonal + 1, costs[index - 1] + 1)
        best = min(best, (costs[-1], abs(count - len(wanted)), count))
    return best[2]
