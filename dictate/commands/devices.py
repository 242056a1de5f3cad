"""``dictate devices``: the microphones there are. Main thread."""

import argparse
import json
from dataclasses import asdict

from dictate.audio.devices import list_devices
from dictate.audio.portaudio import hint
from dictate.core.errors import NoMicrophone
from dictate.core.types import InputDevice
from dictate.terminal import Terminal


def run(args: argparse.Namespace) -> int:
    """List them, the default first.

    Raises:
        NoMicrophone: there is none (with ``--json`` that is an empty list).
        AudioDeviceError: the sound system cannot be asked.
    """
    terminal = Terminal()
    devices = list_devices()
    if args.json:
        terminal.line(json.dumps([asdict(device) for device in devices], ensure_ascii=False))
        return 0
    if not devices:
        raise NoMicrophone("There is no microphone", f"Plug one in and try again. {hint()}")
    for device in devices:
        terminal.line(device_words(device))
    return 0


def device_words(device: InputDevice) -> str:
    """A device in one line; what stands before the brackets is what ``--device`` takes."""
    channels = "1 channel" if device.channels == 1 else f"{device.channels} channels"
    default = ", the default" if device.is_default else ""
    return f"{device.name} ({device.host_api}, {channels}, {device.default_rate:.0f} Hz{default})"
