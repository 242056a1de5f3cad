"""The tensors of a checkpoint, from safetensors, one at a time. Runs on the recogniser thread; imports torch.

Not through transformers: so at no time more than the model and one tensor are in memory, nothing is drawn on the
terminal, and the interpreter is free between tensors for the thread that draws the window.
"""

from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor

from dictate.core.errors import NotAModel
from dictate.engine.checkpoint import Checkpoint

Shapes = dict[str, tuple[int, ...]]


class Tensors:
    """Gives the tensors of ``checkpoint`` by name, as they are on the disk.

    Raises:
        NotAModel: some are missing, or have another shape than the config says.
    """

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._files: dict[str, Any] = {}
        for file in checkpoint.weights.files:
            opened: Any = safe_open(checkpoint.folder / file, framework="pt")
            self._files |= dict.fromkeys(opened.keys(), opened)
        wanted = whisper_shapes(checkpoint.config)
        missing = sorted(wanted.keys() - self._files.keys())
        if missing:
            raise NotAModel(f"'{checkpoint.folder}' is not whole: {len(missing)} tensors are missing, as {missing[0]}")
        for name, shape in wanted.items():
            if tuple(self._files[name].get_slice(name).get_shape()) != shape:
                raise NotAModel(f"'{checkpoint.folder}' is damaged: {name} has another shape than config.json says")

    def __call__(self, name: str) -> Tensor:
        """The tensor called ``name``."""
        tensor: Tensor = self._files[name].get_tensor(name)
        return tensor


def same_encoder(first: Tensors, second: Tensors, config: dict[str, Any], other: dict[str, Any]) -> str:
    """Where two encoders differ; empty when they are one and the same.

    Compared in the coarser of the two types: a distil that was saved in half precision is still its teacher's copy.
    """
    shapes, others = encoder_shapes(config), encoder_shapes(other)
    if shapes != others or config["encoder_attention_heads"] != other["encoder_attention_heads"]:
        return "the encoders have different shapes"
    for name in shapes:
        left, right = first(name), second(name)
        coarser = min(left.dtype, right.dtype, key=lambda dtype: torch.finfo(dtype).bits)
        if not torch.equal(left.to(coarser), right.to(coarser)):
            return f"the encoders differ, first in {name}"
    return ""


def whisper_shapes(config: dict[str, Any]) -> Shapes:
    """Every tensor that the checkpoint of a Whisper with this config holds. The output shares the embedding's."""
    width, feed = int(config["d_model"]), int(config["decoder_ffn_dim"])
    decoder = "model.decoder"
    shapes = encoder_shapes(config)
    shapes[f"{decoder}.embed_tokens.weight"] = (int(config["vocab_size"]), width)
    shapes[f"{decoder}.embed_positions.weight"] = (int(config["max_target_positions"]), width)
    for number in range(int(config["decoder_layers"])):
        layer = f"{decoder}.layers.{number}"
        shapes |= _layer(layer, width, feed)
        shapes |= _attention(f"{layer}.encoder_attn", width)
    return shapes | _norm(f"{decoder}.layer_norm", width)


def encoder_shapes(config: dict[str, Any]) -> Shapes:
    """Likewise, of the encoder alone."""
    width, feed = int(config["d_model"]), int(config["encoder_ffn_dim"])
    encoder = "model.encoder"
    shapes: Shapes = {
        f"{encoder}.conv1.weight": (width, int(config["num_mel_bins"]), 3),
        f"{encoder}.conv1.bias": (width,),
        f"{encoder}.conv2.weight": (width, width, 3),
        f"{encoder}.conv2.bias": (width,),
        f"{encoder}.embed_positions.weight": (int(config["max_source_positions"]), width),
    }
    for number in range(int(config["encoder_layers"])):
        shapes |= _layer(f"{encoder}.layers.{number}", width, feed)
    return shapes | _norm(f"{encoder}.layer_norm", width)


def _layer(name: str, width: int, feed: int) -> Shapes:
    products: Shapes = {
        f"{name}.fc1.weight": (feed, width),
        f"{name}.fc1.bias": (feed,),
        f"{name}.fc2.weight": (width, feed),
        f"{name}.fc2.bias": (width,),
    }
    return products | _attention(f"{name}.self_attn", width) | _norm(f"{name}.final_layer_norm", width)


def _attention(name: str, width: int) -> Shapes:
    shapes: Shapes = {f"{name}.{part}_proj.weight": (width, width) for part in ("q", "k", "v", "out")}
    shapes |= {f"{name}.{part}_proj.bias": (width,) for part in ("q", "v", "out")}
    return shapes | _norm(f"{name}_layer_norm", width)


def _norm(name: str, width: int) -> Shapes:
    return {f"{name}.weight": (width,), f"{name}.bias": (width,)}
