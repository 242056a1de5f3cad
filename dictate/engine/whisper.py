"""One loaded Whisper: sound in, text with times and probabilities out. Runs on the recogniser thread; imports torch."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch

from dictate.core.errors import DictateError, OutOfMemory, RecognitionFailed
from dictate.core.types import Hypothesis, ModelInfo, ModelProgress, Samples, StageTimes, seconds_of
from dictate.engine.checkpoint import Checkpoint
from dictate.engine.decoder import Decoder
from dictate.engine.decoding import Rules, decode, detect_language
from dictate.engine.device import CUDA, DeviceChoice, choose_device, fallback
from dictate.engine.features import WINDOW_S, WINDOW_SAMPLES, LogMel
from dictate.engine.loading import DTYPES, load_model
from dictate.engine.vocabulary import Vocabulary, load_vocabulary

Report = Callable[[ModelProgress], None]
MIN_TOKENS = 8
TOKENS_A_SECOND = 7
"""With ``MIN_TOKENS`` the bound on new tokens: fast English has five a second, so a loop ends soon."""
TOKENS_A_SECOND_FOREIGN = 20
"""Whisper spells scripts other than Latin in many tokens, up to a few for each letter."""


def load_whisper(checkpoint: Checkpoint, name: str, device_wish: str, report: Report) -> "LoadedWhisper":
    """Load ``checkpoint`` where ``device_wish`` asks for, and warm it up.

    What fails there (no memory, a driver, FlashAttention) is tried with sdpa, then on the processor, with the reason.

    Raises:
        NotAModel: the files cannot be used.
        OutOfMemory: it does not fit.
        Cancelled: ``report`` raised it.
    """
    choice = choose_device(device_wish)
    while True:
        try:
            return _load_on(choice, checkpoint, name, report)
        except (OutOfMemory, RecognitionFailed) as error:
            following = fallback(choice, error.user_message)
            if following is None:
                raise
            choice = following
        _empty_caches()


def _load_on(choice: DeviceChoice, checkpoint: Checkpoint, name: str, report: Report) -> "LoadedWhisper":
    with _mapped(f"{name} could not be loaded"):
        vocabulary = load_vocabulary(checkpoint)
        model = load_model(checkpoint, choice)
        loaded = LoadedWhisper(model, vocabulary, choice, name)
        report(ModelProgress(model=name, stage="warming up"))
        loaded.transcribe(np.zeros(WINDOW_SAMPLES // WINDOW_S, dtype=np.int16))
    return loaded


class LoadedWhisper:
    """A model on its device, with its tokenizer.

    Attributes:
        info: what runs and why.
    """

    def __init__(self, model: Any, vocabulary: Vocabulary, choice: DeviceChoice, name: str) -> None:
        self._encoder: Any = model.model.encoder
        self._decoder: Any = Decoder(model)
        self._vocabulary = vocabulary
        self._rules = Rules(vocabulary, self._decoder)
        self._draft: tuple[int, ...] = ()
        self._device = choice.device
        self._features = LogMel(model.config.num_mel_bins, choice.device, DTYPES[choice.precision])
        self.info = ModelInfo(
            name=name,
            device=choice.name,
            precision=choice.precision,
            attention=choice.attention,
            reason=choice.reason,
            memory_bytes=sum(weights.numel() * weights.element_size() for weights in model.parameters()),
        )

    def transcribe(
        self, samples: Samples, *, language: str | None = None, prompt: str = "", is_final: bool = True
    ) -> Hypothesis:
        """Recognise int16[n] at 16 kHz, n at most 30 s; the encoder runs exactly once.

        ``language`` None lets a multilingual model detect it; an English-only one is never told. ``prompt`` holds words
        that may occur. What an interim heard is the draft of the next call, which is quick as far as that was right.

        Raises:
            RecognitionFailed: the model raised, the sound is too long, or the model does not know ``language``.
            OutOfMemory: there was no room.
        """
        if len(samples) > WINDOW_SAMPLES:
            raise RecognitionFailed(
                f"{seconds_of(len(samples)):.1f} s of sound are too long for Whisper's window of {WINDOW_S} s",
                "Cut it at a pause first.",
            )
        with _mapped(f"{self.info.name} failed"), torch.inference_mode():
            return self._transcribe(samples, language, prompt, is_final=is_final)

    def language_problem(self, language: str | None) -> str:
        """Why text in ``language`` cannot be expected of this model; empty when it can."""
        if self._vocabulary.multilingual or language in (None, "en"):
            return ""
        return f"{self.info.name} knows English only, not '{language}'"

    def close(self) -> None:
        """Free the memory."""
        self._encoder = self._decoder = None
        _empty_caches()

    def _transcribe(self, samples: Samples, language: str | None, prompt: str, *, is_final: bool) -> Hypothesis:
        began = self._now()
        features = self._features(samples)
        have_features = self._now()
        encoded = self._encoder(features).last_hidden_state[0]
        have_encoded = self._now()
        self._decoder.listen(encoded)
        language_id = self._language(language)
        room = self._decoder.positions // 2 - 1
        opening = self._vocabulary.opening(self._vocabulary.prompt_ids(prompt, room - 1), language_id)
        limit = min(self._limit(samples, language_id), self._decoder.positions - len(opening))
        decoded = decode(self._decoder, self._rules, opening, limit, self._draft)
        self._draft = () if is_final else decoded.tokens
        return Hypothesis(
            text=self._vocabulary.text(decoded.tokens),
            model=self.info.name,
            times=StageTimes(
                features_ms=(have_features - began) * 1000,
                encoder_ms=(have_encoded - have_features) * 1000,
                decoder_ms=(self._now() - have_encoded) * 1000,
            ),
            mean_log_probability=decoded.mean_log_probability,
            no_speech_probability=decoded.no_speech_probability,
            warning="" if decoded.complete else f"the text was cut at {limit} tokens; something may be missing",
        )

    def _limit(self, samples: Samples, language_id: int | None) -> int:
        english = language_id is None or language_id == self._vocabulary.languages.get("en")
        return MIN_TOKENS + round((TOKENS_A_SECOND if english else TOKENS_A_SECOND_FOREIGN) * seconds_of(len(samples)))

    def _language(self, language: str | None) -> int | None:
        if not self._vocabulary.multilingual:
            return None
        if language is None:
            return detect_language(self._decoder, self._vocabulary)
        return self._vocabulary.language_id(language)

    def _now(self) -> float:
        """Seconds, after the GPU has done what it was given, so that each stage gets its own time."""
        if self._device == CUDA:
            torch.cuda.synchronize()
        return time.perf_counter()


@contextmanager
def _mapped(what: str) -> Iterator[None]:
    """Map torch's and transformers' errors."""
    try:
        yield
    except DictateError:
        raise
    except (RuntimeError, MemoryError, OSError, ValueError, KeyError, TypeError, ImportError) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        no_room = isinstance(error, torch.cuda.OutOfMemoryError | MemoryError) or "can't allocate memory" in lines[0]
        if no_room:
            raise OutOfMemory(f"{what}: there is not enough memory", "Choose a smaller pair of models.") from error
        raise RecognitionFailed(f"{what}: {lines[0]}", "Run `dictate doctor`, or choose another model.") from error


def _empty_caches() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
