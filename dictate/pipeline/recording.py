"""One recording: blocks to frames to utterances, and the account of every sample. Runs on the segmenter thread."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np

from dictate.core.events import LevelChanged, Overrun, SpeechStarted, State
from dictate.core.framing import Framer
from dictate.core.ledger import Ledger
from dictate.core.level import level_of
from dictate.core.ports import AudioSource, Listener, VoiceDetector
from dictate.core.segmenter import Segmenter, SpeechBegan, Step
from dictate.core.settings import SegmenterSettings
from dictate.core.types import (
    Mode,
    RawBlock,
    Samples,
    Segment,
    Stamps,
    Utterance,
    samples_of,
    seconds_of,
)
from dictate.pipeline.channel import Inbox
from dictate.pipeline.messages import ForRecognizer, Paused, Work
from dictate.pipeline.status import StatusBoard

DetectorFactory = Callable[[SegmenterSettings], VoiceDetector]

OPENING_S = 3.0
"""A device may take so long to deliver its first block (Bluetooth does)."""
LEVEL_EVERY = samples_of(66)
"""Samples between two ``LevelChanged``: about 15 a second."""


class LossCounter(Protocol):
    """A sink that counts what it could not take."""

    @property
    def lost_frames(self) -> int:
        """Frames of the source's own rate that were lost so far."""


class Recording:
    """From the first block to the last. ``source`` is open; whoever owns the recording closes it.

    Attributes:
        finals: how many utterances have ended.
        closing: the source is closed, only its last blocks are to come; set by the owner.
    """

    def __init__(
        self,
        *,
        number: int,
        source: AudioSource,
        sink: LossCounter,
        detector: VoiceDetector,
        settings: SegmenterSettings,
        inbox: Inbox[ForRecognizer],
        listener: Listener,
        status: StatusBoard,
        first_id: int,
    ) -> None:
        self.number = number
        self.source = source
        self.ledger = Ledger()
        self._sink = sink
        self._detector = detector
        self._inbox = inbox
        self._listener = listener
        self._status = status
        if not source.live:
            settings = replace(settings, interim_ms=0)  # nobody watches a file being read at full speed
        self._framer = Framer()
        self._segmenter = Segmenter(detector, settings, self.ledger, first_id=first_id)
        self.finals = 0
        self.closing = False
        self._modes: dict[int, Mode] = {}
        self._opened_at = self._captured_at = time.monotonic()
        self._delivers = self._lost = False
        self._unshown: list[Samples] = []
        self._frames = 0
        self._lost_frames = 0

    @property
    def in_speech(self) -> bool:
        """Whether someone speaks."""
        return self._segmenter.in_speech

    @property
    def next_id(self) -> int:
        """Id of the first utterance of the next recording."""
        return self._segmenter.next_id

    def take(self, block: RawBlock, mode: Mode) -> None:
        """Cut a block; an utterance that begins in it has ``mode``."""
        if not self._delivers:
            self._delivers = True
            self._show_state()
        self._captured_at = block.captured_at
        self._frames += len(block.samples)
        self._count_losses(overflowed=block.overflowed)
        self._cut(self.source.convert(block), mode)

    def cancel(self) -> None:
        """Throw away the utterance being spoken."""
        self._report(self._segmenter.cancel())

    def expect_end(self, paused: Paused) -> None:
        """How long the pause must be that ends the utterance, now that its text is known."""
        self._segmenter.expect_end(paused.utterance, paused.speech_end_sample, sentence=paused.sentence)

    def lose_device(self) -> bool:
        """No block came for a while: True when that is news. The next block takes it back."""
        if self.closing or (not self._delivers and not self._lost and time.monotonic() - self._opened_at < OPENING_S):
            return False
        self._delivers = False
        if self._lost:
            return False
        self._lost = True
        self._status.capture(State.MICROPHONE_LOST)
        return True

    def finish(self, mode: Mode) -> None:
        """The source is closed and its blocks are taken: cut out what is left."""
        self.closing = True
        self._cut(self.source.flush(), mode)
        self._report(self._segmenter.finish(self._framer.flush(), mode))
        self._count_losses(overflowed=False)

    def _cut(self, samples: Samples, mode: Mode) -> None:
        self.ledger.capture(len(samples))
        for frame in self._framer.push(samples):
            self._report(self._segmenter.push(frame, mode))
        self._show_level(samples)

    def _report(self, steps: list[Step]) -> None:
        for step in steps:
            if isinstance(step, SpeechBegan):
                self._modes[step.id] = step.mode
                self._listener.notify(
                    SpeechStarted(utterance=step.id, start_s=seconds_of(step.start_sample), mode=step.mode)
                )
            elif step.is_final:
                self._queue(step)
            else:
                self._inbox.put_latest(Work(self._utterance(step), self.ledger))
        if steps:
            self._show_state()

    def _queue(self, segment: Segment) -> None:
        utterance = self._utterance(segment)
        del self._modes[segment.id]
        self.finals += 1
        self._status.enqueue(segment.owned_samples)
        self._inbox.drop_latest()
        self._inbox.put(Work(utterance, self.ledger), wait=not self.source.live)

    def _utterance(self, segment: Segment) -> Utterance:
        # The last frame taken was captured at ``captured_at``: count back from there to the end of speech. (A resampler
        # holds sound back, so what came out of it lies further behind.)
        behind = seconds_of(self.source.to_samples(self._frames) - segment.speech_end_sample)
        stamps = Stamps(speech_end=self._captured_at - behind, endpoint=time.monotonic())
        return Utterance(segment=segment, mode=self._modes[segment.id], stamps=stamps)

    def _show_state(self) -> None:
        self._lost = False
        if not self.closing:
            self._status.capture(State.SPEECH if self.in_speech else State.LISTENING)

    def _show_level(self, samples: Samples) -> None:
        if not self.source.live:
            return
        self._unshown.append(samples)
        if sum(map(len, self._unshown)) < LEVEL_EVERY:
            return
        level = level_of(np.concatenate(self._unshown))
        self._unshown.clear()
        self._listener.notify(
            LevelChanged(
                rms_dbfs=level.rms_dbfs,
                peak_dbfs=level.peak_dbfs,
                threshold_dbfs=self._detector.threshold_dbfs,
                voiced=self._segmenter.voiced,
            )
        )

    def _count_losses(self, *, overflowed: bool) -> None:
        """Sound that found no room is captured and failed; how much an overflow of the device cost, nobody knows."""
        frames = self._sink.lost_frames - self._lost_frames
        self._lost_frames += frames
        self.ledger.lose(self.source.to_samples(frames))
        if frames or overflowed:
            self._listener.notify(Overrun(lost_samples=self.ledger.lost))
