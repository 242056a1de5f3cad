"""How a dictation lies on the disk while it goes on, and how it is read again after a crash. Any thread.

One folder a session, readable by its owner only; ``pipeline.journal`` writes it::

    20261125-081502-123456-4711/     when it began, and the program's number
      manifest.json    what it was made with, and whether it came to its end; replaced as a whole
      lock             locked while its program runs, so that nobody takes a living dictation for a dead one
      audio-1.wav      recording 1: 16 kHz, 16 bit, mono; sample n of the file is sample n of the recording
                       (from ``ADOPTED`` on: of a dictation that broke off before, and was recovered into this one)
      events.jsonl     one JSON object a line, in the order in which it happened; the last may be cut off
      text.json        the text of the editor as it stood, and the newest utterance that it holds

Everything here may have been cut off anywhere, or changed by someone: it is read as bytes from outside.
"""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from dictate.core.errors import StorageError
from dictate.core.joining import join
from dictate.core.kept_events import Piece, Told, piece_in, told_in
from dictate.core.reading import read_limited
from dictate.core.saving import why
from dictate.core.types import Outcome, Samples, seconds_of

MANIFEST: Final = "manifest.json"
LOCK: Final = "lock"
EVENTS: Final = "events.jsonl"
TEXT: Final = "text.json"
WAV_HEADER: Final = 44
"""Bytes before the first sample: the plain RIFF header that every player knows."""
ADOPTED: Final = 1_000_000
"""Recordings from this number on, and utterances with ids below 0, were taken over from a dictation that broke off."""
LONGEST_FILE: Final = 256 * 2**20
"""Of text and events; a day of dictation has a few MB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Sound that has no text yet: samples ``start`` to ``end`` of a recording."""

    recording: int
    start: int
    end: int


@dataclass(slots=True, kw_only=True)
class Kept:
    """One session's folder, read.

    Attributes:
        manifest: as written; empty when it cannot be read.
        lengths: samples on the disk, by recording.
        commands: what happened at which sample (``mode``, ``cancel``, ``break``, ``paused``), by recording, in order.
        told: what the recogniser made of every utterance, in its newest version; ``versions`` has them all, in order.
        ended: recordings that came to their end.
        written: the editor's text as it stood, and in ``newest`` the newest utterance that it holds; None for none.
    """

    folder: Path
    manifest: dict[str, Any] = field(default_factory=dict)
    lengths: dict[int, int] = field(default_factory=dict)
    started: dict[int, dict[str, Any]] = field(default_factory=dict)
    commands: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    pieces: dict[int, Piece] = field(default_factory=dict)
    told: dict[int, Told] = field(default_factory=dict)
    versions: dict[int, list[Told]] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    written: str | None = None
    newest: int = 0

    @property
    def name(self) -> str:
        """What the command line calls it."""
        return self.folder.name

    @property
    def state(self) -> str:
        """``open`` (running, or broken off), ``ended``, or ``recovered``."""
        return str(self.manifest.get("state", "open"))

    @property
    def text(self) -> str:
        """The text as it stood, and behind it what was recognised since."""
        text = self.written or ""
        spoken = self.manifest.get("language")
        language = spoken if isinstance(spoken, str) and spoken else None
        for key in sorted(self.told):
            told = self.told[key]
            if told.outcome == Outcome.TEXT and (self.written is None or key > self.newest):
                text += join(text, told.text, language=language).whole
        return text

    @property
    def recordings(self) -> list[int]:
        """The recordings of which there is sound, in the order in which they were made: those taken over come first."""
        firsts: dict[int, int] = {}
        for piece in self.pieces.values():
            firsts[piece.recording] = min(piece.id, firsts.get(piece.recording, piece.id))
        return sorted(
            self.lengths, key=lambda number: (number < ADOPTED, firsts.get(number, 0) if number >= ADOPTED else number)
        )

    @property
    def unwritten(self) -> list[Stretch]:
        """Sound without text, in order: what failed, what waited for the recogniser, what was not cut yet."""
        found: list[Stretch] = []
        for number, length in sorted(self.lengths.items()):
            found += self._unwritten_of(number, length)
        return found

    def _unwritten_of(self, number: int, length: int) -> Iterator[Stretch]:
        cut_until = 0
        for piece in sorted((piece for piece in self.pieces.values() if piece.recording == number), key=_by_start):
            told = self.told.get(piece.id)
            if told is None:
                # Utterances are recognised in their order: nothing behind this one has text.
                yield from _stretch(number, piece.start, length)
                return
            if told.outcome == Outcome.FAILED:
                yield from _stretch(number, piece.start, min(piece.end, length))
            cut_until = max(cut_until, piece.end)
        if number not in self.ended:
            yield from _stretch(number, cut_until, length)

    @property
    def unwritten_s(self) -> float:
        """Seconds of ``unwritten``."""
        return sum(seconds_of(stretch.end - stretch.start) for stretch in self.unwritten)

    def sound(self, recording: int, start: int = 0, end: int | None = None) -> Samples:
        """int16[n] of a recording; what the disk does not hold is left out.

        Raises:
            StorageError: it cannot be read.
        """
        return read_sound(audio_file(self.folder, recording), start, end)


def _by_start(piece: Piece) -> int:
    return piece.start


def _stretch(recording: int, start: int, end: int) -> Iterator[Stretch]:
    if end > start:
        yield Stretch(recording=recording, start=start, end=end)


def audio_file(folder: Path, recording: int) -> Path:
    """Where the sound of a recording lies."""
    return folder / f"audio-{recording}.wav"


def read_sound(file: Path, start: int = 0, end: int | None = None) -> Samples:
    """int16[n]: samples ``start`` to ``end`` of a WAV of ours, by the file's length: its header may be behind.

    The array is a view of the file, so that an hour of sound takes no memory.

    Raises:
        StorageError: it cannot be read.
    """
    try:
        length = max(0, (file.stat().st_size - WAV_HEADER) // 2)
        end = length if end is None else min(end, length)
        if start >= end:
            return np.empty(0, np.int16)
        return np.memmap(file, np.int16, "r", WAV_HEADER + 2 * start, (end - start,))
    except (OSError, ValueError) as error:
        reason = why(error) if isinstance(error, OSError) else str(error)
        raise StorageError(
            f"The kept sound {file} cannot be read: {reason}", "The text is there all the same."
        ) from error


def read_kept(folder: Path) -> Kept:
    """What lies in ``folder``; broken parts are left out, for the rest is worth having.

    Raises:
        StorageError: it cannot be read at all.
    """
    kept = Kept(folder=folder)
    try:
        names = sorted(entry.name for entry in folder.iterdir())
        kept.manifest = _read_object(folder / MANIFEST)
        text = _read_object(folder / TEXT)
        for name in names:
            number = name.removeprefix("audio-").removesuffix(".wav")
            if name == f"audio-{number}.wav" and number.isascii() and number.isdecimal() and len(number) < 9:
                kept.lengths[int(number)] = max(0, ((folder / name).stat().st_size - WAV_HEADER) // 2)
        for event in read_events(folder):
            with contextlib.suppress(KeyError, TypeError, ValueError, OverflowError):  # a line that someone spoilt
                _take(kept, event)
    except OSError as error:
        raise StorageError(f"The kept dictation {folder} cannot be read: {why(error)}", "Check its owner.") from error
    if isinstance(text.get("text"), str):
        kept.written = text["text"]
        kept.newest = text["newest"] if isinstance(text.get("newest"), int) else 0
    return kept


def _read_object(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(read_limited(file, LONGEST_FILE))
    except (FileNotFoundError, StorageError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def read_events(folder: Path) -> Iterator[dict[str, Any]]:
    """What happened, in its order, as written.

    Raises:
        OSError: it cannot be read.
    """
    try:
        lines = read_limited(folder / EVENTS, LONGEST_FILE).split(b"\n")
    except (FileNotFoundError, StorageError):
        return
    for line in lines:
        try:
            event = json.loads(line)
        except (ValueError, RecursionError):  # cut off, or empty
            continue
        if isinstance(event, dict):
            yield event


def _take(kept: Kept, event: dict[str, Any]) -> None:
    match event["kind"]:
        case "recording":
            kept.started[int(event["recording"])] = event
        case "mode" | "cancel" | "break" | "paused":
            command = event | {"sample": int(event["sample"])}
            kept.commands.setdefault(int(event["recording"]), []).append(command)
        case "segment":
            piece = piece_in(event)
            kept.pieces[piece.id] = piece
        case "final":
            utterance, told = int(event["id"]), told_in(event)
            kept.versions.setdefault(utterance, []).append(told)
            before = kept.told.get(utterance)
            # A retry that brings nothing hides no text.
            if before is None or before.outcome != Outcome.TEXT or told.outcome == Outcome.TEXT:
                kept.told[utterance] = told
        case "ended":
            kept.ended.add(int(event["recording"]))
