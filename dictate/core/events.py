"""What the workers report, to the window, the terminal and the tests alike.

A ``Listener`` gets them on the thread that made them, in the order in which they were made there.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dictate.core.ledger import LedgerTotals
from dictate.core.types import Final, InputDevice, Mode, ModelInfo, ModelOnDisk, ModelProgress, PairChoice, Samples

MICROPHONE = "The microphone"
"""``Failed.what`` of a microphone that was lost while one dictates: it is reopened by itself."""


class State(StrEnum):
    """What the user is told; shown as a word, never by colour alone."""

    NO_MODEL = "no model"
    LOADING = "loading"
    READY = "ready"
    OPENING = "getting the microphone"
    LISTENING = "listening"
    SPEECH = "speech"
    FINISHING = "finishing"
    MICROPHONE_LOST = "microphone lost"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChanged:
    """The one state to show.

    Attributes:
        model_state: ``NO_MODEL``, ``LOADING``, ``READY`` or ``FAILED``, whatever the microphone does.
        pending: finals that still wait for their text (the *n* of "finishing n").
    """

    state: State
    model_state: State
    pending: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelChanged:
    """The microphone's level, about 15 times a second while it is open. All in dBFS (0 is full scale)."""

    rms_dbfs: float
    peak_dbfs: float
    threshold_dbfs: float
    voiced: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOpened:
    """A recording begins: the source's ``name`` for a person; ``note`` says what was chosen instead, and why."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResumed:
    """A recording goes on after a gap, or with another device. ``name`` and ``note`` as in ``SourceOpened``.

    Attributes:
        gap_s: seconds of sound that are missing.
        moved: the system gave us another device, or the default that we record from is another one now.
    """

    name: str
    note: str = ""
    gap_s: float = 0.0
    moved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneQuiet:
    """For a while nothing was heard that could be a voice, or something is heard again.

    Attributes:
        muted: it delivers nothing but zeros, as a muted one does.
    """

    quiet: bool
    muted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechStarted:
    """Someone began to speak: utterance ``utterance`` begins ``start_s`` into the recording."""

    utterance: int
    start_s: float
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUpdated:
    """Interim text: ``committed`` only ever grows, ``tentative`` may change."""

    utterance: int
    committed: str
    tentative: str
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Distil's whole text of an utterance that has ended, in the mode Verified: the teacher's ``Finalized`` follows."""

    utterance: int
    text: str
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Finalized:
    """An utterance has its text, or the reason why it has none."""

    final: Final


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfChecked:
    """A verified utterance was recognised once more by the plain teacher, while there was nothing else to do.

    Attributes:
        verified, plain: the two texts; equal unless something is wrong.
        margin: where they part, by how much the plain teacher preferred its token (logits); 0 when they are equal.
    """

    utterance: int
    verified: str
    plain: str
    margin: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BacklogChanged:
    """Seconds of speech that wait for the recogniser."""

    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognizerHung:
    """The model works on one utterance for far longer than it should, or (``hung`` False) is done with it after all.

    ``Dictation.restart`` ends the wait; the sound of the utterance is kept.
    """

    hung: bool
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FellBack:
    """An utterance was recognised in another way than the user chose: ``how``, and the ``reason``."""

    how: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerChanged:
    """Where the sound of the running recording is, about once a second; ``missing`` is what is still in work."""

    ledger: LedgerTotals


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepingChanged:
    """From now on the dictation is kept on the disk as it goes on, or is in memory only.

    Attributes:
        reason, action: why it cannot be kept, and what the user can do; empty when it can.
        wished: the user wants it so, and what was on the disk of a dictation that is not to be kept is deleted.
    """

    kept: bool
    reason: str = ""
    action: str = ""
    wished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """A dictation broke off (a crash, a power cut) and can be recovered; of several the newest comes first.

    Attributes:
        session: its name, for ``core.ports.Keeping``.
        begun: when, as ISO 8601; may be empty.
        text: as it stood.
        unwritten_s: seconds of sound that have no text yet.
    """

    session: str
    begun: str
    text: str
    unwritten_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundDeleted:
    """All kept sound that was not in use was deleted, ``files`` of it."""

    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun:
    """Sound was lost because we or the device could not keep up; ``lost_samples`` at 16 kHz, in this recording."""

    lost_samples: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLoading:
    """A model is on its way."""

    pair: PairChoice
    progress: ModelProgress


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReady:
    """The model for ``mode`` can be used.

    Attributes:
        modes: for every mode an empty string, or the reason why the pair does not offer it.
    """

    pair: PairChoice
    mode: Mode
    info: ModelInfo
    modes: dict[Mode, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFilesListed:
    """The models that were downloaded, by name; without those that come with Dictate."""

    models: tuple[ModelOnDisk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFilesChecked:
    """Every file of a model was read; ``problem`` is empty when all are known to be what was downloaded."""

    model: str
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelsUnloaded:
    """Nobody dictated for long: the models' memory is free until the next recording begins."""

    pair: PairChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """Something failed: "``what`` failed: ``reason``" with one ``action`` (see ``errors.DictateError``)."""

    what: str
    reason: str
    action: str = ""
    exit_code: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The recording is over and every utterance of it has its text.

    Attributes:
        ledger: where every captured sample went.
        ended_by_source: True when the source ran out (a clip) or failed, False when the user stopped it.
    """

    ledger: LedgerTotals
    ended_by_source: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesListed:
    """The input devices there are, the default first; empty when there is none."""

    devices: tuple[InputDevice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybackChanged:
    """Sound of an utterance began or ceased to play."""

    playing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneHeard:
    """A microphone that is tried out, outside a dictation, hears something (about 15 times a second).

    Attributes:
        trial: which trial, as ``ports.Trials.microphone`` numbered it.
    """

    trial: int
    name: str
    level: LevelChanged


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MicrophoneTried:
    """The trial of a microphone is over and the device closed.

    Attributes:
        trial: which one, as ``ports.Trials.microphone`` numbered it.
        samples: int16[n] at 16 kHz, what it heard since the trial began (the last seconds of it).
        failure: why it ended by itself; None when it was asked to.
    """

    trial: int
    samples: Samples
    failure: Failed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedMeasured:
    """The models in use recognised a piece of the demo clip, to see how fast they are here.

    Attributes:
        sound_s: seconds of sound that were recognised.
        model_ms: milliseconds that the model took.
        reason: why it could not be measured; empty when it was.
    """

    model: str
    mode: Mode
    sound_s: float
    model_ms: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundFileFound:
    """A sound file can be read: it holds ``seconds`` of sound."""

    path: Path
    seconds: float


Event = (
    StateChanged
    | LevelChanged
    | SourceOpened
    | SourceResumed
    | MicrophoneQuiet
    | SpeechStarted
    | TextUpdated
    | Drafted
    | Finalized
    | SelfChecked
    | BacklogChanged
    | RecognizerHung
    | FellBack
    | LedgerChanged
    | KeepingChanged
    | LeftBehind
    | SoundDeleted
    | Overrun
    | ModelLoading
    | ModelReady
    | ModelsUnloaded
    | ModelFilesListed
    | ModelFilesChecked
    | Failed
    | Stopped
    | DevicesListed
    | PlaybackChanged
    | MicrophoneHeard
    | MicrophoneTried
    | SpeedMeasured
    | SoundFileFound
)
