"""Keeps a recording going when its sound does not: the device is lost, the machine slept, the default is another one.

Runs on the segmenter thread.
"""

import logging
import time
from collections.abc import Callable

from dictate.core.errors import MicrophoneLost
from dictate.core.events import MICROPHONE
from dictate.core.types import Mode, RawBlock, seconds_of
from dictate.pipeline.channel import Channel
from dictate.pipeline.messages import ForSegmenter, Reopen
from dictate.pipeline.recording import LOST_AFTER_S, OPENING_S, Recording

log = logging.getLogger(__name__)

REOPEN_S = 2.0
"""A lost microphone is tried again this often. One that stalls may go on by itself before that."""
FOLLOWS_S = 0.1
"""Sound that was only held up (this process stood still, the device did not) comes within so long, all at once."""


class Reopener:
    """Closes and opens the sources of recordings; ``fail`` tells the user what failed."""

    def __init__(self, channel: Channel[ForSegmenter], fail: Callable[[str, Exception], None]) -> None:
        self._channel = channel
        self._fail = fail
        self._reopen_at = 0.0

    def missing_s(self, recording: Recording, block: RawBlock) -> float:
        """Seconds of sound that are missing before ``block``; 0 when it came as it should, or late with the rest."""
        silent_s = recording.silent_s
        if silent_s <= LOST_AFTER_S and not recording.interrupted:
            return 0.0
        block_s = seconds_of(recording.source.to_samples(len(block.samples)))
        if silent_s - self._channel.waiting * block_s > LOST_AFTER_S:
            time.sleep(FOLLOWS_S)
        return max(0.0, silent_s - self._channel.waiting * block_s)

    def lose(self, recording: Recording, mode: Mode, *, ended: bool) -> None:
        """No block came for ``LOST_AFTER_S``, or (``ended``) none can come; call it again until one does."""
        now = time.monotonic()
        if recording.lose_device(mode, ended=ended):
            self._reopen_at = now if ended else now + REOPEN_S - LOST_AFTER_S
            action = "Check that it is plugged in; dictation goes on as soon as it is back."
            self._fail(MICROPHONE, MicrophoneLost("it delivers no sound", action))
        if recording.lost and now >= self._reopen_at:
            self._reopen(recording, mode)

    def close_outdated(self, recording: Recording) -> None:
        """The default is another device now: ``Reopen`` stands behind the last blocks of the one until now."""
        recording.source.close()
        self._channel.command(Reopen(recording.number))

    def move(self, recording: Recording, mode: Mode) -> None:
        """Go on with the new default."""
        recording.leave_device(mode)
        if not self._reopen(recording, mode):
            self.lose(recording, mode, ended=True)

    def _reopen(self, recording: Recording, mode: Mode) -> bool:
        """Go on in the same recording with the same device, or with another one where the source knows of one."""
        source = recording.source.again()
        if source is None:
            return False
        recording.source.close()
        self._reopen_at = time.monotonic() + REOPEN_S
        try:
            name = source.open(recording.sink)
        except Exception as error:  # noqa: BLE001  (the thread's border)
            source.close()
            log.info("the microphone is still lost: %s", error)
            return False
        self._reopen_at = time.monotonic() + OPENING_S
        recording.go_on_with(source, name, mode)
        return True
