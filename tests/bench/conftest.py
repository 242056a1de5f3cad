"""One tiny pair with random weights for all tests of the benchmark."""

import pytest

from dictate.bench.parts import Checkpoints
from dictate.bench.shapes import find_shape
from dictate.bench.weights import DISTIL, TEACHER, RandomPair
from tests.bench.parts import TINY

TOKENS = 20
AGREEMENT = 0.9


@pytest.fixture(scope="session")
def random_pair() -> RandomPair:
    """What ``tiny`` was built from."""
    return RandomPair(shape=find_shape(TINY), tokens=TOKENS, agreement=AGREEMENT)


@pytest.fixture(scope="session")
def tiny(random_pair: RandomPair, tmp_path_factory: pytest.TempPathFactory) -> Checkpoints:
    """The folders of the pair."""
    folder = tmp_path_factory.mktemp("random")
    random_pair.build(folder)
    return Checkpoints(teacher=folder / TEACHER, distil=folder / DISTIL)
