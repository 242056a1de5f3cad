"""The segmenter thread: opens the source, cuts its sound into utterances, passes commands on in their order.

Sound and commands come through one ``Channel``, so that a command holds exactly from where it stands between the
blocks. The thread owns the source, because opening a device can take seconds and closing it waits for its last blocks:
neither belongs on the window's thread.
"""

import logging
import threading
from collections import deque
from dataclasses import asdict

from dictate.core.events import Failed, SourceOpened, State
from dictate.core.ledger import Ledger
from dictate.core.ports import Listener
from dictate.core.settings import SegmenterSettings
from dictate.core.sources import AudioSource
from dictate.core.types import Mode
from dictate.pipeline.channel import Channel, Inbox
from dictate.pipeline.keeper import Keeper
from dictate.pipeline.messages import (
    BreakOff,
    Cancel,
    Close,
    Configure,
    ForRecognizer,
    ForSegmenter,
    FromSource,
    Measure,
    PairFailed,
    Paused,
    Prepare,
    RecordingBegan,
    RecordingEnded,
    Reopen,
    Retry,
    SetMode,
    Sound,
    SourceEnded,
    SourceMoved,
    SourceOutdated,
    Start,
    Stop,
    UnloadAfter,
    UsePair,
)
from dictate.pipeline.models import as_dictate_error
from dictate.pipeline.recording import LOST_AFTER_S, DetectorFactory, Recording
from dictate.pipeline.reopening import Reopener
from dictate.pipeline.sink import Sink
from dictate.pipeline.status import StatusBoard

log = logging.getLogger(__name__)


class SegmenterThread:
    """Runs recordings one after the other, and sends what the recogniser must know in the right order."""

    def __init__(
        self,
        *,
        channel: Channel[ForSegmenter],
        inbox: Inbox[ForRecognizer],
        listener: Listener,
        status: StatusBoard,
        detectors: DetectorFactory,
        settings: SegmenterSettings,
        mode: Mode,
        keeper: Keeper,
    ) -> None:
        self._channel = channel
        self._inbox = inbox
        self._listener = listener
        self._status = status
        self._detectors = detectors
        self._settings = settings
        self._mode = mode
        self._keeper = keeper
        self._recording: Recording | None = None
        self._reopener = Reopener(channel, self._fail)
        self._recordings = 0
        self._closing = False
        self._next_id = 1
        self._next_source: AudioSource | None = None
        self._after_utterance: deque[tuple[int, UsePair | SetMode]] = deque()
        self.thread = threading.Thread(target=self.run, name="dictate-segmenter", daemon=True)

    def run(self) -> None:
        """Until ``Close``."""
        while True:
            item = self._next()
            if isinstance(item, Close):
                break
            try:
                self._handle(item)
            except Exception as error:  # noqa: BLE001  (the thread's border: the next command must find it alive)
                self._fail("Recording", error)
                self._end(by_source=True)
        if self._recording is not None:
            self._channel.release()
            self._recording.source.close()

    def _next(self) -> ForSegmenter | None:
        """The next item; None when a source that should deliver has not for ``LOST_AFTER_S``."""
        if self._recording is None or self._closing:
            return self._channel.get()
        # A second look: after a long import had the interpreter, we may wake before the thread that brings the sound.
        return self._channel.get(timeout=LOST_AFTER_S) or self._channel.get(timeout=LOST_AFTER_S / 5)

    def _handle(self, item: ForSegmenter | None) -> None:
        match item:
            case None:
                self._lose(ended=False)
            case Sound() | SourceEnded() | SourceMoved() | SourceOutdated() | Reopen():
                if self._recording is not None and item.recording == self._recording.number:
                    self._hear(self._recording, item)
            case _:
                self._obey(item)

    def _hear(self, recording: Recording, item: FromSource) -> None:
        """What comes from the source of the recording that runs."""
        match item:
            case Sound(_, block):
                recording.take(block, self._mode, self._reopener.missing_s(recording, block))
                self._between_utterances()
            case SourceEnded(_, error):
                self._source_ended(recording, error)
            case SourceMoved(_, name):
                recording.follow(name)
            case SourceOutdated() if not self._closing:
                self._reopener.close_outdated(recording)
            case Reopen() if not self._closing:
                self._reopener.move(recording, self._mode)
                self._between_utterances()

    def _source_ended(self, recording: Recording, error: Exception | None) -> None:
        if error is not None and not self._closing:
            if recording.source.again() is not None:
                self._lose(ended=True)
                return
            self._fail("Recording", error)
        self._end(by_source=not self._closing)

    def _lose(self, *, ended: bool) -> None:
        """A live source delivers nothing; when a block comes again the state returns by itself."""
        if self._recording is not None and self._recording.source.live:
            self._reopener.lose(self._recording, self._mode, ended=ended)
            self._between_utterances()

    def _obey(self, command: ForSegmenter) -> None:
        """Commands hold from here on: all sound before them in the channel has been cut."""
        match command:
            case Start(source):
                self._next_source = source
                if self._recording is None:
                    self._begin()
                else:
                    self._close_source()
            case Stop():
                self._next_source = None
                self._close_source()
            case Cancel() | BreakOff() | Paused():
                if self._recording is not None:
                    self._in_recording(self._recording, command)
            case SetMode() | UsePair():
                self._wish(command)
            case Configure(segmenter):
                self._settings = segmenter
                self._inbox.put(command)
            case Prepare() | PairFailed() | Retry() | Measure() | UnloadAfter():
                self._inbox.put(command)
            case _:
                raise TypeError(f"no command: {command!r}")

    def _wish(self, command: SetMode | UsePair) -> None:
        """A mode holds from the next utterance on, for the recogniser too; so does a pair."""
        if isinstance(command, SetMode):
            self._mode = command.mode
            if self._recording is not None:
                self._recording.note_mode(command.mode)
        self._after_utterance.append((self._recording.finals if self._recording else 0, command))
        self._between_utterances()

    def _in_recording(self, recording: Recording, command: Cancel | BreakOff | Paused) -> None:
        match command:
            case Cancel():
                recording.cancel()
            case BreakOff():
                recording.break_off(self._mode)
            case Paused():
                recording.expect_end(command)
                return
        self._between_utterances()

    def _between_utterances(self) -> None:
        """What holds from the next utterance on is passed on once the one being spoken has ended."""
        recording = self._recording
        while self._after_utterance:
            finals, wish = self._after_utterance[0]
            if recording is not None and recording.in_speech and recording.finals == finals:
                return
            self._inbox.put(wish)
            self._after_utterance.popleft()

    # -- one recording after the other ------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Open the source that waits. "Listening" is shown only when its first block is here."""
        source, self._next_source = self._next_source, None
        if source is None:
            return
        self._recordings += 1
        self._inbox.put(RecordingBegan(self._mode))
        self._status.capture(State.OPENING)
        self._channel.hold()
        sink = Sink(self._channel, self._recordings, live=source.live)
        try:
            detector = self._detectors(self._settings)
            name = source.open(sink)
        except Exception as error:  # noqa: BLE001  (the thread's border)
            source.close()
            self._fail("Recording", error)
            self._end(by_source=True)
            return
        self._recording = Recording(
            number=self._recordings,
            source=source,
            name=name,
            sink=sink,
            detector=detector,
            settings=self._settings,
            inbox=self._inbox,
            listener=self._listener,
            status=self._status,
            keeper=self._keeper,
            first_id=self._next_id,
        )
        cut = asdict(self._settings)
        about = {"mode": self._mode.value, "source": name, "first_id": self._next_id, "segmenter": cut}
        self._keeper.begin(self._recordings, **about)
        self._listener.notify(SourceOpened(name=name, note=source.note))

    def _close_source(self) -> None:
        """Close it; its last blocks are in the channel then, and ``SourceEnded`` behind them ends the recording."""
        if self._recording is None or self._closing:
            return
        self._closing = self._recording.closing = True
        self._status.capture(State.FINISHING)
        self._channel.release()
        self._recording.source.close()
        self._channel.command(SourceEnded(self._recording.number))

    def _end(self, *, by_source: bool) -> None:
        """Cut out what is left; the recogniser reports ``Stopped`` when all its text is there."""
        recording, self._recording = self._recording, None
        self._closing = False
        self._status.capture(State.FINISHING)
        if recording is not None:
            self._channel.release()
            recording.source.close()
            try:
                recording.finish(self._mode)
            except Exception as error:  # noqa: BLE001  (likewise)
                self._fail("Recording", error)
            self._next_id = recording.next_id
        self._between_utterances()
        self._inbox.put(RecordingEnded(recording.ledger if recording else Ledger(), by_source))
        self._begin()

    def _fail(self, what: str, error: Exception) -> None:
        failed = as_dictate_error(error)
        log.error("%s failed: %s", what, failed)
        self._listener.notify(
            Failed(what=what, reason=failed.user_message, action=failed.action, exit_code=failed.exit_code)
        )
