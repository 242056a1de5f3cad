"""Which microphones there are, and which one a wish means: by name and host API, for an index changes with every plug.

Runs on any thread but the window's: the sound system may take its time to answer.
"""

from dataclasses import dataclass
from typing import Any, Final

from dictate.audio import portaudio
from dictate.core.errors import AudioDeviceError, NoMicrophone, UnknownDevice
from dictate.core.settings import MicrophoneSettings
from dictate.core.types import InputDevice

# ALSA offers its converters as if they were devices; they lead to the default device and only confuse.
_ALSA_PLUMBING: Final = frozenset(
    {"lavrate", "samplerate", "speexrate", "upmix", "vdownmix", "dmix", "null", "oss", "usbstream"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDevice:
    """An input device as PortAudio knows it at this moment.

    Attributes:
        index: PortAudio's; good until devices are listed again with ``refresh``.
        low_latency_s: the shortest latency that its driver suggests.
        note: what was chosen instead of the wish, and why; empty when it is as wished.
    """

    index: int
    device: InputDevice
    low_latency_s: float
    note: str = ""


def list_devices(refresh: bool = False) -> tuple[InputDevice, ...]:
    """The input devices, the default first; empty when there is none.

    ``refresh`` looks for newly plugged ones (not while a stream is open: PortAudio would tear it down).
    A device that several host APIs offer is listed once for each.

    Raises:
        AudioDeviceError: the sound system is missing or cannot be asked.
    """
    with portaudio.lock:
        if refresh:
            portaudio.restart()
        found = [entry.device for entry in _all_inputs()]
    shown = [device for device in found if device.is_default or not _is_plumbing(device)]
    return tuple(sorted(shown, key=lambda device: not device.is_default))


def find_device(wish: MicrophoneSettings, *, strict: bool = False) -> FoundDevice:
    """The device that ``wish`` means; an empty name means the system's default.

    A device of that name under another host API is taken with a note. When there is none of that name, ``strict``
    decides: a name that was just typed is an error, one that was remembered gives way to the default, with a note.

    Raises:
        NoMicrophone: there is no input device at all.
        UnknownDevice: ``strict``, and none has this name; names the ones there are.
        AudioDeviceError: the sound system is missing or cannot be asked.
    """
    with portaudio.lock:
        inputs = _all_inputs()
    if not inputs:
        raise NoMicrophone("There is no microphone", f"Plug one in and try again. {portaudio.hint()}")
    default = next((entry for entry in inputs if entry.device.is_default), inputs[0])
    if not wish.name:
        return default
    same_name = [entry for entry in inputs if entry.device.name == wish.name]
    exact = [entry for entry in same_name if entry.device.host_api == wish.host_api]
    if exact:
        return exact[0]
    if same_name:
        chosen = default if default in same_name else same_name[0]
        if not wish.host_api:
            return chosen
        return _with_note(chosen, f"'{wish.name}' is used through {chosen.device.host_api}, not {wish.host_api}")
    if strict:
        names = dict.fromkeys(f"'{device.name}'" for device in list_devices())
        raise UnknownDevice(f"There is no microphone '{wish.name}'", f"Choose one of: {', '.join(names)}.")
    return _with_note(default, f"'{wish.name}' is not there; the default '{default.device.name}' is used instead")


def _with_note(found: FoundDevice, note: str) -> FoundDevice:
    return FoundDevice(index=found.index, device=found.device, low_latency_s=found.low_latency_s, note=note)


def _is_plumbing(device: InputDevice) -> bool:
    return device.host_api == "ALSA" and device.name in _ALSA_PLUMBING


def _all_inputs() -> list[FoundDevice]:
    """Every input device in PortAudio's order. Call under the lock."""
    module = portaudio.sounddevice()
    try:
        host_apis: Any = module.query_hostapis()
        devices: Any = module.query_devices()
        default = _default_index(module)
    except module.PortAudioError as error:
        reason = portaudio.reason_of(error)
        raise AudioDeviceError(f"The sound system cannot list its devices: {reason}", portaudio.hint()) from error
    return [
        FoundDevice(
            index=index,
            device=InputDevice(
                name=entry["name"],
                host_api=host_apis[entry["hostapi"]]["name"],
                channels=entry["max_input_channels"],
                default_rate=entry["default_samplerate"],
                is_default=index == default,
            ),
            low_latency_s=entry["default_low_input_latency"],
        )
        for index, entry in enumerate(devices)
        if entry["max_input_channels"] > 0
    ]


def _default_index(module: Any) -> int:
    """PortAudio's default input, or -1."""
    return int(module.default.device[0])
