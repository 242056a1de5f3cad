"""A tokenizer for pairs with random weights: made-up words, Whisper's special tokens and sizes. Main thread."""

import itertools
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from dictate.bench.shapes import Shape
from dictate.engine.checkpoint import GENERATION_CONFIG, TOKENIZER
from dictate.engine.vocabulary import END, NO_SPEECH, NO_TIMESTAMPS, PREVIOUS, START, TRANSCRIBE

_BASE = 50256
"""Ids of text below ``<|endoftext|>`` in an English-only model; the others have one more."""
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"
_TIMESTAMP_STEPS = 1501
_LANGUAGE_CODES = """
    en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml
    cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am
    yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su yue
""".split()  # noqa: SIM905 - read best like this
"""In the order of their ids (openai/whisper's tokenizer.py)."""


@dataclass(frozen=True)
class RandomVocabulary:
    """The ids of a shape's vocabulary, in Whisper's order."""

    shape: Shape

    @cached_property
    def special(self) -> dict[str, int]:
        """Special token -> id, timestamps included."""
        languages = [f"<|{code}|>" for code in _LANGUAGE_CODES[: self.shape.languages]]
        names = [END, START, *languages, "<|translate|>", TRANSCRIBE, "<|startoflm|>", PREVIOUS]
        names += [NO_SPEECH[0], NO_TIMESTAMPS, *(f"<|{step * 0.02:.2f}|>" for step in range(_TIMESTAMP_STEPS))]
        first = _BASE + self.shape.multilingual
        return {name: first + place for place, name in enumerate(names)}

    @property
    def end(self) -> int:
        """Id of the end of text; every id below it is text."""
        return self.special[END]

    @property
    def opening(self) -> tuple[int, ...]:
        """What the decoder is given to continue, without times and prompt, in English."""
        names = [START, "<|en|>", TRANSCRIBE, NO_TIMESTAMPS] if self.shape.multilingual else [START, NO_TIMESTAMPS]
        return tuple(self.special[name] for name in names)

    def write(self, folder: Path) -> None:
        """The tokenizer and the generation config, as transformers' checkpoints have them.

        Raises:
            OSError: they cannot be written.
        """
        self._tokenizer().save(str(folder / TOKENIZER))
        (folder / "tokenizer_config.json").write_text(json.dumps(self._tokenizer_config()), encoding="utf-8")
        (folder / GENERATION_CONFIG).write_text(json.dumps(self._generation()), encoding="utf-8")

    def _tokenizer(self) -> Tokenizer:
        alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
        syllables = [first + second for first in _CONSONANTS for second in _VOWELS]
        words = (f"Ġ{''.join(parts)}" for parts in itertools.product(syllables, repeat=3))
        tokens = itertools.islice(itertools.chain(alphabet, words), self.end)
        tokenizer = Tokenizer(models.BPE({token: number for number, token in enumerate(tokens)}, []))
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        names = list(self.special)
        times = len(names) - _TIMESTAMP_STEPS
        tokenizer.add_special_tokens([AddedToken(name, normalized=False, special=True) for name in names[:times]])
        tokenizer.add_tokens([AddedToken(name, normalized=False) for name in names[times:]])
        return tokenizer

    def _tokenizer_config(self) -> dict[str, Any]:
        return {"tokenizer_class": "WhisperTokenizer", "bos_token": END, "eos_token": END, "unk_token": END}

    def _generation(self) -> dict[str, Any]:
        special, end = self.special, self.end
        never = [START, "<|translate|>", TRANSCRIBE, "<|startoflm|>", PREVIOUS, NO_SPEECH[0]]
        config = {
            "begin_suppress_tokens": [220, end],
            "bos_token_id": end,
            "decoder_start_token_id": special[START],
            "eos_token_id": end,
            "is_multilingual": self.shape.multilingual,
            "max_initial_timestamp_index": 50,
            "max_length": 448,
            "no_timestamps_token_id": special[NO_TIMESTAMPS],
            "pad_token_id": end,
            "prev_sot_token_id": special[PREVIOUS],
            "return_timestamps": False,
            "suppress_tokens": [special[name] for name in never],
        }
        if self.shape.multilingual:
            codes = (f"<|{code}|>" for code in _LANGUAGE_CODES[: self.shape.languages])
            config["lang_to_id"] = {code: special[code] for code in codes}
            config["task_to_id"] = {"transcribe": special[TRANSCRIBE], "translate": special["<|translate|>"]}
        return config
