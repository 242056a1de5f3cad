"""kill -9 of the window while someone dictates into it."""

import os
import random
from pathlib import Path

import pytest

from dictate.core.kept_sessions import remove_session, sessions_in
from dictate.core.types import SAMPLE_RATE, Outcome
from tests.e2e.windows import OBSERVED, Window
from tests.e2e.words import SPEECH, share_heard, transcript, words_of
from tests.faults.broken_off import kept_by, kill, missing_s
from tests.faults.conftest import Desk, Reliability

pytestmark = pytest.mark.e2e

MOMENTS = int(os.environ.get("DICTATE_FAULT_MOMENTS", "2"))
"""How often it is killed; 20 in ``make test``."""
CLIP = "monologue1.flac"
MORE_THAN_A_BREATH_S = 3.0


def test_kill_9_at_random_moments_loses_less_than_a_second(
    desk: Desk, own_folders: Path, reliability: Reliability
) -> None:
    """The text that stood is there again, and the sound up to a second before."""
    chance = random.Random(SPEECH.name)
    most_missing, words_missing = 0.0, 0
    for _ in range(MOMENTS):
        with Window("window", "--start", env=desk.env, command=OBSERVED) as window:
            window.wait_until_it_answers()
            window.wait("recording", lambda status: status["state"] in {"listening", "speech"})
            player = desk.microphone.start_playing(SPEECH / CLIP)
            spoken = chance.randint(0, 8)
            window.wait("so many words", lambda status, spoken=spoken: status["words"] >= spoken)  # type: ignore[misc]
            for _ in range(chance.randint(4, 12)):
                window.status()  # a moment each
            written = window.text()
            killed_at = kill(window)
            player.kill()
            player.wait()
            kept = kept_by(window, own_folders)
        assert kept is not None
        assert kept.state == "open"
        most_missing = max(most_missing, missing_s(kept, killed_at))
        assert len(words_of(kept.text)) >= len(words_of(written))
        with Window("window", env=desk.env, command=OBSERVED) as window:
            window.wait_until_it_answers()
            window.press("Recover")
            old = kept.folder
            window.wait("all of it to be recovered", lambda _, old=old: not old.exists())  # type: ignore[misc]
            text = window.text()
            assert written.strip() in text
            cards = window.program.ask(cards=True)["cards"]
            told = [told.text for told in kept.told.values() if told.outcome == Outcome.TEXT]
            assert set(told) <= set(cards), "every utterance has its card again"
            words_missing += max(0, len(words_of(written)) - len(words_of(text)))
            if text.strip() or kept.unwritten_s > MORE_THAN_A_BREATH_S:  # else it died before the first word
                # The pocket models mishear much on a busy machine; text from elsewhere would share next to nothing.
                assert share_heard(text, transcript(CLIP)) > 0.3
            # Closed without saving it, by us: the recovered text is let go.
            kill(window)
        left = sessions_in(own_folders / "dictate" / "data" / "dictations")
        assert len(left) == 1 or not text.strip(), "only without a word there is nothing to keep"
        for folder in left:
            remove_session(folder)
    assert most_missing <= 1.0
    assert words_missing == 0
    reliability.row(
        f"kill -9 of the window while dictating, at {MOMENTS} random moments",
        "at the next start: what broke off, and Recover",
        samples=round(most_missing * SAMPLE_RATE),
        words=words_missing,
    )
