"""``python -m tests.faults.starved``: dictate while there is no memory for a model, and go on when there is.

In a process of its own, for the limit is the process's. It prints what came of it as one JSON object.
"""

import contextlib
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path

from dictate.core.events import Finalized, ModelReady
from dictate.core.settings import Settings
from dictate.core.types import Mode
from dictate.plan import recognizers
from tests.engine.parts import POCKET, clip, local
from tests.pipeline.parts import HandSource, session, silence

CLIP = clip("monologue3_shortpauses.flac")[: 16_000 * 9]
"""One long utterance."""
FOR_SMALL_THINGS = 3_000_000
"""Bytes that are left for everything but a model."""


@contextlib.contextmanager
def starved() -> Iterator[None]:
    """The process gets next to nothing beyond what it has now."""
    before = resource.getrlimit(resource.RLIMIT_DATA)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    used_kib = int(status.split("VmData:")[1].split()[0])
    resource.setrlimit(resource.RLIMIT_DATA, (used_kib * 1024 + FOR_SMALL_THINGS, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def main() -> None:
    """One utterance without memory, one with it, and the first one again."""
    pair = local(POCKET / "teacher", POCKET / "distil")
    with session(factory=recognizers(Settings()), load=False, mode=Mode.TEACHER) as (running, recorder):
        running.set_pair(pair)
        recorder.wait(ModelReady, 2)
        source = HandSource(live=False)
        running.start(source)
        with starved():
            say(source)
            failed = recorder.wait(Finalized).final
        say(source)
        recorder.wait(Finalized, 2)
        running.retry(failed, failed.mode)
        recorder.wait(Finalized, 3)
        running.stop()
        ledger = recorder.stopped().ledger
    finals = [[final.id, final.outcome, final.reason, final.text] for final in recorder.finals]
    json.dump({"finals": finals, "lost": ledger.missing + ledger.failed}, sys.stdout)


def say(source: HandSource) -> None:
    """One utterance."""
    source.push(CLIP)
    source.push(silence(900))


if __name__ == "__main__":
    main()
