"""What was said in this session, in the order in which it was said, with every version of its text.

Pure data. Used by the Qt main thread (and by the terminal's only thread); not safe for two threads at once.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field

from dictate.core.types import Final, Outcome


@dataclass(slots=True, kw_only=True)
class Entry:
    """One utterance and all that was recognised in it.

    Attributes:
        versions: in the order in which they came: the first recognition, then the other model's and retries.
        shown: index in ``versions`` of the one that stands in the text.
        scratched: the user took it back by voice; its versions and sound are kept.
    """

    id: int
    versions: list[Final] = field(default_factory=list)
    shown: int = 0
    scratched: bool = False

    @property
    def final(self) -> Final:
        """The version that is shown."""
        return self.versions[self.shown]

    @property
    def latest(self) -> Final:
        """The version that came last."""
        return self.versions[-1]

    @property
    def outcome(self) -> Outcome:
        """What became of it, by the version that is shown."""
        return self.final.outcome

    @property
    def text(self) -> str:
        """The text that counts: empty when it was rejected, failed or scratched."""
        return self.final.text if self.outcome is Outcome.TEXT and not self.scratched else ""


class Transcript:
    """Utterances by id; one that comes late lands in its own place."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._order: list[int] = []

    def __len__(self) -> int:
        return len(self._order)

    def __iter__(self) -> Iterator[Entry]:
        return (self._entries[key] for key in self._order)

    def __contains__(self, utterance: object) -> bool:
        return utterance in self._entries

    def __getitem__(self, utterance: int) -> Entry:
        return self._entries[utterance]

    @property
    def newest(self) -> Entry | None:
        """The utterance that was said last."""
        return self._entries[self._order[-1]] if self._order else None

    def add(self, final: Final) -> Entry:
        """Take a recognition in and return its utterance.

        The first one is shown. A later one takes its place when it brings text, or when there was none before; a
        retry that fails never hides text. A version with the same revision and mode replaces the earlier one.
        """
        entry = self._entries.get(final.id)
        if entry is None:
            entry = self._entries[final.id] = Entry(id=final.id)
            insort(self._order, final.id)
        index = self._place(entry, final)
        if final.outcome is Outcome.TEXT or len(entry.versions) == 1 or entry.outcome is not Outcome.TEXT:
            entry.shown = index
        return entry

    @staticmethod
    def _place(entry: Entry, final: Final) -> int:
        key = (final.utterance.revision, final.mode)
        for index, version in enumerate(entry.versions):
            if (version.utterance.revision, version.mode) == key:
                entry.versions[index] = final
                return index
        entry.versions.append(final)
        return len(entry.versions) - 1

    def show(self, utterance: int, version: int) -> Final:
        """Show another version of an utterance (keep the distil's text, take the teacher's); returns it.

        Raises:
            KeyError: no such utterance.
            IndexError: no such version.
        """
        entry = self._entries[utterance]
        if not 0 <= version < len(entry.versions):
            raise IndexError(f"utterance {utterance} has no version {version}")
        entry.shown = version
        return entry.final

    def scratch(self, utterance: int) -> None:
        """Note that the user took an utterance back.

        Raises:
            KeyError: no such utterance.
        """
        self._entries[utterance].scratched = True

    def restore(self, utterance: int) -> None:
        """Undo ``scratch``.

        Raises:
            KeyError: no such utterance.
        """
        self._entries[utterance].scratched = False

    def clear(self) -> None:
        """Forget everything, for a new document."""
        self._entries.clear()
        self._order.clear()

    @property
    def text(self) -> str:
        """Every utterance's text in order, one a line."""
        return "\n".join(entry.text for entry in self if entry.text)

    @property
    def word_count(self) -> int:
        """Words in ``text``."""
        return count_words(self.text)


def count_words(text: str) -> int:
    """The number of words: stretches between white space."""
    return len(text.split())
