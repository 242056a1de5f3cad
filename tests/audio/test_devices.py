"""Microphones are known by name and host API, never by index (field 7)."""

import pytest

from dictate.audio import devices
from dictate.audio.devices import FoundDevice, find_device, list_devices
from dictate.core.errors import NoMicrophone, UnknownDevice
from dictate.core.settings import MicrophoneSettings
from dictate.core.types import InputDevice
from tests.virtual import VirtualMicrophone, changed_environment


def test_the_default_comes_first(microphone: VirtualMicrophone) -> None:
    found = list_devices()
    assert [(device.name, device.host_api, device.is_default) for device in found] == [
        ("default", "ALSA", True),
        ("second", "ALSA", False),
    ]
    assert all(device.channels > 0 and device.default_rate > 0 for device in found)


def test_a_device_is_found_by_name_and_host_api(microphone: VirtualMicrophone) -> None:
    found = find_device(MicrophoneSettings(name="second", host_api="ALSA"), strict=True)
    assert (found.device.name, found.note) == ("second", "")
    assert find_device(MicrophoneSettings(name="second"), strict=True).note == ""
    assert find_device(MicrophoneSettings()).device.is_default


def test_another_host_api_is_taken_with_a_note(microphone: VirtualMicrophone) -> None:
    found = find_device(MicrophoneSettings(name="second", host_api="JACK"), strict=True)
    assert found.device.name == "second"
    assert found.note == "'second' is used through ALSA, not JACK"


def test_a_typed_name_that_is_not_there_names_the_ones_that_are(microphone: VirtualMicrophone) -> None:
    with pytest.raises(UnknownDevice, match=r"no microphone 'Yeti'.*'default', 'second'"):
        find_device(MicrophoneSettings(name="Yeti"), strict=True)


def test_a_remembered_name_that_is_not_there_gives_way_to_the_default(microphone: VirtualMicrophone) -> None:
    """Field 7."""
    found = find_device(MicrophoneSettings(name="Yeti", host_api="ALSA"), strict=False)
    assert found.device.is_default
    assert found.note == "'Yeti' is not there; the default 'default' is used instead"


def test_refresh_finds_what_was_plugged_in(microphone: VirtualMicrophone) -> None:
    """Field 7: PortAudio looks for devices only when it starts."""
    assert len(list_devices()) == 2
    with open(microphone.env["ALSA_CONFIG_PATH"], "a") as config:
        config.write('pcm.third { type pulse hint { show on description "Third" } }\n')
    assert "third" not in {device.name for device in list_devices()}
    assert "third" in {device.name for device in list_devices(refresh=True)}


def test_without_a_sound_server_there_is_no_microphone(microphone: VirtualMicrophone) -> None:
    with changed_environment({"PULSE_SERVER": "unix:/nonexistent/socket"}):
        assert list_devices(refresh=True) == ()
        with pytest.raises(NoMicrophone, match="There is no microphone"):
            find_device(MicrophoneSettings())
        with pytest.raises(NoMicrophone):
            find_device(MicrophoneSettings(name="Yeti"), strict=True)


def windows_devices() -> list[FoundDevice]:
    """One microphone as Windows shows it: once for every host API, MME cutting names off."""
    entries = [("Yeti", "MME", True), ("Yeti", "Windows WASAPI", False), ("Webcam", "Windows WASAPI", False)]
    return [
        FoundDevice(
            index=index,
            device=InputDevice(name=name, host_api=api, channels=2, default_rate=48000, is_default=is_default),
            low_latency_s=0.01,
        )
        for index, (name, api, is_default) in enumerate(entries)
    ]


def test_host_apis_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_all_inputs", windows_devices)
    assert len(list_devices()) == 3
    assert find_device(MicrophoneSettings(name="Yeti", host_api="Windows WASAPI")).index == 1
    assert find_device(MicrophoneSettings(name="Yeti", host_api="MME")).index == 0
    assert find_device(MicrophoneSettings(name="Yeti")).index == 0


def test_alsa_plumbing_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    def alsa() -> list[FoundDevice]:
        names = ["HDA Intel: ALC257 (hw:0,0)", "samplerate", "pulse", "upmix", "default"]
        return [
            FoundDevice(
                index=index,
                device=InputDevice(
                    name=name, host_api="ALSA", channels=2, default_rate=48000, is_default=name == "default"
                ),
                low_latency_s=0.01,
            )
            for index, name in enumerate(names)
        ]

    monkeypatch.setattr(devices, "_all_inputs", alsa)
    assert [device.name for device in list_devices()] == ["default", "HDA Intel: ALC257 (hw:0,0)", "pulse"]
