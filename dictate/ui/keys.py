"""Which key does what: one table, rebindable through ``settings.window.keys``. No widgets here."""

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from dictate.core.errors import SettingsError

Portable = QKeySequence.SequenceFormat.PortableText
Native = QKeySequence.SequenceFormat.NativeText


@dataclass(frozen=True, slots=True)
class KeyAction:
    """An action that a key can do.

    Attributes:
        name: as in the settings file.
        title: as a person reads it.
        default: key sequences in Qt's portable text; the first is shown, the others work too.
    """

    name: str
    title: str
    default: tuple[str, ...]


ACTIONS: tuple[KeyAction, ...] = (
    KeyAction("record", "Record or stop", ("F9", "Ctrl+R")),
    KeyAction("hold", "Hold to talk", ("F8",)),
    KeyAction("cancel", "Cancel the current utterance", ("Esc",)),
    KeyAction("next_mode", "Next mode", ("Ctrl+M",)),
    KeyAction("copy_all", "Copy everything", ("Ctrl+Shift+C",)),
    KeyAction("again", "Recognize again with the other model", ("Ctrl+Shift+R",)),
    KeyAction("play", "Play the utterance", ("Ctrl+Shift+Space",)),
    KeyAction("find", "Find", ("Ctrl+F",)),
    KeyAction("find_next", "Find the next", ("F3",)),
    KeyAction("find_previous", "Find the previous", ("Shift+F3",)),
    KeyAction("doubt", "Go to the next word in doubt", ("F7",)),
    KeyAction("other_reading", "Take the other reading", ("Ctrl+.",)),
    KeyAction("compare", "Compare distil and teacher", ("Ctrl+D",)),
    KeyAction("new", "New text", ("Ctrl+N",)),
    KeyAction("open", "Open a text", ("Ctrl+O",)),
    KeyAction("save", "Save", ("Ctrl+S",)),
    KeyAction("save_as", "Save as", ("Ctrl+Shift+S",)),
    KeyAction("settings", "Settings", ("Ctrl+,",)),
    KeyAction("larger", "Larger text", ("Ctrl+=", "Ctrl++")),
    KeyAction("smaller", "Smaller text", ("Ctrl+-",)),
    KeyAction("usual_size", "Usual text size", ("Ctrl+0",)),
    KeyAction("utterances", "Show or hide the utterances", ("Ctrl+U",)),
    KeyAction("keys", "Show the keys", ("F1",)),
    KeyAction("quit", "Quit", ("Ctrl+Q",)),
)

FIXED: Mapping[str, str] = {
    "Ctrl+C": "Copy the selection",
    "Ctrl+X": "Cut",
    "Ctrl+V": "Paste",
    "Ctrl+A": "Select all",
    "Ctrl+Z": "Undo",
    "Ctrl+Shift+Z": "Redo",
}
"""Keys of the editor itself; no action may take them."""


def _combinations(sequence: QKeySequence) -> list[QKeyCombination]:
    """The strokes of a sequence; the stubs of PySide do not know that it can be indexed."""
    return [sequence[number] for number in range(sequence.count())]  # type: ignore[index]


def is_key(sequence: QKeySequence) -> bool:
    """Whether Qt knows the key that the sequence names."""
    return not sequence.isEmpty() and not any(
        combination.key() is Qt.Key.Key_unknown for combination in _combinations(sequence)
    )


class KeyTable:
    """Action -> key sequences: the defaults with the user's own keys over them."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """Take ``own`` (action -> key) over where it makes sense; ``problems`` says where it does not."""
        self._keys = {action.name: action.default for action in ACTIONS}
        self._own: dict[str, str] = {}
        self.problems: list[str] = []
        for name, key in own.items():
            try:
                self.rebind(name, key)
            except SettingsError as error:
                self.problems.append(error.user_message)

    def sequences(self, name: str) -> list[QKeySequence]:
        """The key sequences of an action."""
        return [QKeySequence(key, Portable) for key in self._keys[name]]

    def shown(self, name: str) -> str:
        """The first key of an action as this platform writes it; empty when it has none."""
        sequences = self.sequences(name)
        return sequences[0].toString(Native) if sequences else ""

    def own(self) -> dict[str, str]:
        """What differs from the defaults, for the settings file."""
        return dict(self._own)

    def rebind(self, name: str, key: str) -> None:
        """Give ``key`` to the action ``name``; an empty key takes its keys away.

        Raises:
            SettingsError: no such action, not a key, or another action (named) has it.
        """
        if name not in self._keys:
            raise SettingsError(f"There is no action '{name}' to give a key to")
        sequence = QKeySequence(key, Portable)
        if key and not is_key(sequence):
            raise SettingsError(f"'{key}' is not a key")
        other = self._holder(sequence, besides=name) if key else ""
        if other:
            raise SettingsError(f"{sequence.toString(Native)} is already the key of '{other}'")
        self._keys[name] = (sequence.toString(Portable),) if key else ()
        self._own[name] = sequence.toString(Portable)

    def _holder(self, sequence: QKeySequence, besides: str) -> str:
        """The title of whatever has ``sequence``; empty when it is free."""
        for fixed, title in FIXED.items():
            if QKeySequence(fixed, Portable) == sequence:
                return title
        for action in ACTIONS:
            if action.name != besides and sequence in self.sequences(action.name):
                return action.title
        return ""
