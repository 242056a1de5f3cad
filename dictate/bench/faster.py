"""faster-whisper (CTranslate2): a peer. Imports it when it loads; it may be missing."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from dictate.bench.generate import quiet_transformers
from dictate.bench.parts import Heard, Loaded, Task
from dictate.core.types import Samples
from dictate.engine.checkpoint import PREPROCESSOR_CONFIG, TOKENIZER
from dictate.engine.vocabulary import END

FASTER = "faster-whisper"
_COPIED = (TOKENIZER, PREPROCESSOR_CONFIG)
_KINDS = {"fp16": "float16", "fp32": "float32", "bf16": "bfloat16"}
"""Our words -> CTranslate2's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Turns a checkpoint into CTranslate2's form; a process of its own, so that its memory counts for nobody."""

    folder: Path
    work: Path
    precision: str

    def libraries(self) -> None:
        """Import the converter."""
        import ctranslate2.converters  # noqa: F401, PLC0415 - may be missing, and takes a second

        quiet_transformers()  # the converter loads with it

    def load(self) -> "Conversion":
        """Convert."""
        from ctranslate2.converters import TransformersConverter  # noqa: PLC0415 - see ``libraries``

        copied = [name for name in _COPIED if (self.folder / name).exists()]
        converter = TransformersConverter(str(self.folder), copy_files=copied)
        converter.convert(str(self.work), quantization=_KINDS.get(self.precision, self.precision), force=True)
        return self

    def loaded(self) -> Loaded:
        """What it is."""
        return Loaded(precision=self.precision)

    def hear(self, task: Task, samples: Samples) -> Heard:
        """Nothing can be recognised here."""
        raise NotImplementedError(f"{self} recognises nothing: {task}, {len(samples)} samples")


@dataclass(frozen=True, slots=True, kw_only=True)
class Faster:
    """A converted model in faster-whisper: beam 1, otherwise its defaults.

    Attributes:
        work: the folder that ``Conversion`` wrote.
        precision: of the computation, as that of the weights: ``int8`` or ``fp16``.
        threads: as many as the other implementations use; its own default would be up to four.
        timestamps: its default is True. A pair with random weights knows none.
    """

    work: Path
    precision: str
    threads: int
    device: str = "cpu"
    language: str | None = None
    timestamps: bool = True

    def libraries(self) -> None:
        """Import it."""
        import faster_whisper  # noqa: F401, PLC0415 - may be missing, and takes a second

    def load(self) -> "FasterEngine":
        """Load the model."""
        return FasterEngine(self)


class _Multilingual:
    """CTranslate2's model, which takes a vocabulary that is not Whisper's own for English only.

    Without this the pocket pair would not be told language and task, and write worse than it can.
    """

    is_multilingual = True

    def __init__(self, model: Any) -> None:
        self._model = model

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)


class FasterEngine:
    """The loaded model."""

    def __init__(self, recipe: Faster) -> None:
        from faster_whisper import WhisperModel  # noqa: PLC0415 - see ``Faster.libraries``

        self._recipe = recipe
        self._model = WhisperModel(
            str(recipe.work),
            device=recipe.device,
            compute_type=_KINDS.get(recipe.precision, recipe.precision),
            cpu_threads=recipe.threads,
            local_files_only=True,
        )
        if recipe.language is not None:
            self._model.model = _Multilingual(self._model.model)
        self._end = int(self._model.hf_tokenizer.token_to_id(END))

    def loaded(self) -> Loaded:
        """What it is."""
        return Loaded(precision=self._recipe.precision, note="beam 1")

    def hear(self, task: Task, samples: Samples) -> Heard:
        """Recognise one utterance; ``task`` is fixed by the model."""
        del task
        started = time.perf_counter()
        wave = samples.astype(np.float32) / 32768.0
        segments, _ = self._model.transcribe(
            wave, beam_size=1, language=self._recipe.language or "en", without_timestamps=not self._recipe.timestamps
        )
        said = list(segments)  # it works while it is read
        text = "".join(segment.text for segment in said)
        seconds = time.perf_counter() - started
        tokens = tuple(token for segment in said for token in segment.tokens if token < self._end)
        return Heard(seconds=seconds, text=text.strip(), tokens=tokens)
