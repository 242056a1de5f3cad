"""``Session``: what the window and the terminal steer. Owns the threads between microphone and text.

Its methods may be called from any thread and return at once: they only put a command into a queue.
"""

from dictate.core.ports import Listener, RecognizerFactory
from dictate.core.settings import SegmenterSettings
from dictate.core.sources import AudioSource
from dictate.core.types import Final, Mode, PairChoice, Samples
from dictate.pipeline.auditing import Auditor
from dictate.pipeline.channel import Channel, Inbox
from dictate.pipeline.fetching import Fetcher
from dictate.pipeline.guarding import guarded
from dictate.pipeline.idle import Idle
from dictate.pipeline.keeper import Keeper, Unkept
from dictate.pipeline.messages import (
    BreakOff,
    Cancel,
    Close,
    Configure,
    ForRecognizer,
    ForSegmenter,
    Measure,
    Paused,
    Retry,
    SetMode,
    Start,
    Stop,
    UnloadAfter,
)
from dictate.pipeline.recognizing import RecognizerThread
from dictate.pipeline.recording import DetectorFactory
from dictate.pipeline.segmenting import SegmenterThread
from dictate.pipeline.status import StatusBoard
from dictate.pipeline.watchdog import PATIENCE_S, Watchdog

WAITING_BLOCKS = 2000
"""Blocks that may wait for the segmenter: 20 s and more of a microphone's 10-30 ms blocks."""
WAITING_FINALS = 16
"""Utterances of a file that may wait for the recogniser; a microphone's are never held up."""
CLOSE_S = 10.0
"""How long ``close`` waits for a thread. A model that is in the middle of a long step is left behind."""


class Session:
    """``core.ports.Dictation`` over its threads: segmenter, recogniser, and one that fetches model files."""

    def __init__(
        self,
        listener: Listener,
        recognizers: RecognizerFactory,
        detectors: DetectorFactory,
        settings: SegmenterSettings,
        *,
        mode: Mode = Mode.DISTIL,
        language: str | None = None,
        prompt: str = "",
        self_check_every: int = 0,
        unload_after: str = "never",
        keeper: Keeper | None = None,
        on_cpu: RecognizerFactory | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        """``keeper`` is told what comes in and what is cut; by default nothing is kept.

        ``on_cpu`` builds the same pairs on the processor, for an utterance that finds no room on the GPU. A model that
        works for ``patience_s`` (longer for long sound) is told to hang.
        """
        listener = Auditor(listener)
        self._mode = mode
        self._channel: Channel[ForSegmenter] = Channel(WAITING_BLOCKS)
        self._inbox: Inbox[ForRecognizer] = Inbox(WAITING_FINALS)
        status = StatusBoard(listener)
        self._recognizer = RecognizerThread(
            inbox=self._inbox,
            tell=self._channel.command,
            listener=listener,
            status=status,
            language=language,
            prompt=prompt,
            self_check_every=self_check_every,
            idle=Idle(unload_after),
        )
        self._segmenter = SegmenterThread(
            channel=self._channel,
            inbox=self._inbox,
            listener=listener,
            status=status,
            detectors=detectors,
            settings=settings,
            mode=mode,
            keeper=keeper or Unkept(),
        )
        self._choice: PairChoice | None = None
        self._watchdog = Watchdog(listener, patience_s)
        recognizers = guarded(recognizers, on_cpu, self._watchdog, listener)
        self._fetcher = Fetcher(recognizers, self._channel.command, listener, status)
        self._segmenter.thread.start()
        self._recognizer.thread.start()

    def set_pair(self, choice: PairChoice) -> None:
        """Use ``choice`` from the next utterance on, once its files are there and loaded. A failure keeps the old."""
        self._choice = choice
        self._fetcher.set_pair(choice, self._mode)

    def cancel_pair(self) -> None:
        """Call off the download that ``set_pair`` brought about; what is in use stays."""
        self._fetcher.cancel()

    def set_mode(self, mode: Mode) -> None:
        """Use ``mode`` from the next utterance on."""
        self._mode = mode
        self._fetcher.set_mode(mode)

    def configure(self, segmenter: SegmenterSettings, language: str | None, prompt: str) -> None:
        """Take these over from the next recording (cutting) and the next utterance (language, prompt) on."""
        self._channel.command(Configure(segmenter, language, prompt))

    def set_unload_after(self, after: str) -> None:
        """Free the models' memory after so long without dictation: a value of ``models.unload_after``."""
        self._channel.command(UnloadAfter(after))

    def start(self, source: AudioSource) -> None:
        """Begin a recording; one that runs is stopped first, without loss."""
        self._channel.command(Start(source))

    def stop(self) -> None:
        """End the recording; ``Stopped`` follows when all its text is there."""
        self._channel.command(Stop())

    def cancel(self) -> None:
        """Throw away the utterance being spoken; its sound stays in its final."""
        self._channel.command(Cancel())

    def redo(self, command: BreakOff | Cancel | Paused | SetMode) -> None:
        """Do what was done in a recording that is replayed, between two blocks; the models must be on the disk."""
        self._channel.command(command)

    def retry(self, final: Final, mode: Mode) -> None:
        """Recognise the sound of ``final`` again."""
        self._channel.command(Retry(final, mode))

    def restart(self) -> None:
        """Give up on the step that hangs, if one does, and load the pair again; its thread ends when the step does."""
        if self._choice is not None and self._watchdog.abandon():
            self._recognizer = self._recognizer.successor()
            self._recognizer.thread.start()
            self._fetcher.set_pair(self._choice, self._mode)

    def measure(self, samples: Samples, mode: Mode) -> None:
        """Recognise ``samples`` only to see how long it takes; ``SpeedMeasured`` follows."""
        self._channel.command(Measure(samples, mode))

    def close(self) -> None:
        """End the threads; may be called twice. What still waits for its text is dropped."""
        self._fetcher.close(CLOSE_S)
        self._channel.command(Close())
        self._channel.release()
        self._inbox.close()
        self._segmenter.thread.join(CLOSE_S)
        self._recognizer.thread.join(CLOSE_S)
        self._watchdog.close()
