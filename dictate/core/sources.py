"""Where the pipeline's sound comes from: a source, and the sink that it fills."""

from typing import Protocol

from dictate.core.types import RawBlock, Samples


class SourceSink(Protocol):
    """Where a source puts its blocks; made for the PortAudio callback: never blocks there, never raises."""

    def block(self, block: RawBlock) -> None:
        """Take a block. A live source's block is counted as lost when the queue is full; another source waits."""

    def ended(self, error: Exception | None = None) -> None:
        """No block will follow: a clip is over, or ``error`` ended the stream."""

    def moved(self, name: str) -> None:
        """From now on the blocks come from another device, ``name``; the system saw to it, and nothing is missing."""

    def outdated(self) -> None:
        """It records from the system's default, which is another device now: ``again`` gives that one."""


class AudioSource(Protocol):
    """A microphone, or a clip in its place. Used for one recording: opened once, closed once.

    ``open``, ``convert``, ``flush`` and ``close`` run on the segmenter thread; the sink is called on threads of the
    source's own.
    """

    @property
    def live(self) -> bool:
        """Whether sound comes at its own pace and would be lost if it had to wait."""

    def open(self, sink: SourceSink) -> str:
        """Begin to deliver blocks; returns the name to show.

        Raises:
            AudioDeviceError: it cannot be opened.
            AudioFileError: likewise for a clip.
        """

    @property
    def note(self) -> str:
        """What was chosen instead of the wish, and why; empty when all is as wished."""

    def convert(self, block: RawBlock) -> Samples:
        """The block as int16[n], 16 kHz, mono; n may be 0 while a resampler fills."""

    def flush(self) -> Samples:
        """The resampler's tail, after the last block."""

    def to_samples(self, frames: int) -> int:
        """How many 16 kHz samples ``frames`` of the source's own rate stand for."""

    def close(self) -> None:
        """Stop delivering; after it returns the sink is not called again. May be called twice, and unopened."""

    def again(self) -> "AudioSource | None":
        """Another source for the same wish, to go on with when this one was lost; None when that is of no use."""
