"""The sizes of Whisper that can be measured without their weights. Main thread.

Numbers from the model card of openai/whisper and, for the decoders of the distilled models, of distil-whisper.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from dictate.core.errors import UsageError

TEXT_POSITIONS = 448
_HEAD_WIDTH = 64
_ENGLISH_VOCABULARY = 51864
_OWN = re.compile(r"(\d+)x(\d+)x(\d+)x(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How large a pair is.

    Attributes:
        width: of the model (``d_model``).
        encoder_layers: of both models, which share them.
        teacher_layers, distil_layers: of the two decoders.
        vocabulary: 51864 for English only, 51865 and 51866 (large-v3) for every language.
        encoder_inner, decoder_inner: width of the feed-forward layers.
    """

    name: str
    width: int
    encoder_layers: int
    teacher_layers: int
    distil_layers: int
    vocabulary: int = _ENGLISH_VOCABULARY
    encoder_inner: int
    decoder_inner: int
    mel_bins: int = 80

    @property
    def heads(self) -> int:
        """Heads of every attention."""
        return max(1, self.width // _HEAD_WIDTH)

    @property
    def multilingual(self) -> bool:
        """Whether it must be told the language."""
        return self.vocabulary > _ENGLISH_VOCABULARY

    @property
    def languages(self) -> int:
        """How many language tokens there are; English-only models have the tokens too."""
        return 100 if self.vocabulary > 51865 else 99


def _shape(name: str, width: int, encoder: int, distil: int, vocabulary: int = _ENGLISH_VOCABULARY) -> Shape:
    return _regular(name, width, (encoder, encoder, distil), vocabulary, 128 if name == "large-v3" else 80)


def _regular(
    name: str, width: int, layers: tuple[int, int, int], vocabulary: int = _ENGLISH_VOCABULARY, mel_bins: int = 80
) -> Shape:
    encoder, teacher, distil = layers
    return Shape(
        name=name,
        width=width,
        encoder_layers=encoder,
        teacher_layers=teacher,
        distil_layers=distil,
        vocabulary=vocabulary,
        encoder_inner=4 * width,
        decoder_inner=4 * width,
        mel_bins=mel_bins,
    )


SHAPES = MappingProxyType(
    {
        shape.name: shape
        for shape in (
            _shape("large-v2", 1280, 32, 2, 51865),
            _shape("large-v3", 1280, 32, 2, 51866),
            _shape("medium.en", 1024, 24, 2),
            _shape("small.en", 768, 12, 4),
            _shape("base.en", 512, 6, 2),
            _shape("tiny.en", 384, 4, 2),
        )
    }
)


def find_shape(name: str) -> Shape:
    """The shape ``name``, or one's own: WIDTHxENCODERxTEACHERxDISTIL (layers), as in ``384x4x4x2``.

    Raises:
        UsageError: there is none such.
    """
    if name in SHAPES:
        return SHAPES[name]
    own = _OWN.fullmatch(name)
    if own is None:
        raise UsageError(
            f"There is no shape '{name}'",
            f"Choose one of: {', '.join(SHAPES)}; or give WIDTHxENCODERxTEACHERxDISTIL layers, as 384x4x4x2.",
        )
    width, encoder, teacher, distil = map(int, own.groups())
    if width < _HEAD_WIDTH or width % _HEAD_WIDTH or not 1 <= distil <= teacher <= 64 or not 1 <= encoder <= 64:
        raise UsageError(
            f"The shape '{name}' cannot be built",
            f"The width must be a multiple of {_HEAD_WIDTH}, and the distil must have no more layers than the teacher.",
        )
    return _regular(name, width, (encoder, teacher, distil))


def shape_of(name: str, teacher: Mapping[str, Any], distil: Mapping[str, Any]) -> Shape:
    """The shape of a pair by the ``config.json`` of its two checkpoints."""
    return Shape(
        name=name,
        width=int(teacher["d_model"]),
        encoder_layers=int(teacher["encoder_layers"]),
        teacher_layers=int(teacher["decoder_layers"]),
        distil_layers=int(distil["decoder_layers"]),
        vocabulary=int(teacher["vocab_size"]),
        encoder_inner=int(teacher["encoder_ffn_dim"]),
        decoder_inner=int(teacher["decoder_ffn_dim"]),
        mel_bins=int(teacher.get("num_mel_bins", 80)),
    )
