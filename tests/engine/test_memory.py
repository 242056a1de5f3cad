"""Closing a pair really frees its memory; a pair that does not fit beside another is known beforehand (field 10)."""

import json
import subprocess
import sys
from types import SimpleNamespace

import psutil
import pytest

from dictate.core.types import Mode, PairChoice
from dictate.engine.options import EngineOptions
from dictate.engine.pair import PairRecognizer
from tests.engine.parts import MODELS, ROOT

MEASURE = """
import json
from dictate.core.types import Mode, PairChoice
from dictate.engine.options import EngineOptions
from dictate.engine.pair import PairRecognizer
from tests.engine.parts import MODELS, Reports, clip, request

def anonymous_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1000 for line in status if line.startswith("RssAnon"))

recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS, EngineOptions(device="cpu"))
seen = []
for _ in range(3):
    weights = 0
    for mode in (Mode.DISTIL, Mode.TEACHER):
        weights += recognizer.prepare(mode, Reports()).memory_bytes
        assert recognizer.transcribe(request(clip("clip01.flac"), mode)).text
    loaded = anonymous_mb()
    recognizer.close()
    seen.append((loaded, anonymous_mb()))
print(json.dumps({"seen": seen, "weights_mb": weights / 1e6}))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_closing_gives_the_memory_back_every_time() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURE], cwd=ROOT, capture_output=True, text=True, check=True)
    measured = json.loads(done.stdout)
    first, *later = measured["seen"]
    for loaded, closed in later:
        assert loaded - closed > 0.9 * measured["weights_mb"]
        assert abs(closed - first[1]) < 5, "nothing stays behind"


def test_a_pair_that_the_memory_has_no_room_for_does_not_fit_beside(monkeypatch: pytest.MonkeyPatch) -> None:
    recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS, EngineOptions(device="cpu"))
    assert recognizer.fits_beside(Mode.TEACHER)
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=400_000_000))
    assert not recognizer.fits_beside(Mode.TEACHER)
