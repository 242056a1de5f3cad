"""Seam rules: spaces, capitals and the last full stop where an utterance meets the text around it.

Pure functions, on any thread. The rules:

- One space on either side where needed: none at the start of a line, after an opening bracket or quote, before
  punctuation, or where white space already stands; none in scripts that are written without.
- English only: a capital at the start of a paragraph and after ``.?!``; a small letter in mid-sentence, when
  ``core.vocabulary`` is sure that the word is no name. After a colon, an ellipsis, an opening quote or an abbreviation
  ("Mr.") the recogniser's case stands. Other languages keep the recogniser's case.
- A recogniser ends every utterance with a full stop. It is dropped when punctuation already follows ("a dog|, and"),
  and in mid-sentence when what follows goes on in lower case ("I saw |in the park": "I saw a dog in the park").
  Before a capital it stays: the utterance ended the sentence. A question or exclamation mark was meant and stays.

Nothing else about the words is ever changed.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from dictate.core.vocabulary import CLOSERS, Vocabulary, first_word

_OPENERS: Final = "([{\u2018\u201c\u00ab\u00bf\u00a1"
_TIGHT: Final = "-/@#\u2010\u2013\u2014"
"""No space after these when they end the text before: "well-|known", "and/|or"."""
_FOLLOWERS: Final = ".,;:?!%)]}-/\u2019\u201d\u00bb\u2026\u2013\u2014"
"""No space before these."""
_UNSPACED: Final = frozenset({"zh", "yue", "ja", "th", "lo", "km", "my", "bo"})
"""Whisper's codes of languages that put no spaces between words."""
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(\[\"'])(?:[A-Za-z]\.)*(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|Sr|Jr|vs|etc|approx|No|Fig|ca|cf|al)\.$"
)
_SENTENCE_END: Final = re.compile(r"[.?!]$")
_OPEN_END: Final = re.compile(r"(?:\.\.|[:\u2026])$")


@dataclass(frozen=True, slots=True)
class Seam:
    """An utterance made to fit: what to insert is ``lead + text + trail``."""

    lead: str
    text: str
    trail: str

    @property
    def whole(self) -> str:
        """All three."""
        return self.lead + self.text + self.trail


def join(
    before: str, text: str, after: str = "", *, language: str | None = "en", vocabulary: Vocabulary | None = None
) -> Seam:
    """Fit ``text`` between ``before`` and ``after``, the text around it in the same paragraph (or its nearest part).

    ``language`` is Whisper's code, or None when it is not known (then the case is left alone). White space within
    ``text`` becomes single spaces. An empty ``text`` gives an empty seam.
    """
    text = " ".join(text.split())
    if not text:
        return Seam("", "", "")
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if language == "en":
        text = _cased(before, text, vocabulary or Vocabulary())
    if _drops_full_stop(before, text, after):
        text = text[:-1]
    lead = " " if _needs_space(before, text, language) else ""
    trail = " " if _needs_space(before + lead + text, after, language) else ""
    return Seam(lead, text, trail)


def in_mid_sentence(before: str) -> bool | None:
    """Whether ``before`` ends within a sentence; None when one cannot tell (a colon, an open quote, "Mr.")."""
    standing = before.rstrip()
    if standing and (standing[-1] in "\u2018\u201c\u00ab" or _opens(standing)):
        return None
    bare = before.rstrip().rstrip(CLOSERS + _OPENERS).rstrip()
    if not bare:
        return False
    if _OPEN_END.search(bare) or _ABBREVIATION.search(bare):
        return None
    return not _SENTENCE_END.search(bare)


def _cased(before: str, text: str, vocabulary: Vocabulary) -> str:
    word = first_word(text)
    inside = in_mid_sentence(before)
    if not word or inside is None:
        return text
    start = text.index(word)
    if inside and vocabulary.may_lower(word, first_word(text[start + len(word) :].lstrip())):
        return text[:start] + word[0].lower() + text[start + 1 :]
    if not inside and word.islower() and len(word[0].upper()) == 1:
        return text[:start] + word[0].upper() + text[start + 1 :]
    return text


def _drops_full_stop(before: str, text: str, after: str) -> bool:
    following = after.lstrip()
    if len(text) < 2 or not text.endswith(".") or text[-2] in ".?!" or _ABBREVIATION.search(text) or not following:
        return False
    return following[0] in ".,;:?!" or (in_mid_sentence(before) is True and following[0].islower())


def _needs_space(left: str, right: str, language: str | None) -> bool:
    if not left or not right or left[-1].isspace() or right[0].isspace() or language in _UNSPACED:
        return False
    if left[-1] in _OPENERS + _TIGHT or right[0] in _FOLLOWERS or _is_wide(left[-1]) or _is_wide(right[0]):
        return False
    return not _opens(left) and not _closes(right)


def _opens(left: str) -> bool:
    """Whether the straight quote that ends ``left`` opens a quotation."""
    return left[-1] in "\"'" and (len(left) == 1 or left[-2].isspace() or left[-2] in _OPENERS)


def _closes(right: str) -> bool:
    """Whether the straight quote or apostrophe that begins ``right`` belongs to what stands before it."""
    return right[0] in "\"'" and (len(right) == 1 or not right[1].isalnum() or right[0] == "'")


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
