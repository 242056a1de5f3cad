"""Small things to measure: one clip, one tiny pair with random weights, results made by hand."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dictate.bench.parts import Heard, Loaded, Task
from dictate.bench.rows import PairResult, Row, Size
from dictate.core.types import Samples

ROOT = Path(__file__).parents[2]
BUNDLED = ROOT / "resources" / "bench"
POCKET = ROOT / "resources" / "models" / "pocket"
TINY = "64x1x3x1"
"""Width, and layers of the encoder, the teacher's and the distil's decoder."""


def one_clip(folder: Path, name: str = "clip01.flac") -> Path:
    """A folder with one of the bundled clips, as ``--clips`` takes it."""
    shutil.copy(BUNDLED / name, folder / name)
    head, *lines = (BUNDLED / "transcripts.tsv").read_text(encoding="utf-8").splitlines()
    line = next(line for line in lines if line.startswith(name))
    (folder / "transcripts.tsv").write_text(f"{head}\n{line}\n", encoding="utf-8")
    return folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A recipe whose engine says how long the sound was; it can fail in every way there is.

    Attributes:
        fails: ``load`` to raise while loading, ``hear`` while recognising, ``die`` to end the process then.
    """

    fails: str = ""

    def libraries(self) -> None:
        """Nothing to import."""

    def load(self) -> "Echo":
        """Itself."""
        if self.fails == "load":
            raise RuntimeError("no such weights\nand a second line")
        return self

    def loaded(self) -> Loaded:
        """What it is."""
        return Loaded(precision="fp32")

    def hear(self, task: Task, samples: Samples) -> Heard:
        """The length of the sound as a token."""
        if self.fails == "hear" and task is Task.DISTIL:
            raise ValueError("cannot do this")
        if self.fails == "die":
            os._exit(3)
        return Heard(seconds=0.5, text=f"{len(samples)}", tokens=(len(samples),))


def row(task: Task, name: str, milliseconds: float, **more: object) -> Row:
    """A measured row of two clips, twice each."""
    values: dict[str, object] = {
        "precision": "fp32",
        "seconds": ((milliseconds / 1000,) * 2,) * 2,
        "audio_seconds": 12.0,
        "tokens": 50,
        "same_tokens": 2,
        "ours": name == "dictate",
        "memory_bytes": 123_000_000,
    }
    return Row(task=task, name=name, **(values | more))  # type: ignore[arg-type]


def result(name: str = "small.en") -> PairResult:
    """A pair on which some targets are met, some missed, and one peer is not installed."""
    return PairResult(
        name=name,
        random=True,
        clips=2,
        audio_seconds=12.0,
        repeats=2,
        rows=tuple(_rows()),
        teacher=Size(parameters=1_543_304_960, decoder_parameters=906_535_680),
        distil=Size(parameters=756_220_160, decoder_parameters=119_450_880),
        floors={task: {"full": 0.05, "trimmed": 0.02} for task in (Task.TEACHER, Task.DISTIL, Task.VERIFIED)},
        facts=("transformers teacher: bf16 900 ms, fp32 1000 ms; the fastest takes part",),
        figures={"pair_bytes": 1.2e9, "pair_bytes_apart": 1.9e9, "shared_encoder": 1.0},
    )


def _rows() -> Iterator[Row]:
    yield row(Task.TEACHER, "dictate", 300)
    yield row(Task.TEACHER, "transformers", 900, word_error_rate=0.0423)
    yield Row(task=Task.TEACHER, name="faster-whisper", problem="not installed: pip install faster-whisper")
    yield row(Task.DISTIL, "dictate", 100)
    yield row(Task.DISTIL, "transformers", 600)
    yield row(Task.VERIFIED, "dictate", 150, accept_rate=0.92)
    yield row(Task.VERIFIED, "transformers + assistant", 1500)
    yield row(Task.INTERIM_PLAIN, "dictate", 100)
    yield row(Task.INTERIM, "dictate", 40)


def noise(seconds: float) -> Samples:
    """int16[n] that is nothing."""
    return np.random.default_rng(5).integers(-500, 500, round(seconds * 16_000)).astype(np.int16)
