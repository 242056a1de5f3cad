"""Matrix products in 8-bit integers on a processor: the fewest bytes to fetch, and the fastest products there are.

Weights are rounded once, each output with a scale of its own; the rows that come in are rounded as they come, each with
a scale of its own. That is the arithmetic of CTranslate2's int8 (and so of faster-whisper), which is known to cost
Whisper next to no accuracy. The sums are exact integers, so a row's result does not depend on the rows beside it: a
draft that is checked in one pass meets the very numbers that writing one token after the other would have met.

The products are FBGEMM's, which torch brings for x86. It knows one scale for all rows only: so every row is divided by
its largest value first, and two more inputs of 1 and -1, whose weights are 0, hold that one scale in its place.
"""

import warnings

import torch
from torch import Tensor
from torch.nn import functional

from dictate.engine.layers import Product

ENGINE = "fbgemm"
_LARGEST = 127
_ALIGNED = 8
"""The inputs are padded to a multiple, of which at least two hold the scale."""


def int8_problem() -> str:
    """Why this processor and this torch cannot compute in int8; empty when they can."""
    if ENGINE not in torch.backends.quantized.supported_engines:
        return f"this torch has no {ENGINE}, the int8 products for x86 processors"
    if not _has("_is_vnni_supported"):
        return "the processor has no VNNI instructions"
    try:
        Int8Linear(torch.eye(8), None)(torch.ones(1, 8))
    except (RuntimeError, AttributeError, NotImplementedError) as error:
        return f"torch's int8 products fail ({str(error).splitlines()[0]})"
    return ""


def has_bf16() -> bool:
    """Whether the processor multiplies bf16 by itself, several times as fast as fp32."""
    return _has("_is_avx512_bf16_supported")


def _has(instructions: str) -> bool:
    known = getattr(torch.cpu, instructions, None)  # not public, and so not certain to stay
    return bool(known is not None and known())


class Int8Arithmetic:
    """Products in int8 on the processor, all else in fp32, but for the attention to what was heard."""

    def __init__(self) -> None:
        self.device = torch.device("cpu")
        self.dtype = torch.float32
        self.weight_bytes = 0
        self.heard_dtype = torch.bfloat16 if has_bf16() else torch.float32

    def product(self, weight: Tensor, bias: Tensor | None = None) -> Product:
        """In int8."""
        made = Int8Linear(weight.float(), None if bias is None else bias.float())
        self.weight_bytes += weight.numel() + 4 * len(weight)
        return made

    def tied(self, weight: Tensor) -> tuple[Tensor, Product]:
        """In fp16 what is looked up."""
        looked_up = weight.to(torch.float16).contiguous()
        self.weight_bytes += looked_up.nbytes
        return looked_up, self.product(weight)

    def vector(self, tensor: Tensor) -> Tensor:
        """In fp32."""
        made = tensor.float().contiguous()
        self.weight_bytes += made.nbytes
        return made


class Int8Linear:
    """``x @ weight.T + bias`` for x of float32[n, inputs]."""

    __slots__ = ("_bias", "_inputs", "_one", "_packed", "_width")

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        outputs, self._inputs = weight.shape
        self._width = -(-(self._inputs + 2) // _ALIGNED) * _ALIGNED
        self._bias = torch.zeros(outputs) if bias is None else bias.contiguous()
        self._packed = _pack(functional.pad(weight, (0, self._width - self._inputs)))
        self._one = _framed(1, self._inputs, self._width)

    def __call__(self, x: Tensor) -> Tensor:
        """[n, inputs] to [n, outputs]."""
        # The one row of a decoding step is written over in place; it is read before this returns.
        framed = self._one if len(x) == 1 else _framed(len(x), self._inputs, self._width)
        largest = x.abs().amax(-1, keepdim=True).clamp_(min=1e-30)
        torch.div(x, largest, out=framed[:, : self._inputs])
        return torch.addcmul(self._bias, torch.ops.quantized.linear_dynamic(framed, self._packed, False), largest)


def _framed(rows: int, inputs: int, width: int) -> Tensor:
    """Room for ``rows`` of inputs, with the two that hold the scale."""
    room = torch.empty(rows, width)
    room[:, inputs:] = 0
    room[:, inputs] = 1
    room[:, inputs + 1] = -1
    return room


def _pack(weight: Tensor) -> object:
    scale = weight.abs().amax(1).clamp_(min=1e-30) / _LARGEST
    torch.backends.quantized.engine = ENGINE
    with warnings.catch_warnings():  # torch means to move these tensors to another package; the products stay
        warnings.simplefilter("ignore")
        rounded = torch.quantize_per_channel(weight, scale, torch.zeros(len(weight), dtype=torch.long), 0, torch.qint8)
        return torch.ops.quantized.linear_prepack(rounded, None)
