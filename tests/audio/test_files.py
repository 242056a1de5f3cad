"""Files of every kind are read, and bad ones are called what they are."""

import os
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from dictate.audio.files import read_audio, write_audio
from dictate.core.errors import AudioFileError, StorageError
from dictate.core.types import SAMPLE_RATE, Samples
from tests.audio.sink import likeness

SPEECH = Path(__file__).parent.parent / "data" / "speech"
CLIP = SPEECH / "clip01.flac"


@pytest.fixture(scope="module")
def spoken() -> Samples:
    samples, rate = soundfile.read(CLIP, dtype="int16")
    assert rate == SAMPLE_RATE
    return samples


def test_a_16_khz_mono_file_is_read_bit_by_bit(spoken: Samples) -> None:
    samples, duration_s = read_audio(CLIP)
    assert np.array_equal(samples, spoken)
    assert duration_s == len(spoken) / SAMPLE_RATE


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 48000])
@pytest.mark.parametrize(
    ("ending", "subtype"),
    [("wav", "PCM_16"), ("wav", "FLOAT"), ("wav", "PCM_U8"), ("flac", "PCM_24"), ("ogg", "VORBIS"), ("mp3", None)],
)
def test_every_format_rate_and_channel_count(
    spoken: Samples, tmp_path: Path, rate: int, ending: str, subtype: str | None
) -> None:
    import soxr

    path = tmp_path / f"clip.{ending}"
    mono = soxr.resample(spoken, SAMPLE_RATE, rate)
    stereo = np.stack([mono, mono], axis=1).astype(np.float32) / np.float32(32768)
    soundfile.write(path, stereo, rate, subtype=subtype)
    sound = read_audio(path)
    assert sound.duration_s == pytest.approx(len(spoken) / SAMPLE_RATE, abs=0.1)
    assert len(sound.samples) == pytest.approx(sound.duration_s * SAMPLE_RATE, abs=1)
    padded = np.pad(sound.samples, 2000)
    assert likeness(padded, spoken) > (0.9 if rate == 8000 or subtype is None else 0.95)
    assert np.abs(sound.samples).max() == pytest.approx(np.abs(spoken).max(), rel=0.25)


def test_the_48_khz_stereo_clip_is_the_16_khz_clip(spoken: Samples) -> None:
    assert likeness(np.pad(read_audio(SPEECH / "clip01_48k_stereo.wav").samples, 100), spoken) > 0.99


def test_memory_is_that_of_the_result(tmp_path: Path) -> None:
    """200 s of 48 kHz stereo (77 MB as float32) take little more than their 6.4 MB at 16 kHz."""
    path = tmp_path / "long.flac"
    with soundfile.SoundFile(path, "w", 48000, 2, "PCM_16") as file:
        second = np.zeros((48000, 2), dtype=np.int16)
        for _ in range(200):
            file.write(second)
    read_audio(CLIP)
    tracemalloc.start()
    try:
        sound = read_audio(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(sound.samples) == 200 * SAMPLE_RATE
    assert peak < 2.3 * sound.samples.nbytes


def bad_files(folder: Path) -> dict[str, tuple[Path, str]]:
    """What is wrong -> the file, and what its message must say."""
    flac, wav = CLIP.read_bytes(), (SPEECH / "clip01_48k_stereo.wav").read_bytes()
    contents = {
        "empty.wav": (b"", "empty"),
        "text.wav": (b"Dear Sir or Madam,\nthis is a letter.\n" * 20, "not a sound file"),
        "text.mp3": (b"Dear Sir or Madam,\nthis is a letter.\n" * 20, "not a sound file"),
        "random.flac": (np.random.default_rng(1).bytes(5000), "not a sound file"),
        "header.wav": (wav[:20], "not a sound file"),
        "zero.wav": (b"RIFF" + struct.pack("<I", 36) + wav[8:40] + struct.pack("<I", 0), "holds no sound"),
        "cut.flac": (flac[: len(flac) // 2], "cut off|damaged"),
        "damaged.flac": (flac[:20000] + bytes(20000) + flac[40000:], "cut off|damaged"),
        "samples.raw": (bytes(32000), "not a sound file"),
        "film.mp4": (b"\0\0\0\x20ftypisom" + bytes(500), "not a sound file"),
    }
    made = {}
    for name, (content, words) in contents.items():
        (folder / name).write_bytes(content)
        made[name] = (folder / name, words)
    (folder / "folder.wav").mkdir()
    return {
        **made,
        "missing": (folder / "missing.wav", "There is no file"),
        "below a file": (folder / "text.wav" / "x.wav", "There is no file"),
        "folder": (folder / "folder.wav", "is a folder"),
        "device": (Path("/dev/null"), "not an ordinary file|There is no file"),
    }


def test_bad_files_are_called_what_they_are(tmp_path: Path) -> None:
    for name, (path, words) in bad_files(tmp_path).items():
        with pytest.raises(AudioFileError, match=words) as caught:
            read_audio(path)
        assert str(path) in caught.value.user_message, name
        assert caught.value.action.endswith("."), name
        assert "\n" not in str(caught.value), name


def test_an_unsupported_format_names_the_supported_ones(tmp_path: Path) -> None:
    path = tmp_path / "x.wav"
    path.write_bytes(b"nothing of the kind" * 10)
    with pytest.raises(AudioFileError, match="WAV, FLAC, OGG, MP3"):
        read_audio(path)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="permissions are POSIX's")
def test_no_permission_is_a_storage_error(tmp_path: Path) -> None:
    path = tmp_path / "secret.wav"
    write_audio(path, np.zeros(100, dtype=np.int16))
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)  # root may read everything; nobody may not
    try:
        with pytest.raises(StorageError, match="Permission denied"):
            read_audio(path)
        with pytest.raises(StorageError, match="Permission denied"):
            write_audio(path, np.zeros(100, dtype=np.int16))
    finally:
        os.seteuid(user)


@pytest.mark.parametrize("ending", [".wav", ".flac", ".WAV"])
def test_what_is_written_is_read_again(tmp_path: Path, spoken: Samples, ending: str) -> None:
    path = tmp_path / f"out{ending}"
    write_audio(path, spoken)
    assert np.array_equal(read_audio(path).samples, spoken)


def test_writing_names_what_it_cannot_do(tmp_path: Path, spoken: Samples) -> None:
    with pytest.raises(AudioFileError, match=r"\.wav or \.flac"):
        write_audio(tmp_path / "x.txt", spoken)
    with pytest.raises(StorageError, match="No such file"):
        write_audio(tmp_path / "nowhere" / "x.wav", spoken)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's always full device")
def test_a_full_disk_is_a_storage_error(tmp_path: Path, spoken: Samples) -> None:
    (tmp_path / "full.wav").symlink_to("/dev/full")
    with pytest.raises(StorageError, match="cannot be written"):
        write_audio(tmp_path / "full.wav", spoken)
