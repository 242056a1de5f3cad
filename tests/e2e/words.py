"""Did they hear what was said? Words are compared in order, without case and punctuation."""

import csv
import re
from difflib import SequenceMatcher
from pathlib import Path

SPEECH = Path(__file__).resolve().parent.parent / "data" / "speech"


def transcript(clip: str) -> str:
    """What is said in a clip of ``tests/data/speech``."""
    with (SPEECH / "transcripts.tsv").open(encoding="utf-8", newline="") as table:
        (text,) = (row["text"] for row in csv.DictReader(table, delimiter="\t") if row["file"] == clip)
    return text


def words_of(text: str) -> list[str]:
    """Words as they are compared."""
    return re.findall(r"[\w']+", text.casefold())


def share_heard(wanted: str, heard: str) -> float:
    """Which part of the words in ``wanted`` is in ``heard``, in order; 0 to 1."""
    spoken = words_of(wanted)
    matcher = SequenceMatcher(None, spoken, words_of(heard), autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / max(1, len(spoken))


def assert_heard(wanted: str, heard: str, least: float = 0.8) -> None:
    """At least ``least`` of the words are there, and not many that nobody said."""
    assert share_heard(wanted, heard) >= least, f"said: {wanted}\nheard: {heard}"
    assert len(words_of(heard)) <= len(words_of(wanted)) / least, f"said: {wanted}\nheard: {heard}"
