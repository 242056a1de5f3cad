"""Whisper's encoder for windows of any length. Runs on the recogniser thread; imports torch.

transformers' own takes nothing but 3000 mel frames, though the arithmetic asks for no fixed length.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from dictate.engine.layers import Arithmetic, AttentionWeights, FeedForward, Norm, Product, Take, attend, split_heads

KERNEL = 3
CACHED_POSITIONS = 600
"""Above this the scores of all heads at once do not stay near the processor, and one head after the other is faster."""
NAME = "model.encoder"


class Encoder:
    """From mel frames to what the decoder listens to.

    Attributes:
        mel_bins: 80, or 128 for large-v3.
        positions: the longest window.
    """

    def __init__(self, take: Take, config: dict[str, Any], arithmetic: Arithmetic, *, flash: bool = False) -> None:
        self.mel_bins = int(config["num_mel_bins"])
        self.positions = int(config["max_source_positions"])
        self._dtype = arithmetic.dtype
        self._convolutions = [_convolution(take, f"{NAME}.conv{number}", arithmetic) for number in (1, 2)]
        self._places = arithmetic.vector(take(f"{NAME}.embed_positions.weight"))
        heads = int(config["encoder_attention_heads"])
        self._layers = [
            _Layer(take, f"{NAME}.layers.{number}", heads, arithmetic, flash=flash)
            for number in range(int(config["encoder_layers"]))
        ]
        self._norm = Norm(take, f"{NAME}.layer_norm", arithmetic)

    def __call__(self, features: Tensor) -> Tensor:
        """float[mel_bins, 2 * n] to [n, width], n at most ``positions``."""
        first, second = self._convolutions
        frames = functional.pad(features.to(self._dtype).T, (0, 0, 1, 1))
        x = functional.gelu(first(_neighbours(frames, 1)))
        x = functional.gelu(second(_neighbours(functional.pad(x, (0, 0, 1, 0)), 2)))
        x = x + self._places[: len(x)]
        for layer in self._layers:
            x = layer(x)
        return self._norm(x)


class _Layer:
    def __init__(self, take: Take, name: str, heads: int, arithmetic: Arithmetic, *, flash: bool) -> None:
        self._heads = heads
        self._norm = Norm(take, f"{name}.self_attn_layer_norm", arithmetic)
        attention = AttentionWeights(take, f"{name}.self_attn", heads, arithmetic)
        self._qkv, self._out = attention.query_key_value(), attention.output
        self._feed_forward = FeedForward(take, name, arithmetic)
        self._attend = _flash_attend if flash else _attend_plainly if _by_products(arithmetic) else _attend

    def __call__(self, x: Tensor) -> Tensor:
        query, key, value = split_heads(self._qkv(self._norm(x)), 3, self._heads)
        x = x + self._out(self._attend(query, key, value))
        return x + self._feed_forward(x)


def _convolution(take: Take, name: str, arithmetic: Arithmetic) -> Product:
    """A convolution over time is a product with each frame's neighbours in one row."""
    weight = take(f"{name}.weight")  # [outputs, inputs, KERNEL]
    return arithmetic.product(weight.permute(0, 2, 1).flatten(1), take(f"{name}.bias"))


def _neighbours(frames: Tensor, stride: int) -> Tensor:
    """[n, width] to [(n - KERNEL) // stride + 1, KERNEL * width]: each frame with those after it; nothing is copied."""
    frames = frames.contiguous()
    count, width = frames.shape
    return frames.as_strided(((count - KERNEL) // stride + 1, KERNEL * width), (stride * width, 1))


def _attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """[heads, n, size] each, the query scaled, to [n, heads * size]."""
    mixed = functional.scaled_dot_product_attention(query[None], key[None], value[None], scale=1.0)[0]
    return mixed.transpose(0, 1).flatten(1)


def _by_products(arithmetic: Arithmetic) -> bool:
    """On processors plain products in bf16 are more than twice as fast as torch's fused attention."""
    return arithmetic.device.type == "cpu" and arithmetic.dtype is torch.bfloat16


def _attend_plainly(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """The same, one head after the other where the scores of all would not stay near the processor."""
    if query.shape[1] <= CACHED_POSITIONS:
        return attend(query, key, value)
    by_head = [attend(*(part[None] for part in head)) for head in zip(query, key, value, strict=True)]
    return torch.cat(by_head, dim=1)


def _flash_attend(query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """The same with FlashAttention-2, which wants [batch, n, heads, size]."""
    from flash_attn import flash_attn_func  # type: ignore[import-not-found] # noqa: PLC0415 - optional

    parts = (part.transpose(0, 1)[None] for part in (query, key, value))
    mixed: Tensor = flash_attn_func(*parts, softmax_scale=1.0)
    return mixed[0].flatten(1)
