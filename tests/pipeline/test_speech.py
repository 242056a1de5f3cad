"""The pipeline on real sound: the real voice detectors, the bundled pocket pair, spoken clips and noise."""

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import jiwer
import numpy as np
import pytest
import soundfile

from dictate.audio.vad import CascadeDetector
from dictate.core.events import ModelReady
from dictate.core.ports import Recognizer
from dictate.core.settings import SegmenterSettings
from dictate.core.types import SAMPLE_RATE, Mode, Outcome, PairChoice, Samples, samples_of
from dictate.engine.pair import create_recognizer_factory
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.session import Session
from tests.pipeline.parts import HandSource, Recorder

ROOT = Path(__file__).parents[2]
SPEECH = ROOT / "tests" / "data" / "speech"
TEXTS = {
    row.split("\t")[0]: row.split("\t")[4]
    for row in (SPEECH / "transcripts.tsv").read_text(encoding="utf-8").splitlines()[1:]
}


def clip(name: str) -> Samples:
    samples, rate = soundfile.read(SPEECH / name, dtype="int16")
    assert rate == SAMPLE_RATE
    return np.asarray(samples, np.int16)


def simple(text: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


def on_speech(recorder: Recorder, recognizer: Recognizer | None = None) -> Session:
    """A session with the real voice detectors, on the pocket pair unless ``recognizer`` is given."""
    pocket = create_recognizer_factory(ROOT / "resources" / "models")
    return Session(
        recorder,
        lambda choice: recognizer or pocket(choice),
        CascadeDetector,
        SegmenterSettings(),
        language="en",
    )


@pytest.fixture
def dictation(recorder: Recorder) -> Iterator[Session]:
    session = on_speech(recorder)
    session.set_pair(PairChoice(name="pocket"))
    recorder.wait(ModelReady)
    yield session
    session.close()


@pytest.mark.slow
def test_field_13_toggling_the_pocket_pair_while_speaking(dictation: Session, recorder: Recorder) -> None:
    """Field 13 on real models: each utterance has exactly one model, no word is lost or doubled by a switch."""
    source = HandSource(live=False, hurried=True)
    dictation.start(source)
    sound, modes = clip("monologue1.flac"), cycle([Mode.TEACHER, Mode.DISTIL])
    for start in range(0, len(sound), samples_of(1700)):
        source.push(sound[start : start + samples_of(1700)])
        dictation.set_mode(next(modes))
    source.end()
    ledger = recorder.stopped().ledger
    finals = recorder.finals
    assert ledger.missing == 0
    assert [final.id for final in finals] == list(range(1, len(finals) + 1))
    assert all(final.model == f"pocket-{final.mode}" for final in finals)
    assert {final.mode for final in finals} == {Mode.DISTIL, Mode.TEACHER}
    heard = " ".join(final.text for final in finals)
    assert jiwer.wer(simple(TEXTS["monologue1.flac"]), simple(heard)) < 0.1


def test_field_3_a_really_spoken_thank_you_stays(dictation: Session, recorder: Recorder) -> None:
    source = HandSource(live=False, hurried=True)
    dictation.start(source)
    source.push(np.concatenate((clip("noise1_silence.flac"), clip("clip04.flac"), clip("noise2_white.flac"))))
    source.end()
    recorder.stopped()
    assert [simple(final.text) for final in recorder.finals if final.outcome is Outcome.TEXT] == [
        simple(TEXTS["clip04.flac"])
    ]


def hum(seconds: int) -> np.ndarray:
    time = np.arange(seconds * SAMPLE_RATE) / SAMPLE_RATE
    sound: np.ndarray = np.sum([np.sin(2 * np.pi * 50 * n * time) / n for n in (1, 2, 3, 5)], axis=0)
    return sound * 0.01


def clicks(seconds: int) -> np.ndarray:
    """Keys struck about six times a second: bursts of noise of 5-15 ms that die away."""
    generator = np.random.default_rng(3)
    sound = generator.normal(0, 0.0005, seconds * SAMPLE_RATE)
    at = 0
    while (at := at + int(generator.uniform(0.06, 0.3) * SAMPLE_RATE)) < len(sound) - 400:
        length = int(generator.uniform(0.005, 0.015) * SAMPLE_RATE)
        sound[at : at + length] += generator.normal(0, 0.15, length) * np.exp(-np.arange(length) / (length / 4))
    return sound


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(np.zeros(60 * SAMPLE_RATE), id="digital silence"),
        pytest.param(np.random.default_rng(1).normal(0, 10 ** (-50 / 20), 60 * SAMPLE_RATE), id="white noise"),
        pytest.param(hum(60), id="hum"),
        pytest.param(clicks(60), id="key clicks"),
    ],
)
def test_field_3_the_recognizer_is_not_called_for_noise(sound: np.ndarray, recorder: Recorder) -> None:
    """Field 3: 60 s each; nothing is inserted and nothing even asked."""
    scripted = ScriptedRecognizer(lambda _request: "Thank you.")
    session = on_speech(recorder, scripted)
    session.set_pair(PairChoice(name="pocket"))
    recorder.wait(ModelReady)
    source = HandSource(live=False, hurried=True)
    session.start(source)
    source.push((np.clip(sound, -1, 1) * 32767).astype(np.int16))
    source.end()
    ledger = recorder.stopped().ledger
    session.close()
    assert not recorder.finals
    assert not scripted.requests
    assert ledger.silence == ledger.captured == 60 * SAMPLE_RATE
