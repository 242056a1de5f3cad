"""Text is believed or not by numbers that can be tested without a model (field 3, 5, 15)."""

from typing import Any

import pytest

from dictate.engine import guards

PANGRAM = "The quick brown fox jumps over the lazy dog near the old mill."


def test_a_repeated_run_of_five_words_is_a_loop_from_the_third_time_on_field_15() -> None:
    run = "please send me the report"
    assert guards.repetition(f"First {run} now, then {run} today.") == ""
    assert "3 times" in guards.repetition(f"First {run} now, then {run} today, and {run} again tomorrow at noon.")


def test_repetition_sees_words_not_punctuation_or_case_field_15() -> None:
    text = "It is on the table. It is, on the Table! IT IS ON THE TABLE?"
    assert guards.most_repeated(text) == (3, "it is on the table")


def test_a_compression_ratio_above_two_point_four_is_a_loop_field_15() -> None:
    looped = "no no " * 40
    assert guards.compression_ratio(looped) > guards.COMPRESSION_RATIO
    assert guards.repetition("ha" * 200) != ""
    assert guards.compression_ratio(PANGRAM) < 1.5
    assert guards.repetition(PANGRAM) == ""


def test_words_said_twice_are_no_loop_field_16() -> None:
    assert guards.repetition("I know that that is true.") == ""


def test_no_text_is_no_loop() -> None:
    assert guards.repetition("") == ""
    assert guards.compression_ratio("") == 0.0


@pytest.mark.parametrize(
    ("probability", "log_probability", "suppressed"),
    [
        (0.9, -1.5, True),
        (0.9, -0.2, False),  # a really spoken "Thank you." that the model is sure of
        (0.3, -1.5, False),
        (0.6, -1.5, False),
        (0.9, -1.0, False),
        (None, -1.5, False),
        (0.9, None, False),
    ],
)
def test_no_speech_needs_both_signs_field_3(
    probability: float | None, log_probability: float | None, suppressed: bool
) -> None:
    assert bool(guards.no_speech(probability, log_probability)) is suppressed


def test_too_few_words_counts_from_five_seconds_of_speech_on_field_5() -> None:
    assert guards.too_few_words("yes", 4.9) == ""
    assert "only 1 word for" in guards.too_few_words("yes", 5.0)
    assert "only 5 words for" in guards.too_few_words("this is all I have", 5.0)
    assert guards.too_few_words("this is all I have got", 5.0) == ""


def test_scripts_without_spaces_are_not_held_to_lack_words_field_5() -> None:
    assert guards.too_few_words("我们明天早上九点在办公室见面然后一起去", 6.0) == ""
    assert "only 0 words" in guards.too_few_words("。", 6.0)


def test_the_gravest_doubt_counts() -> None:
    def doubt(text: str, **changes: Any) -> guards.Doubt | None:
        values = {"mean_log_probability": -0.1, "no_speech_probability": 0.0, "complete": True, "voiced_s": 2.0}
        return guards.doubt(text, **(values | changes))

    assert doubt(PANGRAM) is None
    assert doubt("") is None
    loop = doubt("please send me the report " * 4, complete=False)
    assert loop is not None
    assert loop.invented
    cut = doubt(PANGRAM, complete=False, mean_log_probability=-2.0)
    assert cut is not None
    assert not cut.invented
    assert "did not come to an end" in cut.reason
    unsure = doubt(PANGRAM, mean_log_probability=-1.1)
    assert unsure is not None
    assert unsure.silent
    nothing = doubt("", voiced_s=6.0)
    assert nothing is not None
    assert "only 0 words for 6 s" in nothing.reason


def test_words_are_counted_in_any_script() -> None:
    assert guards.words_of("Don't stop - twenty-five cafés, ich höre!") == [
        "dont",
        "stop",
        "twentyfive",
        "cafés",
        "ich",
        "höre",
    ]
