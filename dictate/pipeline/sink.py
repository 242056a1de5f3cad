"""Where a source's thread puts its blocks."""

from dictate.core.types import RawBlock
from dictate.pipeline.channel import Channel
from dictate.pipeline.messages import ForSegmenter, Sound, SourceEnded, SourceMoved, SourceOutdated


class Sink:
    """A ``core.sources.SourceSink`` for one recording.

    ``lost_frames`` is written by that thread alone; the segmenter thread only reads it.
    """

    def __init__(self, channel: Channel[ForSegmenter], recording: int, *, live: bool) -> None:
        self._channel = channel
        self._recording = recording
        self._live = live
        self.lost_frames = 0

    def block(self, block: RawBlock) -> None:
        """Append the block, or count it as lost when a live one finds no room."""
        if not self._live:
            self._channel.put(Sound(self._recording, block))
        elif not self._channel.offer(Sound(self._recording, block)):
            self.lost_frames += len(block.samples)

    def ended(self, error: Exception | None = None) -> None:
        """Tell the segmenter thread that no block follows."""
        self._channel.command(SourceEnded(self._recording, error))

    def moved(self, name: str) -> None:
        """Tell it that the blocks come from another device."""
        self._channel.command(SourceMoved(self._recording, name))

    def outdated(self) -> None:
        """Tell it that the source is to be opened again."""
        self._channel.command(SourceOutdated(self._recording))
