"""Notices that the sound server (PulseAudio, or PipeWire in its place) records for us from another device.

The server moves an open stream by itself when the default changes, when a device goes away, or when the user says so
in the server's own mixer. Nothing else tells: to PortAudio it is the same stream. The thread ``dictate-device`` asks
libpulse, and sleeps until the server has news of a stream.
"""

import ctypes
import logging
import os
import threading
from collections.abc import Callable
from ctypes import POINTER, c_char_p, c_int, c_uint8, c_uint32, c_uint64, c_void_p
from typing import Any, Final

from dictate.core.errors import AudioDeviceError

log = logging.getLogger(__name__)

_READY: Final = 4
_FAILED: Final = 5
"""States of a connection (``pa_context_state_t``); what is higher has ended, too."""
_NO_AUTOSPAWN: Final = 1
_OF_STREAMS: Final = 8
"""``PA_SUBSCRIPTION_MASK_SOURCE_OUTPUT``: news of streams that record."""
_SETTLED_S: Final = 0.2
"""A change makes news several times over, and PipeWire moves a stream a moment after it changed the default."""
CLOSE_S: Final = 2.0


class _Format(ctypes.Structure):
    """``pa_sample_spec``."""

    _fields_ = (("format", c_int), ("rate", c_uint32), ("channels", c_uint8))


class _Channels(ctypes.Structure):
    """``pa_channel_map``."""

    _fields_ = (("channels", c_uint8), ("map", c_int * 32))


class _Stream(ctypes.Structure):
    """The beginning of ``pa_source_output_info``: a stream that records."""

    _fields_ = (
        ("index", c_uint32),
        ("name", c_char_p),
        ("owner_module", c_uint32),
        ("client", c_uint32),
        ("source", c_uint32),
        ("format", _Format),
        ("channels", _Channels),
        ("buffer_usec", c_uint64),
        ("source_usec", c_uint64),
        ("resample_method", c_char_p),
        ("driver", c_char_p),
        ("proplist", c_void_p),
    )


class _Source(ctypes.Structure):
    """The beginning of ``pa_source_info``: a device to record from."""

    _fields_ = (("name", c_char_p), ("index", c_uint32), ("description", c_char_p))


_OnNews = ctypes.CFUNCTYPE(None, c_void_p, c_int, c_uint32, c_void_p)
_OnStream = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_Stream), c_int, c_void_p)
_OnSource = ctypes.CFUNCTYPE(None, c_void_p, POINTER(_Source), c_int, c_void_p)
_SIGNATURES: Final[dict[str, tuple[Any, tuple[Any, ...]]]] = {
    "pa_mainloop_new": (c_void_p, ()),
    "pa_mainloop_get_api": (c_void_p, (c_void_p,)),
    "pa_mainloop_iterate": (c_int, (c_void_p, c_int, c_void_p)),
    "pa_mainloop_wakeup": (None, (c_void_p,)),
    "pa_mainloop_free": (None, (c_void_p,)),
    "pa_context_new": (c_void_p, (c_void_p, c_char_p)),
    "pa_context_connect": (c_int, (c_void_p, c_char_p, c_int, c_void_p)),
    "pa_context_get_state": (c_int, (c_void_p,)),
    "pa_context_disconnect": (None, (c_void_p,)),
    "pa_context_unref": (None, (c_void_p,)),
    "pa_context_set_subscribe_callback": (None, (c_void_p, _OnNews, c_void_p)),
    "pa_context_subscribe": (c_void_p, (c_void_p, c_int, c_void_p, c_void_p)),
    "pa_context_get_source_output_info_list": (c_void_p, (c_void_p, _OnStream, c_void_p)),
    "pa_context_get_source_info_by_index": (c_void_p, (c_void_p, c_uint32, _OnSource, c_void_p)),
    "pa_operation_unref": (None, (c_void_p,)),
    "pa_proplist_gets": (c_char_p, (c_void_p, c_char_p)),
}


def library() -> ctypes.CDLL:
    """libpulse, its functions looked up.

    Raises:
        AudioDeviceError: it is not installed, or too old.
    """
    try:
        found = ctypes.CDLL("libpulse.so.0")
        for name, (result, arguments) in _SIGNATURES.items():
            function = getattr(found, name)
            function.restype, function.argtypes = result, arguments
    except (OSError, AttributeError) as error:
        action = "Install it, on Debian and Ubuntu with: sudo apt install libpulse0"
        raise AudioDeviceError("the library libpulse is missing", action) from error
    return found


class PulseWatch:
    """Calls ``moved`` with a device's name when this process's recording goes on from it. Ends with the server.

    Everything but ``close`` runs on its own thread; libpulse calls back on that thread, out of its main loop.
    """

    def __init__(self, moved: Callable[[str], None]) -> None:
        self._moved = moved
        self._process = str(os.getpid()).encode()
        self._source: int | None = None
        self._asked: int | None = None
        self._news = True
        self._lock = threading.Lock()
        self._library: ctypes.CDLL | None = None
        self._loop: int | None = None
        self._closing = threading.Event()
        self._context: int | None = None
        # libpulse keeps no reference to these: they must live as long as the connection.
        self._on_news, self._on_stream, self._on_source = (
            _OnNews(self._take_news),
            _OnStream(self._take_stream),
            _OnSource(self._take_source),
        )
        self._thread = threading.Thread(target=self._run, name="dictate-device", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread; nothing is told any more. May be called twice."""
        self._closing.set()
        with self._lock:
            if self._library is not None and self._loop is not None:
                # Made for another thread: it ends the wait, or the next one.
                self._library.pa_mainloop_wakeup(self._loop)
        self._thread.join(CLOSE_S)

    def _run(self) -> None:
        try:
            pulse = library()
        except AudioDeviceError as error:
            log.info("a changed microphone is not noticed: %s", error)
            return
        loop = pulse.pa_mainloop_new()
        with self._lock:
            self._library, self._loop = pulse, loop
        self._context = pulse.pa_context_new(pulse.pa_mainloop_get_api(loop), b"Dictate")
        try:
            self._listen(pulse, loop, self._context)
        finally:
            with self._lock:
                self._loop = None
            pulse.pa_context_disconnect(self._context)
            pulse.pa_context_unref(self._context)
            pulse.pa_mainloop_free(loop)

    def _listen(self, pulse: ctypes.CDLL, loop: int, context: int | None) -> None:
        """Until ``close``, or until there is no connection (any more)."""
        pulse.pa_context_set_subscribe_callback(context, self._on_news, None)
        if pulse.pa_context_connect(context, None, _NO_AUTOSPAWN, None) < 0:
            return
        subscribed = False
        while not self._closing.is_set() and (state := pulse.pa_context_get_state(context)) < _FAILED:
            if state == _READY and not subscribed:
                subscribed = True
                _forget(pulse, pulse.pa_context_subscribe(context, _OF_STREAMS, None, None))
            if state == _READY and self._news:
                # The first look is at what there is, the others at what became of a change.
                self._closing.wait(0 if self._source is None else _SETTLED_S)
                self._news, self._asked = False, None
                _forget(pulse, pulse.pa_context_get_source_output_info_list(context, self._on_stream, None))
            pulse.pa_mainloop_iterate(loop, 1, None)

    def _take_news(self, _context: int, _event: int, _index: int, _data: int) -> None:
        self._news = True

    def _take_stream(self, context: int, stream: Any, end: int, _data: int) -> None:
        pulse = self._library
        if pulse is None:
            return
        if not end:
            if pulse.pa_proplist_gets(stream.contents.proplist, b"application.process.id") == self._process:
                self._asked = stream.contents.source
        elif self._asked not in (None, self._source):
            _forget(pulse, pulse.pa_context_get_source_info_by_index(context, self._asked, self._on_source, None))

    def _take_source(self, _context: int, source: Any, end: int, _data: int) -> None:
        if end:
            return
        before, self._source = self._source, source.contents.index
        if before not in (None, self._source) and not self._closing.is_set():
            self._moved((source.contents.description or source.contents.name).decode(errors="replace"))


def _forget(pulse: ctypes.CDLL, operation: int | None) -> None:
    """Its answer comes by itself; there is no operation when the connection has just broken."""
    if operation is not None:
        pulse.pa_operation_unref(operation)
