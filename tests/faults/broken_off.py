"""What a window that was killed left on the disk."""

import time
from pathlib import Path

from dictate.core.keeping import Kept, read_kept
from dictate.core.kept_sessions import sessions_in
from dictate.core.types import SAMPLE_RATE
from tests.e2e.windows import Window


def kept_by(window: Window, home: Path) -> Kept | None:
    """The dictation of ``window``, whose folders lie in ``home``; None while it has none."""
    process = f"-{window.program.process.pid}"
    folders = sessions_in(home / "dictate" / "data" / "dictations")
    found = [folder for folder in folders if folder.name.endswith(process)]
    return read_kept(found[0]) if found else None


def kill(*windows: Window) -> float:
    """kill -9; returns the time of day at which the first was killed."""
    killed_at = time.time()
    for window in windows:
        window.program.process.kill()
    for window in windows:
        window.program.process.wait()
    return killed_at


def missing_s(kept: Kept, killed_at: float) -> float:
    """Seconds of sound between the end of what is on the disk and the moment of the kill."""
    return max(0.0, killed_at - float(kept.started[1]["at_s"]) - kept.lengths[1] / SAMPLE_RATE)
