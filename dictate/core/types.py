"""The values that travel from the microphone to the text, all frozen.

The time base is the sample index at 16 kHz, counted from the start of a recording. Wall-clock moments
(``time.monotonic`` seconds) ride along in ``Stamps`` and serve only to measure latency.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Final as Constant

import numpy as np
import numpy.typing as npt

from dictate.core.comparing import Verification

SAMPLE_RATE: Constant = 16_000
"""Samples a second that the voice detectors and Whisper work on."""
FRAME_MS: Constant = 30
"""Length of a voice-detection frame (not of Whisper's 10 ms mel frame)."""
FRAME_SAMPLES: Constant = SAMPLE_RATE * FRAME_MS // 1000

Samples = npt.NDArray[np.int16]
"""int16[n] at 16 kHz, mono."""


def samples_of(milliseconds: float) -> int:
    """The number of 16 kHz samples in ``milliseconds``."""
    return round(milliseconds * SAMPLE_RATE / 1000)


def seconds_of(samples: int) -> float:
    """The length in seconds of ``samples`` at 16 kHz."""
    return samples / SAMPLE_RATE


class Mode(StrEnum):
    """Which model's text the user gets."""

    DISTIL = "distil"
    VERIFIED = "verified"
    TEACHER = "teacher"

    @property
    def models(self) -> "tuple[Mode, ...]":
        """The models that it needs, named by the modes that are theirs alone; the last one's text counts."""
        return (Mode.DISTIL, Mode.TEACHER) if self is Mode.VERIFIED else (self,)


class EndReason(StrEnum):
    """Why a segment ended."""

    PAUSE = "pause"
    """The speaker paused for the hangover."""
    SOFT_LIMIT = "soft limit"
    """Long speech, ended at a short dip."""
    HARD_LIMIT = "hard limit"
    """Long speech, cut at its quietest place; the next segment continues it."""
    STOP = "stop"
    """Recording stopped, or the source ended."""
    CANCEL = "cancel"
    """The user threw the utterance away."""
    OPEN = "open"
    """It has not ended: a snapshot of speech in progress."""
    EARLY = "early"
    """Likewise, in a pause: the very samples that its end will have if the pause goes on."""


class Outcome(StrEnum):
    """What became of an utterance; also the ledger's columns."""

    TEXT = "text"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, eq=False)
class RawBlock:
    """A block of sound exactly as a source delivered it.

    Attributes:
        samples: int16[frames, channels] at the source's own rate.
        captured_at: monotonic seconds at which its last sample was taken.
        overflowed: the device reports that it lost sound just before this block.
    """

    samples: npt.NDArray[np.int16]
    captured_at: float
    overflowed: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """Exactly ``FRAME_SAMPLES`` samples; ``start_sample`` is the index of the first."""

    samples: Samples
    start_sample: int

    @property
    def end_sample(self) -> int:
        """Index one past the last sample."""
        return self.start_sample + len(self.samples)

    def padded(self) -> "Frame":
        """A whole frame, filled up with silence: the last one of a recording may be shorter."""
        return Frame(np.pad(self.samples, (0, FRAME_SAMPLES - len(self.samples))), self.start_sample)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Segment:
    """A stretch of speech that the segmenter cut out, or a snapshot of one that goes on.

    Attributes:
        id: counts up from 1 within a session; a snapshot carries the id that its final will have.
        samples: int16[n], pre-roll and tail included.
        start_sample: index of ``samples[0]``.
        speech_end_sample: index one past the last voiced sample.
        voiced_samples: how many samples the voice detector called speech.
        lead_samples: sound before the first voiced sample (the pre-roll).
        overlap_samples: how many samples at the start the previous segment holds too (after a cut inside
            speech); they count for the previous one in the ledger.
        end: why it ended; ``EndReason.OPEN`` or ``EARLY`` for a snapshot.
    """

    id: int
    samples: Samples
    start_sample: int
    speech_end_sample: int
    voiced_samples: int
    lead_samples: int = 0
    overlap_samples: int = 0
    end: EndReason

    @property
    def is_final(self) -> bool:
        """Whether it has ended."""
        return self.end not in (EndReason.OPEN, EndReason.EARLY)

    @property
    def end_sample(self) -> int:
        """Index one past the last sample."""
        return self.start_sample + len(self.samples)

    @property
    def speech_start_sample(self) -> int:
        """Index of the first voiced sample."""
        return self.start_sample + self.lead_samples

    @property
    def owned_samples(self) -> int:
        """Samples that the ledger counts for this segment."""
        return len(self.samples) - self.overlap_samples


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamps:
    """Monotonic seconds at which an utterance passed each station.

    Attributes:
        speech_end: the last voiced sample was spoken.
        endpoint: the segmenter decided that the utterance is over (or took the snapshot).
    """

    speech_end: float
    endpoint: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Utterance:
    """A segment on its way to the recogniser, with the mode that holds for it.

    ``revision`` counts recognitions of the same final sound: 0 the first, 1 and up for retries.
    """

    segment: Segment
    mode: Mode
    stamps: Stamps
    revision: int = 0

    @property
    def id(self) -> int:
        """The segment's id."""
        return self.segment.id


@dataclass(frozen=True, slots=True, kw_only=True)
class StageTimes:
    """Milliseconds inside the recogniser."""

    features_ms: float = 0.0
    encoder_ms: float = 0.0
    decoder_ms: float = 0.0

    @property
    def total_ms(self) -> float:
        """All stages together."""
        return self.features_ms + self.encoder_ms + self.decoder_ms


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Request:
    """What a recogniser is asked.

    Attributes:
        samples: int16[n] at 16 kHz, at most 30 s.
        voiced_s: seconds of it that the voice detector called speech.
        is_final: False for an interim: speed matters more, and the guards are left out.
        language: Whisper's code (``en``), or None to let the model detect it.
        prompt: custom words and names that the text may hold; empty for none.
        utterance: whose sound it is: what was heard of it before is the draft of what is heard now; 0 for no matter.
    """

    samples: Samples
    mode: Mode
    is_final: bool
    voiced_s: float
    language: str | None = None
    prompt: str = ""
    utterance: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hypothesis:
    """What a recogniser heard.

    Attributes:
        text: stripped; empty when nothing was heard.
        model: name of the model whose text it is.
        mean_log_probability: natural logarithm, over the text's tokens; None when not known.
        no_speech_probability: 0-1; None when not known.
        suppressed: why a guard holds the text back (it was probably never said); empty when it does not.
        warning: what the user should check in the text; empty for nothing.
        tokens: the model's tokens of the text; empty when not known.
        hearings: how often it was heard until it was believed, or given up.
        verification: in the mode Verified, what the teacher made of distil's draft.
    """

    text: str
    model: str
    times: StageTimes = field(default_factory=StageTimes)
    mean_log_probability: float | None = None
    no_speech_probability: float | None = None
    suppressed: str = ""
    warning: str = ""
    tokens: tuple[int, ...] = ()
    hearings: int = 1
    verification: Verification | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainHearing:
    """What the plain teacher makes of a verified utterance.

    Attributes:
        text: the teacher's own.
        margin: where its tokens part from the verified ones, by how much it preferred its own (logits); 0 where they
            are the same.
    """

    text: str
    margin: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds between the end of speech and the text, by where they went.

    Attributes:
        endpoint_ms: from the last voiced sample until the pause was long enough.
        queue_ms: waiting for the recogniser.
        total_ms: from the last voiced sample until the text was there.
        early_ms: how much of the models' time passed inside the pause, where nobody waits for it.
    """

    endpoint_ms: float
    queue_ms: float
    features_ms: float
    encoder_ms: float
    decoder_ms: float
    total_ms: float
    early_ms: float = 0.0

    @property
    def pause_ms(self) -> float:
        """The pause without what the models did in it: with the other parts it makes up the total."""
        return max(0.0, self.endpoint_ms - self.early_ms)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Final:
    """The end of an utterance's way: text, or the reason why there is none, and always its sound.

    Attributes:
        text: what was said; for ``REJECTED`` the text that a guard held back (may be empty); never an error.
        reason: why it was rejected or failed; empty for ``TEXT``.
        real_time_factor: recogniser time divided by the length of the sound.
        verification: in the mode Verified, what the teacher made of distil's draft; else None.
    """

    utterance: Utterance
    outcome: Outcome
    text: str
    model: str
    latency: Latency
    real_time_factor: float
    reason: str = ""
    warning: str = ""
    verification: Verification | None = None

    @property
    def id(self) -> int:
        """The utterance's id."""
        return self.utterance.segment.id

    @property
    def mode(self) -> Mode:
        """The mode that held for it."""
        return self.utterance.mode


@dataclass(frozen=True, slots=True, kw_only=True)
class PairChoice:
    """Which two models to use: a pair of the catalogue by name, or local folders.

    Attributes:
        name: name in ``core.catalog``; ``local`` when both folders are given.
        teacher: a folder with a Whisper checkpoint of transformers, or None.
        distil: likewise.
    """

    name: str
    teacher: Path | None = None
    distil: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelInfo:
    """What runs and why, for the status bar, ``doctor`` and the benchmark.

    Attributes:
        name: short model name, as in ``distil-large-v2``.
        device: as a person says it: ``CPU`` or the GPU's name.
        precision: ``fp32``, ``fp16``, ``bf16`` or ``int8``.
        attention: ``flash_attention_2``, ``sdpa`` or ``eager``.
        reason: why this device, precision and attention were chosen.
        memory_bytes: of the loaded weights.
    """

    name: str
    device: str
    precision: str
    attention: str
    reason: str
    memory_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelProgress:
    """How far the loading of a model is.

    Attributes:
        stage: ``downloading``, ``checking`` (its checksums), ``loading`` or ``warming up``.
        done_bytes: meaningful while downloading; ``total_bytes`` is 0 when not known.
        bytes_per_second: over the network, in the last few seconds; 0 when nothing comes.
    """

    model: str
    stage: str
    done_bytes: int = 0
    total_bytes: int = 0
    bytes_per_second: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelOnDisk:
    """A model of the catalogue whose files, or some of them, were downloaded.

    Attributes:
        problem: why they cannot be used; empty for nothing.
    """

    name: str
    size_bytes: int
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputDevice:
    """A microphone, known by ``name`` and ``host_api`` (an index changes when something is plugged in).

    ``channels`` and ``default_rate`` (Hz) are the most it offers and what it runs at by itself.
    """

    name: str
    host_api: str
    channels: int
    default_rate: float
    is_default: bool
