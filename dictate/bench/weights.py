"""A teacher and its distil with random weights, as checkpoint folders that every implementation loads. Main thread.

Random weights never agree with each other, and a near-tie between two of their tokens falls differently in every
precision. So the text is put where it is certain: the decoder's position table holds, for every place, the embedding of
the token that follows, large beside what the layers add. Every implementation then writes the same tokens in every
precision, and as many as were asked for; the end of text comes by itself. All layers do their whole work.

The teacher is its distil with more layers, whose output projections are zero, so that the distil agrees fully. The
accept rate is dialled by disturbing the last of them: it adds a constant that is stronger than the position table at
some places. There the teacher writes another word, from which the distil goes on.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file

from dictate.bench.shapes import TEXT_POSITIONS, Shape
from dictate.bench.tokens import RandomVocabulary
from dictate.engine.checkpoint import CONFIG, PREPROCESSOR_CONFIG, weight_names
from dictate.engine.window import WINDOW_POSITIONS

MAX_TOKENS = 200
TEACHER, DISTIL = "teacher", "distil"
"""Folders."""
_ENCODER_TENSOR = "model.encoder.conv1.bias"
_SEED = 20
_SURE, _UNSURE, _DISTURBED = 16.0, 6.0, 9.0
"""How strongly a place asks for its token: where the distil is right, where it is not, and the teacher's other word."""
_CERTAINTY = 18.0
"""About the logit of the token that is asked for, whatever the width."""
_LAYERS_SHARE = 0.2
"""What the layers add, beside what a place asks for."""
_FIRST_WORD, _WORDS, _STRIDE = 1000, 45_000, 7919
"""Text tokens from the first on are made-up words; in strides (a prime), so that one is unlike the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomPair:
    """What to build.

    Attributes:
        tokens: how many each model writes before the end of text.
        agreement: share of the tokens on which the teacher agrees with the distil, 0-1.
    """

    shape: Shape
    tokens: int
    agreement: float

    @property
    def wrong_places(self) -> tuple[int, ...]:
        """Indices of the tokens on which the teacher disagrees, evenly spread."""
        count = round((1 - self.agreement) * self.tokens)
        return tuple(int((place + 0.5) * self.tokens / count) for place in range(count))

    def build(self, folder: Path) -> None:
        """Write ``TEACHER`` and ``DISTIL`` into ``folder``, in float16.

        Raises:
            OSError: there is no room.
        """
        vocabulary = RandomVocabulary(self.shape)
        distil = self._tensors(vocabulary)
        for name, layers in ((TEACHER, self.shape.teacher_layers), (DISTIL, self.shape.distil_layers)):
            where = folder / name
            where.mkdir(parents=True)
            vocabulary.write(where)
            (where / CONFIG).write_text(json.dumps(self.config(layers)), encoding="utf-8")
            (where / PREPROCESSOR_CONFIG).write_text(json.dumps(self._preprocessor()), encoding="utf-8")
        single, _ = weight_names("")
        save_file(distil, folder / DISTIL / single)
        save_file(distil | self._more_layers(distil), folder / TEACHER / single)

    # -- tensors ----------------------------------------------------------------------------------------------------

    def _tensors(self, vocabulary: RandomVocabulary) -> dict[str, torch.Tensor]:
        """All of the distil's, by their names in transformers' checkpoints."""
        shape, width = self.shape, self.shape.width
        random = _Random(_SEED)
        scale = _CERTAINTY / width
        embedding = random.matrix(shape.vocabulary, width, scale)
        share = _LAYERS_SHARE * _UNSURE * scale / (3 * shape.teacher_layers) ** 0.5
        tensors = {
            "model.decoder.embed_tokens.weight": embedding,
            "model.decoder.embed_positions.weight": self._places(embedding, vocabulary),
            "model.encoder.conv1.weight": random.matrix(width, shape.mel_bins, 0.05, 3),
            "model.encoder.conv1.bias": torch.zeros(width),
            "model.encoder.conv2.weight": random.matrix(width, width, width**-0.5, 3),
            "model.encoder.conv2.bias": torch.zeros(width),
            "model.encoder.embed_positions.weight": random.matrix(WINDOW_POSITIONS, width, 0.1),
        }
        encoder, decoder = (shape.encoder_layers, shape.encoder_inner), (shape.distil_layers, shape.decoder_inner)
        for part, (layers, inner) in (("encoder", encoder), ("decoder", decoder)):
            for layer in range(layers):
                tensors |= dict(random.layer(f"model.{part}.layers.{layer}", width, inner, share))
            tensors |= dict(random.norm(f"model.{part}.layer_norm", width))
        return {name: tensor.half().contiguous() for name, tensor in tensors.items()}

    def _places(self, embedding: torch.Tensor, vocabulary: RandomVocabulary) -> torch.Tensor:
        """The position table: after the opening, every place asks for its token; after the last one for the end."""
        first = len(vocabulary.opening) - 1
        asked = [_word(place) for place in range(self.tokens)] + [vocabulary.end]
        places = torch.zeros(TEXT_POSITIONS, self.shape.width)
        for place, token in enumerate(asked):
            strength = _UNSURE if place in self.wrong_places else _SURE
            places[first + place] = strength * embedding[token]
        return places

    def _more_layers(self, distil: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """The teacher's layers after the distil's: output projections of zero, a constant in the last one."""
        width = self.shape.width
        random = _Random(_SEED + 1)
        more: dict[str, torch.Tensor] = {}
        for layer in range(self.shape.distil_layers, self.shape.teacher_layers):
            more |= dict(random.layer(f"model.decoder.layers.{layer}", width, self.shape.decoder_inner, 0.0))
        last = f"model.decoder.layers.{self.shape.teacher_layers - 1}.fc2.bias"
        if self.wrong_places and last in more:
            other = distil["model.decoder.embed_tokens.weight"][_word(self.tokens)].float()
            more[last] = _DISTURBED * other
        return {name: tensor.half().contiguous() for name, tensor in more.items()}

    # -- configs ----------------------------------------------------------------------------------------------------

    def config(self, decoder_layers: int) -> dict[str, Any]:
        """``config.json`` of a model with so many layers in its decoder."""
        shape, vocabulary = self.shape, RandomVocabulary(self.shape)
        return {
            "activation_function": "gelu",
            "architectures": ["WhisperForConditionalGeneration"],
            "bos_token_id": vocabulary.end,
            "d_model": shape.width,
            "decoder_attention_heads": shape.heads,
            "decoder_ffn_dim": shape.decoder_inner,
            "decoder_layers": decoder_layers,
            "decoder_start_token_id": vocabulary.opening[0],
            "dtype": "float16",
            "encoder_attention_heads": shape.heads,
            "encoder_ffn_dim": shape.encoder_inner,
            "encoder_layers": shape.encoder_layers,
            "eos_token_id": vocabulary.end,
            "is_encoder_decoder": True,
            "max_source_positions": WINDOW_POSITIONS,
            "max_target_positions": TEXT_POSITIONS,
            "model_type": "whisper",
            "num_mel_bins": shape.mel_bins,
            "pad_token_id": vocabulary.end,
            "scale_embedding": False,
            "tie_word_embeddings": True,
            "vocab_size": shape.vocabulary,
        }

    def _preprocessor(self) -> dict[str, Any]:
        return {
            "chunk_length": 30,
            "feature_extractor_type": "WhisperFeatureExtractor",
            "feature_size": self.shape.mel_bins,
            "hop_length": 160,
            "n_fft": 400,
            "n_samples": 480000,
            "nb_max_frames": 3000,
            "padding_side": "right",
            "padding_value": 0.0,
            "processor_class": "WhisperProcessor",
            "return_attention_mask": False,
            "sampling_rate": 16000,
        }


def _word(place: int) -> int:
    return _FIRST_WORD + _STRIDE * place % _WORDS


def write_apart(distil: Path, folder: Path) -> bool:
    """Copy a checkpoint so that its encoder is its own (one number differs); False when its weights are in parts.

    Raises:
        OSError: there is no room.
    """
    single, _ = weight_names("")
    if not (distil / single).exists():
        return False
    folder.mkdir(parents=True)
    for path in distil.glob("*.json"):
        (folder / path.name).write_bytes(path.read_bytes())
    tensors = load_file(distil / single)
    tensors[_ENCODER_TENSOR][0] += 0.01
    save_file(tensors, folder / single)
    return True


class _Random:
    """Tensors from a seed, the same on every machine."""

    def __init__(self, seed: int) -> None:
        self._generator = torch.Generator().manual_seed(seed)

    def matrix(self, rows: int, columns: int, deviation: float, *more: int) -> torch.Tensor:
        return torch.randn(rows, columns, *more, generator=self._generator) * deviation

    def norm(self, name: str, width: int) -> Iterator[tuple[str, torch.Tensor]]:
        yield f"{name}.weight", torch.ones(width)
        yield f"{name}.bias", torch.zeros(width)

    def layer(self, name: str, width: int, inner: int, share: float) -> Iterator[tuple[str, torch.Tensor]]:
        """A layer of encoder or decoder that adds about ``share`` to each number that passes through."""
        attentions = ["self_attn", "encoder_attn"] if ".decoder." in name else ["self_attn"]
        for attention in attentions:
            yield from self.norm(f"{name}.{attention}_layer_norm", width)
            for part in ("q_proj", "k_proj", "v_proj", "out_proj"):
                deviation = (share if part == "out_proj" else 1.0) * width**-0.5
                yield f"{name}.{attention}.{part}.weight", self.matrix(width, width, deviation)
                if part != "k_proj":
                    yield f"{name}.{attention}.{part}.bias", torch.zeros(width)
        yield from self.norm(f"{name}.final_layer_norm", width)
        yield f"{name}.fc1.weight", self.matrix(inner, width, width**-0.5)
        yield f"{name}.fc1.bias", torch.zeros(inner)
        yield f"{name}.fc2.weight", self.matrix(width, inner, share * inner**-0.5)
        yield f"{name}.fc2.bias", torch.zeros(width)
