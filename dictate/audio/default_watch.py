"""Notices that the system's default input is another device, where an open stream stays with the old one (macOS).

CoreAudio is asked once a second, on the thread ``dictate-device``: PortAudio cannot tell while a stream is open.
"""

import ctypes
import threading
from collections.abc import Callable
from typing import Final

from dictate.core.errors import AudioDeviceError

_FRAMEWORK: Final = "/System/Library/Frameworks/CoreAudio.framework/CoreAudio"
_SYSTEM: Final = 1
"""``kAudioObjectSystemObject``."""
EVERY_S: Final = 1.0


class _Address(ctypes.Structure):
    """``AudioObjectPropertyAddress``."""

    _fields_ = (("selector", ctypes.c_uint32), ("scope", ctypes.c_uint32), ("element", ctypes.c_uint32))


def _code(word: bytes) -> int:
    return int.from_bytes(word, "big")


def core_audio() -> ctypes.CDLL:
    """CoreAudio.

    Raises:
        AudioDeviceError: this is no macOS.
    """
    try:
        return ctypes.CDLL(_FRAMEWORK)
    except OSError as error:
        raise AudioDeviceError("the framework CoreAudio is missing") from error


def default_input(library: ctypes.CDLL) -> int:
    """The number of the default input (``kAudioHardwarePropertyDefaultInputDevice``); 0 when there is none."""
    address = _Address(_code(b"dIn "), _code(b"glob"), 0)
    device, size = ctypes.c_uint32(0), ctypes.c_uint32(ctypes.sizeof(ctypes.c_uint32))
    asked = (ctypes.c_uint32(_SYSTEM), ctypes.byref(address), ctypes.c_uint32(0), None)
    failed = library.AudioObjectGetPropertyData(*asked, ctypes.byref(size), ctypes.byref(device))
    return 0 if failed else device.value


class DefaultWatch:
    """Calls ``changed`` once, when ``default`` gives another device than at the beginning."""

    def __init__(self, default: Callable[[], int], changed: Callable[[], None], every_s: float = EVERY_S) -> None:
        self._default = default
        self._changed = changed
        self._every_s = every_s
        self._before = default()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="dictate-device", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread; nothing is told any more. May be called twice."""
        self._closing.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.wait(self._every_s):
            now = self._default()
            if now not in (0, self._before):
                self._changed()
                return
