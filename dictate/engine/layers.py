"""The parts that Whisper's encoder and decoder are made of, over the checkpoint's tensors. Imports torch.

transformers' modules are exact but busy: for one token they spend more time in Python than in arithmetic. These do the
same arithmetic with fewer and larger products: query, key and value are one matrix, and the scale is in the weights.
"""

from collections.abc import Callable
from typing import Protocol

import torch
from torch import Tensor
from torch.nn import functional

Take = Callable[[str], Tensor]
"""Gives a tensor of the checkpoint by its name, as it is on the disk."""
Product = Callable[[Tensor], Tensor]
"""A matrix product with a bias: [n, inputs] to [n, outputs]."""


class Arithmetic(Protocol):
    """With which numbers a model computes, and where.

    Attributes:
        device, dtype: of what goes in and out of the products.
        weight_bytes: of the weights made so far.
        heard_dtype: in which the attention to what was heard is multiplied: bf16 where a processor has it, since it
            reads half as much.
    """

    device: torch.device
    dtype: torch.dtype
    weight_bytes: int
    heard_dtype: torch.dtype

    def product(self, weight: Tensor, bias: Tensor | None = None) -> Product:
        """``x @ weight.T + bias`` for a weight of [outputs, inputs]."""

    def tied(self, weight: Tensor) -> tuple[Tensor, Product]:
        """A matrix of which rows are looked up, and which is multiplied with as well."""

    def vector(self, tensor: Tensor) -> Tensor:
        """A small tensor that is added or multiplied."""


class PlainArithmetic:
    """All in one floating point type: fp32, bf16 or fp16."""

    def __init__(self, device: str, dtype: torch.dtype) -> None:
        self.device = torch.device(device)
        self.dtype = dtype
        self.weight_bytes = 0
        self.heard_dtype = dtype

    def product(self, weight: Tensor, bias: Tensor | None = None) -> Product:
        """As torch does it."""
        return Linear(self.vector(weight), None if bias is None else self.vector(bias))

    def tied(self, weight: Tensor) -> tuple[Tensor, Product]:
        """One copy for both."""
        made = self.vector(weight)
        return made, Linear(made)

    def vector(self, tensor: Tensor) -> Tensor:
        """In the type of the arithmetic."""
        made = tensor.to(self.device, self.dtype).contiguous()
        self.weight_bytes += made.nbytes
        return made


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
    """Layer normalisation over the last dimension, as Whisper's checkpoints have it (epsilon 1e-5)."""

    __slots__ = ("_bias", "_shape", "_weight")

    def __init__(self, take: Take, name: str, arithmetic: Arithmetic) -> None:
        self._weight = arithmetic.vector(take(f"{name}.weight"))
        self._bias = arithmetic.vector(take(f"{name}.bias"))
        self._shape = tuple(self._weight.shape)

    def __call__(self, x: Tensor) -> Tensor:
        """[n, width] to the same."""
        return functional.layer_norm(x, self._shape, self._weight, self._bias, 1e-5)


class FeedForward:
    """The two products at the end of every layer, with the normalisation before them."""

    __slots__ = ("_narrow", "_norm", "_widen")

    def __init__(self, take: Take, layer: str, arithmetic: Arithmetic) -> None:
        self._norm = Norm(take, f"{layer}.final_layer_norm", arithmetic)
        self._widen = arithmetic.product(take(f"{layer}.fc1.weight"), take(f"{layer}.fc1.bias"))
        self._narrow = arithmetic.product(take(f"{layer}.fc2.weight"), take(f"{layer}.fc2.bias"))

    def __call__(self, x: Tensor) -> Tensor:
        """What is added to x."""
        return self._narrow(functional.gelu(self._widen(self._norm(x))))


class AttentionWeights:
    """The four matrices of an attention, fused and scaled.

    Whisper's keys have no bias; the scale of the scores is in the query's weights.
    """

    def __init__(self, take: Take, name: str, heads: int, arithmetic: Arithmetic) -> None:
        self._arithmetic = arithmetic
        query, self._key, self._value = (take(f"{name}.{part}_proj.weight").float() for part in "qkv")
        scale = (len(query) // heads) ** -0.5
        self._query = query * scale
        self._query_bias = take(f"{name}.q_proj.bias").float() * scale
        self._value_bias = take(f"{name}.v_proj.bias").float()
        self.output = arithmetic.product(take(f"{name}.out_proj.weight"), take(f"{name}.out_proj.bias"))

    def query_key_value(self) -> Product:
        """[n, width] to [n, 3 * width]: for a self-attention."""
        bias = torch.cat((self._query_bias, torch.zeros_like(self._value_bias), self._value_bias))
        return self._arithmetic.product(torch.cat((self._query, self._key, self._value)), bias)

    def query(self) -> Product:
        """[n, width] to the same: of a cross-attention."""
        return self._arithmetic.product(self._query, self._query_bias)

    def key_value(self) -> Product:
        """[n, width] to [n, 2 * width]: what a cross-attention looks at."""
        bias = torch.cat((torch.zeros_like(self._value_bias), self._value_bias))
        return self._arithmetic.product(torch.cat((self._key, self._value)), bias)


def split_heads(fused: Tensor, parts: int, heads: int) -> Tensor:
    """[n, parts * heads * size] to [parts, heads, n, size]."""
    return fused.view(len(fused), parts, heads, -1).permute(1, 2, 0, 3)


def attend(query: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None = None) -> Tensor:
    """Attention of [heads, n, size] over keys and values of [heads, m, size]; [n, heads * size] in the query's type.

    Plain products: for the few rows of a decoder they are faster than torch's fused attention. Keys and values of a
    coarser type than the query's are multiplied in theirs.
    """
    scores = (query.to(keys.dtype) @ keys.transpose(-1, -2)).to(query.dtype)
    if mask is not None:
        scores = scores + mask
    mixed = torch.softmax(scores, dim=-1).to(values.dtype) @ values
    return mixed.transpose(0, 1).flatten(1).to(query.dtype)
