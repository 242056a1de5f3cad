"""transformers' ``generate``, with and without an assistant: a peer, and the reference. Imports torch when it loads."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dictate.bench.parts import Heard, Loaded, Task
from dictate.core.types import SAMPLE_RATE, Samples

GENERATE, ASSISTED = "transformers", "transformers + assistant"


def quiet_transformers() -> None:
    """Keep transformers from drawing on the terminal."""
    from transformers.utils import logging  # noqa: PLC0415 - seconds

    talk: Any = logging  # transformers leaves it untyped
    talk.set_verbosity_error()
    talk.disable_progress_bar()


@dataclass(frozen=True, slots=True, kw_only=True)
class Generate:
    """One model of transformers, as its documentation shows it: greedy, one utterance at a time, no timestamps.

    Attributes:
        assistant: the folder of the model that drafts (``assistant_model``); it shares the encoder.
        precision: ``fp32``, ``bf16`` or ``fp16``.
        attention: as transformers takes it: ``sdpa`` or ``flash_attention_2``.
    """

    folder: Path
    precision: str
    device: str = "cpu"
    language: str | None = None
    assistant: Path | None = None
    attention: str = "sdpa"

    def libraries(self) -> None:
        """Import transformers."""
        from transformers import WhisperForConditionalGeneration, WhisperProcessor  # noqa: F401, PLC0415 - see ``Ours``

        quiet_transformers()

    def load(self) -> "GenerateEngine":
        """Load the model and its assistant."""
        return GenerateEngine(self)


class GenerateEngine:
    """The loaded models."""

    def __init__(self, recipe: Generate) -> None:
        import torch  # noqa: PLC0415 - see ``Ours``
        from transformers import WhisperForCausalLM, WhisperForConditionalGeneration, WhisperProcessor  # noqa: PLC0415

        self._recipe = recipe
        self._torch = torch
        self._dtype = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[recipe.precision]
        self._processor: Any = WhisperProcessor.from_pretrained(recipe.folder)
        self._model = self._load(WhisperForConditionalGeneration, recipe.folder)
        self._options: dict[str, Any] = {"do_sample": False, "num_beams": 1}
        if recipe.language is not None:
            self._options |= {"language": recipe.language, "task": "transcribe"}
        if recipe.assistant is not None:
            self._options["assistant_model"] = self._load(WhisperForCausalLM, recipe.assistant)
        self._end = int(self._model.generation_config.eos_token_id)

    def _load(self, kind: Any, folder: Path) -> Any:
        recipe = self._recipe
        model = kind.from_pretrained(folder, dtype=self._dtype, attn_implementation=recipe.attention)
        return model.to(recipe.device).eval()

    def loaded(self) -> Loaded:
        """What it is, and its size."""
        weights = sum(parameter.numel() for parameter in self._model.parameters())
        encoder = sum(parameter.numel() for parameter in self._model.model.encoder.parameters())
        facts = {"parameters": weights, "decoder_parameters": weights - encoder}
        return Loaded(precision=self._recipe.precision, note=self._recipe.attention, facts=facts)

    def hear(self, task: Task, samples: Samples) -> Heard:
        """Recognise one utterance; ``task`` is fixed by the model."""
        del task
        started = time.perf_counter()
        wave = samples.astype(np.float32) / 32768.0
        extracted = self._processor.feature_extractor(wave, sampling_rate=SAMPLE_RATE, return_tensors="pt")
        features = extracted.input_features.to(self._recipe.device, self._dtype)
        with self._torch.inference_mode():
            generated = self._model.generate(features, **self._options)[0].tolist()
        text = self._processor.tokenizer.decode(generated, skip_special_tokens=True)
        seconds = time.perf_counter() - started
        return Heard(seconds=seconds, text=text.strip(), tokens=tuple(t for t in generated if t < self._end))
