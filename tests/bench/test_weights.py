"""Pairs with random weights: every implementation loads them and writes the same text, as long as asked for."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dictate.bench.faster import Conversion, Faster
from dictate.bench.generate import Generate
from dictate.bench.ours import Ours
from dictate.bench.parts import Checkpoints, Engine, Task
from dictate.bench.plain import plain_folder
from dictate.bench.shapes import SHAPES
from dictate.bench.weights import DISTIL, TEACHER, RandomPair, write_apart
from dictate.engine.checkpoint import check_checkpoint
from tests.bench.conftest import AGREEMENT, TOKENS
from tests.bench.parts import noise

SOUND = noise(3.0)


def tokens(engine: Engine, task: Task) -> tuple[int, ...]:
    return engine.hear(task, SOUND).tokens


@pytest.fixture(scope="module")
def reference(tiny: Checkpoints) -> dict[Task, tuple[int, ...]]:
    """What transformers writes in fp32."""
    found = {}
    for task in (Task.TEACHER, Task.DISTIL):
        recipe = Generate(folder=tiny.of(task), precision="fp32")
        recipe.libraries()
        found[task] = tokens(recipe.load(), task)
    return found


def test_each_model_writes_as_many_tokens_as_asked_for_and_ends_by_itself(
    reference: dict[Task, tuple[int, ...]],
) -> None:
    assert {len(written) for written in reference.values()} == {TOKENS}


def test_teacher_and_distil_differ_where_it_was_dialled(
    reference: dict[Task, tuple[int, ...]], random_pair: RandomPair
) -> None:
    pairs = zip(reference[Task.TEACHER], reference[Task.DISTIL], strict=True)
    differing = tuple(place for place, (teacher, distil) in enumerate(pairs) if teacher != distil)
    assert differing == random_pair.wrong_places
    assert len(differing) == 2


def test_transformers_in_bf16_and_with_an_assistant_writes_the_same(
    tiny: Checkpoints, reference: dict[Task, tuple[int, ...]]
) -> None:
    half = Generate(folder=tiny.distil, precision="bf16").load()
    assert tokens(half, Task.DISTIL) == reference[Task.DISTIL]
    assisted = Generate(folder=tiny.teacher, precision="fp32", assistant=tiny.distil).load()
    assert tokens(assisted, Task.VERIFIED) == reference[Task.TEACHER]


def test_faster_whisper_in_int8_writes_the_same(
    tiny: Checkpoints, reference: dict[Task, tuple[int, ...]], tmp_path: Path
) -> None:
    conversion = Conversion(folder=tiny.teacher, work=tmp_path / "ct2", precision="int8")
    conversion.libraries()
    conversion.load()
    recipe = Faster(work=tmp_path / "ct2", precision="int8", threads=1, timestamps=False)
    recipe.libraries()
    assert tokens(recipe.load(), Task.TEACHER) == reference[Task.TEACHER]


def test_our_engine_writes_the_same(tiny: Checkpoints, reference: dict[Task, tuple[int, ...]]) -> None:
    engine = Ours(pair=tiny, device="cpu", threads=1).load()
    for task in (Task.TEACHER, Task.DISTIL):
        assert tokens(engine, task) == reference[task]


def test_a_pair_of_which_no_encoder_is_shared_differs_in_the_encoder_alone(tiny: Checkpoints, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    assert write_apart(tiny.distil, tmp_path / "apart")
    check_checkpoint(tmp_path / "apart")
    before = load_file(tiny.distil / "model.safetensors")
    after = load_file(tmp_path / "apart" / "model.safetensors")
    assert [name for name in before if not before[name].equal(after[name])] == ["model.encoder.conv1.bias"]


def test_a_half_precision_variant_is_found_under_the_plain_names(tiny: Checkpoints, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(tiny.distil, tmp_path / "variant"))
    (copy / "model.safetensors").rename(copy / "model.fp16.safetensors")
    folder = plain_folder(check_checkpoint(copy), tmp_path / "plain")
    found = check_checkpoint(folder)
    assert found.weights.files == ("model.safetensors",)
    assert found.size_bytes == check_checkpoint(tiny.distil).size_bytes
    assert plain_folder(found, tmp_path / "again") == folder


def test_a_multilingual_pair_is_told_its_language_by_everyone(tmp_path: Path) -> None:
    """With large-v3's vocabulary and mel bins, at a small width."""
    shape = replace(
        SHAPES["large-v3"],
        width=64,
        encoder_inner=256,
        decoder_inner=256,
        encoder_layers=1,
        teacher_layers=2,
        distil_layers=1,
    )
    RandomPair(shape=shape, tokens=TOKENS, agreement=AGREEMENT).build(tmp_path)
    pair = Checkpoints(teacher=tmp_path / TEACHER, distil=tmp_path / DISTIL)
    expected = tokens(Generate(folder=pair.teacher, precision="fp32", language="en").load(), Task.TEACHER)
    assert len(expected) == TOKENS
    assert tokens(Ours(pair=pair, device="cpu", threads=1, language="en").load(), Task.VERIFIED) == expected
    Conversion(folder=pair.teacher, work=tmp_path / "ct2", precision="int8").load()
    peer = Faster(work=tmp_path / "ct2", precision="int8", threads=1, language="en", timestamps=False).load()
    assert tokens(peer, Task.TEACHER) == expected
