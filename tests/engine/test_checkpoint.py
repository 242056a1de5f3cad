"""A folder that is no usable Whisper is refused with its reason, before torch is loaded."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dictate.core.errors import NotAModel
from dictate.engine.checkpoint import check_checkpoint, weight_names
from tests.engine.parts import POCKET, copy_pocket


def test_the_pocket_pair_passes() -> None:
    for model in ("teacher", "distil"):
        checkpoint = check_checkpoint(POCKET / model)
        assert checkpoint.weights.files == ("model.safetensors",)
        assert checkpoint.size_bytes == (POCKET / model / "model.safetensors").stat().st_size
        assert checkpoint.multilingual


def rename(old: str, new: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / old).rename(folder / new)

    return spoil


def remove(*names: str) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        for name in names:
            (folder / name).unlink()

    return spoil


def write(name: str, content: bytes) -> Callable[[Path], None]:
    def spoil(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return spoil


def cut(size: int) -> Callable[[Path], None]:
    return lambda folder: os.truncate(folder / "model.safetensors", size)


def shard(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "model-00001-of-00002.safetensors")
    shards = {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": shards}))


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (remove("config.json"), "there is no config.json"),
        (write("config.json", b"{"), "holds no JSON"),
        (write("config.json", b"[]"), "holds no JSON object"),
        (write("config.json", b"\xff\xfe\x00"), "holds no JSON"),
        (write("config.json", b'{"model_type": "bert"}'), "holds no Whisper model, but one of the type 'bert'"),
        (write("config.json", b"{}"), "holds no Whisper model"),
        (remove("model.safetensors"), "there is no model.safetensors"),
        (rename("model.safetensors", "pytorch_model.bin"), "only as a pickle (pytorch_model.bin)"),
        (remove("tokenizer.json", "vocab.json"), "holds no tokenizer"),
        (write("tokenizer.json", b"no"), "holds no JSON"),
        (write("model.safetensors", b""), "no whole safetensors header"),
        (write("model.safetensors", b"\x10\0\0\0\0\0\0\0{"), "no whole safetensors header"),
        (write("model.safetensors", b"version https://git-lfs.github.com/spec/v1\n"), "no whole safetensors header"),
        (cut(5_000_000), "5,000,000 bytes instead of 12,"),
        (shard, "A part of the weights is missing"),
    ],
)
def test_a_spoiled_folder_is_refused_with_its_reason(
    tmp_path: Path, spoil: Callable[[Path], None], reason: str
) -> None:
    folder = copy_pocket(tmp_path / "model")
    spoil(folder)
    with pytest.raises(NotAModel) as caught:
        check_checkpoint(folder)
    assert reason in caught.value.user_message
    assert caught.value.action


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotAModel, match="There is no folder"):
        check_checkpoint(tmp_path / "nothing")


def test_a_file_is_no_folder() -> None:
    with pytest.raises(NotAModel, match="is a file"):
        check_checkpoint(POCKET / "teacher" / "config.json")


def test_the_half_precision_copy_goes_before_the_other(tmp_path: Path) -> None:
    folder = copy_pocket(tmp_path / "model")
    half, _ = weight_names("fp16")
    (folder / half).write_bytes((folder / "model.safetensors").read_bytes())
    assert check_checkpoint(folder).weights.variant == "fp16"
    assert check_checkpoint(folder).weights.files == ("model.fp16.safetensors",)


def test_old_tokenizer_files_are_enough(tmp_path: Path) -> None:
    folder = copy_pocket(tmp_path / "model")
    (folder / "tokenizer.json").unlink()
    assert check_checkpoint(folder).folder == folder


def test_without_a_generation_config_the_vocabulary_tells_whether_it_is_english_only(tmp_path: Path) -> None:
    folder = copy_pocket(tmp_path / "model")
    (folder / "generation_config.json").unlink()
    config = json.loads((folder / "config.json").read_text())
    for size, multilingual in ((51864, False), (51865, True), (51866, True)):
        (folder / "config.json").write_text(json.dumps(config | {"vocab_size": size}))
        assert check_checkpoint(folder).multilingual is multilingual


def test_the_check_needs_no_torch() -> None:
    code = (
        "import sys; from pathlib import Path; from dictate.engine.checkpoint import check_checkpoint;"
        f"check_checkpoint(Path({str(POCKET / 'teacher')!r})); import dictate.engine.pair;"
        "assert not {'torch', 'transformers'} & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
