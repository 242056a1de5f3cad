"""Notices a microphone that is muted or hears nothing. Runs on the segmenter thread."""

from typing import Final

from dictate.core.events import MicrophoneQuiet
from dictate.core.level import QUIETEST_DBFS, Level
from dictate.core.types import samples_of

QUIET_DBFS: Final = -50.0
"""Below it nobody speaks into this microphone: speech at arm's length has -40 dBFS and more."""
QUIET_AFTER: Final = samples_of(2000)
PAUSE_AFTER: Final = samples_of(20_000)
"""A silence that is no pause for thought any more, once something was heard in this recording."""


class Hush:
    """Follows the level of one recording. A pause in a quiet room is no reason for a hint; zeros always are."""

    def __init__(self) -> None:
        self._heard = False
        self._quiet = 0
        self._zeros = 0
        self._told: MicrophoneQuiet | None = None

    def take(self, level: Level, samples: int) -> MicrophoneQuiet | None:
        """``samples`` had this level: what is to be told, if it is news."""
        self._zeros = self._zeros + samples if level.peak_dbfs <= QUIETEST_DBFS else 0
        self._quiet = self._quiet + samples if level.rms_dbfs < QUIET_DBFS else 0
        if not self._quiet:
            self._heard = True
        muted = self._zeros >= QUIET_AFTER
        quiet = muted or self._quiet >= (PAUSE_AFTER if self._heard else QUIET_AFTER)
        news = MicrophoneQuiet(quiet=quiet, muted=muted) if quiet else None
        if news == self._told:
            return None
        self._told = news
        return news or MicrophoneQuiet(quiet=False)
