"""What waits for the disk, in the order in which it came. Used by the journal thread only."""

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np

from dictate.core.keeping import read_events, read_kept
from dictate.core.types import SAMPLE_RATE
from dictate.pipeline.journal_items import Ended, Finish, Item, Sound, Text

WAITING_SAMPLES: Final = 10 * 60 * SAMPLE_RATE
"""Sound that may wait; older sound goes first, then, and its place in the file stays silent."""


class Waiting:
    """A queue whose items are joined where they can be: sound that follows on other sound, and all texts."""

    def __init__(self) -> None:
        self._items: deque[Item] = deque()
        self._samples = 0
        self._text: Text | None = None

    def __len__(self) -> int:
        return len(self._items)

    @property
    def first(self) -> Item:
        """The oldest, which stays until it is ``done``."""
        return self._items[0]

    def add(self, item: Item) -> None:
        """One more waits."""
        match item:
            case Sound():
                self._add_sound(item)
            case Text() if self._text is not None:
                self._text.text, self._text.newest = item.text, item.newest
            case _:
                if isinstance(item, Text | Finish):
                    self._text = item if isinstance(item, Text) else None
                self._items.append(item)

    def _add_sound(self, sound: Sound) -> None:
        before = self._items[-1] if self._items else None
        if isinstance(before, Sound) and sound.follows(before):
            before.blocks += sound.blocks
            before.length += sound.length
        else:
            self._items.append(sound)
        self._samples += sound.length
        while self._samples > WAITING_SAMPLES:
            self._drop(next(each for each in self._items if isinstance(each, Sound)))

    def done(self) -> None:
        """The oldest need not wait any more."""
        item = self._items.popleft()
        if isinstance(item, Sound):
            self._samples -= item.length
        elif item is self._text:
            self._text = None

    def clear(self) -> list[Item]:
        """Nothing waits any more; returns what did."""
        items = list(self._items)
        self._items.clear()
        self._samples, self._text = 0, None
        return items

    def drop_ended_sound(self) -> None:
        """Let go the sound of recordings that came to their end."""
        ended = {item.recording for item in self._items if isinstance(item, Ended)}
        for sound in [item for item in self._items if isinstance(item, Sound) and item.recording in ended]:
            self._drop(sound)

    def _drop(self, sound: Sound) -> None:
        self._items.remove(sound)
        self._samples -= sound.length


def taken_back(folder: Path) -> Iterator[Item]:
    """Of a session: what happened, the newest of the sound that has no text yet, and the text as it stands.

    Raises:
        OSError, StorageError: it cannot be read.
    """
    kept = read_kept(folder)
    yield from read_events(folder)
    for stretch in kept.unwritten:
        start = max(stretch.start, stretch.end - WAITING_SAMPLES)
        samples = np.array(kept.sound(stretch.recording, start, stretch.end))
        yield Sound(stretch.recording, start, [samples], len(samples))
    if kept.written is not None:
        yield Text(kept.written, kept.newest)
