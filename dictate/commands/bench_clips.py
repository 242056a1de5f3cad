"""What ``dictate bench`` recognises: bundled clips, those of a folder, or LibriSpeech from the hub. Main thread."""

import csv
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np

from dictate import paths
from dictate.audio.files import read_audio
from dictate.bench.librispeech import fetch_librispeech
from dictate.bench.parts import Clip
from dictate.core.errors import AudioFileError, UsageError
from dictate.core.reading import read_limited
from dictate.core.types import samples_of

LIBRISPEECH = "librispeech"
TRANSCRIPTS = "transcripts.tsv"
_MAX_TABLE_BYTES = 20_000_000
_COLUMNS = ("file", "text")
_LONGEST = samples_of(30_000)
_PIECE = samples_of(6_000)
"""The design's utterance."""


def load_clips(wish: str | None, say: Callable[[str], None]) -> list[Clip]:
    """The bundled clips, those of the folder ``wish``, or ``LIBRISPEECH``; what is left out is said.

    Raises:
        UsageError: the folder holds no ``TRANSCRIPTS`` that can be used.
        AudioFileError: a file named there is missing or no sound, or longer than Whisper's window.
        DownloadFailed: the hub cannot be reached.
    """
    if wish == LIBRISPEECH:
        return _librispeech(say)
    return _folder(paths.resources() / "bench" if wish is None else Path(wish).expanduser(), say)


def pieces() -> list[Clip]:
    """Two stretches of 6 s of the demo clip: what pairs with random weights listen to."""
    samples = read_audio(paths.demo_clip()).samples
    return [
        Clip(name=f"{paths.demo_clip().name}, {6 * place} s", samples=samples[place * _PIECE : (place + 1) * _PIECE])
        for place in range(2)
    ]


def _folder(folder: Path, say: Callable[[str], None]) -> list[Clip]:
    table = folder / TRANSCRIPTS
    action = f"Give a folder with sound files and {TRANSCRIPTS}: a line each, its columns 'file' and 'text'."
    try:
        lines = read_limited(table, _MAX_TABLE_BYTES).decode("utf-8-sig").splitlines()
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8, or no table"
        raise UsageError(f"'{table}' cannot be read: {reason}", action) from error
    if not rows or any(not row.get(column) for row in rows for column in _COLUMNS[:1]) or not rows[0].get(_COLUMNS[1]):
        raise UsageError(f"'{table}' names no clips", action)
    clips = [_clip(folder / row["file"], row["text"]) for row in rows if (row.get("text") or "").strip()]
    fitting = [clip for clip in clips if len(clip.samples) <= _LONGEST]
    if len(fitting) < len(rows):
        say(f"dictate: {len(rows) - len(fitting)} lines of {table} are left out: without words, or longer than 30 s")
    if not fitting:
        raise AudioFileError(f"Every clip in '{folder}' is longer than Whisper's window of 30 s", "Cut them first.")
    return fitting


def _clip(path: Path, text: str) -> Clip:
    return Clip(name=path.name, samples=np.array(read_audio(path).samples), text=text)


def _librispeech(say: Callable[[str], None]) -> list[Clip]:
    with tempfile.TemporaryDirectory(prefix="dictate-bench-") as folder:
        clips = []
        for utterance in fetch_librispeech(say):
            path = Path(folder) / utterance.name
            path.write_bytes(utterance.flac)
            clips.append(_clip(path, utterance.text))
        return clips
