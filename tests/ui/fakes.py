"""Stand-ins for what is behind the window: they record what they are asked and deliver nothing by themselves."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from dictate.core.comparing import Verification, word_changes
from dictate.core.errors import StorageError
from dictate.core.events import Event, Finalized, ModelReady, State, StateChanged
from dictate.core.ports import Listener
from dictate.core.recovering import Recovered
from dictate.core.settings import MicrophoneSettings, SegmenterSettings
from dictate.core.sources import AudioSource
from dictate.core.types import (
    EndReason,
    Final,
    Latency,
    Mode,
    ModelInfo,
    Outcome,
    PairChoice,
    Samples,
    Segment,
    Stamps,
    Utterance,
)

VERIFIED_REASON = "this version does not have it yet"


class FakeDictation:
    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def set_pair(self, choice: PairChoice) -> None:
        self.calls.append(("set_pair", choice))

    def cancel_pair(self) -> None:
        self.calls.append(("cancel_pair",))

    def set_mode(self, mode: Mode) -> None:
        self.calls.append(("set_mode", mode))

    def configure(self, segmenter: SegmenterSettings, language: str | None, prompt: str) -> None:
        self.calls.append(("configure", language, prompt))

    def set_unload_after(self, after: str) -> None:
        self.calls.append(("set_unload_after", after))

    def start(self, source: AudioSource) -> None:
        self.calls.append(("start", source))

    def stop(self) -> None:
        self.calls.append(("stop",))

    def cancel(self) -> None:
        self.calls.append(("cancel",))

    def retry(self, final: Final, mode: Mode) -> None:
        self.calls.append(("retry", final.id, mode))

    def restart(self) -> None:
        self.calls.append(("restart",))

    def close(self) -> None:
        self.calls.append(("close",))

    def named(self, name: str) -> list[tuple[Any, ...]]:
        return [call for call in self.calls if call[0] == name]


class FakeTrials:
    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def microphone(self, wish: MicrophoneSettings) -> int:
        self.calls.append(("microphone", wish))
        return self.trial

    @property
    def trial(self) -> int:
        """The number of the newest trial."""
        return sum(call[0] == "microphone" for call in self.calls)

    def stop(self) -> None:
        self.calls.append(("stop",))

    def speed(self, mode: Mode) -> None:
        self.calls.append(("speed", mode))

    def sound_file(self, path: Path) -> None:
        self.calls.append(("sound_file", path))


class FakeKeeping:
    """Remembers what it was told, in order."""

    kept = True

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.recovered = Recovered(text="It stood here.")
        self.error: StorageError | None = None

    def keep_text(self, text: str, newest: int) -> None:
        self.calls.append(("keep_text", text, newest))

    def finish(self) -> None:
        self.calls.append(("finish",))

    def set_retention(self, retention: str) -> None:
        self.calls.append(("set_retention", retention))

    def look(self) -> None:
        self.calls.append(("look",))

    def recover(self, session: str) -> Recovered:
        self.calls.append(("recover", session))
        if self.error is not None:
            raise self.error
        return self.recovered

    def settle(self, session: str) -> None:
        self.calls.append(("settle", session))

    def delete_sound(self) -> None:
        self.calls.append(("delete_sound",))


class FakeModelFiles:
    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def look(self) -> None:
        self.calls.append(("look",))

    def verify(self, model: str) -> None:
        self.calls.append(("verify", model))

    def remove(self, model: str) -> None:
        self.calls.append(("remove", model))


class FakeHost:
    """A ``Host`` whose microphone is the wish itself, so that a test sees which one was asked for."""

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.dictation = FakeDictation()
        self.model_files = FakeModelFiles()
        self.keeping = FakeKeeping()
        self.refreshed = 0
        self.played: list[Samples] = []
        self.silenced = 0
        self.trials = FakeTrials()
        self.replacements: dict[str, str] = {}

    def microphone(self, wish: MicrophoneSettings) -> AudioSource:
        return wish  # type: ignore[return-value]

    def demo(self) -> AudioSource:
        return "demo"  # type: ignore[return-value]

    def sound_file(self, path: Path) -> AudioSource:
        return path  # type: ignore[return-value]

    def set_replacements(self, rules: Mapping[str, str]) -> None:
        self.replacements = dict(rules)

    def refresh_devices(self) -> None:
        self.refreshed += 1

    def play(self, samples: Samples) -> None:
        self.played.append(samples)

    def stop_playing(self) -> None:
        self.silenced += 1

    def tell(self, *events: Event) -> None:
        for event in events:
            self.listener.notify(event)


def final(
    utterance: int,
    text: str,
    *,
    mode: Mode = Mode.DISTIL,
    outcome: Outcome = Outcome.TEXT,
    reason: str = "",
    revision: int = 0,
    seconds: float = 4.0,
    start_s: float = 0.0,
    latency: Latency | None = None,
) -> Final:
    segment = Segment(
        id=utterance,
        samples=np.zeros(int(seconds * 16_000), np.int16),
        start_sample=int(start_s * 16_000),
        speech_end_sample=int((start_s + seconds - 0.2) * 16_000),
        voiced_samples=int(seconds * 14_000),
        end=EndReason.PAUSE,
    )
    return Final(
        utterance=Utterance(segment=segment, mode=mode, stamps=Stamps(speech_end=1.0, endpoint=1.3), revision=revision),
        outcome=outcome,
        text=text,
        model="" if outcome is Outcome.FAILED else f"pocket-{mode}",
        latency=latency
        or Latency(endpoint_ms=300, queue_ms=12, features_ms=8, encoder_ms=60, decoder_ms=30, total_ms=410),
        real_time_factor=0.02,
        reason=reason,
    )


def finalized(utterance: int, text: str, **values: Any) -> Finalized:
    return Finalized(final=final(utterance, text, **values))


def verified(utterance: int, draft: str, text: str, **values: Any) -> Finalized:
    """What the teacher made of distil's draft, as the engine reports it."""
    made = final(utterance, text, mode=Mode.VERIFIED, **values)
    changes = word_changes(draft, text)
    count = len(draft.split())
    check = Verification(
        draft=draft, drafted_tokens=count, accepted_tokens=count - len(changes), teacher_passes=1, changes=changes
    )
    return Finalized(final=replace(made, verification=check))


def state(which: State, model: State = State.READY, pending: int = 0) -> StateChanged:
    return StateChanged(state=which, model_state=model, pending=pending)


def ready(pair: str = "pocket", mode: Mode = Mode.DISTIL, **reasons: str) -> ModelReady:
    info = ModelInfo(
        name=f"{pair}-{mode}",
        device="CPU",
        precision="fp32",
        attention="sdpa",
        reason="no GPU was found",
        memory_bytes=33_000_000,
    )
    modes = {Mode.DISTIL: "", Mode.VERIFIED: VERIFIED_REASON, Mode.TEACHER: ""}
    return ModelReady(
        pair=PairChoice(name=pair), mode=mode, info=info, modes=modes | {Mode(key): why for key, why in reasons.items()}
    )
