"""Trying out a microphone: a real device is opened, heard, and closed before another opens it."""

import queue

import numpy as np

from dictate.audio.trial import MicrophoneTrial
from dictate.core.events import Event, MicrophoneHeard, MicrophoneTried
from dictate.core.settings import MicrophoneSettings, SegmenterSettings
from dictate.paths import demo_clip
from tests.dead_sound import no_sound
from tests.virtual import VirtualMicrophone

__all__ = ["no_sound"]

CLIP = demo_clip()
PATIENCE_S = 20


class Heard:
    def __init__(self) -> None:
        self.events: queue.SimpleQueue[Event] = queue.SimpleQueue()

    def notify(self, event: Event) -> None:
        self.events.put(event)

    def next(self) -> Event:
        return self.events.get(timeout=PATIENCE_S)

    def ended(self) -> MicrophoneTried:
        while not isinstance(event := self.next(), MicrophoneTried):
            pass
        return event


def test_a_microphone_is_heard_and_what_it_heard_is_kept(microphone: VirtualMicrophone) -> None:
    heard = Heard()
    trial = MicrophoneTrial(heard, SegmenterSettings())
    trial.start(MicrophoneSettings())
    first = heard.next()
    assert isinstance(first, MicrophoneHeard)
    assert first.name
    playing = microphone.start_playing(CLIP)
    voiced = first
    while not voiced.level.voiced:
        event = heard.next()
        assert isinstance(event, MicrophoneHeard)
        voiced = event
    assert voiced.level.rms_dbfs > voiced.level.threshold_dbfs
    trial.stop()
    ended = heard.ended()
    assert ended.failure is None
    assert np.abs(ended.samples).max() > 500
    trial.wait()
    trial.close()
    playing.kill()
    playing.wait()


def test_another_wish_takes_the_place_of_the_first(microphone: VirtualMicrophone) -> None:
    heard = Heard()
    trial = MicrophoneTrial(heard, SegmenterSettings())
    trial.start(MicrophoneSettings())
    assert isinstance(heard.next(), MicrophoneHeard)
    trial.start(MicrophoneSettings(name="There is no such thing"))
    assert heard.ended().failure is None
    assert isinstance(heard.next(), MicrophoneHeard), "a remembered one gives way to the default"
    trial.close()
    assert heard.ended().failure is None


def test_a_cable_that_is_pulled_ends_the_trial_with_a_reason(microphone: VirtualMicrophone) -> None:
    heard = Heard()
    trial = MicrophoneTrial(heard, SegmenterSettings())
    trial.start(MicrophoneSettings())
    assert isinstance(heard.next(), MicrophoneHeard)
    microphone.unplug()
    failure = heard.ended().failure
    assert failure is not None
    assert failure.what == "Trying the microphone"
    trial.wait()
    trial.close()


def test_without_a_microphone_it_says_so(no_sound: None) -> None:
    heard = Heard()
    trial = MicrophoneTrial(heard, SegmenterSettings())
    trial.start(MicrophoneSettings())
    failure = heard.ended().failure
    assert failure is not None
    assert failure.exit_code == 3
    trial.close()
    trial.start(MicrophoneSettings())
    trial.stop()
