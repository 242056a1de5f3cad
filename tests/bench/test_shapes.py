"""The shapes of Whisper, and the floor that follows from them."""

import math

import pytest

from dictate.bench.floor import Rates, floor, measure_rates
from dictate.bench.parts import Task
from dictate.bench.shapes import SHAPES, find_shape
from dictate.bench.tokens import RandomVocabulary
from dictate.core.errors import UsageError

H200 = Rates(products={"fp16": 790e12}, read_bytes=4.3e12, weight_bytes=2)
UTTERANCE = {"seconds": 6.0, "tokens": 25, "rates": H200}


def test_large_v2_has_the_published_number_of_parameters_and_its_distil_half_of_them() -> None:
    """49 % of them, and 13 % of the decoder's, as the model card of distil-large-v2 says."""
    import torch
    from transformers.models.whisper import WhisperConfig
    from transformers.models.whisper.modeling_whisper import WhisperForConditionalGeneration

    from dictate.bench.weights import RandomPair

    shape = SHAPES["large-v2"]
    pair = RandomPair(shape=shape, tokens=25, agreement=1.0)
    counts = []
    for layers in (shape.teacher_layers, shape.distil_layers):
        with torch.device("meta"):
            model = WhisperForConditionalGeneration(WhisperConfig.from_dict(pair.config(layers)))
        encoder = sum(weights.numel() for weights in model.model.encoder.parameters())
        counts.append((model.num_parameters(), model.num_parameters() - encoder))
    (teacher, teacher_decoder), (distil, distil_decoder) = counts
    assert teacher == 1_543_304_960
    assert distil / teacher == pytest.approx(0.49, abs=0.005)
    assert distil_decoder / teacher_decoder == pytest.approx(0.132, abs=0.001)


@pytest.mark.parametrize(
    ("task", "full_ms", "trimmed_ms"),
    [(Task.TEACHER, 14.5, 11.0), (Task.DISTIL, 4.35, 2.1), (Task.VERIFIED, 5.2, 2.65)],
)
def test_the_floor_of_large_v2_is_that_of_the_design(task: Task, full_ms: float, trimmed_ms: float) -> None:
    found = floor(SHAPES["large-v2"], task, **UTTERANCE)  # type: ignore[arg-type]
    assert 1000 * found.full == pytest.approx(full_ms, rel=0.06)
    assert 1000 * found.trimmed == pytest.approx(trimmed_ms, rel=0.06)


def test_the_machine_is_measured() -> None:
    rates = measure_rates("cpu", threads=1)
    assert rates.products.keys() == {"fp32", "bf16"}
    assert all(math.isfinite(rate) and rate > 1e8 for rate in (*rates.products.values(), rates.read_bytes))


@pytest.mark.parametrize("name", [*SHAPES, "128x2x4x1"])
def test_ids_are_where_whisper_has_them(name: str) -> None:
    shape = find_shape(name)
    special = RandomVocabulary(shape).special
    assert max(special.values()) == shape.vocabulary - 1
    assert special["<|endoftext|>"] == {51864: 50256, 51865: 50257, 51866: 50257}[shape.vocabulary]
    assert special["<|notimestamps|>"] == {51864: 50362, 51865: 50363, 51866: 50364}[shape.vocabulary]


@pytest.mark.parametrize("name", ["large-v1", "", "100x1x1x1", "128x2x1x2", "128x0x1x1", "64x1x1"])
def test_a_shape_that_cannot_be_built_says_what_can(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        find_shape(name)
    assert caught.value.action
