"""A final is heard until it is believed: guards, a second hearing, the teacher. Runs on the recogniser thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from dictate.core.comparing import word_changes
from dictate.core.errors import ModelError
from dictate.core.types import Hypothesis, Mode, Request, StageTimes, samples_of
from dictate.engine.guards import Doubt, doubt
from dictate.engine.options import FULL
from dictate.engine.window import WINDOW_POSITIONS, WINDOW_SAMPLES

if TYPE_CHECKING:
    from dictate.engine.heard import Heard
    from dictate.engine.loaded import LoadedPair

_SHIFT_SAMPLES = samples_of(300)

OnDraft = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """One more way to hear: in which mode, and whether later in the window."""

    mode: Mode
    shifted: bool = False


class Guarding:
    """Hears finals with ``pair``; ``prepare_teacher`` loads the teacher when it is needed and not there.

    The guards look at what the hearing gave anyway; only their doubt costs another hearing.
    """

    def __init__(self, pair: "LoadedPair", prepare_teacher: Callable[[], None]) -> None:
        self._pair = pair
        self._prepare_teacher = prepare_teacher

    def hear(self, request: Request, draft: tuple[int, ...], on_draft: OnDraft | None) -> Hypothesis:
        """The text of a final; a doubtful one is heard again, and what stays doubtful is marked or held back.

        Raises:
            ModelError: the first hearing failed.
        """
        heard = self._pair.hear(
            request.samples,
            request.mode,
            language=request.language,
            prompt=request.prompt,
            draft=draft,
            window=FULL if self._pair.on_gpu else None,
            on_draft=on_draft,
        )
        first = self._hypothesis(heard, request.mode)
        doubtful = _doubt(heard, request)
        if doubtful is None:
            return first
        return self._again(first, doubtful, request, trimmed=heard.positions < WINDOW_POSITIONS)

    def _again(self, first: Hypothesis, doubtful: Doubt, request: Request, *, trimmed: bool) -> Hypothesis:
        times, hearings, outcome = first.times, 1, "Recognizing it again did not help"
        for way in self._ways(request.mode, trimmed=trimmed, silent=doubtful.silent):
            try:
                heard = self._hear_again(way, request)
            except ModelError as error:
                outcome = f"It could not be heard again: {error.user_message}"
                break
            times, hearings = _sum(times, heard.times), hearings + 1
            if heard.text and _doubt(heard, request) is None:
                second = replace(self._hypothesis(heard, way.mode), times=times, hearings=hearings)
                note = f"{first.model}: {doubtful.reason}. Recognized again by {second.model}"
                return second if doubtful.silent else replace(second, warning=note)
        note = f"{doubtful.reason}. {outcome}"
        kept = replace(first, times=times, hearings=hearings)
        if doubtful.invented:
            return replace(kept, suppressed=note)
        return kept if doubtful.silent else replace(kept, warning=note)

    def _hear_again(self, way: _Again, request: Request) -> "Heard":
        """Without the prompt, which may be what misled the model."""
        if way.mode is Mode.TEACHER:
            self._prepare_teacher()
        samples = request.samples
        if way.shifted:
            samples = np.concatenate([np.zeros(_SHIFT_SAMPLES, dtype=np.int16), samples])[:WINDOW_SAMPLES]
        return self._pair.hear(samples, way.mode, language=request.language, window=FULL)

    @staticmethod
    def _ways(mode: Mode, *, trimmed: bool, silent: bool) -> Iterator[_Again]:
        """The full window first; the teacher for what distil wrote.

        The teacher that had the full window already gets the sound a little later in it, since the same input would
        give the same text.
        """
        if trimmed:
            yield _Again(mode=mode)
        if silent:
            return
        if mode is Mode.DISTIL:
            yield _Again(mode=Mode.TEACHER)
        elif not trimmed:
            yield _Again(mode=mode, shifted=True)

    def _hypothesis(self, heard: "Heard", mode: Mode) -> Hypothesis:
        return hypothesis_of(heard, self._pair.model(mode).name)


def hypothesis_of(heard: "Heard", model: str) -> Hypothesis:
    """What ``model`` heard, for the pipeline."""
    verification = heard.verification
    if verification is not None:
        verification = replace(verification, changes=word_changes(verification.draft, heard.text))
    return Hypothesis(
        text=heard.text,
        model=model,
        times=heard.times,
        mean_log_probability=heard.mean_log_probability,
        no_speech_probability=heard.no_speech_probability,
        tokens=heard.tokens,
        verification=verification,
    )


def _doubt(heard: "Heard", request: Request) -> Doubt | None:
    return doubt(
        heard.text,
        mean_log_probability=heard.mean_log_probability,
        no_speech_probability=heard.no_speech_probability,
        complete=heard.complete,
        voiced_s=request.voiced_s,
    )


def _sum(first: StageTimes, second: StageTimes) -> StageTimes:
    return StageTimes(
        features_ms=first.features_ms + second.features_ms,
        encoder_ms=first.encoder_ms + second.encoder_ms,
        decoder_ms=first.decoder_ms + second.decoder_ms,
    )
