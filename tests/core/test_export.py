"""Subtitles and JSON: what players and programs rely on, to the letter."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.export import Line, as_srt, as_txt, as_vtt, final_as_dict, line_of
from dictate.core.types import (
    EndReason,
    Final,
    Latency,
    Mode,
    Outcome,
    Segment,
    Stamps,
    Utterance,
)

LINES = [
    Line(start_s=0.54, end_s=3.0904, text="Make an appointment."),
    Line(start_s=4.0, end_s=4.5, text="  "),
    Line(start_s=3661.9996, end_s=3662.5, text="R&D <b>or</b>\nnot?"),
]


def final(**changes: object) -> Final:
    values: dict[str, object] = {
        "utterance": Utterance(
            segment=Segment(
                id=7,
                samples=np.zeros(32_000, dtype=np.int16),
                start_sample=16_000,
                speech_end_sample=44_160,
                voiced_samples=20_000,
                lead_samples=7_200,
                end=EndReason.PAUSE,
            ),
            mode=Mode.TEACHER,
            stamps=Stamps(speech_end=1.0, endpoint=1.6),
        ),
        "outcome": Outcome.TEXT,
        "text": "Zwölf Äpfel, 苹果.",
        "model": "pocket-teacher",
        "latency": Latency(
            endpoint_ms=600.04, queue_ms=1.06, features_ms=2, encoder_ms=30, decoder_ms=40, total_ms=673.1
        ),
        "real_time_factor": 0.036,
    }
    return Final(**{**values, **changes})  # type: ignore[arg-type]


def test_text_has_a_line_for_every_utterance_that_has_words() -> None:
    assert as_txt(LINES) == "Make an appointment.\nR&D <b>or</b> not?\n"


def test_srt_numbers_its_blocks_and_writes_commas() -> None:
    assert as_srt(LINES) == (
        "1\n00:00:00,540 --> 00:00:03,090\nMake an appointment.\n"
        "\n2\n01:01:02,000 --> 01:01:02,500\nR&D <b>or</b> not?\n"
    )


def test_vtt_has_its_header_and_escapes_markup() -> None:
    assert as_vtt(LINES) == (
        "WEBVTT\n\n00:00:00.540 --> 00:00:03.090\nMake an appointment.\n"
        "\n01:01:02.000 --> 01:01:02.500\nR&amp;D &lt;b&gt;or&lt;/b&gt; not?\n"
    )


@pytest.mark.parametrize(("writer", "empty"), [(as_txt, ""), (as_srt, ""), (as_vtt, "WEBVTT\n")])
def test_nothing_said_is_an_empty_document(writer: object, empty: str) -> None:
    assert callable(writer)
    assert writer([]) == empty
    assert writer([Line(start_s=0, end_s=1, text="")]) == empty


@given(st.lists(st.tuples(st.floats(-1, 400_000), st.floats(-1, 400_000), st.text()), max_size=5))
def test_every_cue_ends_after_it_starts_and_stays_on_one_line(cues: list[tuple[float, float, str]]) -> None:
    lines = [Line(start_s=start, end_s=end, text=text) for start, end, text in cues]
    blocks = [block for block in as_srt(lines).split("\n\n") if block]
    assert len(blocks) == len([line for line in lines if line.text.split()])
    for number, block in enumerate(blocks, 1):
        head, times, text = block.rstrip("\n").split("\n")
        start, end = times.split(" --> ")
        assert head == str(number)
        assert _milliseconds(start) < _milliseconds(end)
        assert text.strip()
    assert "-->" not in "".join(block.split("\n")[1] for block in as_vtt(lines).split("\n\n")[1:] if block)


def _milliseconds(clock: str) -> int:
    hours, minutes, seconds = clock.split(":")
    whole, thousandths = seconds.split(",")
    assert len(thousandths) == 3
    return ((int(hours) * 60 + int(minutes)) * 60 + int(whole)) * 1000 + int(thousandths)


def test_a_final_has_the_place_of_its_speech_not_of_its_pre_roll() -> None:
    assert line_of(final()) == Line(start_s=1.45, end_s=2.76, text="Zwölf Äpfel, 苹果.")


def test_a_final_as_json() -> None:
    assert json.loads(json.dumps(final_as_dict(final(warning="check it")))) == {
        "utterance": 7,
        "start_s": 1.45,
        "end_s": 2.76,
        "mode": "teacher",
        "model": "pocket-teacher",
        "text": "Zwölf Äpfel, 苹果.",
        "latency_ms": {
            "endpoint": 600.0,
            "queue": 1.1,
            "features": 2,
            "encoder": 30,
            "decoder": 40,
            "total": 673.1,
            "early": 0.0,
        },
        "rtf": 0.036,
        "outcome": "text",
        "reason": "",
        "suppressed": "",
        "warning": "check it",
        "verification": None,
    }


def test_what_a_guard_held_back_is_not_text() -> None:
    shown = final_as_dict(final(outcome=Outcome.REJECTED, text="Thank you.", reason="no speech"), utterance=1)
    assert (shown["utterance"], shown["text"], shown["suppressed"]) == (1, "", "Thank you.")
    assert shown["reason"] == "no speech"
    assert line_of(final(outcome=Outcome.FAILED, text="")).text == ""
