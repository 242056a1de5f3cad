"""One session's folder, written (``core.keeping`` says what lies in it). Runs on the journal thread.

Every piece is written to its own place, so that what a full disk cut off is simply written again.
"""

import contextlib
import json
import os
import shutil
import struct
import time
from collections.abc import Mapping
from datetime import datetime
from io import FileIO
from pathlib import Path
from typing import Any, Final

from dictate.core.keeping import EVENTS, MANIFEST, TEXT, WAV_HEADER, audio_file
from dictate.core.kept_sessions import UNFINISHED, Lock
from dictate.core.saving import save_text
from dictate.core.types import SAMPLE_RATE, Samples

_LARGEST: Final = 2**32 - 1
"""What the header of a WAV can say; a longer recording is whole all the same for ``core.keeping``."""


class SessionFiles:
    """Made when there is something to keep. Every method may raise ``OSError`` and may then be called again.

    Attributes:
        folder: where it lies.
    """

    def __init__(self, root: Path, about: Mapping[str, Any]) -> None:
        """Make the folder under ``root``; it gets its name when its lock is held and its manifest written.

        Raises:
            OSError: it cannot be made.
            StorageError: its manifest cannot be written.
        """
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        root.chmod(0o700)
        now = datetime.now().astimezone()
        name = f"{now:%Y%m%d-%H%M%S-%f}-{os.getpid()}"
        making = root / f"{UNFINISHED}{name}"
        making.mkdir(mode=0o700)
        self._lock = Lock(making, make=True)
        self._manifest: dict[str, Any] = {
            "version": 1,
            "state": "open",
            "begun": now.isoformat("T", "seconds"),
            **about,
        }
        self._sound: dict[int, FileIO] = {}
        self._samples: dict[int, int] = {}
        self._events: FileIO | None = None
        self._events_end = 0
        self.folder = making
        try:
            self._write_manifest()
            self.folder = making.rename(root / name)
        except BaseException:
            self._lock.close()
            shutil.rmtree(making, ignore_errors=True)
            raise

    def samples(self, recording: int) -> int:
        """How many samples of ``recording`` are written."""
        return self._samples.get(recording, 0)

    def write_sound(self, recording: int, start: int, samples: Samples) -> None:
        """int16[n] at sample ``start`` of ``recording``."""
        file = self._sound.get(recording)
        if file is None:
            file = self._sound[recording] = _open_private(audio_file(self.folder, recording))
        _write_at(file, WAV_HEADER + 2 * start, samples.astype("<i2", copy=False).tobytes())
        total = max(self.samples(recording), start + len(samples))
        _write_at(file, 0, _header(total))
        self._samples[recording] = total

    def write_events(self, events: list[Mapping[str, Any]]) -> None:
        """Append ``events``, all or (for the reader) none."""
        if self._events is None:
            self._events = _open_private(self.folder / EVENTS)
        lines = b"".join(json.dumps(event, ensure_ascii=False).encode(errors="replace") + b"\n" for event in events)
        _write_at(self._events, self._events_end, lines)
        self._events_end += len(lines)

    def write_text(self, text: str, newest: int) -> None:
        """The editor's text as it stands, in place of the one before."""
        whole = json.dumps({"text": text, "newest": newest}, ensure_ascii=True)
        save_text(self.folder / TEXT, whole, private=True)

    def end_recording(self, recording: int) -> None:
        """No more sound of it comes."""
        file = self._sound.pop(recording, None)
        if file is not None:
            os.fsync(file.fileno())
            file.close()

    def adopt(self, file: Path, recording: int) -> None:
        """The sound in ``file``, of another session, is that of ``recording``; it may have been deleted meanwhile."""
        place = audio_file(self.folder, recording)
        with contextlib.suppress(FileNotFoundError):
            place.unlink(missing_ok=True)
            try:
                os.link(file, place)
            except FileNotFoundError:
                raise
            except OSError:  # a disk that knows no links
                shutil.copyfile(file, place)
                place.chmod(0o600)

    def forget_sound(self) -> int:
        """Delete the sound of recordings that came to their end; returns of how many."""
        running = {audio_file(self.folder, recording) for recording in self._sound}
        ended = [file for file in self.folder.glob("audio-*.wav") if file not in running]
        for file in ended:
            file.unlink()
        return len(ended)

    def sync(self) -> None:
        """Have the system put on the disk what it holds: a power cut loses no more than a crash of ours."""
        for file in (*self._sound.values(), self._events):
            if file is not None:
                os.fsync(file.fileno())

    def end(self) -> None:
        """Note that the session came to its end: it need not be recovered."""
        self._manifest |= {"state": "ended", "ended_s": time.time()}
        self._write_manifest()

    def close(self) -> None:
        """Let everything go."""
        for file in (*self._sound.values(), self._events):
            if file is not None:
                file.close()
        self._sound.clear()
        self._events = None
        self._lock.close()

    def _write_manifest(self) -> None:
        save_text(self.folder / MANIFEST, json.dumps(self._manifest, indent=1, ensure_ascii=True) + "\n", private=True)


def _open_private(path: Path) -> FileIO:
    return FileIO(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+")


def _write_at(file: FileIO, place: int, content: bytes) -> None:
    """All of ``content`` at ``place``; a full disk may leave a part of it there."""
    file.seek(place)
    view = memoryview(content)
    while view:
        view = view[file.write(view) :]


def _header(samples: int) -> bytes:
    """RIFF/WAVE with one chunk of 16-bit mono PCM."""
    size = min(2 * samples, _LARGEST - 36)
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SAMPLE_RATE, 2 * SAMPLE_RATE, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)
