"""``dictate listen``: the window's dictation in a terminal, and as JSON for programs. Main thread."""

import argparse
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from dictate.app import live_source
from dictate.commands.listen_views import JsonView, TerminalView, View
from dictate.commands.planning import check_microphone, load_settings, make_plan
from dictate.commands.reports import Dictating
from dictate.core.errors import AudioDeviceError, ModelError
from dictate.core.events import Event, Failed, Finalized, SourceOpened, State, StateChanged, Stopped
from dictate.core.types import Outcome
from dictate.pipeline.session import Session
from dictate.plan import Plan
from dictate.terminal import Terminal

_LOOK_S = 0.1
"""How often the clock (``--seconds``) and signals are looked at while nothing happens."""


def run(args: argparse.Namespace) -> int:
    """Dictate until Ctrl+C, the end of the demo, or ``--seconds``; returns the exit code."""
    terminal = Terminal()
    plan = make_plan(args, load_settings(terminal))
    check_microphone(plan)
    view: View = JsonView(terminal) if args.json else TerminalView(terminal)
    return listen(plan, view, args.seconds)


def listen(plan: Plan, view: View, seconds: float | None = None) -> int:
    """One recording from ``plan``'s source, shown by ``view``."""
    with Dictating(plan, program="listen") as dictating, _stopped_by_signals(dictating.session):
        if dictating.archive is not None:
            dictating.archive.look()
        dictating.session.start(live_source(plan))
        course = _Course(dictating.session, seconds)
        while not course.over:
            event = dictating.events.next(_LOOK_S)
            if event is not None:
                course.follow(event)
                view.show(event)
            course.watch_clock()
        if dictating.archive is not None:
            dictating.archive.finish()  # all of it was shown
        return course.exit_code


class _Course:
    """When to stop, and with which exit code."""

    def __init__(self, session: Session, seconds: float | None) -> None:
        self._session = session
        self._seconds = seconds
        self._deadline: float | None = None
        self.over = False
        self.exit_code = 0

    def follow(self, event: Event) -> None:
        match event:
            case SourceOpened():
                self._deadline = None if self._seconds is None else time.monotonic() + self._seconds
            case Failed():
                self.exit_code = event.exit_code
            case Finalized(final=final) if final.outcome is Outcome.FAILED:
                self.exit_code = self.exit_code or ModelError.exit_code
            case StateChanged(state=State.LISTENING | State.SPEECH) if self.exit_code == AudioDeviceError.exit_code:
                self.exit_code = 0  # the microphone is back
            case StateChanged(model_state=State.FAILED):
                self._session.stop()
            case Stopped():
                self.over = True

    def watch_clock(self) -> None:
        if self._deadline is not None and time.monotonic() >= self._deadline:
            self._deadline = None
            self._session.stop()


@contextmanager
def _stopped_by_signals(session: Session) -> Iterator[None]:
    """The first Ctrl+C (or SIGTERM) ends the recording without loss; the second one ends the program."""
    asked = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True
        session.stop()  # only puts a command into a queue made for being interrupted (``SimpleQueue``)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
