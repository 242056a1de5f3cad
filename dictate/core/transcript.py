"""What was said in this session, in the order in which it was said, with every version of its text.

Pure data. Used by the Qt main thread (and by the terminal's only thread); not safe for two threads at once.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from dictate.core.types import Final, Mode, Outcome

DRAFT = "draft"
"""In place of a model's name: what distil wrote for the teacher to check."""


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

    def reading(self, mode: Mode) -> Final | None:
        """What distil heard, or else what the teacher did (its own text, or one that it verified); the latest."""
        distil = mode is Mode.DISTIL
        readings = (
            version
            for version in reversed(self.versions)
            if version.outcome is Outcome.TEXT and (version.mode is Mode.DISTIL) == distil
        )
        return next(readings, None)

    @property
    def other(self) -> Final | None:
        """The other model's version of the text that is shown; None when there is none."""
        return self.reading(Mode.TEACHER if self.final.mode is Mode.DISTIL else Mode.DISTIL)


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

    def add(self, final: Final, *, show: bool = True) -> Entry:
        """Take a recognition in and return its utterance.

        The first one is shown. A later one takes its place when it brings text, or when there was none before; a
        retry that fails never hides text, and one that is not to ``show`` never hides anything. A version with the
        same revision and mode replaces the earlier one.
        """
        entry = self._entries.get(final.id)
        if entry is None:
            entry = self._entries[final.id] = Entry(id=final.id)
            insort(self._order, final.id)
        index = self._place(entry, final)
        better = final.outcome is Outcome.TEXT or entry.outcome is not Outcome.TEXT
        if (show and better) or len(entry.versions) == 1:
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


def draft_of(final: Final, drafted_ms: float | None = None) -> Final | None:
    """Distil's draft of a verified utterance as a version of its own; None when there was none.

    ``drafted_ms`` is from the end of speech until the draft was there; when it is not known, it was there by the time
    the teacher's text was.
    """
    if final.verification is None or not final.verification.draft or final.outcome is not Outcome.TEXT:
        return None
    latency = final.latency
    total = min(latency.total_ms, latency.total_ms if drafted_ms is None else max(0.0, drafted_ms))
    before = latency.pause_ms + latency.queue_ms + latency.features_ms + latency.encoder_ms
    decoder = max(0.0, total - before)
    spared = latency.decoder_ms - decoder
    model = latency.features_ms + latency.encoder_ms + latency.decoder_ms
    return replace(
        final,
        utterance=replace(final.utterance, mode=Mode.DISTIL),
        text=final.verification.draft,
        model=DRAFT,
        latency=replace(latency, decoder_ms=decoder, total_ms=total),
        real_time_factor=final.real_time_factor * (1 - spared / model) if model else final.real_time_factor,
        verification=None,
    )


def count_words(text: str) -> int:
    """The number of words: stretches between white space."""
    return len(text.split())
