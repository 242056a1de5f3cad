"""Finals as the pipeline makes them, for tests of the window's parts."""

import numpy as np

from dictate.core.types import EndReason, Final, Latency, Mode, Outcome, Segment, Stamps, Utterance


def final(
    utterance: int,
    text: str,
    *,
    outcome: Outcome = Outcome.TEXT,
    revision: int = 0,
    mode: Mode = Mode.DISTIL,
    reason: str = "",
) -> Final:
    """An utterance's end: one second of silence as its sound, and ``text``."""
    segment = Segment(
        id=utterance,
        samples=np.zeros(16_000, np.int16),
        start_sample=utterance * 16_000,
        speech_end_sample=utterance * 16_000 + 12_000,
        voiced_samples=12_000,
        end=EndReason.PAUSE,
    )
    latency = Latency(endpoint_ms=600, queue_ms=1, features_ms=2, encoder_ms=30, decoder_ms=40, total_ms=673)
    return Final(
        utterance=Utterance(segment=segment, mode=mode, stamps=Stamps(speech_end=0, endpoint=0.6), revision=revision),
        outcome=outcome,
        text=text,
        model=f"pocket-{mode}",
        latency=latency,
        real_time_factor=0.07,
        reason=reason,
    )
