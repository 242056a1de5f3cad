"""bf16 products on a processor whose weights are laid out once, as the kernel wants them. Imports torch.

torch lays them out anew for every product, a fifth of the time of the encoder's. The results are the same bits.
"""

import torch
from torch import Tensor

from dictate.engine.layers import Linear, PlainArithmetic, Product

_ROWS = 432
"""For which the layout is chosen: the window of an utterance of 6 s. It serves any other number as well."""


class PackedArithmetic(PlainArithmetic):
    """bf16 on the processor; where torch cannot lay weights out, as torch does it."""

    def __init__(self) -> None:
        super().__init__("cpu", torch.bfloat16)

    def product(self, weight: Tensor, bias: Tensor | None = None) -> Product:
        """``x @ weight.T + bias`` for a weight of [outputs, inputs]."""
        plain = self.vector(weight), None if bias is None else self.vector(bias)
        try:
            return PackedLinear(*plain)
        except (RuntimeError, AttributeError, NotImplementedError):
            return Linear(*plain)


class PackedLinear:
    """``x @ weight.T + bias`` for x of bf16[n, inputs].

    Raises:
        RuntimeError, AttributeError, NotImplementedError: this torch has no such products, or not for this weight.
    """

    __slots__ = ("_bias", "_packed")

    def __init__(self, weight: Tensor, bias: Tensor | None) -> None:
        self._packed = torch.ops.mkldnn._reorder_linear_weight(weight, _ROWS)  # noqa: SLF001 - torch has no public one
        self._bias = bias
        self(weight.new_zeros(1, weight.shape[1]))

    def __call__(self, x: Tensor) -> Tensor:
        """[n, inputs] to [n, outputs]."""
        product: Tensor = torch.ops.mkldnn._linear_pointwise(x, self._packed, self._bias, "none", [], "")  # noqa: SLF001
        return product
