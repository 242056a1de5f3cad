"""Encoder output to tokens: greedy, by transformers' ``generate``. Runs on the recogniser thread; imports torch.

The only module that knows how tokens are found, so that another loop can take its place. It gives ``generate`` the
whole prompt itself, since Whisper's own wrapper would run the encoder again for the language and for the no-speech
probability.
"""

from dataclasses import dataclass
from typing import Any

import torch
from transformers.generation.configuration_utils import GenerationConfig
from transformers.generation.logits_process import (
    LogitsProcessor,
    LogitsProcessorList,
    SuppressTokensAtBeginLogitsProcessor,
    SuppressTokensLogitsProcessor,
)
from transformers.generation.utils import GenerationMixin
from transformers.modeling_outputs import BaseModelOutput

from dictate.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What the decoder wrote.

    Attributes:
        tokens: without prompt and end of text.
        mean_log_probability: natural logarithm, over the tokens and the end of text, as in openai/whisper.
        no_speech_probability: of ``<|nospeech|>`` right after ``<|startoftranscript|>``; None when there is no such.
        complete: whether it came to the end of text within the limit.
    """

    tokens: tuple[int, ...]
    mean_log_probability: float
    no_speech_probability: float | None
    complete: bool


class _Meter(LogitsProcessor):
    """Sums the log-probability of what greedy search takes; comes last, so it sees what the filters left."""

    def __init__(self) -> None:
        self.log_probability: torch.Tensor | float = 0.0
        self.steps = 0

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor) -> torch.Tensor:
        del input_ids
        wide = scores[0].float()
        self.log_probability = self.log_probability + (wide.max() - wide.logsumexp(dim=-1))
        self.steps += 1
        return scores


class _StartLogits:
    """Catches the first step's logits at ``<|startoftranscript|>``, which ``generate`` computes and throws away."""

    def __init__(self, model: Any, position: int) -> None:
        self._position = position
        self.logits: torch.Tensor | None = None
        self._handle = model.proj_out.register_forward_hook(self._catch)

    def _catch(self, _module: Any, _inputs: Any, output: torch.Tensor) -> None:
        if self.logits is None:
            self.logits = output[0, self._position].float()

    def close(self) -> None:
        self._handle.remove()


def set_up(model: Any, vocabulary: Vocabulary) -> None:
    """Give ``model`` plain greedy search, in place of the checkpoint's settings, which ``generate`` would mix in."""
    model.generation_config = GenerationConfig(  # type: ignore[no-untyped-call]
        do_sample=False,
        num_beams=1,
        use_cache=True,
        decoder_start_token_id=vocabulary.start,
        bos_token_id=vocabulary.end,
        eos_token_id=vocabulary.end,
        pad_token_id=vocabulary.end,
    )


def detect_language(model: Any, encoded: torch.Tensor, vocabulary: Vocabulary) -> int:
    """The id of the likeliest language token, from the encoder output that is there already."""
    start = torch.tensor([[vocabulary.start]], device=encoded.device)
    logits = model(encoder_outputs=BaseModelOutput(encoded), decoder_input_ids=start, use_cache=False).logits[0, -1]
    ids = sorted(vocabulary.languages.values())
    return ids[int(logits[ids].argmax())]


def decode(model: Any, encoded: torch.Tensor, vocabulary: Vocabulary, opening: list[int], limit: int) -> Decoded:
    """Write what ``encoded`` ([1, positions, width]) says, after ``opening`` and in at most ``limit`` new tokens."""
    meter, start_logits = _Meter(), _StartLogits(model, opening.index(vocabulary.start))
    try:
        output = GenerationMixin.generate(
            model,
            encoder_outputs=BaseModelOutput(encoded),
            decoder_input_ids=torch.tensor([opening], device=encoded.device),
            max_new_tokens=limit,
            logits_processor=_processors(vocabulary, len(opening), meter, encoded.device),
        )
    finally:
        start_logits.close()
    tokens = output[0, len(opening) :].tolist()
    complete = vocabulary.end in tokens
    return Decoded(
        tokens=tuple(tokens[: tokens.index(vocabulary.end)] if complete else tokens),
        mean_log_probability=float(meter.log_probability) / max(1, meter.steps),
        no_speech_probability=_no_speech(start_logits.logits, vocabulary),
        complete=complete,
    )


def _processors(vocabulary: Vocabulary, begin: int, meter: _Meter, device: torch.device) -> LogitsProcessorList:
    processors = LogitsProcessorList()
    if vocabulary.suppress_at_start:
        first = SuppressTokensAtBeginLogitsProcessor(list(vocabulary.suppress_at_start), begin, device=str(device))
        processors.append(first)
    if vocabulary.suppress:
        processors.append(SuppressTokensLogitsProcessor(list(vocabulary.suppress), device=str(device)))
    processors.append(meter)
    return processors


def _no_speech(logits: torch.Tensor | None, vocabulary: Vocabulary) -> float | None:
    if logits is None or vocabulary.no_speech is None:
        return None
    return float(logits.softmax(dim=-1)[vocabulary.no_speech])
