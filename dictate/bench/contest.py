"""Several implementations measured in turns, so that the machine's noise hits all alike. Main thread."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dictate.bench.parts import Clip, Heard, Task
from dictate.bench.worker import Worker, WorkerFailed

Say = Callable[[str], None]
"""Tells the person who waits how far it is."""


@dataclass(slots=True, kw_only=True, eq=False)
class Contender:
    """One that takes part.

    Attributes:
        worker: its process; None when it could not start, see ``problem``.
        heard: for every clip what each repeat gave.
    """

    task: Task
    name: str
    worker: Worker | None = None
    ours: bool = False
    problem: str = ""
    heard: list[list[Heard]] = field(default_factory=list)

    def hear(self, clip: Clip) -> Heard | None:
        """Recognise ``clip``; None when it fails, and it takes part no more."""
        if self.worker is None or self.problem:
            return None
        try:
            return self.worker.hear(self.task, clip.samples)
        except WorkerFailed as error:
            self.problem = error.user_message
            self.heard = []
            return None


def warm_up(contenders: Sequence[Contender], clips: Sequence[Clip]) -> None:
    """Let each recognise the shortest and the longest clip."""
    ordered = sorted(clips, key=lambda clip: len(clip.samples))
    for contender in contenders:
        for clip in (ordered[0], ordered[-1]):
            contender.hear(clip)


def run(contenders: Sequence[Contender], clips: Sequence[Clip], repeats: int, say: Say) -> None:
    """Every clip ``repeats`` times by each, one utterance at a time; who begins changes every time."""
    for contender in contenders:
        contender.heard = [[] for _ in clips]
    turn = 0
    for repeat in range(repeats):
        for place, clip in enumerate(clips):
            say(f"repeat {repeat + 1} of {repeats}, clip {place + 1} of {len(clips)}")
            first = turn % max(1, len(contenders))
            turn += 1
            for contender in (*contenders[first:], *contenders[:first]):
                heard = contender.hear(clip)
                if heard is not None:
                    contender.heard[place].append(heard)
