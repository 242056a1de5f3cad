"""The journal: a dictation's sound and text on the disk while it goes on.

The threads of the pipeline and the window only put things into a queue; what they put is on the disk within half a
second (``pipeline.journal_writer``).
"""

import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dictate.core.errors import StorageError
from dictate.core.events import Event, Finalized
from dictate.core.keeping import Kept, audio_file, read_sound
from dictate.core.kept_events import final_event, piece_of, segment_event, told_of
from dictate.core.ports import Listener
from dictate.core.recovering import Renumbered
from dictate.core.types import Samples, Segment
from dictate.pipeline.journal_items import Adopt, Afterwards, Ended, Finish, Retain, Sound, Text
from dictate.pipeline.journal_writer import AGAIN_S, JournalWriter


class Journal:
    """A ``Keeper`` on the disk, and a ``Listener`` that keeps the text of every final it hears of. For any thread."""

    def __init__(self, root: Path, days: int | None, about: Mapping[str, Any], listener: Listener) -> None:
        """Sessions lie under ``root`` and stay for ``days`` days after their end (None: they are in memory only).

        ``about`` goes into the manifest.
        """
        self._writer = JournalWriter(root, days, about, listener)

    def begin(self, recording: int, **about: Any) -> None:
        """A recording begins."""
        self._writer.put({"kind": "recording", "recording": recording, "at_s": time.time(), **about})

    def sound(self, recording: int, start: int, samples: Samples) -> None:
        """int16[n] came in: sample ``start`` of the recording and what follows."""
        if len(samples):
            self._writer.put(Sound(recording, start, [samples], len(samples)))

    def command(self, kind: str, recording: int, sample: int, **values: Any) -> None:
        """Something happened to the recording (``mode``, ``cancel``, ...) when ``sample`` samples were in."""
        self._writer.put({"kind": kind, "recording": recording, "sample": sample, **values})

    def segment(self, recording: int, segment: Segment, mode: str) -> None:
        """A final segment was cut."""
        self._writer.put(segment_event(piece_of(recording, segment, mode)))

    def end(self, recording: int) -> None:
        """All of the recording is cut."""
        self._writer.put({"kind": "ended", "recording": recording})
        self._writer.put(Ended(recording))

    def notify(self, event: Event) -> None:
        """Keep the text of a final; other events are not kept."""
        if isinstance(event, Finalized):
            self._writer.put(final_event(event.final.id, told_of(event.final)), hurry=True)

    def adopt(self, kept: Kept, renumbered: Renumbered) -> None:
        """Make ``kept``, which broke off, a part of this dictation: what it tells of utterances, and its sound."""
        for old, new in renumbered.recordings.items():
            self._writer.put({**kept.started.get(old, {}), "kind": "recording", "recording": new})
            self._writer.put(Adopt(audio_file(kept.folder, old), new))
            self._writer.put({"kind": "ended", "recording": new})
        for piece in renumbered.pieces(kept):
            self._writer.put(segment_event(piece))
        for utterance, told in renumbered.told(kept):
            self._writer.put(final_event(utterance, told))

    def keep_text(self, text: str, newest: int) -> None:
        """The text of the editor as it stands; ``newest`` is the newest utterance that it holds."""
        self._writer.put(Text(text, newest), hurry=True)

    def finish(self) -> None:
        """The text is saved, or let go: the session ends, and the next sound or text begins another one."""
        self._writer.put(Finish())

    def retain(self, days: int | None) -> None:
        """Keep dictations for ``days`` days after their end (None: in memory only) from now on, this one too.

        ``KeepingChanged`` follows when that begins or ceases to keep.
        """
        self._writer.put(Retain(days), hurry=True)

    def afterwards(self, call: Callable[[], None]) -> None:
        """Call ``call`` on the journal's thread when all that was put before is on the disk."""
        self._writer.put(Afterwards(call), hurry=True)

    def forget_sound(self) -> int:
        """Delete the sound of this session's recordings that came to their end; returns of how many. Waits for it."""
        counts: list[int] = []
        done = threading.Event()

        def forget() -> None:
            counts.append(self._writer.forget_sound())
            done.set()

        self.afterwards(forget)
        done.wait(AGAIN_S * 2)  # a disk that refuses everything is told of elsewhere
        return sum(counts)

    def view(self, recording: int, start: int, end: int) -> Samples | None:
        """The sound from the disk, taking no memory; None when it is not (all) there."""
        files = self._writer.files
        if files is None or files.samples(recording) < end:
            return None
        try:
            found = read_sound(audio_file(files.folder, recording), start, end)
        except StorageError:
            return None
        return found if len(found) == end - start else None

    def close(self) -> None:
        """Write what waits, and end the thread; a session that was not finished stays for recovery."""
        self._writer.close()
