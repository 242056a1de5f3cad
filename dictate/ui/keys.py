"""Which key does what: one table, rebindable through ``settings.window.keys``. No widgets here."""

import contextlib
from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from dictate.core.errors import SettingsError
from dictate.ui.translating import marked, tr

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
    KeyAction("record", marked("Record or stop"), ("F9", "Ctrl+R")),
    KeyAction("hold", marked("Hold to talk"), ("F8",)),
    KeyAction("cancel", marked("Cancel the current utterance"), ("Esc",)),
    KeyAction("next_mode", marked("Next mode"), ("Ctrl+M",)),
    KeyAction("copy_all", marked("Copy everything"), ("Ctrl+Shift+C",)),
    KeyAction("again", marked("Recognize again with the other model"), ("Ctrl+Shift+R",)),
    KeyAction("play", marked("Play the utterance"), ("Ctrl+Shift+Space",)),
    KeyAction("find", marked("Find"), ("Ctrl+F",)),
    KeyAction("find_next", marked("Find the next"), ("F3",)),
    KeyAction("find_previous", marked("Find the previous"), ("Shift+F3",)),
    KeyAction("doubt", marked("Go to the next word in doubt"), ("F7",)),
    KeyAction("other_reading", marked("Take the other reading"), ("Ctrl+.",)),
    KeyAction("compare", marked("Compare distil and teacher"), ("Ctrl+D",)),
    KeyAction("new", marked("New text"), ("Ctrl+N",)),
    KeyAction("open", marked("Open a text"), ("Ctrl+O",)),
    KeyAction("save", marked("Save"), ("Ctrl+S",)),
    KeyAction("save_as", marked("Save as"), ("Ctrl+Shift+S",)),
    KeyAction("export", marked("Export"), ("Ctrl+E",)),
    KeyAction("transcribe", marked("Transcribe a sound file"), ("Ctrl+Shift+O",)),
    KeyAction("settings", marked("Settings"), ("Ctrl+,",)),
    KeyAction("larger", marked("Larger text"), ("Ctrl+=", "Ctrl++")),
    KeyAction("smaller", marked("Smaller text"), ("Ctrl+-",)),
    KeyAction("usual_size", marked("Usual text size"), ("Ctrl+0",)),
    KeyAction("utterances", marked("Show or hide the utterances"), ("Ctrl+U",)),
    KeyAction("keys", marked("Show the keys"), ("F1",)),
    KeyAction("quit", marked("Quit"), ("Ctrl+Q",)),
)

FIXED: Mapping[str, str] = {
    "Ctrl+C": marked("Copy the selection"),
    "Ctrl+X": marked("Cut"),
    "Ctrl+V": marked("Paste"),
    "Ctrl+A": marked("Select all"),
    "Ctrl+Z": marked("Undo"),
    "Ctrl+Shift+Z": marked("Redo"),
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


def _default(name: str) -> tuple[str, ...]:
    return next(action.default for action in ACTIONS if action.name == name)


class KeyTable:
    """Action -> key sequences: the defaults with the user's own keys over them."""

    def __init__(self, own: Mapping[str, str]) -> None:
        """Take ``own`` (action -> key) over where it makes sense; ``problems`` says where it does not."""
        self._keys = {action.name: action.default for action in ACTIONS}
        self._own: dict[str, str] = {}
        self.problems: list[str] = []
        # All of them are free before one is given: two actions may have changed places.
        for name in own.keys() & self._keys.keys():
            self._keys[name] = ()
        for name, key in own.items():
            try:
                self.rebind(name, key)
            except SettingsError as error:
                self.problems.append(error.user_message)
        for name in own.keys() & self._keys.keys() - self._own.keys():
            with contextlib.suppress(SettingsError):
                self.restore(name)

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

    def is_default(self, name: str) -> bool:
        """Whether an action has its default keys."""
        return self._keys[name] == _default(name)

    def default_words(self, name: str) -> str:
        """The default keys of an action as this platform writes them."""
        return ", ".join(QKeySequence(key, Portable).toString(Native) for key in _default(name))

    def restore(self, name: str) -> None:
        """Give an action its default keys back.

        Raises:
            SettingsError: another action (named) has one of them.
        """
        for key in _default(name):
            self._refuse_taken(QKeySequence(key, Portable), besides=name)
        self._keys[name] = _default(name)
        self._own.pop(name, None)

    def restore_all(self) -> None:
        """All defaults."""
        self._keys = {action.name: action.default for action in ACTIONS}
        self._own.clear()

    def rebind(self, name: str, key: str) -> None:
        """Give ``key`` to the action ``name``; an empty key takes its keys away.

        Raises:
            SettingsError: no such action, not a key, or another action (named) has it.
        """
        if name not in self._keys:
            raise SettingsError(tr("There is no action '{name}' to give a key to", name=name))
        sequence = QKeySequence(key, Portable)
        if key and not is_key(sequence):
            raise SettingsError(tr("'{key}' is not a key", key=key))
        if key:
            self._refuse_taken(sequence, besides=name)
        self._keys[name] = (sequence.toString(Portable),) if key else ()
        self._own[name] = sequence.toString(Portable)

    def _refuse_taken(self, sequence: QKeySequence, besides: str) -> None:
        other = self._holder(sequence, besides)
        if other:
            words = tr("{key} is already the key of '{action}'", key=sequence.toString(Native), action=tr(other))
            raise SettingsError(words)

    def _holder(self, sequence: QKeySequence, besides: str) -> str:
        """The title of whatever has ``sequence``; empty when it is free."""
        for fixed, title in FIXED.items():
            if QKeySequence(fixed, Portable) == sequence:
                return title
        for action in ACTIONS:
            if action.name != besides and sequence in self.sequences(action.name):
                return action.title
        return ""
