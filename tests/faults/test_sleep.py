"""The machine sleeps while someone dictates: the program, its sound server and its microphone stand still, and go on.

Stopped processes stand in for a machine that sleeps. To them ``time.monotonic`` goes on meanwhile, as in a sleep under
Windows; tests/pipeline/test_lost_microphone.py has the clocks of Linux and macOS, where it stands still.
"""

import contextlib
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.programs import DICTATE, Program
from tests.e2e.test_listen import read_to_the_end
from tests.e2e.words import SPEECH, assert_heard, transcript, words_of
from tests.faults.conftest import Reliability
from tests.virtual import VirtualMicrophone

pytestmark = pytest.mark.e2e

CLIP = SPEECH / "clip09.flac"
SLEEP_S = 3.0
FEED = """
import sys, time
import numpy as np, soundfile
samples = np.concatenate((soundfile.read(sys.argv[1], dtype="int16")[0], np.zeros(32000, np.int16)))
with open(sys.argv[2], "wb", buffering=0) as pipe:
    while True:
        for start in range(0, len(samples), 320):
            pipe.write(samples[start : start + 320].tobytes())
            time.sleep(0.019)
"""
"""A microphone's hardware: what it would have heard in its sleep is not heard afterwards."""


@contextlib.contextmanager
def asleep(*processes: "subprocess.Popen[Any]") -> Iterator[None]:
    """The processes stand still."""
    for process in processes:
        process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for process in processes:
            process.send_signal(signal.SIGCONT)


@contextlib.contextmanager
def hardware(microphone: VirtualMicrophone, folder: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """A microphone into which a clip is spoken again and again; it becomes the default."""
    pipe = folder / "pipe"
    form = ["format=s16le", "rate=16000", "channels=1"]
    microphone.pactl("load-module", "module-pipe-source", "source_name=pipe", f"file={pipe}", *form)
    microphone.choose("pipe")
    feeder = subprocess.Popen([sys.executable, "-c", FEED, str(CLIP), str(pipe)])
    try:
        yield feeder
    finally:
        feeder.kill()
        feeder.wait()


def of_kind(kind: str) -> Callable[[dict[str, Any]], bool]:
    return lambda event: event["event"] == kind


def is_ready(event: dict[str, Any]) -> bool:
    return bool(event["event"] == "state" and event["model"] == "ready" and event["state"] != "getting the microphone")


def test_what_was_said_before_the_sleep_is_written_and_dictation_goes_on(
    microphone: VirtualMicrophone, tmp_path: Path, reliability: Reliability
) -> None:
    with (
        hardware(microphone, tmp_path) as feeder,
        Program(*DICTATE, "listen", "--json", env=microphone.env) as program,
    ):
        program.event(is_ready)
        program.event(of_kind("final"))
        said = program.event(lambda event: event["event"] == "interim" and bool(event["committed"]))
        with asleep(program.process, feeder, microphone.server):
            time.sleep(SLEEP_S)
        before = program.event(of_kind("final"))
        program.event(of_kind("final"))
        whole = program.event(of_kind("final"))
        program.interrupt()
        _, ledger = read_to_the_end(program)
    assert before["utterance"] == said["utterance"]
    assert before["latency_ms"]["total"] < SLEEP_S * 1000, "the sleep kept nobody waiting"
    assert_heard(transcript(CLIP.name), whole["text"])
    (told,) = [line for line in program.log if "The microphone is back (default)" in line]
    gap_s = float(re.findall(r"; ([0-9.]+) s of sound are missing", told)[0])
    assert abs(gap_s - SLEEP_S) < 1
    assert not [line for line in program.log if "failed" in line and "ledger" not in line]
    assert ledger["failed"] == 0
    reliability.row(
        "the machine sleeps while one dictates",
        f"that the microphone is back and how much is missing ({gap_s:.1f} s of a sleep of {SLEEP_S:.0f} s here)",
        samples=ledger["failed"],
        words=max(0, len(words_of(said["committed"])) - len(words_of(before["text"]))),
    )


def test_a_program_that_alone_stands_still_misses_nothing(
    microphone: VirtualMicrophone, reliability: Reliability
) -> None:
    """Ctrl+Z and fg: the sound server goes on, and hands over later what was spoken meanwhile."""
    with Program(*DICTATE, "listen", "--json", env=microphone.env) as program:
        program.event(is_ready)
        player = microphone.start_playing(CLIP)
        program.event(lambda event: event.get("state") == "speech")
        with asleep(program.process):
            player.wait()
        final = program.event(of_kind("final"))
        program.interrupt()
        _, ledger = read_to_the_end(program)
    assert_heard(transcript(CLIP.name), final["text"])
    assert "missing" not in program.story
    assert ledger["failed"] == 0
    reliability.row(
        "the program is stopped while one dictates, and goes on (Ctrl+Z, fg)",
        "nothing",
        samples=ledger["failed"],
        words=0,
    )
