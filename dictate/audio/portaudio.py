"""The border to PortAudio: one lock, the late import, foreign errors in our words, and a quiet terminal.

Runs on any thread. PortAudio's own functions are not thread-safe, so every call into it (listing, opening, starting,
stopping, closing) is made under ``lock``; its callbacks run on its own threads and never take the lock.
"""

import contextlib
import ctypes
import logging
import os
import re
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from types import ModuleType
from typing import Any, Final

from dictate.core.errors import AudioDeviceError, MicrophoneRefused, NoMicrophone

log = logging.getLogger(__name__)

lock: Final = threading.RLock()
"""Held around every PortAudio call."""

STALLED_S: Final = 0.25
"""A stream whose callback was not called for so long gets nothing from its device."""

_INVALID_SAMPLE_RATE: Final = -9997
_INVALID_CHANNEL_COUNT: Final = -9998
_INVALID_DEVICE: Final = -9996
_FORMAT_NOT_SUPPORTED: Final = -9994
_DEVICE_UNAVAILABLE: Final = -9985
_HOST_ERROR: Final = -9999
UNSUITABLE: Final = frozenset({_INVALID_SAMPLE_RATE, _INVALID_CHANNEL_COUNT, _FORMAT_NOT_SUPPORTED, _HOST_ERROR})
"""Error codes after which another rate or channel count may still work."""

_HINTS: Final = {
    "linux": "Check that a microphone is connected and that PulseAudio or PipeWire runs (pactl info).",
    "darwin": "Allow the microphone under System Settings > Privacy & Security > Microphone, then try again.",
    "win32": "Let desktop apps use the microphone under Settings > Privacy & security > Microphone, then try again.",
}
_INSTALL: Final = {
    "linux": "Install it, on Debian and Ubuntu with: sudo apt install libportaudio2",
    "darwin": "Reinstall Dictate's packages: pip install --force-reinstall sounddevice",
    "win32": "Reinstall Dictate's packages: pip install --force-reinstall sounddevice",
}

# What ALSA, JACK and PortAudio itself print while they look for devices.
_CHATTER: Final = re.compile(
    rb"ALSA lib |Expression '|PaAlsa|Cannot connect to server|jack server|Jack|connect\(2\) call|ERROR: .*JACK|AL lib"
)

_open_streams = 0


def hint() -> str:
    """What to look at when the sound system refuses, for this platform."""
    return _HINTS.get(sys.platform, _HINTS["linux"])


def sounddevice() -> ModuleType:
    """The sounddevice module, imported when it is first needed: it loads a system library and probes all devices.

    Raises:
        AudioDeviceError: the PortAudio library is missing, or cannot start.
    """
    loaded = sys.modules.get("sounddevice")
    with lock if loaded else quiet():
        try:
            import sounddevice as module  # noqa: PLC0415 - it needs a library that may be missing
        except OSError as error:
            action = _INSTALL.get(sys.platform, _INSTALL["linux"])
            raise AudioDeviceError("The PortAudio sound library is missing", action) from error
        except Exception as error:
            if type(error).__name__ != "PortAudioError":
                raise
            raise AudioDeviceError(f"The sound system cannot start: {reason_of(error)}", hint()) from error
        return module


def join_thread() -> None:
    """Let this thread, which is one of our workers, open streams.

    On Windows WASAPI opens nothing in a thread that has not entered COM (PortAudio issue 250). Entering twice is
    harmless; never call it on the window's thread, whose COM is Qt's.
    """
    if sys.platform == "win32":
        ctypes.windll.ole32.CoInitializeEx(None, 0)


def code_of(error: Exception) -> int | None:
    """The PaErrorCode of a ``PortAudioError``, if it has one."""
    code = error.args[1] if len(error.args) > 1 else None
    return code if isinstance(code, int) else None


def reason_of(error: Exception) -> str:
    """A ``PortAudioError`` as a person reads it: PortAudio's words, and the system's own where there are any."""
    words = str(error.args[0]) if error.args else type(error).__name__
    words = words.rpartition(": ")[2] or words
    host = error.args[2] if len(error.args) > 2 else ()
    host_words = str(host[2]).strip() if isinstance(host, tuple) and len(host) > 2 else ""
    return host_words or words


def device_error(error: Exception, name: str) -> AudioDeviceError:
    """``error``, which came when ``name`` was opened, in our own tree."""
    reason = reason_of(error)
    code = code_of(error)
    if code == _INVALID_DEVICE or "no default" in reason.lower():
        return NoMicrophone(f"The device '{name}' is not there any more", "Plug it in, or see 'dictate devices'.")
    host = reason.lower()
    if code == _DEVICE_UNAVAILABLE or any(word in host for word in ("busy", "denied", "permission", "0x80070005")):
        action = f"Close other programs that use it. {hint()}"
        return MicrophoneRefused(f"The system does not let Dictate open '{name}': {reason}", action)
    return AudioDeviceError(f"'{name}' cannot be opened: {reason}", hint())


def close_stream(stream: Any, last_callback_at: float) -> None:
    """Close ``stream`` after its running callback and what its buffers hold; at once when it has stalled.

    ``last_callback_at``: monotonic seconds. PortAudio's stop waits for the callback thread, for most of a minute when
    the device delivers nothing; its abort cancels that thread, which would wreck Python if it was in our callback.
    So abort is left to a stream whose callback has not come for a while: then the thread waits for the device.
    """
    global _open_streams  # noqa: PLW0603 - PortAudio itself is one per process
    with quiet():
        error_type = sounddevice().PortAudioError
        stalled = time.monotonic() - last_callback_at > STALLED_S
        for step in (stream.abort if stalled else stream.stop, stream.close):
            try:
                step()
            except error_type as error:
                # It ended by itself before: there is nothing left to stop, and close frees what is left.
                log.debug("closing a stream: %s", error)
        _open_streams -= 1


def stream_opened() -> None:
    """Count a stream until ``close_stream``, so that ``restart`` leaves PortAudio alone. Call under ``lock``."""
    global _open_streams  # noqa: PLW0603 - as above
    _open_streams += 1


def restart() -> bool:
    """Make PortAudio look for devices again, which it only does when it starts.

    Returns whether it was done: while a stream is open it would be torn down, so nothing happens.

    Raises:
        AudioDeviceError: PortAudio is missing or cannot start.
    """
    with lock:
        module = sounddevice()
        if _open_streams:
            return False
        with quiet():
            try:
                if module._initialized:  # noqa: SLF001 - the one way that python-sounddevice offers
                    module._terminate()  # noqa: SLF001
                module._initialize()  # noqa: SLF001
            except module.PortAudioError as error:
                raise AudioDeviceError(f"The sound system cannot start: {reason_of(error)}", hint()) from error
        return True


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Keep what C libraries print about devices off the terminal (it goes to the log at level DEBUG).

    Takes the lock: descriptor 2 is one for all threads, and points to a file meanwhile. What another thread writes
    there is passed on afterwards, so nothing that is meant for the user is lost.
    """
    with lock, contextlib.ExitStack() as stack:
        try:
            terminal = os.dup(2)
            stack.callback(os.close, terminal)
            held = stack.enter_context(tempfile.TemporaryFile())
        except OSError:
            # No standard error (a windowed program), or no room for a file: nobody to protect, or no means to.
            yield
            return
        if sys.stderr is not None:
            sys.stderr.flush()
        os.dup2(held.fileno(), 2)
        try:
            yield
        finally:
            if sys.stderr is not None:
                sys.stderr.flush()
            os.dup2(terminal, 2)
            held.seek(0)
            _pass_on(held.read(), terminal)


def _pass_on(printed: bytes, terminal: int) -> None:
    for line in printed.splitlines(keepends=True):
        if _CHATTER.search(line):
            log.debug("%s", line.decode(errors="replace").rstrip())
        elif line.strip():
            os.write(terminal, line)
