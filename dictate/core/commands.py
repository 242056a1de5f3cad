"""Spoken commands: an utterance that is nothing but "new line" acts instead of being written. Runs on any thread."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from dictate.core.errors import SettingsError
from dictate.core.settings import TextSettings


class Action(StrEnum):
    """What a spoken command does."""

    NEW_LINE = "new_line"
    NEW_PARAGRAPH = "new_paragraph"
    SCRATCH = "scratch"
    STOP = "stop"
    COPY = "copy"


_EDGES: Final = re.compile(r"^[\W_]+|[\W_]+$")
_GAPS: Final = re.compile(r"[\s,]+")


def normalize(text: str) -> str:
    """``text`` as commands are compared: folded case, single blanks, no punctuation around it or comma within.

    Whisper writes "New line.", "New, line" or "New line!" for the same two words.
    """
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return _EDGES.sub("", _GAPS.sub(" ", folded))


class Commands:
    """The spoken commands that are switched on, looked up by whole utterance."""

    def __init__(self, settings: TextSettings) -> None:
        """Take the commands over from ``settings``; none when they are switched off.

        Raises:
            SettingsError: an action that does not exist; names the ones there are.
        """
        self._actions = _checked(settings.commands) if settings.spoken_commands else {}

    def find(self, text: str) -> Action | None:
        """The action that the utterance ``text`` asks for; None when it is text.

        Only the whole utterance counts: "scratch that itch please" is text.
        """
        return self._actions.get(normalize(text))


def _checked(commands: Mapping[str, str]) -> dict[str, Action]:
    actions: dict[str, Action] = {}
    for words, name in commands.items():
        if name not in set(Action):
            known = ", ".join(Action)
            raise SettingsError(f"The spoken command '{words}' has no action '{name}'", f"Choose one of: {known}.")
        key = normalize(words)
        if key:
            actions[key] = Action(name)
    return actions
