"""One loaded pocket pair for all tests of the engine, since loading takes a moment."""

from collections.abc import Iterator

import pytest

from dictate.core.types import Mode, PairChoice
from dictate.engine.options import EngineOptions
from dictate.engine.pair import PairRecognizer
from tests.engine.parts import MODELS, Reports


@pytest.fixture(scope="session")
def pocket() -> Iterator[PairRecognizer]:
    """The pocket pair, both models prepared, on the processor in full precision."""
    recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS, EngineOptions(device="cpu", precision="fp32"))
    recognizer.prepare(Mode.VERIFIED, Reports())
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(2)
    yield recognizer
    torch.set_num_threads(before)
    recognizer.close()
