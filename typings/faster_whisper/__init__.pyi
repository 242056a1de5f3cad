from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

class Segment:
    text: str
    tokens: list[int]

class WhisperModel:
    hf_tokenizer: Any
    model: Any
    def __init__(
        self,
        model_size_or_path: str,
        device: str = ...,
        *,
        compute_type: str = ...,
        cpu_threads: int = ...,
        local_files_only: bool = ...,
    ) -> None: ...
    def transcribe(
        self,
        audio: npt.NDArray[np.float32],
        language: str | None = ...,
        *,
        beam_size: int = ...,
        without_timestamps: bool = ...,
    ) -> tuple[Iterable[Segment], Any]: ...
