"""Interim text that does not flicker: what two hypotheses in a row agree on stays. Runs on the recogniser thread.

LocalAgreement-2 of Liu et al. 2020 (Low-Latency Sequence-to-Sequence Speech Recognition and Translation by Partial
Hypothesis Selection), as used for Whisper by Macháček et al. 2023 (whisper_streaming).
"""

from dataclasses import dataclass

from dictate.core.words import normalized


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Interim text, words joined by a space: ``committed`` only grows in an utterance, ``tentative`` may change."""

    committed: str
    tentative: str


class LocalAgreement:
    """Follows the hypotheses of one utterance; make a new one for the next."""

    def __init__(self) -> None:
        self._committed: list[str] = []
        self._previous: list[str] = []

    def update(self, text: str) -> Agreement:
        """Take the newest hypothesis of the whole utterance so far.

        Words are compared without case and punctuation; a word is shown as the hypothesis that committed it spells it.
        The last word is never committed: more sound may still change it.
        """
        words = text.split()
        rest = words[_covered(self._committed, words) :]
        before = self._previous[_covered(self._committed, self._previous) :]
        agreed = 0
        for new, old in zip(rest[:-1], before, strict=False):
            if normalized(new) != normalized(old):
                break
            agreed += 1
        self._committed += rest[:agreed]
        self._previous = words
        return Agreement(committed=" ".join(self._committed), tentative=" ".join(rest[agreed:]))


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
