"""Whatever bytes a file holds, it is read or refused in words; nothing else is raised, nothing hangs."""

import io
import json
import os
import shutil
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import example, given
from hypothesis import strategies as st

from dictate import config
from dictate.audio.files import open_sound, read_audio
from dictate.commands.bench_clips import TRANSCRIPTS, load_clips
from dictate.core.errors import AudioFileError, NotAModel, StorageError, UsageError
from dictate.core.settings import Settings, to_dict
from dictate.engine.checkpoint import check_checkpoint
from dictate.engine.pinning import RECORD, Pin, PinnedFile, load_pin
from dictate.ui.document import read_text
from tests.engine.parts import POCKET
from tests.fuzz.strategies import FUZZ, JSON, changed, mutated

SETTINGS = json.dumps(to_dict(Settings())).encode()
CONFIG = json.loads((POCKET / "distil" / "config.json").read_bytes())
GENERATION = json.loads((POCKET / "distil" / "generation_config.json").read_bytes())
WEIGHTS = (POCKET / "distil" / "model.safetensors").read_bytes()
HEADER = WEIGHTS[: 8 + int.from_bytes(WEIGHTS[:8], "little")]
DEEP = b"[" * 100_000
PIN = json.dumps(
    asdict(Pin(commit="a" * 40, files={"config.json": PinnedFile(size=3, digest="b" * 40, changed_ns=1)}))
).encode()


@pytest.fixture(scope="module")
def place() -> Any:
    """A folder that the module writes its files to, over and over."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def model(place: Path) -> Path:
    """A folder with a model."""
    return Path(shutil.copytree(POCKET / "distil", place / "model"))


def encoded(kind: str, subtype: str) -> bytes:
    """A short sound."""
    buffer = io.BytesIO()
    tone = (np.sin(np.arange(1600) / 5) * 8000).astype(np.int16)
    soundfile.write(buffer, tone, 16_000, format=kind, subtype=subtype)
    return buffer.getvalue()


SOUNDS = {
    "wav": encoded("WAV", "PCM_16"),
    "flac": encoded("FLAC", "PCM_16"),
    "ogg": encoded("OGG", "VORBIS"),
    "mp3": encoded("MP3", "MPEG_LAYER_III"),
}


@FUZZ
@given(st.sampled_from(sorted(SOUNDS)).flatmap(lambda kind: st.tuples(st.just(kind), mutated(SOUNDS[kind]))))
@example(("wav", b"RIFF"))
@example(("raw", b"\0" * 100))
@example(("wav", SOUNDS["wav"][:24] + b"\xff\xff\xff\xff" + SOUNDS["wav"][28:]))  # 4,294,967,295 Hz
@example(("wav", SOUNDS["wav"][:24] + b"\x01\0\0\0" + SOUNDS["wav"][28:]))  # 1 Hz
@example(("wav", SOUNDS["wav"][:22] + b"\xff\xff" + SOUNDS["wav"][24:]))  # 65,535 channels
def test_a_sound_file(place: Path, case: tuple[str, bytes]) -> None:
    ending, content = case
    file = place / f"sound.{ending}"
    file.write_bytes(content)
    try:
        sound = read_audio(file)
    except (AudioFileError, StorageError) as error:
        assert error.user_message
        return
    assert sound.samples.dtype == np.int16
    with open_sound(file) as opened:
        assert opened.frames > 0


@FUZZ
@given(mutated(SETTINGS) | JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=200))
@example(DEEP)
@example(b'{"models": {"pair": ' + b"9" * 5000 + b"}}")
@example(b'{"window": {"text_size": NaN}}')
@example(b'{"models": {"": 1, "a.b": 2}, "": 3, "unknown": 4, "x.y": 5}')
@example(b'{"models": {"x": "\\ud800"}}')
@example(json.dumps({"models": {"unload_after": []}}).encode())
def test_the_settings(place: Path, content: bytes) -> None:
    file = place / "settings" / "settings.json"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    problem = config.problem_of(file)
    loaded = config.load(file)
    assert bool(problem) == bool(loaded.message)
    if not problem:
        config.save(file, loaded.settings)
        # As text, for a NaN is never equal to itself.
        assert json.dumps(to_dict(config.load(file).settings)) == json.dumps(to_dict(loaded.settings))
    for aside in file.parent.glob("*broken*"):
        aside.unlink()


def test_the_settings_cut_at_every_byte(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    for length in range(len(SETTINGS)):
        file.write_bytes(SETTINGS[:length])
        assert "not readable JSON" in config.problem_of(file)


@FUZZ
@given(st.binary(max_size=300) | st.text(max_size=100).map(str.encode))
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfea\0")
def test_a_text(place: Path, content: bytes) -> None:
    file = place / "text.txt"
    file.write_bytes(content)
    try:
        assert "\r\n" not in read_text(file)
    except StorageError as error:
        assert "UTF-8" in error.user_message


@pytest.mark.skipif(os.name == "nt", reason="has no such files")
def test_a_pipe_or_a_device_is_no_text(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero")):
        with pytest.raises(StorageError, match="not an ordinary file"):
            read_text(path)
        assert "not an ordinary file" in config.problem_of(path)


TABLE = b"file\ttext\nclip.wav\tHow much pasta?\nother.wav\tMore.\n"


@FUZZ
@given(mutated(TABLE, 3) | st.binary(max_size=100).map(lambda data: TABLE + data))
@example(b"file\ttext\nclip.wav\tto\0o\n")
@example(b"file\ttext\n" + b"x" * 200_000 + b"\ttoo long\n")
@example(b"file\ttext\n\tno name\n")
@example(b"file\ttext\nclip.wav\tfirst\n\tno name\n")
def test_a_table_of_clips(place: Path, content: bytes) -> None:
    folder = place / "clips"
    folder.mkdir(exist_ok=True)
    (folder / "clip.wav").write_bytes(SOUNDS["wav"])
    (folder / TRANSCRIPTS).write_bytes(content)
    try:
        assert all(clip.text for clip in load_clips(str(folder), print))
    except (UsageError, AudioFileError, StorageError) as error:
        assert error.action


def checked(model: Path, name: str, content: bytes) -> None:
    """``model`` with ``content`` in the file ``name`` is used or refused; afterwards it is as it was."""
    path = model / name
    before = path.read_bytes() if path.exists() else None
    path.write_bytes(content)
    try:
        checkpoint = check_checkpoint(model)
        assert isinstance(checkpoint.multilingual, bool)
        for file in checkpoint.weights.files:
            assert (model / file).parent == model
    except NotAModel as error:
        assert error.user_message
        assert error.action
    finally:
        if before is None:
            path.unlink()
        else:
            path.write_bytes(before)


@FUZZ
@given(
    changed(CONFIG).map(lambda value: ("config.json", json.dumps(value).encode()))
    | changed(GENERATION).map(lambda value: ("generation_config.json", json.dumps(value).encode()))
    | st.tuples(
        st.sampled_from(("config.json", "generation_config.json", "tokenizer.json")),
        JSON.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=50),
    )
)
@example(("config.json", DEEP))
@example(("config.json", b'{"model_type": "whisper", "vocab_size": "many"}'))
@example(("config.json", json.dumps(CONFIG | {"encoder_layers": 10**9}).encode()))
@example(("config.json", json.dumps(CONFIG | {"d_model": -1}).encode()))
def test_a_models_configuration(model: Path, case: tuple[str, bytes]) -> None:
    checked(model, *case)


def safetensors(entry: object) -> bytes:
    """A file whose header says ``entry`` of its one tensor."""
    raw = json.dumps({"tensor": entry}).encode()
    return len(raw).to_bytes(8, "little") + raw


@FUZZ
@given(
    mutated(HEADER).map(lambda header: header + WEIGHTS[len(HEADER) : len(HEADER) + 100])
    | JSON.map(safetensors)
    | st.binary(max_size=100)
)
@example(b"\xff" * 8)
@example((2**63).to_bytes(8, "little") + b"{}")
@example((100_000).to_bytes(8, "little") + DEEP)
@example(b"\x80\x04\x95" + b"\0" * 100)
def test_a_models_weights(model: Path, content: bytes) -> None:
    checked(model, "model.safetensors", content)


@FUZZ
@given(JSON | st.dictionaries(st.text(max_size=5), st.text(max_size=30)).map(lambda value: {"weight_map": value}))
@example({"weight_map": {"a": "../../../etc/passwd"}})
@example({"weight_map": {"a": "/etc/passwd"}})
@example({"weight_map": {"a": ".."}})
@example({"weight_map": {"a": ["model.safetensors"]}})
@example({"weight_map": {}})
def test_the_index_of_a_models_weights(place: Path, value: object) -> None:
    sharded = place / "sharded"
    if not sharded.exists():
        shutil.copytree(POCKET / "distil", sharded)
        (sharded / "model.safetensors").unlink()
    checked(sharded, "model.safetensors.index.json", json.dumps(value).encode())


@FUZZ
@given(mutated(PIN) | JSON.map(lambda value: json.dumps(value).encode()))
@example(DEEP)
@example(PIN.replace(b"config.json", b"../config.json"))
@example(PIN.replace(b"a" * 40, b"../" * 13 + b"a"))
def test_the_record_of_a_download(place: Path, content: bytes) -> None:
    (place / RECORD).write_bytes(content)
    pin = load_pin(place)
    if pin is not None:
        assert len(pin.commit) == 40
        assert all("/" not in name and ".." not in name[:1] for name in pin.files)
