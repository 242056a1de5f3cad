"""The parts that Whisper's decoder is made of, over the checkpoint's tensors. Imports torch.

transformers' modules are exact but busy: for one token they spend more time in Python than in arithmetic. These do the
same arithmetic with fewer and larger products: query, key and value are one matrix, and the scale is in the weights.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional


class Linear:
    """``x @ weight.T + bias`` for x of [n, inputs]."""

    __slots__ = ("_bias", "_weight")

    def __init__(self, weight: Tensor, bias: Tensor | None = None) -> None:
        self._weight = weight
        self._bias = bias

    def __call__(self, x: Tensor) -> Tensor:
        """[n, inputs] to [n, outputs]."""
        return functional.linear(x, self._weight, self._bias)


class Norm:
    """Layer normalisation over the last dimension."""

    __slots__ = ("_bias", "_epsilon", "_shape", "_weight")

    def __init__(self, module: Any) -> None:
        self._weight: Tensor = module.weight
        self._bias: Tensor = module.bias
        self._shape: tuple[int, ...] = tuple(module.normalized_shape)
        self._epsilon: float = module.eps

    def __call__(self, x: Tensor) -> Tensor:
        """[n, width] to the same."""
        return functional.layer_norm(x, self._shape, self._weight, self._bias, self._epsilon)


class FeedForward:
    """The two products at the end of every layer, with the normalisation before them."""

    def __init__(self, layer: Any) -> None:
        self._norm = Norm(layer.final_layer_norm)
        self._widen = Linear(layer.fc1.weight, layer.fc1.bias)
        self._narrow = Linear(layer.fc2.weight, layer.fc2.bias)

    def __call__(self, x: Tensor) -> Tensor:
        """What is added to x."""
        return self._narrow(functional.gelu(self._widen(self._norm(x))))


def query_key_value(attention: Any) -> Linear:
    """Query (scaled), key and value of a self-attention as one matrix of [3 * width, width]."""
    scale = attention.head_dim**-0.5
    query, key, value = attention.q_proj, attention.k_proj, attention.v_proj
    return Linear(
        torch.cat((query.weight * scale, key.weight, value.weight)),
        torch.cat((query.bias * scale, torch.zeros_like(value.bias), value.bias)),
    )


def key_value(attention: Any) -> Linear:
    """Key and value of a cross-attention as one matrix of [2 * width, width]."""
    key, value = attention.k_proj, attention.v_proj
    return Linear(torch.cat((key.weight, value.weight)), torch.cat((torch.zeros_like(value.bias), value.bias)))


def scaled_query(attention: Any) -> Linear:
    """The query of a cross-attention, scaled."""
    scale = attention.head_dim**-0.5
    return Linear(attention.q_proj.weight * scale, attention.q_proj.bias * scale)


def output(attention: Any) -> Linear:
    """The product after an attention."""
    return Linear(attention.out_proj.weight, attention.out_proj.bias)


def attend(query: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
    """Attention of [heads, n, size] over keys [heads, size, m] and values [heads, m, size]; [n, heads * size].

    Plain products: on a processor they are faster for these shapes than torch's fused attention.
    """
    scores = query @ keys
    if mask is not None:
        scores = scores + mask
    mixed = torch.softmax(scores, dim=-1) @ values
    return mixed.transpose(0, 1).flatten(1)
