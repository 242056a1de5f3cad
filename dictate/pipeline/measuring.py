"""How fast the models in use are on this machine: one real recognition, timed. Runs on the recogniser thread."""

import time

from dictate.core.events import SpeedMeasured
from dictate.core.types import Mode, Request, Samples, seconds_of
from dictate.pipeline.models import Models, as_dictate_error


def measure_speed(models: Models, samples: Samples, mode: Mode) -> SpeedMeasured:
    """Recognise ``samples`` in ``mode``; a failure is a reason, not an error."""
    sound_s = seconds_of(len(samples))
    try:
        recognizer = models.ready_for(mode)
        request = Request(samples=samples, mode=mode, is_final=True, voiced_s=sound_s, language="en")
        started = time.perf_counter()
        hypothesis = recognizer.transcribe(request)
        model_ms = (time.perf_counter() - started) * 1000
    except Exception as error:  # noqa: BLE001  (the thread's border: a trial must not end dictation)
        reason = as_dictate_error(error).user_message
        return SpeedMeasured(model="", mode=mode, sound_s=sound_s, model_ms=0.0, reason=reason)
    return SpeedMeasured(model=hypothesis.model, mode=mode, sound_s=sound_s, model_ms=model_ms)
