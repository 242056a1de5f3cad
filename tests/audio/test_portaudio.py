"""The border to PortAudio: its errors in our words, a missing library, and a quiet terminal."""

import os
import subprocess
import sys

import pytest

from dictate.audio import portaudio
from dictate.audio.microphone import Microphone
from dictate.core.errors import AudioDeviceError, MicrophoneRefused, NoMicrophone
from dictate.core.settings import MicrophoneSettings
from tests.audio.sink import CollectingSink
from tests.virtual import VirtualMicrophone


def run_python(code: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)


def test_a_missing_library_names_what_to_install() -> None:
    done = run_python(
        "import ctypes.util; ctypes.util.find_library = lambda name: None\n"
        "from dictate.audio.devices import list_devices\n"
        "from dictate.core.errors import AudioDeviceError\n"
        "try: list_devices()\n"
        "except AudioDeviceError as error: print(error.user_message, '|', error.action, '|', repr(error.__cause__))\n"
    )
    assert done.stderr == ""
    assert "The PortAudio sound library is missing" in done.stdout
    assert "OSError" in done.stdout
    if sys.platform == "linux":
        assert "apt install libportaudio2" in done.stdout


def test_importing_the_wing_does_not_load_a_sound_library() -> None:
    done = run_python(
        "import sys, dictate.audio.devices, dictate.audio.microphone, dictate.audio.playback, dictate.audio.clip\n"
        "print('sounddevice' in sys.modules)"
    )
    assert done.stdout.strip() == "False", done.stderr


@pytest.mark.parametrize(
    ("arguments", "kind", "words"),
    [
        (("Error opening InputStream: Device unavailable", -9985), MicrophoneRefused, "Device unavailable"),
        (
            ("Error opening: Unanticipated host error", -9999, (0, -16, "Device or resource busy")),
            MicrophoneRefused,
            "busy",
        ),
        (
            ("Error opening: Unanticipated host error", -9999, (0, -13, "Permission denied")),
            MicrophoneRefused,
            "denied",
        ),
        (("Error opening InputStream: Invalid device", -9996), NoMicrophone, "not there any more"),
        (("Error opening: Unanticipated host error", -9999, (0, -5, "Input/output error")), AudioDeviceError, "output"),
        (("Error opening InputStream: Internal PortAudio error", -9986), AudioDeviceError, "Internal"),
        (("something new",), AudioDeviceError, "something new"),
    ],
)
def test_every_error_says_what_failed_and_what_to_do(
    arguments: tuple[object, ...], kind: type[AudioDeviceError], words: str
) -> None:
    mapped = portaudio.device_error(portaudio.sounddevice().PortAudioError(*arguments), "Yeti")
    assert type(mapped) is kind
    assert "Yeti" in mapped.user_message
    assert words in mapped.user_message
    assert mapped.action.endswith(".")


@pytest.mark.parametrize(
    ("platform", "words"), [("linux", "PulseAudio or PipeWire"), ("darwin", "Privacy & Security"), ("win32", "Privacy")]
)
def test_the_hint_fits_the_platform(platform: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert words in portaudio.hint()


def test_an_open_stream_is_not_torn_down_by_a_refresh(microphone: VirtualMicrophone) -> None:
    """Field 7: devices are listed anew only while idle."""
    source, sink = Microphone(MicrophoneSettings()), CollectingSink()
    source.open(sink)
    try:
        assert not portaudio.restart()
        sink.wait_for_blocks(3)
    finally:
        source.close()
    assert portaudio.restart()


def test_chatter_of_the_libraries_stays_off_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    with portaudio.quiet():
        os.write(2, b"ALSA lib conf.c:4005:(snd_config) error\n\nExpression 'ret' failed in 'pa_linux_alsa.c'\n")
        print("Transcribed 3 of 9 files", file=sys.stderr)  # noqa: T201 - as the command line does
        os.write(2, b"last line without an end")
    assert capfd.readouterr().err == "Transcribed 3 of 9 files\nlast line without an end"
    os.write(2, b"and on")
    assert capfd.readouterr().err == "and on"
