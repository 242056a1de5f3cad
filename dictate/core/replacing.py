"""Words that the user wants written otherwise: "dictate" -> "Dictate", "btw" -> "by the way". Worker threads."""

import re
from collections.abc import Mapping
from dataclasses import replace

from dictate.core.comparing import word_changes
from dictate.core.events import Drafted, Event, Finalized
from dictate.core.ports import Listener
from dictate.core.types import Final

_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[,.;:!?])")
_LONELY_COMMA = re.compile(r"^[,\s]+|,(?=\s*[,.;:!?])")
"""What is left of "Um, I" and "well, um, yes" without the "um"."""


class Replacements:
    """Rules (what was heard -> what is written); whole words only, any case, longer rules first, each place once."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        """Take ``rules`` over; one without words to look for does nothing."""
        self._written = {_key(heard): written.strip() for heard, written in rules.items() if heard.strip()}
        longest_first = sorted(self._written, key=len, reverse=True)
        found = "|".join(r"\s+".join(map(re.escape, words.split())) for words in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE) if found else None

    def apply(self, text: str) -> str:
        """``text`` with every rule applied; what a rule has written is not looked at again."""
        if self._pattern is None:
            return text
        changed = self._pattern.sub(self._write, text)
        if changed == text:
            return text
        tidy = _SPACE_BEFORE_MARK.sub("", " ".join(changed.split()))
        return _LONELY_COMMA.sub("", tidy) if "" in self._written.values() else tidy

    def _write(self, match: re.Match[str]) -> str:
        heard = match.group()
        written = self._written.get(_key(heard), heard)
        # "Btw we" begins a sentence: so does "By the way we".
        begins = heard[0].isupper() and not heard.isupper() and written[:1].islower()
        return written[0].upper() + written[1:] if begins else written

    def applied_to(self, final: Final) -> Final:
        """``final`` with the rules applied to its text, and to the draft that a verified one came from."""
        text = self.apply(final.text)
        verification = final.verification
        if verification is not None:
            draft = self.apply(verification.draft)
            if text != final.text or draft != verification.draft:
                verification = replace(verification, draft=draft, changes=word_changes(draft, text))
        if text == final.text and verification is final.verification:
            return final
        return replace(final, text=text, verification=verification)


class ReplacingListener:
    """A ``Listener`` that passes every event on, drafts and finals with the rules applied."""

    def __init__(self, listener: Listener, rules: Mapping[str, str]) -> None:
        self._listener = listener
        # Replaced as a whole, never changed: the recogniser thread sees the old rules or the new ones.
        self._rules = Replacements(rules)

    def set_rules(self, rules: Mapping[str, str]) -> None:
        """Use ``rules`` from the next text on; any thread."""
        self._rules = Replacements(rules)

    def notify(self, event: Event) -> None:
        """Pass ``event`` on."""
        match event:
            case Finalized(final=final):
                event = Finalized(final=self._rules.applied_to(final))
            case Drafted(text=text):
                event = replace(event, text=self._rules.apply(text))
            case _:
                pass
        self._listener.notify(event)


def _key(words: str) -> str:
    return " ".join(words.split()).casefold()
