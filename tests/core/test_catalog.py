"""``core.catalog``: the pairs on offer and the names of their models."""

from pathlib import Path

import pytest

from dictate.core.catalog import LOCAL, PAIRS, POCKET, ModelPair, find_pair, model_name, pair_names
from dictate.core.errors import UsageError
from dictate.core.types import Mode, PairChoice

by_name = pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.name)


@by_name
def test_a_pair_is_a_teacher_and_a_smaller_distil(pair: ModelPair) -> None:
    assert find_pair(pair.name) is pair
    assert pair.distil.parameters_m < pair.teacher.parameters_m
    assert pair.distil.decoder_layers < pair.teacher.decoder_layers
    assert pair.teacher.multilingual or not pair.distil.multilingual
    assert pair.title
    assert pair.note.endswith(".")


@by_name
def test_all_but_the_pocket_pair_come_from_a_repository(pair: ModelPair) -> None:
    for spec in (pair.teacher, pair.distil):
        assert bool(spec.repository) is (pair.name != POCKET)
        assert spec.repository.rpartition("/")[2] in {"", spec.name}


def test_names_are_unique_and_leave_room_for_local_folders() -> None:
    assert len(set(pair_names())) == len(PAIRS)
    assert LOCAL not in pair_names()


def test_the_pocket_pair_says_that_it_is_a_demonstration() -> None:
    assert "demonstration" in find_pair(POCKET).note
    assert "demonstration" in find_pair(POCKET).title


def test_an_unknown_pair_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(UsageError) as caught:
        find_pair("huge-v9")
    assert "huge-v9" in caught.value.user_message
    assert all(name in caught.value.action for name in pair_names())


def test_the_teacher_writes_the_text_of_all_modes_but_distil() -> None:
    """In Verified mode the final text is the teacher's own."""
    pair = find_pair("large-v2")
    assert pair.model(Mode.DISTIL) is pair.distil
    assert pair.model(Mode.TEACHER) is pair.teacher
    assert pair.model(Mode.VERIFIED) is pair.teacher


def test_a_local_folder_gives_the_model_its_name() -> None:
    choice = PairChoice(name=LOCAL, teacher=Path("/models/big-one"), distil=Path("/models/small-one"))
    assert model_name(choice, Mode.TEACHER) == "big-one"
    assert model_name(choice, Mode.DISTIL) == "small-one"
    assert model_name(PairChoice(name="small.en"), Mode.DISTIL) == "distil-small.en"
