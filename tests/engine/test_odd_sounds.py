"""Sounds that make other recognisers invent, repeat or lose words (field 3, 5, 15), as a processor hears them.

Music-like tones are kept from the models by the voice detectors (``tests/audio/test_vad.py``), three minutes without a
pause are in ``tests/audio/test_vad.py`` and ``tests/core/test_segmenter.py``.
"""

from collections.abc import Iterator

import numpy as np
import pytest

from dictate.core.types import SAMPLE_RATE, Mode, PairChoice, Samples
from dictate.engine.options import EngineOptions
from dictate.engine.pair import PairRecognizer
from tests.engine.parts import MODELS, Reports, clip, request, transcripts

LENGTH = 4 * SAMPLE_RATE
SAID = transcripts()


@pytest.fixture(scope="module")
def quick() -> Iterator[PairRecognizer]:
    """The pocket pair as it runs by itself on this processor."""
    recognizer = PairRecognizer(PairChoice(name="pocket"), MODELS, EngineOptions(device="cpu"))
    recognizer.prepare(Mode.VERIFIED, Reports())
    yield recognizer
    recognizer.close()


def as_samples(wave: np.ndarray) -> Samples:
    return np.clip(np.round(wave * 32767), -32768, 32767).astype(np.int16)


def clicks() -> np.ndarray:
    generator = np.random.default_rng(7)
    wave = generator.normal(0, 0.0005, LENGTH)
    for at in range(2000, LENGTH - 400, 3700):
        wave[at : at + 200] += generator.normal(0, 0.2, 200) * np.exp(-np.arange(200) / 50)
    return wave


NOISES = {
    "silence": np.zeros(LENGTH),
    "white noise": np.random.default_rng(5).normal(0, 10 ** (-50 / 20), LENGTH),
    "hum": 0.02 * np.sin(2 * np.pi * 50 * np.arange(LENGTH) / SAMPLE_RATE),
    "clicks": clicks(),
}


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("name", list(NOISES))
def test_field_3_what_is_no_speech_gives_no_text_even_when_the_voice_detector_lets_it_through(
    quick: PairRecognizer, mode: Mode, name: str
) -> None:
    heard = quick.transcribe(request(as_samples(NOISES[name]), mode, voiced_s=0.5))
    assert not heard.text or heard.suppressed, heard


@pytest.mark.parametrize("mode", list(Mode))
def test_a_tenth_of_a_second_is_heard_without_an_invention(quick: PairRecognizer, mode: Mode) -> None:
    heard = quick.transcribe(request(clip("clip01.flac")[8000:9600], mode, voiced_s=0.1))
    assert len(heard.text.split()) <= 2


@pytest.mark.parametrize("gain", [0.01, 4.0], ids=["very quiet", "clipped"])
@pytest.mark.parametrize("mode", list(Mode))
def test_very_quiet_and_clipped_speech_keeps_its_words(quick: PairRecognizer, mode: Mode, gain: float) -> None:
    wave = clip("clip12.flac").astype(np.float64) / 32768 * gain
    heard = quick.transcribe(request(as_samples(wave), mode))
    said = SAID["clip12.flac"].lower().rstrip(".").split()
    assert not heard.suppressed
    assert len(set(said) & set(heard.text.lower().rstrip(".").split())) >= len(said) * 0.6, heard.text
