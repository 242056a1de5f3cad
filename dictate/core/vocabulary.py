"""Which words may lose the capital that a recogniser puts at the start of every utterance. Runs on any one thread.

There is no dictionary of names, so the rule errs on the side of keeping a capital: a capital too many is a blemish,
a name in lower case is damage. A first word is lower-cased only when it is on the list of words that begin English
sentences and are no names, or when the transcript holds it in lower case and never with a capital in mid-sentence.
"""

import re
from collections.abc import Iterable
from typing import Final

CLOSERS: Final = ")]}\"'\u2019\u201d\u00bb"
"""Brackets and quotes that may stand between the end of a sentence and the next."""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_DETERMINERS: Final = _words("a an her his its my our the their these this those your")
"""They begin names as well ("The Hague", "A Star Is Born"): kept before a capital."""

_STARTERS: Final = _DETERMINERS | _words(
    """
    about above across after again against all almost along already also although always am among and another any
    anybody anyone anything are aren't around as at be because been before behind being below beside between both but
    by can can't could couldn't did didn't do does doesn't doing don't down during each either else even ever every
    everybody everyone everything except few finally first for from further had hadn't has hasn't have haven't having
    he he'd he'll he's hence here here's hers herself him himself how how's however if in indeed inside instead into
    is isn't it it'd it'll it's itself just last later least less let let's like likewise many maybe me meanwhile
    might mine more moreover most much must myself near neither never nevertheless next no nobody none nor not nothing
    now of off often on once one only onto or other others otherwise ours ourselves out outside over perhaps please
    quite rather really same second several shall she she'd she'll she's should shouldn't since so some somebody
    somehow someone something sometimes somewhere soon still such than that that's then there there's therefore they
    they'd they'll they're they've third though through throughout thus till to today together tomorrow too toward
    towards two under unless unlike until up upon us usually very was wasn't we we'd we'll we're we've well were
    weren't what what's whatever when whenever where where's whereas wherever whether which whichever while who who's
    whoever whom whose why with within without won't would wouldn't yes yesterday yet you you'd you'll you're you've
    yours yourself yourselves
    """
)

_NAMES_TOO: Final = _words(
    """
    amber april art august autumn basil bill bob brown buck carol chase china christian chuck clay cliff cook crystal
    daisy dale dawn dean drew earl english ernest faith finch fisher frank french gene glen grace grant green guy harry
    heather herb holly hope hunter iris ivy jack jade jasmine jay jean jewel job john josh joy june lance lee lily
    march mark mason max may mercury mike miles miller nick noel olive pat patience pearl peg penny pierce polish price
    ray reading reed rich rob robin rod rose ruby rusty sandy sky skip smith sterling sue summer taylor ted terry
    thursday tom tony turkey victor violet wade wales ward warren wayne west will wood wright young
    """
)
"""Common words that are names as well: seen in lower case is no proof for them."""

_WORD: Final = re.compile(r"[^\W\d_][^\W_]*(?:['\u2019][^\W\d_]+)*")
_TERMINAL: Final = re.compile(rf"[.?!:\n][{re.escape(CLOSERS)}]*\s*$|^\W*$")


class Vocabulary:
    """What the transcript so far tells about capitals; learns one utterance at a time."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        """``names`` are the user's custom words: one that is written with a capital there always keeps it."""
        self._lower: set[str] = set()
        self._names: set[str] = {
            word.casefold() for name in names for word in _WORD.findall(name) if not word.islower()
        }

    def learn(self, text: str) -> None:
        """Remember the words of ``text`` that stand in lower case, and those with a capital in mid-sentence."""
        for match in _WORD.finditer(text):
            word = match.group()
            if word.islower():
                self._lower.add(_key(word))
            elif not _TERMINAL.search(text, max(0, match.start() - 8), match.start()):
                self._names.add(_key(word))

    def may_lower(self, word: str, following: str = "") -> bool:
        """Whether ``word``, the first of an utterance, may begin with a small letter when ``following`` comes next.

        Never: "I" and its forms, single letters but "A", inner capitals ("McKay", "NATO"), digits ("B2"), names.
        """
        rest = word[1:]
        key = _key(word)
        if not word[:1].isupper() or key in self._names or any(char.isupper() or char.isdigit() for char in rest):
            return False
        if key == "i" or key.startswith("i'") or (not rest and key != "a"):
            return False
        if key in _DETERMINERS:
            return not following[:1].isupper() or _key(following).partition("'")[0] == "i"
        return key in _STARTERS or (key in self._lower and key not in _NAMES_TOO)


def first_word(text: str) -> str:
    """The word that ``text`` begins with, after any quotes or brackets; empty when it begins with something else."""
    match = _WORD.search(text)
    return match.group() if match and not any(char.isalnum() for char in text[: match.start()]) else ""


def _key(word: str) -> str:
    return word.casefold().replace("\u2019", "'")
