"""Which device a recording comes from may change while it goes on: the watch for that, by platform."""

import sys
from functools import partial
from typing import Protocol

from dictate.audio.default_watch import DefaultWatch, core_audio, default_input
from dictate.audio.pulse_watch import PulseWatch, library
from dictate.core.errors import AudioDeviceError
from dictate.core.sources import SourceSink


class DeviceWatch(Protocol):
    """Tells the sink until it is closed."""

    def close(self) -> None:
        """Tell nothing any more. May be called twice."""


def watch_device(sink: SourceSink, *, is_default: bool) -> DeviceWatch | None:
    """Watch the stream that was just opened (``is_default``: because its device is the system's default).

    Nothing is watched on Windows: there another default is used from the next recording on.
    """
    if sys.platform == "linux":
        return PulseWatch(sink.moved)
    if sys.platform == "darwin" and is_default:
        return DefaultWatch(partial(default_input, core_audio()), sink.outdated)
    return None


def load_watch() -> None:
    """Load the system's library for it.

    Raises:
        AudioDeviceError: there is none; says what to do.
    """
    if sys.platform == "linux":
        library()
    elif sys.platform == "darwin":
        core_audio()
    else:
        raise AudioDeviceError("there is no watch for this system")
