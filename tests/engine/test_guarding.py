"""Which hearing follows on which doubt, on canned hearings; the real models do the same in ``test_loaded``."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from dictate.core.errors import DownloadFailed
from dictate.core.types import Hypothesis, Mode, Request, StageTimes
from dictate.engine.guarding import Guarding

SOUND = np.zeros(160_000, dtype=np.int16)
LOOP = "please send me the report " * 4
GOOD = "Please send me the report."


def says(text: str, **changes: Any) -> Any:
    """What a model heard, in a trimmed window."""
    values = {
        "text": text,
        "tokens": (1, 2),
        "mean_log_probability": -0.1,
        "no_speech_probability": 0.01,
        "complete": True,
        "positions": 768,
        "times": StageTimes(encoder_ms=10),
        "verification": None,
    }
    return SimpleNamespace(**(values | changes))


class Canned:
    """Stands where a loaded pair stands: says what it is given, and notes how it was asked."""

    def __init__(self, *answers: Any, on_gpu: bool = False) -> None:
        self._answers = list(answers)
        self.on_gpu = on_gpu
        self.asked: list[tuple[Mode, str | None, int, str]] = []

    def hear(self, samples: Any, mode: Mode, *, window: str | None = None, prompt: str = "", **_: Any) -> Any:
        self.asked.append((mode, window, len(samples), prompt))
        return self._answers.pop(0)

    def model(self, mode: Mode) -> Any:
        return SimpleNamespace(name="distil" if mode is Mode.DISTIL else "teacher")


def heard(pair: Canned, mode: Mode, voiced_s: float = 4.0, **changes: Any) -> Hypothesis:
    request = Request(samples=SOUND, mode=mode, is_final=True, voiced_s=voiced_s, language="en", prompt="Heidi")
    return Guarding(pair, changes.get("prepare", lambda: None)).hear(request, (), None)  # type: ignore[arg-type]


def test_a_believed_text_is_heard_once() -> None:
    pair = Canned(says(GOOD))
    assert heard(pair, Mode.DISTIL).hearings == 1
    assert pair.asked == [(Mode.DISTIL, None, 160_000, "Heidi")]


def test_a_loop_is_heard_at_the_full_window_without_the_prompt_field_15() -> None:
    pair = Canned(says(LOOP), says(GOOD))
    found = heard(pair, Mode.DISTIL)
    assert (found.text, found.model, found.hearings, found.times.encoder_ms) == (GOOD, "distil", 2, 20)
    assert "Recognized again by distil" in found.warning
    assert pair.asked[1] == (Mode.DISTIL, "full", 160_000, "")


def test_then_with_the_teacher_and_marked_field_15() -> None:
    pair = Canned(says(LOOP), says(LOOP), says(GOOD))
    found = heard(pair, Mode.DISTIL)
    assert (found.text, found.model, found.hearings) == (GOOD, "teacher", 3)
    assert "distil: it repeats itself" in found.warning
    assert [asked[:2] for asked in pair.asked[1:]] == [(Mode.DISTIL, "full"), (Mode.TEACHER, "full")]


def test_the_teacher_that_had_the_full_window_gets_the_sound_a_little_later_field_15() -> None:
    pair = Canned(says(LOOP, positions=1500), says(GOOD), on_gpu=True)
    assert heard(pair, Mode.TEACHER).text == GOOD
    assert pair.asked == [(Mode.TEACHER, "full", 160_000, "Heidi"), (Mode.TEACHER, "full", 164_800, "")]


@pytest.mark.parametrize("last", [LOOP, ""])
def test_what_stays_a_loop_is_held_back_with_its_reason_field_15(last: str) -> None:
    found = heard(Canned(says(LOOP), says(LOOP), says(last)), Mode.DISTIL)
    assert found.text == LOOP
    assert found.suppressed.endswith("Recognizing it again did not help")


def test_text_that_was_never_said_is_held_back_and_kept_field_3() -> None:
    ghost = says("Thank you.", no_speech_probability=0.9, mean_log_probability=-1.4)
    found = heard(Canned(ghost, ghost, ghost), Mode.DISTIL, voiced_s=0.5)
    assert found.text == "Thank you."
    assert "probably no speech (90%" in found.suppressed


def test_too_few_words_are_heard_again_then_warned_of_field_5() -> None:
    few = says("Only this.")
    found = heard(Canned(few, few, few), Mode.DISTIL, voiced_s=9.0)
    assert (found.text, found.suppressed) == ("Only this.", "")
    assert "only 2 words for 9 s of speech" in found.warning
    full = says("now there are more than ten words in the whole text")
    found = heard(Canned(few, full), Mode.VERIFIED, voiced_s=9.0)
    assert found.text.startswith("now there are")


def test_an_unsure_text_is_heard_at_the_full_window_and_nobody_is_bothered() -> None:
    unsure = says(GOOD, mean_log_probability=-1.3)
    found = heard(Canned(unsure, unsure), Mode.DISTIL)
    assert (found.text, found.warning, found.suppressed, found.hearings) == (GOOD, "", "", 2)
    better = heard(Canned(unsure, says("Please send me a report.")), Mode.DISTIL)
    assert (better.text, better.warning) == ("Please send me a report.", "")
    assert heard(Canned(replace_positions(unsure), on_gpu=True), Mode.DISTIL).hearings == 1


def replace_positions(one: Any) -> Any:
    return SimpleNamespace(**(vars(one) | {"positions": 1500}))


def test_a_teacher_that_cannot_be_had_leaves_the_reason_field_12() -> None:
    def missing() -> None:
        raise DownloadFailed("whisper-small.en is not on this computer")

    found = heard(Canned(says(LOOP), says(LOOP)), Mode.DISTIL, prepare=missing)
    assert "whisper-small.en is not on this computer" in found.suppressed
    few = says("Only this.")
    found = heard(Canned(few, few), Mode.DISTIL, voiced_s=9.0, prepare=missing)
    assert "whisper-small.en is not on this computer" in found.warning
    assert replace(found, warning="").text == "Only this."
