"""``python -m tests.faults.soak MINUTES``: hours of simulated speech at speed, with random faults all the while.

It ends with exit code 1 when a sample or an utterance is lost or doubled, or when memory, threads or file handles grow.
"""

import gc
import logging
import os
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from dictate.core.errors import NoMicrophone, OutOfMemory, RecognitionFailed
from dictate.core.events import Event, Finalized, RecognizerHung, Stopped
from dictate.core.settings import SegmenterSettings
from dictate.core.types import SAMPLE_RATE, Final, Hypothesis, Mode, PairChoice, Request, Samples
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.journal import Journal
from dictate.pipeline.session import Session
from tests.pipeline.parts import DEADLINE_S, HandSource, LoudDetector, silence, speech

WARM_UP = 0.2
"""Share of the time after which nothing may grow any more."""
MOST_GROWTH_MB = 24.0
"""The allocator's own ups and downs; a leak of the sound alone would be 100 MB for every hour of speech."""
FAULTS = ("raise", "memory", "hang", "lose", "mode", "pair", "cancel", "retry", "text")


@dataclass(slots=True)
class Report:
    """What came of it.

    Attributes:
        problems: what was lost, doubled or left open; empty when all is well.
        megabytes, threads, handles: after the warm-up, and at the end.
    """

    hours: float = 0.0
    recordings: int = 0
    utterances: int = 0
    faults: int = 0
    problems: list[str] = field(default_factory=list)
    megabytes: tuple[float, float] = (0.0, 0.0)
    threads: tuple[int, int] = (0, 0)
    handles: tuple[int, int] = (0, 0)

    def __str__(self) -> str:
        words = f"{self.hours:.2f} h of speech in {self.recordings} recordings, {self.utterances} utterances"
        sizes = f"memory {self.megabytes[0]:.1f} -> {self.megabytes[1]:.1f} MB"
        counts = f"threads {self.threads[0]} -> {self.threads[1]}, handles {self.handles[0]} -> {self.handles[1]}"
        return "\n".join([f"{words}, {self.faults} faults", f"{sizes}, {counts}", *self.problems])


class Ear:
    """A listener that checks and counts, and keeps next to nothing."""

    def __init__(self, problems: list[str]) -> None:
        self._problems = problems
        self._changed = threading.Condition()
        self.stopped = self.finals = 0
        self.hung = False
        self.last: Final | None = None

    def notify(self, event: Event) -> None:
        with self._changed:
            match event:
                case Finalized(final=final):
                    self.last = final
                    if not final.utterance.revision:
                        self.finals += 1
                        if final.id != self.finals:
                            self._problems.append(f"utterance {final.id} came as number {self.finals}")
                case Stopped(ledger=ledger):
                    self.stopped += 1
                    if ledger.missing:
                        self._problems.append(
                            f"recording {self.stopped}: {ledger.missing} samples are missing: {ledger}"
                        )
                case RecognizerHung(hung=hung):
                    self.hung = hung
                case _:
                    return
            self._changed.notify_all()

    def wait_stopped(self, count: int) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.stopped >= count, DEADLINE_S), "a recording never ended"

    def wait_hung(self) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.hung, DEADLINE_S), "nobody noticed the hang"


class Luck:
    """What the recogniser does with the next utterance."""

    def __init__(self) -> None:
        self.next = ""
        self.release = threading.Event()
        self.entered = threading.Event()

    def answer(self, request: Request) -> str | Exception:
        fault, self.next = self.next, ""
        match fault:
            case "raise":
                return RecognitionFailed("bad luck")
            case "memory":
                return OutOfMemory("bad luck")
            case "hang":
                self.entered.set()
                self.release.wait()
        return f"{len(request.samples)} samples"


class Forgetful(ScriptedRecognizer):
    """Does not keep what it was asked."""

    def transcribe(self, request: Request, on_draft: Callable[[str], None] | None = None) -> Hypothesis:
        self.requests.clear()
        return super().transcribe(request, on_draft)


class Soak:
    """One session for the whole time, as a person's who dictates all day."""

    def __init__(self, root: Path, seed: int) -> None:
        self.report = Report()
        self._chance = random.Random(seed)
        self._luck = Luck()
        self._ear = Ear(self.report.problems)
        self._journal = Journal(root, 0, {}, self._ear)
        self._session = Session(
            self._ear,
            lambda choice: Forgetful(self._luck.answer, choice=choice),
            lambda _settings: LoudDetector(),
            SegmenterSettings(),
            keeper=self._journal,
            patience_s=0.2,
        )
        self._session.set_pair(PairChoice(name="one"))
        self._source = HandSource()
        # Made once: making noise would take longer than all the rest.
        self._speech = speech(15_000, 5000)
        self._silence = silence(2000)

    def run(self, minutes: float) -> Report:
        began = time.monotonic()
        warm = False
        while (passed := (time.monotonic() - began) / 60) < minutes and not self.report.problems:
            self._record()
            if not warm and passed >= minutes * WARM_UP:
                warm = True
                self._measure(first=True)
        self._measure(first=False)
        self._session.close()
        self._journal.close()
        return self.report

    def _record(self) -> None:
        self._source = HandSource()
        self._session.start(self._source)
        for _ in range(self._chance.randint(3, 12)):
            self._push(self._speech[: self._chance.randint(1000, len(self._speech))])
            self._push(self._silence[: self._chance.randint(0, len(self._silence))])
            if self._chance.random() < 0.4:
                self.report.faults += 1
                self._make(self._chance.choice(FAULTS))
        self._session.stop()
        self.report.recordings += 1
        self._ear.wait_stopped(self.report.recordings)
        self.report.utterances = self._ear.finals
        self._journal.finish()

    def _push(self, sound: Samples) -> None:
        self._source.push(sound)
        self.report.hours += len(sound) / SAMPLE_RATE / 3600

    def _make(self, fault: str) -> None:
        match fault:
            case "raise" | "memory":
                self._luck.next = fault
            case "hang":
                self._hang()
            case "lose":
                before, self._source = self._source, HandSource()
                before.next = self._source
                before.end(NoMicrophone("bad luck"))
            case "mode":
                self._session.set_mode(self._chance.choice([Mode.DISTIL, Mode.TEACHER]))
            case "pair":
                self._session.set_pair(PairChoice(name=self._chance.choice(["one", "two"])))
            case "cancel":
                self._session.cancel()
            case "retry":
                if self._ear.last is not None:
                    self._session.retry(self._ear.last, Mode.TEACHER)
            case "text":
                self._journal.keep_text("word " * self._chance.randint(1, 5000), self._ear.finals)

    def _hang(self) -> None:
        luck = self._luck
        luck.entered.clear()
        luck.release = threading.Event()
        luck.next = "hang"
        self._push(self._speech[:16_000])
        self._push(self._silence)
        if luck.entered.wait(5):  # else nothing came to the recogniser: cancelled, or another fault came first
            self._ear.wait_hung()
            self._session.restart()
            self._ear.hung = False
        luck.next = ""
        luck.release.set()

    def _measure(self, *, first: bool) -> None:
        gc.collect()
        found = (_megabytes(), threading.active_count(), len(os.listdir("/proc/self/fd")))
        report = self.report
        if first:
            report.megabytes, report.threads, report.handles = [(value, value) for value in found]  # type: ignore[assignment]
            return
        report.megabytes = (report.megabytes[0], found[0])
        report.threads = (report.threads[0], found[1])
        report.handles = (report.handles[0], found[2])
        if found[0] - report.megabytes[0] > MOST_GROWTH_MB:
            report.problems.append("memory grew")
        if found[1] - report.threads[0] > 2 or found[2] - report.handles[0] > 4:
            report.problems.append("threads or handles were left behind")


def _megabytes() -> float:
    """Memory of this process that is really there."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def soak(minutes: float, seed: int) -> Report:
    """Simulate for so long; ``seed`` makes the same faults again."""
    with tempfile.TemporaryDirectory(prefix="dictate-soak-") as folder:
        return Soak(Path(folder) / "dictations", seed).run(minutes)


def main() -> int:
    """Simulate for the minutes on the command line (10 by default)."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 10.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else time.time_ns() % 1_000_000
    # What fails does so by our own doing, thousands of times.
    logging.getLogger("dictate").addHandler(logging.NullHandler())
    logging.getLogger("dictate").propagate = False
    sys.stdout.write(f"{minutes:g} minutes, seed {seed}\n")
    sys.stdout.flush()
    report = soak(minutes, seed)
    sys.stdout.write(f"{report}\n")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
