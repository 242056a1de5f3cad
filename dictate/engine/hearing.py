"""From samples to what a decoder listens to: log-mel and encoder. Runs on the recogniser thread; imports torch."""

import numpy as np
import torch
from torch import Tensor

from dictate.core.types import Samples
from dictate.engine.checkpoint import Checkpoint
from dictate.engine.clock import Clock
from dictate.engine.device import CPU, FLASH_ATTENTION, DeviceChoice
from dictate.engine.encoder import Encoder
from dictate.engine.features import LogMel
from dictate.engine.graphs import Function, capture
from dictate.engine.int8 import Int8Arithmetic, has_bf16
from dictate.engine.layers import Arithmetic, PlainArithmetic
from dictate.engine.loading import Tensors
from dictate.engine.options import FULL
from dictate.engine.packed import PackedArithmetic
from dictate.engine.window import WINDOW_POSITIONS, bucket_of, trimmed_positions

_DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


def decoder_arithmetic(choice: DeviceChoice) -> Arithmetic:
    """What ``choice`` says."""
    if choice.precision == "int8":
        return Int8Arithmetic()
    return PlainArithmetic(choice.device, _DTYPES[choice.precision])


def encoder_arithmetic(choice: DeviceChoice) -> Arithmetic:
    """The same, but bf16 in place of int8 where the processor has it.

    With hundreds of rows the products are no longer a matter of bytes: rounding the rows costs what int8 saves.
    """
    if choice.device == CPU and (choice.precision == "bf16" or (choice.precision == "int8" and has_bf16())):
        return PackedArithmetic()
    return decoder_arithmetic(choice)


class Hearing:
    """The encoder of a checkpoint on its device; both models of a pair may use one.

    Attributes:
        tensors, checkpoint: what it was made from, so that another model can tell whether it is its own too.
        memory_bytes: of the weights.
    """

    def __init__(self, tensors: Tensors, checkpoint: Checkpoint, choice: DeviceChoice) -> None:
        arithmetic = encoder_arithmetic(choice)
        flash = choice.device != CPU and choice.attention == FLASH_ATTENTION
        self.tensors = tensors
        self.checkpoint = checkpoint
        self._encoder = Encoder(tensors, checkpoint.config, arithmetic, flash=flash)
        self._features = LogMel(self._encoder.mel_bins, torch.device(choice.device))
        self._captured: dict[int, Function] = {}
        self.memory_bytes = arithmetic.weight_bytes

    def positions(self, samples: int, window: str) -> int:
        """How many positions the encoder gets for ``samples`` of sound in the window ``auto`` or ``full``."""
        if window == FULL:
            return WINDOW_POSITIONS
        positions = max(trimmed_positions(samples), self.checkpoint.least_positions)
        return bucket_of(positions) if self._captured else positions

    def encode(self, samples: Samples, positions: int, clock: Clock | None = None) -> Tensor:
        """int16[n] at 16 kHz to [positions, width]."""
        wave = self._features.wave(samples, positions)
        captured = self._captured.get(positions)
        if captured is not None:
            encoded = captured(wave)
        else:
            features = self._features(wave)
            if clock is not None:
                clock.lap("features")
            encoded = self._encoder(features)
        if clock is not None:
            clock.lap("encoder")
        return encoded

    def capture(self, positions: int) -> None:
        """Capture a CUDA graph for this window.

        Raises:
            RuntimeError: it cannot be captured.
        """
        if positions not in self._captured:
            silence = self._features.wave(np.zeros(0, dtype=np.int16), positions)
            self._captured[positions] = capture(lambda wave: self._encoder(self._features(wave)), silence)

    def release(self) -> None:
        """Forget the graphs and go the plain way."""
        self._captured.clear()
