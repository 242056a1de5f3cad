"""The microphone is unplugged, frozen, muted, and its sound server killed, while someone speaks into it."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from dictate.audio.default_watch import DefaultWatch
from dictate.audio.microphone import Microphone
from dictate.audio.vad import CascadeDetector
from dictate.audio.watching import DeviceWatch
from dictate.core.events import (
    Event,
    Finalized,
    LevelChanged,
    MicrophoneQuiet,
    ModelReady,
    SourceResumed,
    SpeechStarted,
    State,
    StateChanged,
)
from dictate.core.settings import MicrophoneSettings, SegmenterSettings
from dictate.core.sources import SourceSink
from dictate.core.types import PairChoice, seconds_of
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.session import Session
from tests.e2e.words import SPEECH
from tests.faults.conftest import Reliability
from tests.pipeline.parts import Recorder
from tests.virtual import HEADSET, MIC, VirtualMicrophone

CLIP = SPEECH / "clip22.flac"
LONG = SPEECH / "monologue1.flac"
WISH = MicrophoneSettings()


class Watch(Recorder):
    """Also knows when sound came last, and when the loss of the microphone was told."""

    def __init__(self) -> None:
        super().__init__()
        self.sound_at = self.lost_at = 0.0

    def notify(self, event: Event) -> None:
        now = time.monotonic()
        if isinstance(event, LevelChanged):
            self.sound_at = now
        elif isinstance(event, StateChanged) and event.state is State.MICROPHONE_LOST:
            self.lost_at = now
        super().notify(event)


@contextmanager
def dictating() -> Iterator[tuple[Session, Watch]]:
    """The real microphone and voice detectors; every utterance gets a text."""
    watch = Watch()
    running = Session(watch, lambda _: ScriptedRecognizer(lambda _: "heard"), CascadeDetector, SegmenterSettings())
    try:
        running.set_pair(PairChoice(name="scripted"))
        watch.wait(ModelReady)
        running.start(Microphone(WISH))
        watch.wait(StateChanged, where=lambda event: event.state is State.LISTENING)
        yield running, watch
    finally:
        running.close()


Fault = Callable[[VirtualMicrophone], None]
FAULTS: list[tuple[str, Fault, Fault]] = [
    ("microphone unplugged and plugged in again while speaking", VirtualMicrophone.unplug, VirtualMicrophone.plug_in),
    ("PulseAudio killed and started while speaking", VirtualMicrophone.stop_server, VirtualMicrophone.start_server),
    ("microphone suspended and resumed while speaking", VirtualMicrophone.freeze, VirtualMicrophone.thaw),
]


@pytest.mark.parametrize(("name", "fault", "remedy"), FAULTS, ids=["unplugged", "killed", "suspended"])
def test_what_was_heard_is_kept_and_dictation_goes_on(
    microphone: VirtualMicrophone, reliability: Reliability, name: str, fault: Fault, remedy: Fault
) -> None:
    with dictating() as (running, watch):
        microphone.start_playing(LONG)
        watch.wait(SpeechStarted)
        fault(microphone)
        watch.wait(StateChanged, where=lambda event: event.state is State.MICROPHONE_LOST)
        assert watch.lost_at - watch.sound_at < 1.0
        started = len(watch.of(SpeechStarted))
        watch.wait(Finalized, started)
        remedy(microphone)
        watch.wait(LevelChanged, len(watch.of(LevelChanged)) + 5)
        gaps = [event.gap_s for event in watch.of(SourceResumed)]
        assert gaps[-1] > 0
        microphone.start_playing(CLIP)
        watch.wait(Finalized, started + 1)
        running.stop()
        ledger = watch.stopped().ledger
    assert ledger.missing == ledger.failed == 0
    assert [final.text for final in watch.finals] == ["heard"] * len(watch.finals)
    assert [final.id for final in watch.finals] == list(range(1, len(watch.finals) + 1))
    places = [final.utterance.segment for final in watch.finals]
    assert all(before.end_sample <= after.start_sample for before, after in pairwise(places))
    assert seconds_of(ledger.captured) > 1
    reliability.row(
        name,
        f"“microphone lost” within 1 s, then that it is back and how much is missing ({max(gaps):.1f} s here)",
        samples=ledger.missing + ledger.failed,
        words=words_lost(watch),
    )


def words_lost(watch: Watch) -> int:
    """Utterances that began and have no text."""
    return len(watch.of(SpeechStarted)) - len([final for final in watch.finals if final.text == "heard"])


def test_a_muted_microphone_is_told_until_it_is_heard(microphone: VirtualMicrophone, reliability: Reliability) -> None:
    """Nothing is played: the virtual microphone delivers zeros, as a muted one does."""
    with dictating() as (running, watch):
        assert watch.wait(MicrophoneQuiet).muted
        microphone.start_playing(CLIP)
        watch.wait(MicrophoneQuiet, where=lambda event: not event.quiet)
        running.stop()
        ledger = watch.stopped().ledger
    assert ledger.missing == 0
    words = words_lost(watch)
    sees = "a hint after 2 s that goes away when it is heard"
    reliability.row("microphone muted", sees, samples=ledger.missing + ledger.failed, words=words)


@pytest.mark.parametrize("old", ["stays", "vanishes"])
def test_another_default_is_heard_at_once_and_told(
    microphone: VirtualMicrophone, reliability: Reliability, old: str
) -> None:
    """The sound server moves the stream: not one block is missing, and the sentence goes on."""
    microphone.add(HEADSET)
    with dictating() as (running, watch):
        microphone.start_playing(LONG)
        microphone.start_playing(LONG, HEADSET)
        watch.wait(SpeechStarted)
        if old == "vanishes":
            microphone.unplug()
        else:
            microphone.choose(HEADSET)
        changed_at = time.monotonic()
        moved = watch.wait(SourceResumed)
        told_s = time.monotonic() - changed_at
        watch.wait(LevelChanged, len(watch.of(LevelChanged)) + 5)
        running.stop()
        ledger = watch.stopped().ledger
    assert told_s < 1
    assert len(watch.finals) == 1
    assert moved == SourceResumed(name=HEADSET, moved=True)
    assert ledger.missing == ledger.failed == 0
    assert State.MICROPHONE_LOST not in watch.states
    words = words_lost(watch)
    assert words == 0
    reliability.row(
        f"another microphone becomes the default while speaking; the old one {old}",
        "within 1 s, which microphone it is now; the sentence goes on",
        samples=ledger.missing + ledger.failed,
        words=words,
    )


def test_a_stream_that_stays_with_the_old_default_is_opened_on_the_new_one(
    microphone: VirtualMicrophone, reliability: Reliability, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on macOS: the watch is that of macOS, asking this sound server; device and stream are real."""
    microphone.add(HEADSET)

    def default() -> int:
        return [MIC, HEADSET].index(microphone.pactl("get-default-source")) + 1

    def watched(sink: SourceSink, *, is_default: bool) -> DeviceWatch:
        assert is_default
        return DefaultWatch(default, sink.outdated, every_s=0.2)

    monkeypatch.setattr("dictate.audio.microphone.watch_device", watched)
    with dictating() as (running, watch):
        for name in (MIC, HEADSET):
            microphone.start_playing(LONG, name)
        watch.wait(SpeechStarted)
        microphone.choose(HEADSET)
        changed_at = time.monotonic()
        resumed = watch.wait(SourceResumed)
        assert time.monotonic() - changed_at < 2
        watch.wait(Finalized)
        watch.wait(SpeechStarted, 2)
        running.stop()
        ledger = watch.stopped().ledger
    assert resumed.moved
    assert 0 < resumed.gap_s < 1
    assert ledger.missing == ledger.failed == 0
    assert State.MICROPHONE_LOST not in watch.states
    words = words_lost(watch)
    assert words == 0
    reliability.row(
        "another microphone becomes the default while speaking (the stream opened anew, as on macOS)",
        f"within 2 s, which microphone it is now and how much is missing ({resumed.gap_s:.1f} s here)",
        samples=ledger.missing + ledger.failed,
        words=words,
    )
