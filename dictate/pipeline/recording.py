"""One recording: blocks to frames to utterances, and the account of every sample. Runs on the segmenter thread."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from dictate.core import clock
from dictate.core.events import LedgerChanged, Overrun, SourceResumed, SpeechStarted, State
from dictate.core.framing import Framer
from dictate.core.ledger import Ledger
from dictate.core.ports import Listener, VoiceDetector
from dictate.core.segmenter import Segmenter
from dictate.core.settings import SegmenterSettings
from dictate.core.sources import AudioSource
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
from dictate.pipeline.keeper import Keeper
from dictate.pipeline.messages import ForRecognizer, Paused, Work
from dictate.pipeline.metering import Meter
from dictate.pipeline.sink import Sink
from dictate.pipeline.status import StatusBoard

DetectorFactory = Callable[[SegmenterSettings], VoiceDetector]

LOST_AFTER_S = 0.5
"""No block for so long, and the sound is broken off: PortAudio does not report unplugging, nor that all slept."""
OPENING_S = 3.0
"""A device may take so long to deliver its first block (Bluetooth does)."""
SPILL_AFTER = samples_of(120_000)
"""With so much waiting for the recogniser, the sound that waits is left to the journal on the disk."""
LEDGER_EVERY = samples_of(1000)
"""Samples between two ``LedgerChanged``."""


class Recording:
    """From the first block to the last. ``source`` is open; whoever owns the recording closes it.

    Attributes:
        sink: where the source, and each that follows it, puts its blocks.
        finals: how many utterances have ended.
        interrupted: the sound is broken off, and no block has come since.
        closing: the source is closed, only its last blocks are to come; set by the owner.
    """

    def __init__(
        self,
        *,
        number: int,
        source: AudioSource,
        name: str,
        sink: Sink,
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
        self.sink = sink
        self._meter = Meter(detector, listener)
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
        self._heard_at = clock.now_s()
        self.interrupted = False
        self._begun = self._delivers = self._lost = self._moved = False
        self._frames = 0
        self._earlier = 0  # samples that came from sources before this one
        self._lost_frames = 0
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

    @property
    def silent_s(self) -> float:
        """Seconds since a block came, sleep included; 0 while the first is waited for, and where nobody is live."""
        waited_for = self.source.live and (self._begun or self.interrupted)
        return clock.now_s() - self._heard_at if waited_for else 0.0

    def take(self, block: RawBlock, mode: Mode, missing_s: float) -> None:
        """Cut a block, before which ``missing_s`` seconds of sound did not come.

        An utterance that begins in it has ``mode``.
        """
        if missing_s > LOST_AFTER_S:
            self.break_off(mode)
        if self.interrupted:
            self._resume(missing_s)
        if not self._delivers:
            self._begun = self._delivers = True
            self._show_state()
        self._heard_at = clock.now_s()
        self._captured_at = block.captured_at
        self._frames += len(block.samples)
        self._count_losses(overflowed=block.overflowed)
        self._cut(self.source.convert(block), mode)

    def _resume(self, gap_s: float) -> None:
        resumed = SourceResumed(name=self._name, note=self.source.note, gap_s=gap_s, moved=self._moved)
        self.interrupted = self._lost = self._moved = False
        self._listener.notify(resumed)

    def follow(self, name: str) -> None:
        """The blocks come from ``name`` now, without a gap."""
        self._name = name
        self._listener.notify(SourceResumed(name=name, moved=True))

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
        self.break_off(mode)
        return True

    def leave_device(self, mode: Mode) -> None:
        """The source is closed, all its blocks are taken, and another device takes its place."""
        self._cut(self.source.flush(), mode)
        self.break_off(mode)
        self._delivers, self._moved = False, True
        self._status.capture(State.OPENING)

    def break_off(self, mode: Mode) -> None:
        """What was heard until now is recognised now; what follows does not continue it."""
        if self.interrupted:
            return
        self.interrupted = True
        # Where the machine slept since the last block, that is no time that anybody waited for us.
        self._captured_at = max(self._captured_at, time.monotonic() - LOST_AFTER_S)
        self._keeper.command("break", self.number, self._framer.position)
        self._report(self._segmenter.finish(self._framer.flush(), mode))
        self._framer = Framer(self._framer.position)

    def go_on_with(self, source: AudioSource, name: str, mode: Mode) -> None:
        """``source`` is open in place of the one until now."""
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
        if self.source.live:
            self._meter.take(samples, voiced=self._segmenter.voiced)
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

    def _show_ledger(self) -> None:
        """The recogniser's columns are read while they may be written: each is whole, their sum lags by a moment."""
        captured = self._framer.position
        if self.source.live and captured - self._ledger_shown_at >= LEDGER_EVERY:
            self._ledger_shown_at = captured
            self._listener.notify(LedgerChanged(ledger=self.ledger.totals()))

    def _count_losses(self, *, overflowed: bool) -> None:
        """Sound that found no room is captured and failed; how much an overflow of the device cost, nobody knows."""
        frames = self.sink.lost_frames - self._lost_frames
        self._lost_frames += frames
        self.ledger.lose(self.source.to_samples(frames))
        if frames or overflowed:
            self._listener.notify(Overrun(lost_samples=self.ledger.lost))
