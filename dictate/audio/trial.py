"""Listening to a microphone outside a dictation: what the level meter of the settings shows, and a test recording.

Callers are on any thread and never wait. A thread of its own, ``dictate-trial``, opens and closes the device.
"""

import queue
import threading
from collections import deque
from typing import Final

import numpy as np

from dictate.audio.microphone import Microphone
from dictate.audio.vad import CascadeDetector
from dictate.core.errors import DictateError, MicrophoneLost
from dictate.core.events import Failed, LevelChanged, MicrophoneHeard, MicrophoneTried
from dictate.core.framing import Framer
from dictate.core.level import level_of
from dictate.core.ports import Listener
from dictate.core.settings import MicrophoneSettings, SegmenterSettings
from dictate.core.types import FRAME_MS, FRAME_SAMPLES, RawBlock, Samples

KEPT_S: Final = 10
"""Seconds of the trial that are kept, to be played; nothing of it is written to disk."""
FRAMES_A_LEVEL: Final = 2
"""A level every 60 ms, as in a dictation."""
SILENT_S: Final = 3.0
"""A device that delivers nothing for so long has failed (Bluetooth needs a second or two to begin)."""
CLOSE_S: Final = 3.0


class MicrophoneTrial:
    """One microphone at a time; a new wish takes the place of the one that is tried."""

    def __init__(self, listener: Listener, settings: SegmenterSettings) -> None:
        """``listener`` gets ``MicrophoneHeard`` and ``MicrophoneTried`` on the trial's thread."""
        self._listener = listener
        self._settings = settings
        self._orders: queue.SimpleQueue[tuple[int, MicrophoneSettings] | None] = queue.SimpleQueue()
        self._trials = 0
        self._guard = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._idle = threading.Event()
        self._idle.set()

    def start(self, wish: MicrophoneSettings) -> int:
        """Listen to ``wish``; returns the number of this trial, which its events carry. Ignored after ``close``."""
        with self._guard:
            self._trials += 1
            if self._closed:
                return self._trials
            self._idle.clear()
            self._orders.put((self._trials, wish))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="dictate-trial", daemon=True)
                self._thread.start()
            return self._trials

    def stop(self) -> None:
        """Listen no longer; nothing happens while nothing is tried."""
        with self._guard:
            if self._thread is not None:
                self._orders.put(None)

    def wait(self) -> None:
        """Until the device is closed, for whoever opens it next (bounded). Not for the window's thread."""
        self._idle.wait(CLOSE_S)

    def close(self) -> None:
        """Stop and end the thread."""
        with self._guard:
            self._closed = True
            thread = self._thread
            self._orders.put(None)
        if thread is not None:
            thread.join(CLOSE_S)

    def _run(self) -> None:
        """Until nothing is wished for; the next ``start`` begins another thread."""
        while True:
            order = self._orders.get()
            if order is not None:
                self._listener.notify(self._listen(*order))
            with self._guard:
                if self._orders.empty():
                    self._thread = None
                    self._idle.set()
                    return

    def _listen(self, trial: int, wish: MicrophoneSettings) -> MicrophoneTried:
        """Until there is another order, or the device fails."""
        microphone = Microphone(wish)
        kept: deque[Samples] = deque(maxlen=KEPT_S * 1000 // FRAME_MS)
        failure: Failed | None = None
        try:
            self._hear(trial, microphone, kept)
        except DictateError as error:
            failure = Failed(
                what="Trying the microphone",
                reason=error.user_message,
                action=error.action,
                exit_code=error.exit_code,
            )
        finally:
            microphone.close()
        samples = np.concatenate(kept) if kept else np.zeros(0, np.int16)
        return MicrophoneTried(trial=trial, samples=samples, failure=failure)

    def _hear(self, trial: int, microphone: Microphone, kept: deque[Samples]) -> None:
        """Report levels until there is another order.

        Raises:
            DictateError: the device, or the voice detection, cannot be had.
        """
        detector, ear = CascadeDetector(self._settings), _Ear()
        name = microphone.open(ear)
        framer = Framer()
        voiced: list[bool] = []
        while self._orders.empty():
            block = ear.next(name)
            if block is None:
                continue
            for frame in framer.push(microphone.convert(block)):
                kept.append(frame.samples)
                voiced.append(detector.gate(frame))
                if len(voiced) < FRAMES_A_LEVEL:
                    continue
                level = level_of(np.concatenate(list(kept)[-FRAMES_A_LEVEL:]))
                self._listener.notify(
                    MicrophoneHeard(
                        trial=trial,
                        name=name,
                        level=LevelChanged(
                            rms_dbfs=level.rms_dbfs,
                            peak_dbfs=level.peak_dbfs,
                            threshold_dbfs=detector.threshold_dbfs,
                            voiced=any(voiced),
                        ),
                    )
                )
                voiced.clear()


class _Ear:
    """A ``SourceSink`` for one trial."""

    def __init__(self) -> None:
        self._heard: queue.SimpleQueue[RawBlock | Exception | None] = queue.SimpleQueue()
        self._silent_s = 0.0

    def block(self, block: RawBlock) -> None:
        self._heard.put(block)

    def ended(self, error: Exception | None = None) -> None:
        self._heard.put(error)

    def moved(self, name: str) -> None:
        """A trial goes on with what it hears."""

    def outdated(self) -> None:
        """Likewise."""

    def next(self, name: str) -> RawBlock | None:
        """The next block; None after a moment without one, so that orders are heard.

        Raises:
            MicrophoneLost: the device ended, or has been silent for too long.
        """
        moment_s = 2 * FRAME_SAMPLES / 16_000
        try:
            heard = self._heard.get(timeout=moment_s)
        except queue.Empty:
            self._silent_s += moment_s
            if self._silent_s < SILENT_S:
                return None
            heard = None
        self._silent_s = 0.0 if isinstance(heard, RawBlock) else self._silent_s
        if isinstance(heard, RawBlock):
            return heard
        if isinstance(heard, DictateError):
            raise heard
        raise MicrophoneLost(f"The microphone '{name}' delivers no sound", "Check its cable, or choose another one.")
