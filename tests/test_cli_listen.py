"""``dictate listen`` while someone speaks: interim text, Ctrl+C without loss, the terminal's view."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dictate import paths
from dictate.cli import main
from dictate.commands.listen_views import JsonView, TerminalView, ledger_words, meter
from dictate.core.errors import AudioDeviceError
from dictate.core.events import (
    Event,
    Failed,
    Finalized,
    LevelChanged,
    Overrun,
    SourceOpened,
    SourceResumed,
    State,
    StateChanged,
    Stopped,
    TextUpdated,
)
from dictate.core.ledger import LedgerTotals
from dictate.core.types import EndReason, Final, Latency, Mode, Outcome, Segment, Stamps, Utterance
from dictate.terminal import Terminal
from tests.test_terminal import Screen

LEDGER = LedgerTotals(captured=64_000, text=32_000, silence=16_000, rejected=8_000, failed=8_000)


def final(outcome: Outcome, text: str, reason: str = "", warning: str = "") -> Finalized:
    segment = Segment(
        id=1,
        samples=np.zeros(16_000, dtype=np.int16),
        start_sample=0,
        speech_end_sample=12_000,
        voiced_samples=8_000,
        end=EndReason.PAUSE,
    )
    latency = Latency(endpoint_ms=600, queue_ms=0, features_ms=1, encoder_ms=30, decoder_ms=40, total_ms=671.4)
    return Finalized(
        final=Final(
            utterance=Utterance(segment=segment, mode=Mode.DISTIL, stamps=Stamps(speech_end=0, endpoint=0.6)),
            outcome=outcome,
            text=text,
            model="pocket-distil",
            latency=latency,
            real_time_factor=0.07,
            reason=reason,
            warning=warning,
        )
    )


@contextmanager
def listening(*words: str) -> Iterator["subprocess.Popen[str]"]:
    """``dictate listen`` as a process; killed when a test fails."""
    with subprocess.Popen(
        [sys.executable, "-m", "dictate", "listen", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def read(process: "subprocess.Popen[str]", wanted: str, state: str = "") -> list[dict[str, Any]]:
    """Events up to the first one that is ``wanted`` (and has this ``state``)."""
    assert process.stdout is not None
    events: list[dict[str, Any]] = []
    for line in process.stdout:
        events.append(json.loads(line))
        if events[-1]["event"] == wanted and events[-1].get("state", "").startswith(state):
            return events
    raise AssertionError(f"no {wanted} in {events}")


def test_ctrl_c_in_mid_speech_loses_nothing() -> None:
    """field 1: what was said until then is recognised, and every sample is accounted for."""
    with listening("--demo", "--json", "--mode", "teacher") as process:
        events: list[dict[str, Any]] = []
        for state in ("speech", "listening", "speech"):  # in mid-speech of the second sentence
            events += read(process, "state", state)
        process.send_signal(signal.SIGINT)
        events += read(process, "stopped")
        assert process.wait(60) == 0
    ledger = events[-1]["ledger"]
    assert ledger["captured"] == ledger["text"] + ledger["silence"] + ledger["rejected"]
    assert ledger["captured"] < 10 * 16_000, "it did stop there: the demo goes on for longer"
    finals = [event for event in events if event["event"] == "final"]
    assert [final["utterance"] for final in finals] == [1, 2]
    assert finals[0]["text"] == paths.demo_text().splitlines()[0]
    assert "finishing" in [event["state"] for event in events if event["event"] == "state"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to catch")
def test_a_second_ctrl_c_quits() -> None:
    """While the model loads nothing can be finished soon."""
    with listening("--demo", "--json") as process:
        read(process, "state", "speech")
        process.send_signal(signal.SIGINT)
        read(process, "state", "finishing")
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
        assert process.stderr is not None
        told = process.stderr.read()
    assert code in (130, 0), told  # 0 when the machine was quicker than the second signal
    assert "Traceback" not in told


def test_seconds_end_it_by_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["listen", "--demo", "--seconds", "1.2"]) == 0
    out, err = capsys.readouterr()
    assert out == "" or "appointment" in out
    assert "Listening to the demo clip" in err
    captured = float(err.splitlines()[-1].partition(" s captured: ")[0])
    assert 1.0 <= captured < 3.0


def test_a_model_that_cannot_be_had_ends_it_with_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    """What was heard until then is not lost from the account: it failed."""
    assert main(["listen", "--demo", "--json", "--pair", "small.en"]) == 5
    out, err = capsys.readouterr()
    stopped = json.loads(out.splitlines()[-1])
    assert stopped["event"] == "stopped"
    assert set(stopped["ledger"]) == {"captured", "text", "silence", "rejected", "failed"}
    assert "small.en" in err
    assert "Traceback" not in err


def shown(view_of: type[JsonView] | type[TerminalView], *events: Event) -> tuple[str, str]:
    out, err = Screen(), Screen()
    view = view_of(Terminal(out, err))
    for event in events:
        view.show(event)
    return out.getvalue(), err.getvalue()


@pytest.fixture(autouse=True)
def color_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("WT_SESSION", "1")
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)


def test_a_person_sees_what_is_being_said_then_the_line_with_its_latency() -> None:
    speaking = TextUpdated(utterance=1, committed="Set a", tentative="timer", mode=Mode.DISTIL)
    out, err = shown(TerminalView, speaking, final(Outcome.TEXT, "Set a timer.", warning="few words"))
    assert out == "Set a timer.  \x1b[2m671 ms\x1b[0m\n"
    assert "\rSet a \x1b[2mtimer\x1b[0m" in err
    assert "[check: few words]\n" in err


def test_a_person_sees_states_levels_and_trouble() -> None:
    _, err = shown(
        TerminalView,
        SourceOpened(name="USB microphone", note="The default was not there."),
        SourceResumed(name="USB microphone", gap_s=1.25),
        SourceResumed(name="Headset", moved=True),
        StateChanged(state=State.LISTENING, model_state=State.LOADING),
        LevelChanged(rms_dbfs=-30, peak_dbfs=-20, threshold_dbfs=-45, voiced=True),
        StateChanged(state=State.FINISHING, model_state=State.READY, pending=3),
        Overrun(lost_samples=8_000),
        Failed(what="The microphone", reason="it delivers no sound", action="Plug it in."),
        final(Outcome.REJECTED, "Thank you.", reason="no speech"),
        final(Outcome.FAILED, "", reason="out of memory"),
        Stopped(ledger=LEDGER, ended_by_source=False),
    )
    for words in (
        "Listening to USB microphone. Ctrl+C stops. The default was not there.\n",
        "[###|##------]  listening",
        "finishing  3",
        "dictate: The microphone is back (USB microphone); 1.2 s of sound are missing.\n",
        "dictate: The system's microphone is Headset now.\n",
        "0.5 s of sound were lost\n",
        "dictate: The microphone failed: it delivers no sound. Plug it in.\n",
        "[rejected: no speech (Thank you.)]\n",
        "[failed: out of memory]\n",
        "4.0 s captured: 2.0 s text, 1.0 s silence, 0.5 s rejected, 0.5 s failed\n",
    ):
        assert words in err


def test_programs_get_four_kinds_of_lines_and_nothing_else() -> None:
    out, err = shown(
        JsonView,
        StateChanged(state=State.FINISHING, model_state=State.READY, pending=2),
        LevelChanged(rms_dbfs=-30, peak_dbfs=-20, threshold_dbfs=-45, voiced=True),
        TextUpdated(utterance=1, committed="Ä", tentative="b", mode=Mode.DISTIL),
        final(Outcome.TEXT, "Ä b."),
        Failed(what="Recording", reason="no", action="Do.", exit_code=AudioDeviceError.exit_code),
        Stopped(ledger=LEDGER, ended_by_source=False),
    )
    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["event"] for line in lines] == ["state", "interim", "final", "stopped"]
    assert lines[0] == {"event": "state", "state": "finishing", "model": "ready", "pending": 2}
    assert lines[1] == {"event": "interim", "utterance": 1, "committed": "Ä", "tentative": "b"}
    assert lines[3] == {"event": "stopped", "ledger": LEDGER.as_dict()}
    assert "Ä" in out
    assert err == "dictate: Recording failed: no. Do.\n"


@pytest.mark.parametrize(("level", "bar"), [(-200.0, "[|-----------]"), (0.0, "[|###########]")])
def test_the_meter_stays_within_its_ends(level: float, bar: str) -> None:
    assert meter(LevelChanged(rms_dbfs=level, peak_dbfs=level, threshold_dbfs=-300, voiced=False)) == bar


def test_an_empty_recording_has_a_ledger_too() -> None:
    assert ledger_words(LedgerTotals()).startswith("0.0 s captured")


def test_the_log_holds_no_words(capsys: pytest.CaptureFixture[str]) -> None:
    """What is said is nobody's business but the user's, even with ``--verbose``."""
    assert main(["transcribe", str(Path(__file__).parent / "data/speech/clip03.flac"), "--verbose"]) == 0
    assert "languages" in capsys.readouterr().out
    assert os.environ["DICTATE_HOME"] in str(paths.log_file())
    assert "languages" not in paths.log_file().read_text(encoding="utf-8")
