"""Measuring the speed of the models in use: a real recognition, no utterance, and a failure that harms nothing."""

from pathlib import Path

import numpy as np
import pytest

from dictate import paths
from dictate.core.errors import RecognitionFailed
from dictate.core.events import Failed, Finalized, SoundFileFound, SpeedMeasured
from dictate.core.settings import SegmenterSettings
from dictate.core.types import Mode, Request
from dictate.engine.scripted import ScriptedRecognizer
from dictate.trials import SPEED_S, Trials
from tests.pipeline.parts import session

SOUND = np.zeros(48_000, np.int16)


def test_a_measurement_is_timed_and_writes_nothing() -> None:
    recognizer = ScriptedRecognizer(["some words"])
    with session(recognizer) as (running, recorder):
        running.measure(SOUND, Mode.TEACHER)
        measured = recorder.wait(SpeedMeasured)
    assert (measured.model, measured.mode, measured.sound_s) == ("scripted-teacher", Mode.TEACHER, 3.0)
    assert measured.model_ms > 0
    assert measured.reason == ""
    assert not recorder.of(Finalized)


def test_models_that_cannot_be_had_are_a_reason_and_dictation_goes_on() -> None:
    def answer(request: Request) -> str:
        if request.mode is Mode.TEACHER:
            raise RecognitionFailed("The teacher raised")
        return "some words"

    with session(ScriptedRecognizer(answer)) as (running, recorder):
        running.measure(SOUND, Mode.TEACHER)
        assert recorder.wait(SpeedMeasured).reason == "The teacher raised"
        running.measure(SOUND, Mode.DISTIL)
        assert recorder.wait(SpeedMeasured, 2).reason == ""


def test_a_trial_takes_some_seconds_of_the_demo_clip_and_looks_at_files(tmp_path: Path) -> None:
    recognizer = ScriptedRecognizer(["some words"])
    with session(recognizer) as (running, recorder):
        trials = Trials(recorder, running, SegmenterSettings())
        trials.speed(Mode.DISTIL)
        assert recorder.wait(SpeedMeasured).sound_s == SPEED_S
        assert np.abs(recognizer.requests[-1].samples).max() > 500, "a voice, no silence"
        trials.sound_file(paths.demo_clip())
        assert recorder.wait(SoundFileFound).seconds == pytest.approx(20, abs=15)
        trials.sound_file(tmp_path / "missing.wav")
        failed = recorder.wait(Failed)
        assert (failed.what, failed.exit_code) == ("Opening the sound file", 4)
        trials.close()
