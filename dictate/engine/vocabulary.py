"""Token ids and text: Whisper's special tokens, a model's tokenizer. Runs on the recogniser thread; no torch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tokenizers import Tokenizer

from dictate.core.errors import NotAModel, RecognitionFailed
from dictate.engine.checkpoint import TOKENIZER, Checkpoint

START = "<|startoftranscript|>"
END = "<|endoftext|>"
TRANSCRIBE = "<|transcribe|>"
NO_TIMESTAMPS = "<|notimestamps|>"
PREVIOUS = "<|startofprev|>"
NO_SPEECH = ("<|nospeech|>", "<|nocaptions|>")
"""The same token; it was renamed between the releases of Whisper."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """What a checkpoint's tokenizer and generation config say.

    Attributes:
        start, end, no_timestamps: ids of ``<|startoftranscript|>`` and so on.
        no_speech: id of ``<|nospeech|>``; None when the tokenizer has none.
        previous: id of ``<|startofprev|>``, which leads a prompt.
        transcribe: id of the task; None for an English-only model, which knows no tasks.
        languages: Whisper's codes -> ids; empty for an English-only model.
        suppress, suppress_at_start: ids never written, and never written first.
    """

    tokenizer: Tokenizer
    start: int
    end: int
    no_timestamps: int
    no_speech: int | None
    previous: int | None
    transcribe: int | None
    languages: dict[str, int]
    suppress: tuple[int, ...]
    suppress_at_start: tuple[int, ...]

    @property
    def multilingual(self) -> bool:
        """Whether the model must be told the language."""
        return bool(self.languages)

    def language_id(self, language: str) -> int:
        """The id of Whisper's code ``language``.

        Raises:
            RecognitionFailed: the model does not know it.
        """
        if language not in self.languages:
            raise RecognitionFailed(
                f"This model does not know the language '{language}'",
                "Use a code like en, de or fr, or auto.",
            )
        return self.languages[language]

    def prompt_ids(self, prompt: str, limit: int) -> list[int]:
        """``prompt`` as the text before: its last ``limit`` tokens after ``<|startofprev|>``; empty for no prompt."""
        if not prompt.strip() or self.previous is None:
            return []
        ids: list[int] = self.tokenizer.encode(" " + prompt.strip(), add_special_tokens=False).ids
        return [self.previous, *ids[-limit:]]

    def opening(self, prompt_ids: Sequence[int], language: int | None) -> list[int]:
        """What the decoder is given to continue: prompt, start, language and task (multilingual only), no times."""
        told = [language, self.transcribe] if language is not None and self.transcribe is not None else []
        return [*prompt_ids, self.start, *told, self.no_timestamps]

    def text(self, ids: Iterable[int]) -> str:
        """The text of ``ids``, special tokens left out, stripped; Whisper puts them all behind the end of text."""
        decoded: str = self.tokenizer.decode([token for token in ids if token < self.end])
        return decoded.strip()


def load_vocabulary(checkpoint: Checkpoint) -> Vocabulary:
    """The vocabulary of ``checkpoint``.

    Raises:
        NotAModel: the tokenizer cannot be read, or is not Whisper's.
    """
    tokenizer = _load_tokenizer(checkpoint)
    generation = checkpoint.generation
    multilingual = checkpoint.multilingual
    return Vocabulary(
        tokenizer=tokenizer,
        start=_id(tokenizer, checkpoint, START),
        end=_id(tokenizer, checkpoint, END),
        no_timestamps=_id(tokenizer, checkpoint, NO_TIMESTAMPS),
        no_speech=next((found for name in NO_SPEECH if (found := tokenizer.token_to_id(name)) is not None), None),
        previous=tokenizer.token_to_id(PREVIOUS),
        transcribe=_id(tokenizer, checkpoint, TRANSCRIBE) if multilingual else None,
        languages=_languages(generation.get("lang_to_id") or {}) if multilingual else {},
        suppress=_ids(generation.get("suppress_tokens"), checkpoint.config.get("suppress_tokens")),
        suppress_at_start=_ids(generation.get("begin_suppress_tokens"), checkpoint.config.get("begin_suppress_tokens")),
    )


def _load_tokenizer(checkpoint: Checkpoint) -> Tokenizer:
    path = checkpoint.folder / TOKENIZER
    try:
        if path.exists():
            return Tokenizer.from_file(str(path))
        # Only old checkpoints lack tokenizer.json; transformers builds it from vocab.json and merges.txt.
        from transformers.models.whisper.tokenization_whisper import WhisperTokenizer  # noqa: PLC0415

        built: Any = WhisperTokenizer.from_pretrained(checkpoint.folder, local_files_only=True)
    except Exception as error:  # tokenizers raises Exception itself
        raise NotAModel(
            f"The tokenizer in '{checkpoint.folder}' cannot be read ({error})", "Fetch the model again."
        ) from error
    tokenizer: Tokenizer = built.backend_tokenizer
    return tokenizer


def _id(tokenizer: Tokenizer, checkpoint: Checkpoint, token: str) -> int:
    found = tokenizer.token_to_id(token)
    if found is None:
        raise NotAModel(f"The tokenizer in '{checkpoint.folder}' is not Whisper's: it lacks {token}")
    return int(found)


def _languages(lang_to_id: dict[str, Any]) -> dict[str, int]:
    return {token.strip("<|>"): int(number) for token, number in lang_to_id.items()}


def _ids(*choices: Sequence[int] | None) -> tuple[int, ...]:
    """The first list that is given: the generation config goes before the older place, the model's config."""
    return next((tuple(int(number) for number in choice) for choice in choices if choice is not None), ())
