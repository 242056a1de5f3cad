"""Frames in, utterances out: onset, pre-roll, hangover, length limits. Runs on the segmenter thread.

::

    silence --(the gate opens for onset_voiced_ms of onset_window_ms)--> doubt
    doubt   --(the gate stayed shut for confirm_ms)--------------------> silence
    doubt   --(Silero hears speech)------------------------------------> speech      SpeechBegan
    speech  --(a pause, a limit, the user)-----------------------------> doubt       Segment
    speech  --(the hard limit while one speaks)------------------------> speech      Segment, SpeechBegan

In silence only the cheap gate runs. At an onset Silero is reset and first hears what is still held, so that it judges
with the past it needs, and finds speech that the gate missed. From then on it hears every frame until silence.

Every frame is held until it is either cut out or too old to be part of the next utterance; then the ledger counts it as
silence. So every sample that was pushed is silence or is owned by exactly one final segment.
"""

from dataclasses import dataclass
from itertools import islice
from typing import Final

from dictate.core.held import Heard, Held
from dictate.core.ledger import Ledger
from dictate.core.ports import VoiceDetector
from dictate.core.settings import SegmenterSettings
from dictate.core.steps import SpeechBegan, Step
from dictate.core.types import (
    FRAME_MS,
    FRAME_SAMPLES,
    EndReason,
    Frame,
    Mode,
    Samples,
    Segment,
    samples_of,
)

CONFIRMING_FRAMES: Final = 3
"""Silero must hear speech in so many frames in a row: a click or a note of music can fool it for one or two."""
CONFIRMING_AT_STOP: Final = (2, 4)
"""Of the last four frames before the end two must do: no further one can come."""
WORD_END_MS: Final = 240
"""So soon after the last voiced frame a single one is still speech: the end of a word, behind its closure."""
LEAST_TAIL_MS: Final = 100
"""Sound kept after the last voiced frame even where the pause is too short to share."""


@dataclass(slots=True)
class _Open:
    """The utterance in progress; indices as in ``Segment``."""

    id: int
    mode: Mode
    start: int
    overlap: int
    voiced_end: int
    snapshot_at: int
    early_at: int = 0  # ``voiced_end`` of the last pause that was reported
    hangover_ms: int = 0  # of this pause; 0 for the usual


class Segmenter:
    """Cuts one recording into utterances; owned by one thread.

    The caller counts what it captures in ``ledger``; the segmenter counts the silence, and whoever finishes a final
    segment counts its ``owned_samples``. Ids count up from ``first_id``; the first sample has the index 0.
    """

    def __init__(
        self, detector: VoiceDetector, settings: SegmenterSettings, ledger: Ledger, *, first_id: int = 1
    ) -> None:
        self._detector = detector
        self._settings = settings
        self._ledger = ledger
        self._next_id = first_id
        self._held = Held()
        self._open: _Open | None = None
        self._doubted = False  # Silero hears every frame, after an onset or speech, for as long as the gate opens
        self._position = 0
        self._accounted = 0  # every sample before this index is silence or owned
        self._voiced = False
        self._run = 0  # voiced frames in a row
        self._last_gated = 0
        # What is held at an onset must leave room for speech, whatever the settings.
        shortest = min(map(settings.hard_limit_ms, Mode))
        self._keep_ms = min(settings.pre_roll_ms + settings.onset_window_ms + settings.confirm_ms, shortest // 2)

    @property
    def next_id(self) -> int:
        """The id that the next segment will have, and the ``first_id`` of the next recording."""
        return self._next_id

    @property
    def in_speech(self) -> bool:
        """Whether an utterance has begun and not ended."""
        return self._open is not None

    @property
    def voiced(self) -> bool:
        """Whether the last frame was speech."""
        return self._open is not None and self._voiced

    def push(self, frame: Frame, mode: Mode) -> list[Step]:
        """Take the next frame; ``mode`` holds for an utterance that begins with it. Returns what happened, in order.

        Raises:
            ValueError: the frame does not follow on the one before.
        """
        if frame.start_sample != self._position:
            raise ValueError(f"the frame at {frame.start_sample} does not follow on sample {self._position}")
        heard = self._hear(frame, frame)
        if self._open is not None:
            self._judge(heard)
            return self._go_on(self._open, mode)
        if self._doubted:
            self._judge(heard)
            self._doubted = self._position - self._last_gated < samples_of(self._settings.confirm_ms)
        elif self._is_onset():
            self._warm_up()
        steps = self._confirm(mode, CONFIRMING_FRAMES)
        if not steps:
            self._forget()
        return steps

    def expect_end(self, utterance: int, speech_end_sample: int, *, sentence: bool) -> None:
        """What the text up to the pause says: a ``sentence`` is over, or is not. Void once speech went on."""
        speech, settings = self._open, self._settings
        if speech is None or speech.id != utterance or speech.voiced_end != speech_end_sample:
            return
        if sentence:
            speech.hangover_ms = min(settings.hangover_ms, settings.hangover_sentence_ms)
        else:
            speech.hangover_ms = max(settings.hangover_ms, settings.hangover_open_ms)

    def cancel(self) -> list[Step]:
        """Throw away the utterance being spoken, if any: it ends as ``EndReason.CANCEL`` with its sound."""
        return [self._end(self._open, EndReason.CANCEL, self._position)] if self._open is not None else []

    def finish(self, tail: Samples, mode: Mode) -> list[Step]:
        """End the recording; ``tail`` (int16[n], n less than a frame) is what follows on the last frame.

        Speech in progress keeps every sample; an onset that is not confirmed yet is judged by what there is.
        """
        if len(tail):
            heard = self._hear(Frame(tail, self._position), Frame(tail, self._position).padded())
            if self._open is not None or self._doubted:
                self._judge(heard)
        steps: list[Step] = []
        if self._open is None and any(heard.gated for heard in self._held.frames):
            if not self._doubted:
                self._warm_up()
            steps += self._confirm(mode, CONFIRMING_FRAMES)
        if self._open is None:
            steps += self._confirm(mode, *CONFIRMING_AT_STOP)
        if self._open is not None:
            steps.append(self._end(self._open, EndReason.STOP, self._position))
        self._silent_until(self._position)
        self._held.frames.clear()
        return steps

    def _hear(self, frame: Frame, whole: Frame) -> Heard:
        """Hold ``frame`` and ask the gate about ``whole``, which is ``frame`` filled up to a frame's length."""
        heard = Heard(frame, self._detector.gate(whole))
        self._held.frames.append(heard)
        self._position = frame.end_sample
        if heard.gated:
            self._last_gated = self._position
        return heard

    def _is_onset(self) -> bool:
        window = max(1, self._settings.onset_window_ms // FRAME_MS)
        needed = min(window, max(1, self._settings.onset_voiced_ms // FRAME_MS))
        return sum(heard.gated for heard in islice(reversed(self._held.frames), window)) >= needed

    def _warm_up(self) -> None:
        """Let Silero hear all that is held, from a fresh start."""
        self._detector.reset()
        self._voiced, self._run = False, 0
        self._doubted = True
        for heard in self._held.frames:
            self._judge(heard)

    def _judge(self, heard: Heard) -> None:
        """Ask Silero, with hysteresis."""
        heard.probability = self._detector.speech_probability(heard.frame.padded())
        self._voiced = heard.probability >= (self._settings.speech_off if self._voiced else self._settings.speech_on)
        heard.voiced = self._voiced
        self._run = self._run + 1 if self._voiced else 0

    def _confirm(self, mode: Mode, frames: int, within: int | None = None) -> list[Step]:
        """Begin an utterance when Silero heard speech in ``frames`` frames in a row, of the last ``within``."""
        if not self._doubted:
            return []
        confirmed = self._held.run_end(frames, within)
        if confirmed is None:
            return []
        reach = samples_of(self._settings.pre_roll_ms)
        voiced_start = self._held.speech_start(confirmed, reach, self._settings.speech_off)
        return [self._begin(mode, max(self._accounted, voiced_start - reach), 0, voiced_start)]

    def _begin(self, mode: Mode, start: int, overlap: int, snapshot_at: int) -> SpeechBegan:
        self._silent_until(start)
        self._doubted = False
        voiced_end = self._held.voiced_spans(start, self._position)[-1][1]
        self._open = _Open(self._next_id, mode, start, overlap, voiced_end, snapshot_at)
        self._next_id += 1
        return SpeechBegan(id=self._open.id, start_sample=start, mode=mode)

    def _go_on(self, speech: _Open, mode: Mode) -> list[Step]:
        """End the utterance, cut it, take a snapshot, or just let it grow."""
        settings = self._settings
        # After a pause it takes as much to go on as it takes to begin; a blip does not put off the end.
        near = self._position - FRAME_SAMPLES - speech.voiced_end <= samples_of(WORD_END_MS)
        if self._voiced and (near or self._run >= CONFIRMING_FRAMES):
            speech.voiced_end = self._position
            speech.hangover_ms = 0
        silence = self._position - speech.voiced_end
        length = self._position - speech.start
        paused = not self._voiced
        if paused and silence >= samples_of(speech.hangover_ms or settings.hangover_ms):
            return [self._end(speech, EndReason.PAUSE, self._tail_end(speech))]
        if paused and length >= samples_of(settings.soft_limit_ms) and silence >= samples_of(settings.dip_ms):
            return [self._end(speech, EndReason.SOFT_LIMIT, self._tail_end(speech))]
        if length + FRAME_SAMPLES > samples_of(settings.hard_limit_ms(speech.mode)):
            return self._cut(speech, mode)
        if paused and settings.interim_ms and silence >= samples_of(settings.tail_ms):
            return self._report_pause(speech)
        due = settings.interim_ms and self._position - speech.snapshot_at >= samples_of(settings.interim_ms)
        if due and speech.voiced_end > speech.snapshot_at:
            speech.snapshot_at = self._position
            return [self._segment(speech, EndReason.OPEN, self._position)]
        return []

    def _report_pause(self, speech: _Open) -> list[Step]:
        """Once a pause: the utterance as it will be if the pause goes on, for whoever recognises it meanwhile."""
        if speech.early_at == speech.voiced_end:
            return []
        speech.early_at = speech.voiced_end
        speech.snapshot_at = self._position
        return [self._segment(speech, EndReason.EARLY, speech.voiced_end + samples_of(self._settings.tail_ms))]

    def _tail_end(self, speech: _Open) -> int:
        """Where an utterance ends in a pause: a short pause is shared with the next one, whose pre-roll it is."""
        silence = self._position - speech.voiced_end
        tail = min(samples_of(self._settings.tail_ms), max(samples_of(LEAST_TAIL_MS), silence // 2))
        return speech.voiced_end + min(tail, silence)

    def _cut(self, speech: _Open, mode: Mode) -> list[Step]:
        """Cut at the quietest place of the last stretch; the rest is the beginning of the next utterance."""
        settings = self._settings
        longest = min(settings.hard_limit_ms(speech.mode), settings.hard_limit_ms(mode))
        search = samples_of(min(settings.cut_search_ms, longest // 2))
        cut, in_pause = self._held.best_cut(self._position - search, settings.cut_window_ms)
        overlap = 0
        if not in_pause and settings.overlap_ms:
            # The second hearing begins at a quiet place too, rather than inside a word.
            most = samples_of(settings.overlap_ms)
            overlap = cut - self._held.quietest(cut - most, cut - most // 3, settings.cut_window_ms)
        steps: list[Step] = [self._end(speech, EndReason.HARD_LIMIT, cut, cut - overlap)]
        if self._held.voiced_spans(cut, self._position):
            steps.append(self._begin(mode, cut - overlap, overlap, cut))
        return steps

    def _end(self, speech: _Open, reason: EndReason, end: int, keep_from: int | None = None) -> Segment:
        """Cut out the utterance up to ``end``; what follows on ``keep_from`` is still held."""
        segment = self._segment(speech, reason, end)
        self._open = None
        # Silero goes on from what it knows: without a past it takes a note of music for a voice.
        self._doubted = True
        self._accounted = end
        self._held.drop_before(end if keep_from is None else keep_from)
        return segment

    def _segment(self, speech: _Open, reason: EndReason, end: int) -> Segment:
        spans = self._held.voiced_spans(speech.start, min(end, speech.voiced_end))
        return Segment(
            id=speech.id,
            samples=self._held.sound(speech.start, end),
            start_sample=speech.start,
            speech_end_sample=spans[-1][1],
            voiced_samples=sum(stop - start for start, stop in spans),
            lead_samples=spans[0][0] - speech.start,
            overlap_samples=speech.overlap,
            end=reason,
        )

    def _forget(self) -> None:
        """Let go what is too old to be part of the next utterance."""
        oldest = self._position - samples_of(self._keep_ms)
        self._held.drop_before(oldest + FRAME_SAMPLES - 1)
        self._silent_until(self._held.frames[0].frame.start_sample)

    def _silent_until(self, sample: int) -> None:
        """Count what lies before ``sample`` and is nobody's as silence."""
        if sample > self._accounted:
            self._ledger.silent(sample - self._accounted)
            self._accounted = sample
