"""Playing what was recorded, so that a person can hear an utterance again.

Callers are on any thread and never wait. A thread of its own, ``dictate-player``, opens and closes the output;
PortAudio's callback thread only copies samples out.
"""

import queue
import threading
import time
from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import soxr

from dictate.audio import portaudio
from dictate.core.errors import AudioDeviceError, DictateError
from dictate.core.types import SAMPLE_RATE, Samples

_LATENCY_S: Final = 0.1
_COMMON_RATES: Final = (48_000, 44_100)


class _Order(Enum):
    STOP = "stop"
    CLOSE = "close"


class _Finished:
    """The output has played everything, or failed; one object for each sound, so that a late one is recognised."""


class Player:
    """One sound at a time; a new one takes the place of what plays."""

    def __init__(
        self, on_change: Callable[[bool], None], on_error: Callable[[DictateError], None] | None = None
    ) -> None:
        """Both are called on the player's thread: ``on_change`` with whether something plays."""
        self._on_change = on_change
        self._on_error = on_error
        self._orders: queue.SimpleQueue[Samples | _Order | _Finished] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._closed = False
        self._stream: Any = None
        self._feed = _Feed(np.zeros(0, dtype=np.int16), Exception)
        self._current: _Finished | None = None

    def play(self, samples: Samples) -> None:
        """Play int16[n] at 16 kHz, in place of what plays now. Ignored after ``close``."""
        with self._starting:
            if self._closed:
                return
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="dictate-player", daemon=True)
                self._thread.start()
        self._orders.put(samples)

    def stop(self) -> None:
        """Be quiet."""
        self._orders.put(_Order.STOP)

    def close(self) -> None:
        """Be quiet for good; no callback follows. May be called twice."""
        with self._starting:
            self._closed = True
            thread, self._thread = self._thread, None
        if thread is not None:
            self._orders.put(_Order.CLOSE)
            thread.join()

    def _run(self) -> None:
        while (order := self._orders.get()) is not _Order.CLOSE:
            if isinstance(order, _Finished) and order is not self._current:
                continue
            was_playing = self._end()
            if isinstance(order, np.ndarray):
                try:
                    self._begin(order)
                except DictateError as error:
                    if self._on_error is not None:
                        self._on_error(error)
                else:
                    self._on_change(True)
                    continue
            if was_playing:
                self._on_change(False)
        self._end()

    def _begin(self, samples: Samples) -> None:
        portaudio.join_thread()
        with portaudio.lock:
            module = portaudio.sounddevice()
            with portaudio.quiet():
                try:
                    self._open(module, samples)
                except module.PortAudioError as error:
                    self._end()
                    raise _output_error(error) from error

    def _open(self, module: Any, samples: Samples) -> None:
        device = module.query_devices(kind="output")
        refused: Exception | None = None
        for rate in dict.fromkeys((SAMPLE_RATE, round(device["default_samplerate"]), *_COMMON_RATES)):
            channels = min(2, device["max_output_channels"])
            finished = _Finished()
            feed = _Feed(_at_rate(samples, rate), module.CallbackStop)
            try:
                self._stream = module.OutputStream(
                    samplerate=rate,
                    channels=channels,
                    dtype="int16",
                    latency=max(_LATENCY_S, device["default_low_output_latency"]),
                    callback=feed,
                    finished_callback=partial(self._orders.put, finished),
                )
            except module.PortAudioError as error:
                refused = refused or error
                if portaudio.code_of(error) not in portaudio.UNSUITABLE:
                    raise
                continue
            portaudio.stream_opened()
            self._current, self._feed = finished, feed
            self._stream.start()
            return
        if refused is not None:
            raise refused

    def _end(self) -> bool:
        """Close what plays, cutting it off; returns whether something did."""
        self._current = None
        stream, self._stream = self._stream, None
        if stream is None:
            return False
        self._feed.cut()
        portaudio.close_stream(stream, self._feed.last_call_at)
        return True


class _Feed:
    """PortAudio's callback: hands out ``samples``, then ends the stream after its last buffer."""

    def __init__(self, samples: Samples, end: type[Exception]) -> None:
        self._samples = samples
        self._end = end
        self._at = 0
        # Plain stores of one word, each with one writer, so no lock is needed.
        self._cut = False
        self.last_call_at = time.monotonic()

    def cut(self) -> None:
        """End at the next call."""
        self._cut = True

    def __call__(self, out: npt.NDArray[np.int16], frames: int, _time: Any, _status: Any) -> None:
        self.last_call_at = time.monotonic()
        if self._cut:
            self._at = len(self._samples)
        piece = self._samples[self._at : self._at + frames]
        self._at += len(piece)
        out[: len(piece)] = piece[:, np.newaxis]
        out[len(piece) :] = 0
        if self._at >= len(self._samples):
            raise self._end


def _at_rate(samples: Samples, rate: int) -> Samples:
    if rate == SAMPLE_RATE:
        return samples
    resampled: Samples = soxr.resample(samples, SAMPLE_RATE, rate, quality="HQ")
    return resampled


def _output_error(error: Exception) -> AudioDeviceError:
    action = "Check that speakers or headphones are connected and chosen in the system's sound settings."
    return AudioDeviceError(f"The sound cannot be played: {portaudio.reason_of(error)}", action)
