"""How far a model is on its way, in words for the window and the terminal alike. Any thread."""

from dictate.core.types import ModelProgress


def amount_words(progress: ModelProgress) -> str:
    """As in ``43 % of 1.5 GB, 12.3 MB/s, 2 min left``; empty when nothing is known."""
    missing = progress.total_bytes - progress.done_bytes
    if not progress.total_bytes:
        return f"{bytes_words(progress.done_bytes)} so far" if progress.done_bytes else ""
    words = [f"{100 * progress.done_bytes // progress.total_bytes} % of {bytes_words(progress.total_bytes)}"]
    if progress.stage == "downloading" and missing > 0 and progress.bytes_per_second >= 1:
        words.append(f"{progress.bytes_per_second / 1e6:.1f} MB/s")
        words.append(f"{time_words(missing / progress.bytes_per_second)} left")
    return ", ".join(words)


def bytes_words(count: int) -> str:
    """``count`` bytes in MB or GB, as download pages write it."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def time_words(seconds: float) -> str:
    """A time that is to come, no finer than one can plan with."""
    if seconds < 60:
        return f"{max(1, round(seconds))} s"
    return f"{round(seconds / 60)} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
