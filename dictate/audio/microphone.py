"""The microphone: PortAudio's callback hands its blocks to the sink.

The callback runs on PortAudio's thread: it copies, hands over and counts, and never logs, locks, signals or raises.
Everything else runs on the thread that opens and closes (the segmenter's).
"""

import time
from collections.abc import Callable
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from dictate.audio import portaudio
from dictate.audio.devices import FoundDevice, find_device
from dictate.audio.resample import StreamResampler
from dictate.audio.watching import DeviceWatch, watch_device
from dictate.core.errors import AudioDeviceError, MicrophoneLost
from dictate.core.settings import MicrophoneSettings
from dictate.core.sources import SourceSink
from dictate.core.types import FRAME_MS, SAMPLE_RATE, RawBlock, Samples

_BLOCK_S: Final = FRAME_MS / 1000
"""A block a callback, as long as a frame: with shorter ones the machine wakes more often, and the frame still waits."""
_LATENCY_S: Final = 0.05
"""Asked of the device. Its own "low" (8 ms under PulseAudio) leaves a busy machine no room, and sound that is lost is
worse than sound that comes 40 ms later."""
_COMMON_RATES: Final = (48_000, 44_100)


class Microphone:
    """A recording from an input device (an ``AudioSource``), at 16 kHz where the device allows it.

    PortAudio does not report that a device was unplugged: the blocks just cease. ``blocks`` and ``last_block_at`` show
    it; where the stream does end by itself, the sink gets ``MicrophoneLost``. A watch beside it tells the sink when
    the sound comes from another device, or should.
    """

    live: Final = True

    def __init__(
        self,
        wish: MicrophoneSettings,
        *,
        strict: bool = False,
        returning: bool = False,
        before_open: Callable[[], None] | None = None,
    ) -> None:
        """For the device that ``wish`` means (see ``devices.find_device`` for ``strict``); nothing is opened yet.

        ``returning``: it was lost. Devices are looked for anew, and the default is taken when it cannot be opened.
        ``before_open`` is called first on the thread that opens: it waits for another who still has the device.
        """
        self._wish = wish
        self._before_open = before_open
        self._strict = strict
        self._returning = returning
        self._note = ""
        self._name = wish.name or "the default microphone"
        self._sink: SourceSink | None = None
        self._stream: Any = None
        self._watch: DeviceWatch | None = None
        self._resampler = StreamResampler(SAMPLE_RATE, 1)
        # Written by the callback alone and read by others: plain stores of one word, so no lock is needed.
        self._closing = False
        self._blocks = 0
        self._last_block_at = 0.0
        self._ended = False
        self._opened_at = 0.0

    @property
    def note(self) -> str:
        """What was chosen instead of the wish, and why; empty when all is as wished."""
        return self._note

    @property
    def blocks(self) -> int:
        """Blocks delivered so far."""
        return self._blocks

    @property
    def last_block_at(self) -> float:
        """Monotonic seconds of the last block; 0 before the first."""
        return self._last_block_at

    @property
    def rate(self) -> float:
        """Hz that the device was opened at; meaningful once open."""
        return float(self._stream.samplerate) if self._stream is not None else float(SAMPLE_RATE)

    def open(self, sink: SourceSink) -> str:
        """Begin to deliver blocks; returns the device's name.

        Raises:
            NoMicrophone: there is no input device.
            UnknownDevice: strict, and there is none of that name.
            MicrophoneRefused: permission, or in use by another program.
            AudioDeviceError: anything else.
        """
        self._sink = sink
        if self._before_open is not None:
            self._before_open()
        portaudio.join_thread()
        with portaudio.lock:
            if self._returning:
                portaudio.restart()
            try:
                self._start(find_device(self._wish, strict=self._strict))
            except AudioDeviceError as error:
                if not self._returning or self._strict or not self._wish.name:
                    raise
                self._start(find_device(MicrophoneSettings()))
                self._note = f"{error.user_message}; the default '{self._name}' is used instead"
        self._watch = watch_device(sink, is_default=self._name != self._wish.name)
        return self._name

    def _start(self, found: FoundDevice) -> None:
        self._note, self._name = found.note, found.device.name
        with portaudio.quiet():
            self._stream = self._open_stream(found)
            portaudio.stream_opened()
            self._resampler = StreamResampler(self._stream.samplerate, self._stream.channels)
            self._opened_at = time.monotonic()
            try:
                self._stream.start()
            except portaudio.sounddevice().PortAudioError as error:
                self.close()
                raise portaudio.device_error(error, self._name) from error

    def again(self) -> "Microphone":
        """Another one for the same wish: the same device first, else (unless strict) the default."""
        return Microphone(self._wish, strict=self._strict, returning=True)

    def convert(self, block: RawBlock) -> Samples:
        """The block as int16[n], 16 kHz, mono; n may be 0 while the resampler fills."""
        return self._resampler.process(block.samples)

    def flush(self) -> Samples:
        """The resampler's tail, after the last block."""
        return self._resampler.flush()

    def to_samples(self, frames: int) -> int:
        """How many 16 kHz samples ``frames`` of the device's rate stand for."""
        return self._resampler.to_samples(frames)

    def close(self) -> None:
        """Wait for what was spoken until now (under 100 ms), then stop; no block follows. May be called twice."""
        if self._stream is None:
            return
        if self._watch is not None:
            self._watch.close()
        self._drain()
        self._closing = True
        stream, self._stream = self._stream, None
        portaudio.close_stream(stream, max(self._last_block_at, self._opened_at))

    def _open_stream(self, found: FoundDevice) -> Any:
        module = portaudio.sounddevice()
        refused: Exception | None = None
        for rate, channels in _attempts(found):
            try:
                return module.InputStream(
                    device=found.index,
                    samplerate=rate,
                    channels=channels,
                    dtype="int16",
                    blocksize=round(rate * _BLOCK_S),
                    latency=max(_LATENCY_S, found.low_latency_s),
                    callback=self._on_block,
                    finished_callback=self._on_finished,
                )
            except module.PortAudioError as error:
                refused = refused or error
                if portaudio.code_of(error) not in portaudio.UNSUITABLE:
                    refused = error
                    break
        if refused is None:
            raise AudioDeviceError(f"'{self._name}' offers no sound", portaudio.hint())
        raise portaudio.device_error(refused, self._name) from refused

    def _on_block(self, data: npt.NDArray[np.int16], _frames: int, _time: Any, status: Any) -> None:
        now = time.monotonic()
        if self._sink is not None:
            self._sink.block(RawBlock(data.copy(), now, bool(status.input_overflow)))
        self._blocks += 1
        self._last_block_at = now

    def _on_finished(self) -> None:
        # PortAudio calls this after every end, also after our own stop().
        self._ended = True
        if not self._closing and self._sink is not None:
            action = "Plug it in again, or choose another one."
            self._sink.ended(MicrophoneLost(f"The microphone '{self._name}' stopped delivering sound", action))

    def _drain(self) -> None:
        """Wait until the sound of this moment has come through the device's buffers (unless none comes at all)."""
        asked_at = time.monotonic()
        wanted = asked_at + float(self._stream.latency)
        while not self._ended and self._last_block_at < wanted:
            if time.monotonic() - max(self._last_block_at, self._opened_at) > portaudio.STALLED_S:
                return
            # The callback must not touch a lock, so it cannot wake us.
            time.sleep(_BLOCK_S / 4)


def _attempts(found: FoundDevice) -> list[tuple[float, int]]:
    """Rates and channel counts to try, the best first: 16 kHz mono needs no conversion at all."""
    rates = [float(SAMPLE_RATE), found.device.default_rate, *map(float, _COMMON_RATES)]
    counts = [1, found.device.channels, 2]
    return list(dict.fromkeys((rate, count) for count in counts for rate in rates if count <= found.device.channels))
