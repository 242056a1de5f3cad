"""The watch beside an open microphone: the sound server moves the stream, or the system's default is another one."""

import ctypes
import logging
import os
import signal
import sys
import threading
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from dictate.audio import watching
from dictate.audio.default_watch import DefaultWatch, core_audio, default_input
from dictate.audio.microphone import Microphone
from dictate.audio.pulse_watch import PulseWatch
from dictate.core.errors import AudioDeviceError
from dictate.core.settings import MicrophoneSettings
from tests.audio.sink import LIMIT_S, CollectingSink
from tests.virtual import HEADSET, MIC, VirtualMicrophone

SPEECH = Path(__file__).parent.parent / "data" / "speech" / "monologue1.flac"
linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the sound server is Linux's")


def watches() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "dictate-device"]


def test_the_server_moves_the_stream_to_another_default_and_back(microphone: VirtualMicrophone) -> None:
    microphone.add(HEADSET)
    for name in (MIC, HEADSET):  # a null sink that plays nothing takes its time
        microphone.start_playing(SPEECH, name)
    source, sink = Microphone(MicrophoneSettings()), CollectingSink()
    source.open(sink)
    try:
        sink.wait_for_blocks(5)
        microphone.choose(HEADSET)
        assert sink.wait_for_device() == HEADSET
        microphone.choose(MIC)
        assert sink.wait_for_device(2) == MIC
        microphone.choose(HEADSET)
        assert sink.wait_for_device(3) == HEADSET
        microphone.unplug(HEADSET)
        assert sink.wait_for_device(4) == MIC, "the one that is left takes over"
        sink.wait_for_blocks(5)
    finally:
        source.close()
    assert (sink.ends, sink.outdated_times) == (0, 0)
    assert max(later - earlier for earlier, later in pairwise(sink.came_at)) < 0.4
    assert not watches()


def test_a_server_that_ends_ends_the_watch_and_the_next_microphone_has_one(microphone: VirtualMicrophone) -> None:
    source, sink = Microphone(MicrophoneSettings()), CollectingSink()
    source.open(sink)
    sink.wait_for_blocks(5)
    (watch,) = watches()
    microphone.stop_server()
    sink.wait_for_end()
    watch.join(LIMIT_S)
    assert not watch.is_alive()
    source.close()
    microphone.start_server()
    microphone.add(HEADSET)
    again, heard = source.again(), CollectingSink()
    again.open(heard)
    try:
        heard.wait_for_blocks(5)
        microphone.choose(HEADSET)
        assert heard.wait_for_device() == HEADSET
    finally:
        again.close()


def test_a_server_that_stands_still_does_not_hold_up_the_end(microphone: VirtualMicrophone) -> None:
    os.kill(microphone.server.pid, signal.SIGSTOP)
    try:
        watch = PulseWatch(lambda _name: None)
        watch.close()
        watch.close()
        assert not watches()
    finally:
        os.kill(microphone.server.pid, signal.SIGCONT)


def test_no_server_no_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent/socket")
    watch = PulseWatch(lambda _name: None)
    for thread in watches():
        thread.join(LIMIT_S)
    assert not watches()
    watch.close()


@linux
def test_a_missing_libpulse_is_told_and_does_no_harm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def missing(name: str) -> ctypes.CDLL:
        raise OSError(f"{name}: cannot open shared object file")

    caplog.set_level(logging.INFO)
    monkeypatch.setattr(ctypes, "CDLL", missing)
    with pytest.raises(AudioDeviceError, match="libpulse is missing"):
        watching.load_watch()
    watch = watching.watch_device(CollectingSink(), is_default=True)
    assert watch is not None
    for thread in watches():
        thread.join(LIMIT_S)
    watch.close()
    assert "a changed microphone is not noticed: the library libpulse is missing" in caplog.text


def test_another_default_is_told_once() -> None:
    devices = iter([7, 7, 0, 7, 9])
    sink = CollectingSink()
    watch = DefaultWatch(lambda: next(devices), sink.outdated, every_s=0.001)
    sink.wait_until_outdated()
    for thread in watches():
        thread.join(LIMIT_S)
    watch.close()
    assert sink.outdated_times == 1
    assert next(devices, None) is None


def test_a_closed_watch_tells_nothing() -> None:
    sink = CollectingSink()
    watch = DefaultWatch(iter(range(1, 1000)).__next__, sink.outdated, every_s=60)
    watch.close()
    assert not watches()
    assert sink.outdated_times == 0


@pytest.mark.skipif(sys.platform == "darwin", reason="there it is")
def test_core_audio_is_of_macos_only() -> None:
    with pytest.raises(AudioDeviceError, match="CoreAudio"):
        core_audio()


@pytest.mark.parametrize(("status", "device"), [(0, 73), (-50, 0)])
def test_core_audio_is_asked_for_the_default_input(status: int, device: int) -> None:
    """Against the published signature: there is no macOS here."""
    asked: list[bytes] = []

    def get(*arguments: Any) -> int:
        number, address, qualifier_size, qualifier, size, data = arguments
        asked.append(b"".join(word.to_bytes(4, "big") for word in _words(address)))
        assert (number.value, qualifier_size.value, qualifier, size._obj.value) == (1, 0, None, 4)
        data._obj.value = 73
        return status

    class Library:
        AudioObjectGetPropertyData = staticmethod(get)

    assert default_input(Library()) == device  # type: ignore[arg-type]
    assert asked == [b"dIn glob\0\0\0\0"]


def _words(address: Any) -> tuple[int, int, int]:
    return address._obj.selector, address._obj.scope, address._obj.element
