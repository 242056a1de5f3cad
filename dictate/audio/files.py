"""Sound files in (WAV, FLAC, OGG, MP3 at any rate and channel count) and out (16-bit mono).

Runs on whatever thread transcribes or saves; never on the window's.
"""

import io
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import soundfile

from dictate.audio.resample import StreamResampler
from dictate.core.errors import AudioFileError, StorageError
from dictate.core.types import SAMPLE_RATE, Samples

SUPPORTED: Final = "WAV, FLAC, OGG, MP3"
_BLOCK_S: Final = 1.0
_MISSING_S: Final = 0.5
"""A file may be this much shorter than it says: encoders round to whole packets."""
_WRITERS: Final = {".wav": "WAV", ".flac": "FLAC"}


class Sound(NamedTuple):
    """What a file holds: ``samples`` at 16 kHz mono, and its length in seconds at its own rate."""

    samples: Samples
    duration_s: float


def read_audio(path: Path) -> Sound:
    """The whole of ``path`` at 16 kHz mono, converted piece by piece: memory is that of the result.

    Raises:
        AudioFileError: missing, empty, corrupt, cut off, or in a format that cannot be read.
        StorageError: there, but it cannot be read.
    """
    held = bytearray()
    frames = 0
    with open_sound(path) as sound:
        resampler = StreamResampler(sound.samplerate, sound.channels)
        for block in read_blocks(sound, path, round(sound.samplerate * _BLOCK_S)):
            frames += len(block)
            held += resampler.process(block).tobytes()
        held += resampler.flush().tobytes()
        duration_s = frames / sound.samplerate
    samples = np.frombuffer(held, dtype=np.int16)
    samples.flags.writeable = False
    return Sound(samples, duration_s)


def open_sound(path: Path) -> soundfile.SoundFile:
    """``path``, opened for reading and known to hold sound. The caller closes it.

    Raises:
        AudioFileError: missing, empty, or in a format that cannot be read.
        StorageError: there, but it cannot be read.
    """
    _check_readable(path)
    try:
        sound = soundfile.SoundFile(path)
    except (soundfile.LibsndfileError, TypeError) as error:
        # TypeError: a headerless file (.raw), for which soundfile wants to be told everything.
        action = f"Supported are {SUPPORTED}; convert it to one of them first."
        raise AudioFileError(f"'{path}' is not a sound file that Dictate can read", action) from error
    if sound.frames == 0:
        sound.close()
        raise AudioFileError(f"'{path}' holds no sound (its length is 0 s)", "Choose another file.")
    return sound


def read_blocks(sound: soundfile.SoundFile, path: Path, block_frames: int) -> Iterator[npt.NDArray[np.int16]]:
    """The rest of ``sound`` as int16[frames, channels], at most ``block_frames`` each; ``path`` is for messages.

    Raises:
        AudioFileError: it is corrupt, or ends long before its header says.
    """
    done = 0
    while True:
        try:
            # Through float32, which every format can give at full scale (int16 would truncate a float file).
            block = sound.read(block_frames, dtype="float32", always_2d=True)
        except soundfile.LibsndfileError as error:
            reason = f"'{path}' is damaged after {done / sound.samplerate:.1f} s"
            raise AudioFileError(reason, "Export or copy it again.") from error
        if not len(block):
            break
        done += len(block)
        yield np.clip(np.rint(np.nan_to_num(block) * 32768.0), -32768, 32767).astype(np.int16)
    if sound.frames - done > _MISSING_S * sound.samplerate:
        there, said = done / sound.samplerate, sound.frames / sound.samplerate
        raise AudioFileError(
            f"'{path}' is cut off: {there:.1f} s of {said:.1f} s are there", "Export or copy it again."
        )


def write_audio(path: Path, samples: Samples) -> None:
    """Write 16 kHz mono 16-bit sound as WAV or FLAC, by the ending of ``path``.

    Raises:
        AudioFileError: another ending.
        StorageError: it cannot be written.
    """
    kind = _WRITERS.get(path.suffix.lower())
    if kind is None:
        raise AudioFileError(f"'{path}' cannot be written as sound", "Choose a name that ends in .wav or .flac.")
    try:
        # In memory first: libsndfile does not report a full disk, Python does.
        encoded = io.BytesIO()
        soundfile.write(encoded, samples, SAMPLE_RATE, format=kind, subtype="PCM_16")
        path.write_bytes(encoded.getbuffer())
    except OSError as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StorageError(f"'{path}' cannot be written: {reason}", "Choose another folder, or make room.") from error


def _check_readable(path: Path) -> None:
    """Say what is wrong with ``path`` before libsndfile does, whose words are fewer."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise AudioFileError(f"'{path}' is a folder, not a sound file", "Name the files in it.")
        if not stat.S_ISREG(status.st_mode):
            raise AudioFileError(f"'{path}' is not an ordinary file", "Copy the sound to a file first.")
        os.close(os.open(path, os.O_RDONLY))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise AudioFileError(f"There is no file '{path}'", "Check the name.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise StorageError(f"'{path}' cannot be read: {reason}", "Check its permissions.") from error
    if status.st_size == 0:
        raise AudioFileError(f"'{path}' is empty (0 bytes)", "Record or copy it again.")
