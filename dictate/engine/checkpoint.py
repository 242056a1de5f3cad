"""Looks into a folder before torch is loaded: is it a Whisper checkpoint that we can use? Any thread, no torch.

Only safetensors is read: a pickle can run code, so pickled weights are refused even where they are the only ones.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dictate.core.errors import NotAModel, StorageError
from dictate.core.reading import read_limited

CONFIG = "config.json"
GENERATION_CONFIG = "generation_config.json"
PREPROCESSOR_CONFIG = "preprocessor_config.json"
TOKENIZER = "tokenizer.json"
TOKENIZER_PARTS = ("vocab.json", "merges.txt")
NEEDED = (
    CONFIG,
    GENERATION_CONFIG,
    PREPROCESSOR_CONFIG,
    TOKENIZER,
    *TOKENIZER_PARTS,
    "added_tokens.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
)
"""The files beside the weights that a model may need; what a repository has of them is downloaded."""
FP16 = "fp16"
MAX_JSON_BYTES = 50_000_000
"""Many times what Whisper's largest, the tokenizer, has: nobody can fill the memory with a configuration."""
MAX_SHARDS = 1000
_MOST = {
    "d_model": 16_384,
    "encoder_layers": 256,
    "decoder_layers": 256,
    "encoder_attention_heads": 512,
    "decoder_attention_heads": 512,
    "encoder_ffn_dim": 65_536,
    "decoder_ffn_dim": 65_536,
    "vocab_size": 1_000_000,
    "num_mel_bins": 1024,
    "max_source_positions": 100_000,
    "max_target_positions": 100_000,
}
"""Numbers of a configuration that are ten times those of the largest Whisper: more would only fill the memory."""
_LENGTH_BYTES = 8
_MAX_HEADER_BYTES = 100_000_000
"""The limit that the safetensors library itself sets."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Which files hold the weights.

    Attributes:
        variant: ``fp16`` when the half-precision copy is used, as transformers' ``variant``; else empty.
        index: the index file of sharded weights; empty for one file.
        files: the safetensors files, without the index.
    """

    variant: str
    index: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A folder that passed the check.

    Attributes:
        config: ``config.json``.
        generation: ``generation_config.json``; empty when there is none.
        size_bytes: of the weights on disk.
    """

    folder: Path
    weights: Weights
    config: dict[str, Any]
    generation: dict[str, Any]
    size_bytes: int

    @property
    def multilingual(self) -> bool:
        """Whether it knows more than English: as its generation config says, else by the size of its vocabulary."""
        stated = self.generation.get("is_multilingual")
        if stated is not None:
            return bool(stated)
        size = self.config.get("vocab_size")
        return isinstance(size, int) and size >= 51865

    @property
    def least_positions(self) -> int:
        """The shortest window (encoder positions) that its text bears; 0 for what any Whisper bears.

        No key of transformers': the pocket models bear less trimming than real ones, and say so in their config.
        """
        return int(self.config.get("least_source_positions", 0))


def weight_names(variant: str) -> tuple[str, str]:
    """The names that transformers gives the one file and the index of sharded ones."""
    if not variant:
        return "model.safetensors", "model.safetensors.index.json"
    return f"model.{variant}.safetensors", f"model.safetensors.index.{variant}.json"


def weight_choices() -> Iterator[str]:
    """The files that may lead to the weights, the best first: half precision before full, one file before shards."""
    for variant in (FP16, ""):
        yield from weight_names(variant)


def shard_names(index: Path) -> tuple[str, ...]:
    """The files that the ``index`` of sharded weights names.

    Raises:
        NotAModel: it is no such index, or names something else than files beside it.
    """
    shards = _read_json(index).get("weight_map")
    names = set(shards.values()) if isinstance(shards, dict) and all(map(is_file_name, shards.values())) else set()
    if not 0 < len(names) <= MAX_SHARDS or not all(name.endswith(".safetensors") for name in names):
        raise NotAModel(f"'{index}' is damaged: it does not name the files of the weights", "Fetch the model again.")
    return tuple(sorted(names))


def is_file_name(name: object) -> bool:
    """Whether ``name`` is a plain file's: no folder, nothing hidden, nothing that leads elsewhere."""
    return (
        isinstance(name, str)
        and 0 < len(name) < 200
        and not name.startswith(".")
        and all(char.isascii() and (char.isalnum() or char in "._-") for char in name)
    )


def check_checkpoint(folder: Path) -> Checkpoint:
    """Look at ``folder``'s files, which takes milliseconds and reads no weights.

    Raises:
        NotAModel: it cannot be used; says why.
    """
    action = "Give a folder with a Whisper model of transformers: config.json, tokenizer.json and model.safetensors."
    try:
        if not folder.exists():
            raise NotAModel(f"There is no folder '{folder}'", action)
        if not folder.is_dir():
            raise NotAModel(f"'{folder}' is a file, not a folder", action)
        config = _config(folder, action)
        weights = _weights(folder, action)
        _check_tokenizer(folder, action)
        size = sum(_check_safetensors(folder / name) for name in weights.files)
        generation = _read_json(folder / GENERATION_CONFIG) if (folder / GENERATION_CONFIG).exists() else {}
        return Checkpoint(folder=folder, weights=weights, config=config, generation=generation, size_bytes=size)
    except OSError as error:
        raise NotAModel(f"'{folder}' cannot be read ({error.strerror or error})", action) from error


def _config(folder: Path, action: str) -> dict[str, Any]:
    path = folder / CONFIG
    if not path.exists():
        raise NotAModel(f"'{folder}' holds no model: there is no {CONFIG}", action)
    config = _read_json(path)
    kind = config.get("model_type")
    if kind != "whisper":
        raise NotAModel(f"'{folder}' holds no Whisper model, but one of the type {kind!r}", action)
    for name, most in _MOST.items():
        number = config.get(name, 1)
        if not isinstance(number, int) or not 0 < number <= most:
            raise NotAModel(f"'{path}' is damaged: {name} cannot be {number!r}", action)
    return config


def _weights(folder: Path, action: str) -> Weights:
    for variant in (FP16, ""):
        single, index = weight_names(variant)
        if (folder / single).exists():
            return Weights(variant=variant, index="", files=(single,))
        if (folder / index).exists():
            return Weights(variant=variant, index=index, files=shard_names(folder / index))
    pickles = sorted(path.name for pattern in ("*.bin", "*.pt", "*.pth", "*.ckpt") for path in folder.glob(pattern))
    if pickles:
        raise NotAModel(
            f"'{folder}' holds its weights only as a pickle ({pickles[0]}), which could run foreign code",
            "Use a copy of the model with model.safetensors; transformers' save_pretrained writes one.",
        )
    raise NotAModel(f"'{folder}' holds no weights: there is no model.safetensors", action)


def _check_tokenizer(folder: Path, action: str) -> None:
    if (folder / TOKENIZER).exists():
        _read_json(folder / TOKENIZER)
        return
    missing = [name for name in TOKENIZER_PARTS if not (folder / name).exists()]
    if missing:
        raise NotAModel(f"'{folder}' holds no tokenizer: there is no {TOKENIZER}", action)


def _check_safetensors(path: Path) -> int:
    """The file's size, after its header was compared with it (the format: 8 bytes length, JSON, tensors)."""
    again = "It was probably cut off while it was copied or downloaded: fetch it again."
    if not path.is_file():
        raise NotAModel(f"A part of the weights is missing: '{path}'", again)
    size = path.stat().st_size
    with path.open("rb") as file:
        length = int.from_bytes(file.read(_LENGTH_BYTES), "little")
        if size < _LENGTH_BYTES or not 0 < length <= min(_MAX_HEADER_BYTES, size - _LENGTH_BYTES):
            raise NotAModel(f"The weights '{path}' are damaged: no whole safetensors header", again)
        header = _parse(file.read(length), path)
    expected = _LENGTH_BYTES + length + max(_ends(header, path), default=0)
    if size != expected:
        raise NotAModel(f"The weights '{path}' are damaged: {size:,} bytes instead of {expected:,}", again)
    return size


def _ends(header: dict[str, Any], path: Path) -> Iterator[int]:
    """Where each tensor ends, counted from the end of the header."""
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        match entry:
            case {"dtype": str(), "shape": [*_], "data_offsets": [int(begin), int(end)]} if 0 <= begin <= end:
                yield end
            case _:
                raise NotAModel(f"The weights '{path}' are damaged: the header is none", "Fetch the model again.")


def _read_json(path: Path) -> dict[str, Any]:
    try:
        return _parse(read_limited(path, MAX_JSON_BYTES), path)
    except StorageError as error:
        raise NotAModel(f"The model's file {error.user_message}", "Fetch the model again.") from error


def _parse(raw: bytes, path: Path) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotAModel(f"'{path}' is damaged: it holds no JSON", "Fetch the model again.") from error
    if not isinstance(value, dict):
        raise NotAModel(f"'{path}' is damaged: it holds no JSON object", "Fetch the model again.")
    return value
