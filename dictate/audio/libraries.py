"""Loads the sound libraries early, for the window: before torch, whose are large.

The system's loader serves one thread at a time, and Python holds its interpreter while it waits for it. So a thread
that opens a small library, or looks up a function in one, while torch's large one is being opened stops every other
thread, the window's included. cffi looks a function up when it is first used: here each is, before that.
"""

import contextlib
from typing import Any

import soundfile

from dictate.audio import portaudio
from dictate.audio.vad import CascadeDetector
from dictate.audio.watching import load_watch
from dictate.core.errors import DictateError
from dictate.core.settings import SegmenterSettings


def load_libraries() -> None:
    """Load the libraries of sound and voice detection; a failure is left to their first use, which reports it."""
    with contextlib.suppress(DictateError):
        sounddevice = portaudio.sounddevice()
        _look_up(sounddevice._lib, sounddevice._ffi.error)  # noqa: SLF001 - cffi's library has no public name
    with contextlib.suppress(DictateError):
        load_watch()
    _look_up(soundfile._snd, soundfile._ffi.error)  # noqa: SLF001 - likewise
    with contextlib.suppress(DictateError):
        CascadeDetector(SegmenterSettings())


def _look_up(library: Any, missing: type[Exception]) -> None:
    for name in dir(library):
        # Another platform's function, or a newer version's.
        with contextlib.suppress(AttributeError, missing):
            getattr(library, name)
