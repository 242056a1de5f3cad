"""What travels between the pipeline's threads: sound and commands to the segmenter, work to the recogniser."""

from dataclasses import dataclass

from dictate.core.ledger import Ledger
from dictate.core.ports import Recognizer
from dictate.core.settings import SegmenterSettings
from dictate.core.sources import AudioSource
from dictate.core.types import Final, Mode, PairChoice, RawBlock, Samples, Utterance


@dataclass(frozen=True, slots=True)
class Sound:
    """A block of recording ``recording``."""

    recording: int
    block: RawBlock


@dataclass(frozen=True, slots=True)
class SourceEnded:
    """No block of ``recording`` will follow; ``error`` when that was not as planned."""

    recording: int
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class SourceMoved:
    """The blocks of ``recording`` come from another device, ``name``."""

    recording: int
    name: str


@dataclass(frozen=True, slots=True)
class SourceOutdated:
    """The source of ``recording`` is to be closed, and opened on another device."""

    recording: int


@dataclass(frozen=True, slots=True)
class Reopen:
    """The source of ``recording`` is closed, all its blocks are taken: open the next one."""

    recording: int


@dataclass(frozen=True, slots=True)
class Start:
    """Begin a recording."""

    source: AudioSource


@dataclass(frozen=True, slots=True)
class Stop:
    """End the recording without loss."""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Throw away the utterance being spoken."""


@dataclass(frozen=True, slots=True)
class BreakOff:
    """The utterance being spoken ends here, as it does when the device is lost."""


@dataclass(frozen=True, slots=True)
class Paused:
    """What the recogniser made of an utterance up to a pause: whether its text ends as a sentence does."""

    utterance: int
    speech_end_sample: int
    sentence: bool


@dataclass(frozen=True, slots=True)
class SetMode:
    """From the next utterance on."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class Configure:
    """From the next recording (``segmenter``) and the next utterance (the rest) on."""

    segmenter: SegmenterSettings
    language: str | None
    prompt: str


@dataclass(frozen=True, slots=True)
class Close:
    """The thread is to end."""


@dataclass(frozen=True, slots=True)
class UsePair:
    """From the next utterance on: ``recognizer``, whose files are on disk for ``mode``."""

    recognizer: Recognizer
    mode: Mode


@dataclass(frozen=True, slots=True)
class PairFailed:
    """The pair that was wished for cannot be had; whoever waits for one waits in vain."""

    choice: PairChoice
    reason: str


@dataclass(frozen=True, slots=True)
class Prepare:
    """The files for ``mode`` are there: load it when there is nothing better to do."""

    recognizer: Recognizer
    mode: Mode


@dataclass(frozen=True, slots=True, eq=False)
class Work:
    """An utterance to recognise; ``ledger`` is that of its recording."""

    utterance: Utterance
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Retry:
    """Recognise the sound of ``final`` again."""

    final: Final
    mode: Mode


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """See how fast the models of ``mode`` recognise ``samples``."""

    samples: Samples
    mode: Mode


@dataclass(frozen=True, slots=True)
class UnloadAfter:
    """From now on the models go after so long without dictation: a key of ``idle.AFTER_S``."""

    after: str


@dataclass(frozen=True, slots=True)
class RecordingBegan:
    """A recording begins in ``mode``; one ``RecordingEnded`` follows for each."""

    mode: Mode


@dataclass(frozen=True, slots=True)
class RecordingEnded:
    """Every utterance of the recording is before this in the queue."""

    ledger: Ledger
    ended_by_source: bool


ForRecognizer = (
    UsePair
    | PairFailed
    | Prepare
    | SetMode
    | Configure
    | UnloadAfter
    | Work
    | Retry
    | Measure
    | RecordingBegan
    | RecordingEnded
)
FromSource = Sound | SourceEnded | SourceMoved | SourceOutdated | Reopen
ForSegmenter = FromSource | Start | Stop | Cancel | BreakOff | Paused | Close | ForRecognizer
