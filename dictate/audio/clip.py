"""A sound file in place of the microphone: for the demo in real time, for files as fast as the pipeline takes it.

The file is read on a thread of its own, ``dictate-clip``; everything else runs on the thread that opens and closes.
"""

import threading
import time
from pathlib import Path
from typing import Final

import soundfile

from dictate.audio.files import open_sound, read_blocks
from dictate.audio.resample import StreamResampler
from dictate.core.errors import DictateError
from dictate.core.sources import SourceSink
from dictate.core.types import FRAME_MS, SAMPLE_RATE, RawBlock, Samples

_BLOCK_S: Final = FRAME_MS / 1000


class ClipSource:
    """A recording from a file (an ``AudioSource``), in blocks of a frame at the file's own rate and channel count.

    The sink is told that the clip ended right after its last block.
    """

    def __init__(self, path: Path, live: bool, *, name: str = "") -> None:
        """For ``path``; ``name`` is shown in place of the file's. Nothing is opened yet."""
        self._path = path
        self._live = live
        self._name = name or path.name
        self._cancelled = threading.Event()
        self._thread: threading.Thread | None = None
        self._resampler = StreamResampler(SAMPLE_RATE, 1)

    @property
    def live(self) -> bool:
        """Whether the clip keeps real time, as a microphone does."""
        return self._live

    @property
    def note(self) -> str:
        """Empty: a clip is never chosen instead of another."""
        return ""

    def open(self, sink: SourceSink) -> str:
        """Begin to deliver blocks; returns the name to show.

        Raises:
            AudioFileError: missing, empty, or in a format that cannot be read.
            StorageError: there, but it cannot be read.
        """
        sound = open_sound(self._path)
        self._resampler = StreamResampler(sound.samplerate, sound.channels)
        self._thread = threading.Thread(target=self._deliver, args=(sound, sink), name="dictate-clip", daemon=True)
        self._thread.start()
        return self._name

    def convert(self, block: RawBlock) -> Samples:
        """The block as int16[n], 16 kHz, mono; n may be 0 while the resampler fills."""
        return self._resampler.process(block.samples)

    def flush(self) -> Samples:
        """The resampler's tail, after the last block."""
        return self._resampler.flush()

    def to_samples(self, frames: int) -> int:
        """How many 16 kHz samples ``frames`` of the file's rate stand for."""
        return self._resampler.to_samples(frames)

    def close(self) -> None:
        """Stop at once; no block follows. A sink that waits for room must let go first. May be called twice."""
        self._cancelled.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def again(self) -> None:
        """None: a clip that broke off would break off again."""

    def _deliver(self, sound: soundfile.SoundFile, sink: SourceSink) -> None:
        with sound:
            try:
                finished = self._deliver_blocks(sound, sink)
            except DictateError as error:
                sink.ended(error)
            else:
                if finished:
                    sink.ended()

    def _deliver_blocks(self, sound: soundfile.SoundFile, sink: SourceSink) -> bool:
        """False when ``close`` came first."""
        started_at = time.monotonic()
        frames = 0
        for block in read_blocks(sound, self._path, round(sound.samplerate * _BLOCK_S)):
            frames += len(block)
            # Counted from the start, so that being late once does not shift what follows.
            due_at = started_at + frames / sound.samplerate
            if self._cancelled.wait(max(0.0, due_at - time.monotonic()) if self._live else 0.0):
                return False
            sink.block(RawBlock(block, due_at if self._live else time.monotonic()))
        return True
