"""Who takes part, and what is said of one who cannot."""

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from dictate.bench.generate import GENERATE, Generate
from dictate.bench.ours import spoiled
from dictate.bench.parts import Checkpoints, Clip, Task
from dictate.bench.versus import Conditions, Gathering
from tests.bench.parts import noise

CLIPS = [Clip(name="noise", samples=noise(1.0))]


@pytest.fixture
def gathering(tiny: Checkpoints, tmp_path: Path) -> Gathering:
    on = Conditions(device="cpu", threads=1, precisions=("fp32",), window="auto", peers=True, work=tmp_path)
    return Gathering(tiny, CLIPS, on, language=None, tokens=20, say=lambda _text: None)


def test_a_peer_that_is_not_installed_is_a_row_with_the_command(
    gathering: Gathering, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = importlib.util.find_spec

    def without_it(name: str) -> ModuleSpec | None:
        return None if name == "faster_whisper" else find(name)

    monkeypatch.setattr(importlib.util, "find_spec", without_it)
    gathering._add_faster(Task.TEACHER)
    (contender,) = gathering._field.contenders
    assert contender.worker is None
    assert contender.problem == "not installed: pip install faster-whisper"


def test_a_peer_that_cannot_be_loaded_is_a_row_with_the_reason(gathering: Gathering, tmp_path: Path) -> None:
    recipe = Generate(folder=tmp_path / "nowhere", precision="fp32")
    started = [gathering._start(recipe, "nothing")]
    gathering._add_fastest(Task.TEACHER, GENERATE, started)
    (contender,) = gathering._field.contenders
    assert contender.worker is None
    assert contender.problem


def test_a_draft_is_right_for_nine_tenths_and_wrong_after_that() -> None:
    tokens = tuple(range(100, 120))
    draft = spoiled(tokens)
    assert draft[:18] == tokens[:18]
    assert len(draft) == 20
    assert all(wrong != right for wrong, right in zip(draft[18:], tokens[18:], strict=True))
    assert spoiled((7, 7)) == (7, 8)
