"""What is played can be heard, by the virtual microphone that listens to the virtual speaker."""

import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dictate.audio import portaudio
from dictate.audio.files import read_audio
from dictate.audio.microphone import Microphone
from dictate.audio.playback import Player
from dictate.core.errors import AudioDeviceError, DictateError
from dictate.core.settings import MicrophoneSettings
from dictate.core.types import SAMPLE_RATE, Samples
from tests.audio.sink import CollectingSink, likeness
from tests.virtual import VirtualMicrophone, changed_environment

CLIP = Path(__file__).parent.parent / "data" / "speech" / "clip22.flac"
LIMIT_S = 20


class Reports:
    """What a player said, in order."""

    def __init__(self) -> None:
        self.said: queue.SimpleQueue[bool | DictateError] = queue.SimpleQueue()

    def next(self) -> "bool | DictateError":
        return self.said.get(timeout=LIMIT_S)


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def player(microphone: VirtualMicrophone, reports: Reports) -> Iterator[Player]:
    made = Player(reports.said.put, reports.said.put)
    yield made
    made.close()
    assert "dictate-player" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def spoken() -> Samples:
    return read_audio(CLIP).samples


def hear(player: Player, reports: Reports, spoken: Samples) -> float:
    source, sink = Microphone(MicrophoneSettings()), CollectingSink()
    source.open(sink)
    sink.wait_for_blocks(1)
    player.play(spoken)
    assert reports.next() is True
    assert reports.next() is False
    sink.wait_for_blocks(10)
    source.close()
    return likeness(sink.heard(source), spoken)


def test_what_is_played_is_heard_to_its_end(player: Player, reports: Reports, spoken: Samples) -> None:
    assert hear(player, reports, spoken) > 0.95


def test_an_output_that_refuses_16_khz_gets_its_own_rate(
    player: Player, reports: Reports, spoken: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = portaudio.sounddevice()
    real, tried = module.OutputStream, []

    def choosy(**options: Any) -> Any:
        tried.append(options["samplerate"])
        if options["samplerate"] == SAMPLE_RATE:
            raise module.PortAudioError("Error opening OutputStream: Invalid sample rate", -9997)
        return real(**options)

    monkeypatch.setattr(module, "OutputStream", choosy)
    assert hear(player, reports, spoken) > 0.95
    assert tried == [16000, 44100]


def test_stop_is_quiet_at_once_and_nobody_waits(player: Player, reports: Reports) -> None:
    before = time.monotonic()
    player.play(np.zeros(60 * SAMPLE_RATE, dtype=np.int16))
    assert time.monotonic() - before < 0.05
    assert reports.next() is True
    before = time.monotonic()
    player.stop()
    assert time.monotonic() - before < 0.05
    assert reports.next() is False
    assert time.monotonic() - before < 1
    player.stop()
    player.play(np.zeros(160, dtype=np.int16))
    assert [reports.next(), reports.next()] == [True, False]


def test_a_new_sound_takes_the_place_of_the_old(player: Player, reports: Reports) -> None:
    player.play(np.zeros(60 * SAMPLE_RATE, dtype=np.int16))
    assert reports.next() is True
    player.play(np.zeros(1600, dtype=np.int16))
    assert [reports.next(), reports.next()] == [True, False]
    assert reports.said.empty()


def test_close_cuts_off_and_is_final(player: Player, reports: Reports) -> None:
    player.play(np.zeros(60 * SAMPLE_RATE, dtype=np.int16))
    assert reports.next() is True
    before = time.monotonic()
    player.close()
    assert time.monotonic() - before < 1
    player.play(np.zeros(160, dtype=np.int16))
    player.stop()
    player.close()
    assert reports.said.empty()
    assert portaudio.restart(), "no stream is left open"


def test_without_an_output_the_error_is_reported(player: Player, reports: Reports, spoken: Samples) -> None:
    with changed_environment({"PULSE_SERVER": "unix:/nonexistent/socket"}):
        portaudio.restart()
        player.play(spoken)
        error = reports.next()
    assert isinstance(error, AudioDeviceError)
    assert "cannot be played" in error.user_message
    assert "speakers or headphones" in error.action
    portaudio.restart()
    player.play(spoken[:160])
    assert [reports.next(), reports.next()] == [True, False]
