"""Sound to log-mel spectrogram on the model's device. Runs on the recogniser thread; imports torch.

The same numbers as transformers' ``WhisperFeatureExtractor`` (its torch path), whose filters it uses; constants stay on
the device between utterances.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor
from transformers.audio_utils import mel_filter_bank

from dictate.core.types import SAMPLE_RATE, Samples
from dictate.engine.window import POSITION_SAMPLES, WINDOW_POSITIONS

FFT_SAMPLES = 400
HOP_SAMPLES = 160
"""10 ms: one mel frame; the encoder halves them to its positions."""
_FLOOR = 1e-10
_RANGE = 8.0
"""log10 units below the loudest place that are kept: 80 dB."""
_INT16_SCALE = 1.0 / 32768.0


class LogMel:
    """Computes Whisper's input.

    Args:
        mel_bins: 80, or 128 for large-v3.
        device: where the result is to be, and the computation is done.
    """

    def __init__(self, mel_bins: int, device: torch.device) -> None:
        bank: Any = mel_filter_bank(
            num_frequency_bins=1 + FFT_SAMPLES // 2,
            num_mel_filters=mel_bins,
            min_frequency=0.0,
            max_frequency=SAMPLE_RATE / 2,
            sampling_rate=SAMPLE_RATE,
            norm="slaney",
            mel_scale="slaney",
        )
        self._filters = torch.from_numpy(bank.T.astype(np.float32)).to(device)
        self._window = torch.hann_window(FFT_SAMPLES, device=device)
        self._device = device

    def wave(self, samples: Samples, positions: int = WINDOW_POSITIONS) -> Tensor:
        """int16[n] at 16 kHz as float32 on the device, with silence up to the sound of ``positions``."""
        wave = torch.zeros(positions * POSITION_SAMPLES)
        wave[: len(samples)] = torch.from_numpy(samples.astype(np.float32) * _INT16_SCALE)
        return wave.to(self._device)

    def __call__(self, wave: Tensor) -> Tensor:
        """float32[n * ``HOP_SAMPLES``], silence included, to float32[mel_bins, n]."""
        spectrum = torch.stft(wave, FFT_SAMPLES, HOP_SAMPLES, window=self._window, return_complex=True)
        power = (spectrum[:, :-1].abs() ** 2).contiguous()
        log_mel = (self._filters @ power).clamp(min=_FLOOR).log10()
        log_mel = torch.maximum(log_mel, log_mel.max() - _RANGE)
        return (log_mel + 4.0) / 4.0
