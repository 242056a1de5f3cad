"""One recording: blocks to frames to utterances, and the account of every sample. Runs on the segmenter thread."""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import numpy as np

from dictate.core.events import LedgerChanged, LevelChanged, Overrun, SourceOpened, SpeechStarted, State
from dictate.core.framing import Framer
from dictate.core.ledger import Ledger
from dictate.core.level import level_of
from dictate.core.ports import AudioSource, Listener, VoiceDetector
from dictate.core.segmenter import Segmenter
from dictate.core.settings import SegmenterSettings
from dictate.core.steps import SpeechBegan, Step
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
from dictate.pipeline.hush import Hush
from dictate.pipeline.keeper import Keeper
from dictate.pipeline.messages import ForRecognizer, Paused, Work
from dictate.pipeline.status import StatusBoard

DetectorFactory = Callable[[SegmenterSettings], VoiceDetector]

OPENING_S = 3.0
"""A device may take so long to deliver its first block (Bluetooth does)."""
LEVEL_EVERY = samples_of(66)
"""Samples between two ``LevelChanged``: about 15 a second."""

SPILL_AFTER = samples_of(120_000)
"""With so much waiting for the recogniser, the sound that waits is left to the journal on the disk."""
LEDGER_EVERY = samples_of(1000)
"""Samples between two ``LedgerChanged``."""


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
        name: str,
        sink: LossCounter,
        detector: VoiceDetector,
        settings: SegmenterSettings,
        inbox: Inbox[ForRecognizer],
        listener: Listener,
        status: StatusBoard,
        keeper: Keeper,
        first_id: int,
    ) -> None:
        self.number = number
        self.source = source
        self._name = name
        self.ledger = Ledger()
        self._sink = sink
        self._detector = detector
        self._inbox = inbox
        self._listener = listener
        self._status = status
        self._keeper = keeper
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
        self._earlier = 0  # samples that came from sources before this one
        self._lost_frames = 0
        self._hush = Hush()
        self._ledger_shown_at = 0

    @property
    def in_speech(self) -> bool:
        """Whether someone speaks."""
        return self._segmenter.in_speech

    @property
    def lost(self) -> bool:
        """Whether the device is lost and no block has come since."""
        return self._lost

    @property
    def next_id(self) -> int:
        """Id of the first utterance of the next recording."""
        return self._segmenter.next_id

    def take(self, block: RawBlock, mode: Mode) -> None:
        """Cut a block; an utterance that begins in it has ``mode``."""
        if not self._delivers:
            self._delivers = True
            self._come_back(block)
            self._show_state()
        self._captured_at = block.captured_at
        self._frames += len(block.samples)
        self._count_losses(overflowed=block.overflowed)
        self._cut(self.source.convert(block), mode)

    def _come_back(self, block: RawBlock) -> None:
        if not self._lost:
            return
        self._lost = False
        gap_s = max(0.0, block.captured_at - self._captured_at)
        self._listener.notify(SourceOpened(name=self._name, note=self.source.note, gap_s=gap_s))

    def note_mode(self, mode: Mode) -> None:
        """Keep on record from which sample on ``mode`` holds."""
        self._keeper.command("mode", self.number, self._framer.position, mode=mode.value)

    def cancel(self) -> None:
        """Throw away the utterance being spoken."""
        self._keeper.command("cancel", self.number, self._framer.position)
        self._report(self._segmenter.cancel())

    def expect_end(self, paused: Paused) -> None:
        """How long the pause must be that ends the utterance, now that its text is known."""
        told = {"utterance": paused.utterance, "end": paused.speech_end_sample, "sentence": paused.sentence}
        self._keeper.command("paused", self.number, self._framer.position, **told)
        self._segmenter.expect_end(paused.utterance, paused.speech_end_sample, sentence=paused.sentence)

    def lose_device(self, mode: Mode, *, ended: bool = False) -> bool:
        """No block came for a while, or (``ended``) none can come: True when that is news.

        What was heard until now is recognised now. The next block takes it back.
        """
        opening = not self._delivers and not self._lost and time.monotonic() - self._opened_at < OPENING_S
        if self.closing or (opening and not ended):
            return False
        self._delivers = False
        if self._lost:
            return False
        self._lost = True
        self._status.capture(State.MICROPHONE_LOST)
        self._keeper.command("break", self.number, self._framer.position)
        self._report(self._segmenter.finish(self._framer.flush(), mode))
        self._framer = Framer(self._framer.position)
        return True

    def go_on_with(self, source: AudioSource, name: str, mode: Mode) -> None:
        """``source`` is open in place of the one that was lost."""
        self._cut(self.source.flush(), mode)
        self.source, self._name = source, name
        self._earlier, self._frames = self._framer.position, 0
        self._opened_at = time.monotonic()

    def finish(self, mode: Mode) -> None:
        """The source is closed and its blocks are taken: cut out what is left."""
        self.closing = True
        self._cut(self.source.flush(), mode)
        self._report(self._segmenter.finish(self._framer.flush(), mode))
        self._keeper.end(self.number)
        self._count_losses(overflowed=False)

    def _cut(self, samples: Samples, mode: Mode) -> None:
        self.ledger.capture(len(samples))
        self._keeper.sound(self.number, self._framer.position, samples)
        for frame in self._framer.push(samples):
            self._report(self._segmenter.push(frame, mode))
        self._show_level(samples)
        self._show_ledger()

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
        self._keeper.segment(self.number, segment, utterance.mode.value)
        self._status.enqueue(segment.owned_samples)
        self._inbox.drop_latest()
        self._inbox.put(Work(utterance, self.ledger), wait=not self.source.live)
        if self._status.waiting_samples > SPILL_AFTER:
            self._inbox.revise(self._spilled)

    def _spilled(self, item: ForRecognizer) -> ForRecognizer:
        """``item`` with its sound on the disk, where the journal has it already, in place of the memory."""
        if not isinstance(item, Work) or item.ledger is not self.ledger:
            return item
        segment = item.utterance.segment
        if isinstance(segment.samples, np.memmap):
            return item
        view = self._keeper.view(self.number, segment.start_sample, segment.end_sample)
        if view is None:
            return item
        return replace(item, utterance=replace(item.utterance, segment=replace(segment, samples=view)))

    def _utterance(self, segment: Segment) -> Utterance:
        # The last frame taken was captured at ``captured_at``: count back from there to the end of speech. (A resampler
        # holds sound back, so what came out of it lies further behind.)
        behind = seconds_of(self._earlier + self.source.to_samples(self._frames) - segment.speech_end_sample)
        stamps = Stamps(speech_end=self._captured_at - behind, endpoint=time.monotonic())
        return Utterance(segment=segment, mode=self._modes[segment.id], stamps=stamps)

    def _show_state(self) -> None:
        if not self.closing and not self._lost:
            self._status.capture(State.SPEECH if self.in_speech else State.LISTENING)

    def _show_level(self, samples: Samples) -> None:
        if not self.source.live:
            return
        self._unshown.append(samples)
        if sum(map(len, self._unshown)) < LEVEL_EVERY:
            return
        unshown = np.concatenate(self._unshown)
        level = level_of(unshown)
        self._unshown.clear()
        hint = self._hush.take(level, len(unshown))
        if hint is not None:
            self._listener.notify(hint)
        self._listener.notify(
            LevelChanged(
                rms_dbfs=level.rms_dbfs,
                peak_dbfs=level.peak_dbfs,
                threshold_dbfs=self._detector.threshold_dbfs,
                voiced=self._segmenter.voiced,
            )
        )

    def _show_ledger(self) -> None:
        """The recogniser's columns are read while they may be written: each is whole, their sum lags by a moment."""
        captured = self._framer.position
        if self.source.live and captured - self._ledger_shown_at >= LEDGER_EVERY:
            self._ledger_shown_at = captured
            self._listener.notify(LedgerChanged(ledger=self.ledger.totals()))

    def _count_losses(self, *, overflowed: bool) -> None:
        """Sound that found no room is captured and failed; how much an overflow of the device cost, nobody knows."""
        frames = self._sink.lost_frames - self._lost_frames
        self._lost_frames += frames
        self.ledger.lose(self.source.to_samples(frames))
        if frames or overflowed:
            self._listener.notify(Overrun(lost_samples=self.ledger.lost))
