"""``dictate listen --json`` as a program sees it: microphone or demo clip in, words and a ledger out."""

import os
from typing import Any

import pytest

from tests.e2e.programs import DICTATE, Program
from tests.e2e.words import SPEECH, assert_heard, transcript
from tests.virtual import VirtualMicrophone

pytestmark = pytest.mark.e2e

CLIPS = ("clip01.flac", "clip05.flac", "clip09.flac")
FINAL_KEYS = {"event", "utterance", "start_s", "end_s", "mode", "model", "text", "latency_ms", "rtf"}
LATENCY_KEYS = {"endpoint", "queue", "features", "encoder", "decoder", "total", "early"}
LEDGER_KEYS = {"captured", "text", "silence", "rejected", "failed"}


def read_to_the_end(program: Program) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """All finals with text that are still to come, and the ledger; checks what every program relies on."""
    finals = []
    while (event := program.event(lambda event: event["event"] in {"final", "stopped"}))["event"] == "final":
        assert event.keys() >= FINAL_KEYS
        assert event["latency_ms"].keys() == LATENCY_KEYS
        assert event["start_s"] < event["end_s"]
        finals.append(event)
    ledger: dict[str, int] = event["ledger"]
    assert ledger.keys() == LEDGER_KEYS
    assert ledger["captured"] == sum(ledger[name] for name in LEDGER_KEYS - {"captured"})
    assert program.exit_code() == 0, program.story
    return finals, ledger


def text_of(finals: list[dict[str, Any]]) -> str:
    """All that was written."""
    return " ".join(final["text"] for final in finals)


@pytest.mark.parametrize("mode", ["distil", "teacher"])
def test_words_spoken_into_the_microphone_are_printed_and_every_sample_is_accounted_for(
    microphone: VirtualMicrophone, mode: str
) -> None:
    with Program(*DICTATE, "listen", "--json", "--mode", mode, env=microphone.env) as program:
        program.event(lambda event: event["event"] == "state" and event["state"] == "listening")
        heard = []
        for clip in CLIPS:
            microphone.play(SPEECH / clip)
            heard.append(program.event(lambda event: event["event"] == "final"))
        program.interrupt()
        rest, ledger = read_to_the_end(program)

    finals = heard + rest
    assert {final["mode"] for final in finals} == {mode}
    assert {final["model"] for final in finals} == {f"pocket-{mode}"}
    assert_heard(" ".join(map(transcript, CLIPS)), text_of(finals))
    assert ledger["failed"] == 0
    assert ledger["text"] > 0
    assert ledger["silence"] > 0


def test_the_demo_needs_no_microphone_and_prints_its_words(demo_text: str) -> None:
    with Program(*DICTATE, "listen", "--demo", "--json", env=os.environ) as program:
        finals, ledger = read_to_the_end(program)
    assert_heard(demo_text, text_of(finals), least=0.9)
    assert ledger["failed"] == 0


def test_without_a_screen_the_window_command_says_so_and_dictates_in_the_terminal(demo_text: str) -> None:
    """What ``make run`` does on a machine without a display."""
    hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    env = {name: value for name, value in os.environ.items() if name not in hidden}
    with Program(*DICTATE, "--demo", env=env) as program:
        assert program.exit_code() == 0, program.story
    assert "no window because" in program.story
    written = " ".join(line for line in program.log if not line.startswith("stderr: "))
    assert_heard(demo_text, written, least=0.9)
