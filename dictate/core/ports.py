"""What the pipeline needs from the outside (a voice detector, a recogniser, a listener), and what the window asks."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dictate.core.events import Event
from dictate.core.settings import MicrophoneSettings, SegmenterSettings
from dictate.core.sources import AudioSource
from dictate.core.types import (
    Final,
    Frame,
    Hypothesis,
    Mode,
    ModelInfo,
    ModelProgress,
    PairChoice,
    PlainHearing,
    Request,
    Samples,
)

if TYPE_CHECKING:
    from dictate.core.recovering import Recovered


class VoiceDetector(Protocol):
    """Two gates: a cheap one for every frame, a good one for the frames that may be speech. Keeps state."""

    def gate(self, frame: Frame) -> bool:
        """Cheap: may this frame be speech? It looks at level and WebRTC."""

    def speech_probability(self, frame: Frame) -> float:
        """Good: the probability that this frame is speech, 0-1; frames must come in order after a ``reset``."""

    def reset(self) -> None:
        """Forget the past, before frames that do not follow on the last ones."""

    @property
    def threshold_dbfs(self) -> float:
        """The level below which nothing is speech, as the level meter shows it."""


class Recognizer(Protocol):
    """A pair of models; building one loads nothing. ``fetch`` runs on another thread than all the rest."""

    @property
    def choice(self) -> PairChoice:
        """The pair it was built for."""

    @property
    def modes(self) -> Mapping[Mode, str]:
        """For every mode an empty string, or the reason why this pair does not offer it."""

    def fetch(self, mode: Mode, report: Callable[[ModelProgress], None]) -> None:
        """See that the files of the models for ``mode`` are on disk: download them when they are not.

        Makes no network connection when they are. ``report`` is called several times a second while downloading and
        may raise ``errors.Cancelled``, which passes through.

        Raises:
            ModelError: they cannot be had, or are no Whisper; says what to do.
        """

    def prepare(self, mode: Mode, report: Callable[[ModelProgress], None]) -> ModelInfo:
        """Load and warm up what ``mode`` needs (fetched before); returns at once when it is there.

        ``report`` is called between steps and may raise ``errors.Cancelled``, which passes through and leaves what
        was loaded before usable.

        Raises:
            ModelError: it cannot be had; says what to do.
        """

    def transcribe(self, request: Request, on_draft: Callable[[str], None] | None = None) -> Hypothesis:
        """Recognise one piece of sound with the models of ``request.mode``, which must be prepared.

        ``on_draft`` is told distil's text of a final in the mode Verified, before the teacher has checked it.

        Raises:
            RecognitionFailed: the model raised.
            OutOfMemory: it ran out of memory.
        """

    def plain(self, request: Request, verified: Hypothesis) -> PlainHearing | None:
        """The plain teacher's text, to compare with the ``verified`` one; None where there is nothing to compare.

        Raises:
            RecognitionFailed: the model raised.
            OutOfMemory: it ran out of memory.
        """

    def fits_beside(self, mode: Mode) -> bool:
        """Whether the memory has room for the models of ``mode`` (fetched before) beside what is loaded now."""

    def close(self) -> None:
        """Free the models; ``prepare`` loads them again."""


RecognizerFactory = Callable[[PairChoice], Recognizer]
"""Builds an unprepared recogniser; raises ``UsageError`` for an unknown pair."""


class Listener(Protocol):
    """Gets every event. Called on worker threads: must return fast and must not raise."""

    def notify(self, event: Event) -> None:
        """Take an event."""


class Dictation(Protocol):
    """What the window and the terminal steer: ``pipeline.session.Session``. Every method returns at once."""

    def set_pair(self, choice: PairChoice) -> None:
        """Use ``choice`` from the next utterance on; load it in the recogniser thread. A failed load keeps the old."""

    def cancel_pair(self) -> None:
        """Call off the download that ``set_pair`` brought about; ``Failed`` follows, what is in use stays."""

    def set_mode(self, mode: Mode) -> None:
        """Use ``mode`` from the next utterance on."""

    def configure(self, segmenter: SegmenterSettings, language: str | None, prompt: str) -> None:
        """Take these choices over from the next recording (cutting) and the next utterance (language, prompt) on."""

    def set_unload_after(self, after: str) -> None:
        """Free the models' memory after so long without dictation: a value of ``models.unload_after``."""

    def start(self, source: AudioSource) -> None:
        """Begin a recording. While one runs it is stopped first, without loss."""

    def stop(self) -> None:
        """End the recording; what was said is recognised, then ``Stopped`` is reported."""

    def cancel(self) -> None:
        """Throw away the utterance being spoken: it ends as rejected ("cancelled"), its sound is kept in the final."""

    def retry(self, final: Final, mode: Mode) -> None:
        """Recognise the sound of ``final`` again in ``mode``; another ``Finalized`` follows, its revision higher."""

    def restart(self) -> None:
        """Give up on the step that hangs and begin anew with the same pair; its utterance ends as failed, to retry."""

    def close(self) -> None:
        """Stop, wait for the worker threads (bounded), free everything."""


class Trials(Protocol):
    """Trying things out beside the dictation. Every method returns at once."""

    def microphone(self, wish: MicrophoneSettings) -> int:
        """Listen to a microphone, in place of what is tried now: ``MicrophoneHeard``, then ``MicrophoneTried``.

        Returns the number of the trial, which these events carry.
        """

    def stop(self) -> None:
        """End the trial of a microphone; ``MicrophoneTried`` follows when one ran."""

    def speed(self, mode: Mode) -> None:
        """Let the models in use recognise some seconds of the demo clip; ``SpeedMeasured`` follows."""

    def sound_file(self, path: Path) -> None:
        """Look at a sound file: ``SoundFileFound``, or ``Failed``, follows."""


class Keeping(Protocol):
    """What keeps a dictation on the disk, as the window sees it: ``archive.Archive``. Every method returns at once."""

    @property
    def kept(self) -> bool:
        """Whether anything is kept on the disk; False when the user wants it in memory only."""

    def keep_text(self, text: str, newest: int) -> None:
        """The editor's text as it stands; ``newest`` is the newest utterance that it holds (0 for none)."""

    def finish(self) -> None:
        """The text is saved, or let go."""

    def set_retention(self, retention: str) -> None:
        """Keep as ``retention`` (of ``PrivacySettings``) says, what there is too; ``KeepingChanged`` follows."""

    def look(self) -> None:
        """Look for a dictation that broke off; ``LeftBehind`` follows when there is one."""

    def recover(self, session: str) -> "Recovered":
        """What a dictation that broke off held: it is a part of this window's now.

        Raises:
            StorageError: another window recovers it already, or it is gone.
        """

    def settle(self, session: str) -> None:
        """What was recovered stands in the text that is kept now: the session is not needed any more."""

    def delete_sound(self) -> None:
        """Delete all kept sound but that which any window records or recovers, or others keep; ``SoundDeleted``."""


class ModelFiles(Protocol):
    """The models that were downloaded. Every method returns at once; ``Failed`` follows what cannot be done."""

    def look(self) -> None:
        """``ModelFilesListed`` follows."""

    def verify(self, model: str) -> None:
        """Read the files of ``model`` and compare their checksums; ``ModelFilesChecked`` follows."""

    def remove(self, model: str) -> None:
        """Delete the files of ``model``; ``ModelFilesListed`` follows."""


class Host(Protocol):
    """What the window asks of the application beside dictation: ``app.App``. Every method returns at once."""

    @property
    def dictation(self) -> Dictation:
        """The running session."""

    @property
    def keeping(self) -> Keeping:
        """What keeps it on the disk."""

    def microphone(self, wish: MicrophoneSettings) -> AudioSource:
        """A microphone to start with; nothing is opened yet."""

    def demo(self) -> AudioSource:
        """The bundled clip in place of a microphone, in real time."""

    def sound_file(self, path: Path) -> AudioSource:
        """A sound file in place of a microphone, as fast as it goes."""

    @property
    def model_files(self) -> ModelFiles:
        """The models that were downloaded."""

    @property
    def trials(self) -> Trials:
        """Trying out a microphone, the models, a file."""

    def set_replacements(self, rules: Mapping[str, str]) -> None:
        """Write other words than were heard (``core.replacing``), from the next text on."""

    def refresh_devices(self) -> None:
        """List the input devices again, on another thread; ``DevicesListed`` follows."""

    def play(self, samples: Samples) -> None:
        """Play 16 kHz sound, in place of what plays now; ``PlaybackChanged`` follows."""

    def stop_playing(self) -> None:
        """Be quiet."""
