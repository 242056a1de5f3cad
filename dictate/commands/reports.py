"""Events of the pipeline, brought to the main thread; and how failures read in a terminal."""

import queue
from types import TracebackType
from typing import Self

from dictate.app import create_session
from dictate.archive import Archive
from dictate.core.errors import DictateError
from dictate.core.events import (
    Event,
    Failed,
    FellBack,
    KeepingChanged,
    LeftBehind,
    MicrophoneQuiet,
    ModelLoading,
    ModelReady,
    Overrun,
    RecognizerHung,
    SourceOpened,
    SourceResumed,
)
from dictate.core.progress import amount_words
from dictate.core.replacing import ReplacingListener
from dictate.core.transcript import count_words
from dictate.core.types import seconds_of
from dictate.pipeline.session import Session
from dictate.plan import Plan


class EventQueue:
    """A ``core.ports.Listener`` for a loop on the main thread. ``SimpleQueue`` is unbounded and never waits to put."""

    def __init__(self) -> None:
        self._queue: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def notify(self, event: Event) -> None:
        """Take an event on a worker's thread."""
        self._queue.put(event)

    def next(self, timeout: float) -> Event | None:
        """The oldest event, or None when there is none within ``timeout`` seconds (so that signals are heard)."""
        try:
            return self._queue.get(timeout=timeout)
        except queue.Empty:
            return None


class Dictating:
    """A session and its events for the length of a ``with`` block.

    Attributes:
        archive: what keeps the dictation on the disk; None when it is a file that lies there anyway.
    """

    def __init__(self, plan: Plan, *, program: str = "") -> None:
        """``program`` is the command that dictates live, to be kept until it is done; empty for a file."""
        self.events = EventQueue()
        self.archive = Archive(plan, self.events, program) if program else None
        listener, keeper = (self.archive, self.archive.keeper) if self.archive else (self.events, None)
        replacing = ReplacingListener(listener, plan.settings.text.replacements)
        self.session: Session = create_session(plan, replacing, keeper)
        self.session.set_pair(plan.choice)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.session.close()
        if self.archive is not None:
            self.archive.close()


def failure_words(failed: Failed) -> str:
    """A failure in one line."""
    return f"{failed.what} failed: {failed.reason}. {failed.action}".strip()


def note_words(event: Event) -> str:
    """What a person is told beside the text, in one line; empty when there is nothing to tell."""
    words = ""
    match event:
        case SourceResumed(name=name, note=note, gap_s=gap_s, moved=moved):
            what = f"The system's microphone is {name} now" if moved else f"The microphone is back ({name})"
            words = f"{what}; {gap_s:.1f} s of sound are missing. {note}" if round(gap_s, 1) else f"{what}. {note}"
        case SourceOpened(note=note):
            words = note
        case MicrophoneQuiet(quiet=True, muted=muted):
            words = "The microphone delivers only silence: is it muted?" if muted else "Nothing is heard: is it muted?"
        case KeepingChanged(kept=False, reason=reason, action=action):
            words = f"The dictation goes on, but cannot be kept on the disk: {reason}. {action}"
        case LeftBehind(session=session, text=text, unwritten_s=unwritten_s):
            there = f"{count_words(text)} words and {unwritten_s:.0f} s of sound without text"
            words = f"A dictation broke off ({there}). Bring it back with: dictate recover {session}"
        case RecognizerHung(hung=True, seconds=seconds):
            words = f"The model has worked on one utterance for {seconds:.0f} s; all sound is kept"
        case FellBack(how=how, reason=reason):
            words = f"An utterance was recognized {how}: {reason}"
        case Overrun(lost_samples=lost):
            words = f"{seconds_of(lost):.1f} s of sound were lost"
    return words.strip()


def as_error(failed: Failed) -> DictateError:
    """A failure that ends the command, with its exit code."""
    kinds: list[type[DictateError]] = [DictateError, *DictateError.__subclasses__()]
    kind = next((kind for kind in kinds if kind.exit_code == failed.exit_code), DictateError)
    return kind(f"{failed.what} failed: {failed.reason}", failed.action)


def loading_words(event: ModelLoading) -> str:
    """How far a model is."""
    return f"{event.progress.model}: {event.progress.stage} {amount_words(event.progress)}".rstrip()


def ready_words(event: ModelReady) -> str:
    """What runs, and where."""
    info = event.info
    return f"{info.name} is ready ({info.device}, {info.precision}, {info.attention})"
