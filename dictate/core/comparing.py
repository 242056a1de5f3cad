"""Where two texts of one utterance differ, by words: a draft and what became of it, or two versions. Any thread."""

from dataclasses import dataclass
from difflib import SequenceMatcher

from dictate.core.words import normalized


@dataclass(frozen=True, slots=True, kw_only=True)
class WordChange:
    """A stretch of words that one text has in place of another's.

    Attributes:
        at: index of the first word of ``after`` in the second text, counted by white space; where words were only
            left out, of the word that follows.
        before, after: the words, joined by a space; empty for none.
    """

    at: int
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What the teacher made of distil's draft.

    Attributes:
        draft: distil's text.
        drafted_tokens: how many tokens distil wrote for the teacher to check.
        accepted_tokens: how many of them the teacher would have written too.
        teacher_passes: how often the teacher's decoder ran.
        changes: the words that the teacher changed.
    """

    draft: str
    drafted_tokens: int
    accepted_tokens: int
    teacher_passes: int
    changes: tuple[WordChange, ...] = ()

    @property
    def accept_rate(self) -> float:
        """The share of the drafted tokens that stood, 0-1; 1 when nothing was drafted."""
        return self.accepted_tokens / self.drafted_tokens if self.drafted_tokens else 1.0


def word_changes(before: str, after: str, *, exact: bool = True) -> tuple[WordChange, ...]:
    """The word changes that turn ``before`` into ``after``, in order.

    With ``exact`` False case and punctuation do not count: two readings of one sound, as a listener would judge them.
    """
    old, new = before.split(), after.split()
    keys = ([normalized(word) or word for word in words] for words in (old, new))
    left, right = (old, new) if exact else keys
    opcodes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    return tuple(
        WordChange(at=new_start, before=" ".join(old[start:end]), after=" ".join(new[new_start:new_end]))
        for tag, start, end, new_start, new_end in opcodes
        if tag != "equal"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WordErrors:
    """How far a text is from a reference, in words; case and punctuation do not count.

    Attributes:
        wrong: words to replace, add or leave out, the fewest that make it the reference.
        words: of the reference.
    """

    wrong: int = 0
    words: int = 0

    def __add__(self, other: "WordErrors") -> "WordErrors":
        return WordErrors(wrong=self.wrong + other.wrong, words=self.words + other.words)

    @property
    def rate(self) -> float:
        """The word error rate; 0 for an empty reference that was met, 1 for one that was not."""
        return self.wrong / self.words if self.words else float(self.wrong > 0)


def word_errors(reference: str, text: str) -> WordErrors:
    """The errors of ``text`` against ``reference`` (Levenshtein, 1966, over words)."""
    wanted, heard = ([key for word in each.split() if (key := normalized(word))] for each in (reference, text))
    row = list(range(len(heard) + 1))
    for number, word in enumerate(wanted, start=1):
        last, row[0] = row[0], number
        for place, other in enumerate(heard, start=1):
            last, row[place] = row[place], min(last + (word != other), row[place] + 1, row[place - 1] + 1)
    return WordErrors(wrong=row[-1], words=len(wanted))
