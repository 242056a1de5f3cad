"""CUDA graphs: what a GPU does for one step, captured once and started again with one call. Imports torch.

Without them a decoder's step waits for Python to start some hundred kernels, each shorter than its start. A graph knows
places in memory, not values: so what goes in is copied to a fixed place, and shapes never change.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

Function = Callable[..., Tensor]
_WARM_UPS = 2
"""Runs before the capture, in which libraries choose their kernels and get their memory."""


def capture(function: Function, *examples: Tensor) -> Function:
    """``function`` as a graph for inputs of the shapes and types of ``examples``.

    What it returns is overwritten by the next call.

    Raises:
        RuntimeError: something in ``function`` cannot be captured, or there is no room.
    """
    inputs = tuple(example.clone() for example in examples)
    stream: Any = torch.cuda.Stream()  # type: ignore[no-untyped-call]
    stream.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(stream):
        for _ in range(_WARM_UPS):
            function(*inputs)
    torch.cuda.current_stream().wait_stream(stream)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        output = function(*inputs)

    def replay(*values: Tensor) -> Tensor:
        for place, value in zip(inputs, values, strict=True):
            place.copy_(value, non_blocking=True)
        graph.replay()
        return output

    return replay
