"""The real pocket pair and clips, for the tests of the engine."""

import csv
import shutil
from pathlib import Path

import soundfile

from dictate.core.catalog import ModelSpec
from dictate.core.types import Mode, ModelProgress, PairChoice, Request, Samples, seconds_of
from tests.hub import REPOSITORY

ROOT = Path(__file__).parents[2]
MODELS = ROOT / "resources" / "models"
POCKET = MODELS / "pocket"
SPEECH = ROOT / "tests" / "data" / "speech"
SPEC = ModelSpec(name="whisper-pocket", repository=REPOSITORY, parameters_m=6.5, decoder_layers=2, multilingual=True)
NOISES = ("noise1_silence.flac", "noise2_white.flac", "noise3_pink.flac", "noise4_hum.flac")


def clip(name: str) -> Samples:
    """int16[n] of a clip of 16 kHz."""
    samples, rate = soundfile.read(SPEECH / name, dtype="int16")
    assert rate == 16_000
    return samples


def transcripts() -> dict[str, str]:
    """File -> what is said in it."""
    with (SPEECH / "transcripts.tsv").open(encoding="utf-8") as file:
        return {row["file"]: row["text"] for row in csv.DictReader(file, delimiter="\t")}


def request(samples: Samples, mode: Mode, **changes: object) -> Request:
    """A final in English that is all voiced."""
    values: dict[str, object] = {"is_final": True, "voiced_s": seconds_of(len(samples)), "language": "en"}
    return Request(samples=samples, mode=mode, **(values | changes))  # type: ignore[arg-type]


def copy_pocket(folder: Path, model: str = "distil") -> Path:
    """A copy of a pocket model that a test may spoil."""
    return Path(shutil.copytree(POCKET / model, folder))


def local(teacher: Path, distil: Path) -> PairChoice:
    """A pair of folders."""
    return PairChoice(name="local", teacher=teacher, distil=distil)


class Reports:
    """Collects the reports of a load or a download."""

    def __init__(self) -> None:
        self.all: list[ModelProgress] = []

    def __call__(self, progress: ModelProgress) -> None:
        self.all.append(progress)

    @property
    def stages(self) -> list[str]:
        """The stages, repeats left out."""
        return list(dict.fromkeys(progress.stage for progress in self.all))
