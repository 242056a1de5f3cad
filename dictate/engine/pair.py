"""A teacher and its distil behind the pipeline's ``Recognizer``.

``fetch`` runs on the fetcher thread and touches no state; everything else runs on the recogniser thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from dictate.core.catalog import LOCAL, find_pair, model_name
from dictate.core.errors import ModelError, RecognitionFailed, UsageError
from dictate.core.ports import Recognizer, RecognizerFactory
from dictate.core.types import Hypothesis, Mode, ModelInfo, ModelProgress, PairChoice, Request, StageTimes, samples_of
from dictate.engine import guards, memory
from dictate.engine.checkpoint import Checkpoint, check_checkpoint
from dictate.engine.preload import preload
from dictate.engine.store import ModelStore

if TYPE_CHECKING:
    from dictate.engine.whisper import LoadedWhisper

Report = Callable[[ModelProgress], None]
MAX_SAMPLES = samples_of(30_000)
"""Whisper's window."""
_SHIFT_SAMPLES = samples_of(300)
_MODES: Mapping[Mode, str] = MappingProxyType(
    {Mode.DISTIL: "", Mode.VERIFIED: "not available yet in this version", Mode.TEACHER: ""}
)


def create_recognizer_factory(resources_models: Path, device_wish: str = "auto") -> RecognizerFactory:
    """The factory for the session: ``resources_models`` is the folder of bundled models, ``device_wish`` the setting.

    The factory raises ``UsageError`` for an unknown pair, and for ``local`` without both folders; it loads nothing.
    """

    def create(choice: PairChoice) -> Recognizer:
        return PairRecognizer(choice, resources_models, device_wish)

    return create


class PairRecognizer:
    """Loads a model of the pair when its mode is first prepared, and guards what it says.

    Raises:
        UsageError: the pair does not exist, or a local one lacks a folder.
    """

    def __init__(self, choice: PairChoice, resources_models: Path, device_wish: str = "auto") -> None:
        if choice.name == LOCAL:
            if choice.teacher is None or choice.distil is None:
                raise UsageError("A local pair needs two folders", "Give both --teacher DIR and --distil DIR.")
        else:
            find_pair(choice.name)
        self._choice = choice
        self._store = ModelStore(resources_models)
        self._device_wish = device_wish
        self._loaded: dict[str, LoadedWhisper] = {}

    @property
    def choice(self) -> PairChoice:
        """The pair it was built for."""
        return self._choice

    @property
    def modes(self) -> Mapping[Mode, str]:
        """For every mode an empty string, or the reason why this pair does not offer it."""
        return _MODES

    def fetch(self, mode: Mode, report: Report) -> None:
        """See that the files for ``mode`` are on disk. See ``ports.Recognizer``.

        Raises:
            UsageError: the pair does not offer ``mode``.
            ModelError: they cannot be had, or are no Whisper; says what to do.
        """
        self._check_offered(mode)
        folder = self._local_folder(mode)
        if folder is not None:
            check_checkpoint(folder)
        else:
            self._store.fetch(find_pair(self._choice.name).model(mode), report)

    def prepare(self, mode: Mode, report: Report) -> ModelInfo:
        """Load and warm up the model of ``mode``; at once when it is there. See ``ports.Recognizer``.

        Raises:
            UsageError: the pair does not offer ``mode``.
            ModelError: the model cannot be had; says what to do.
        """
        self._check_offered(mode)
        loaded = self._loaded.get(mode)
        if loaded is None:
            loaded = self._load(mode, report)
            self._loaded[mode] = loaded
        return loaded.info

    def transcribe(self, request: Request) -> Hypothesis:
        """Recognise; finals pass the guards, interims do not. See ``ports.Recognizer``.

        Raises:
            RecognitionFailed: the model raised, or ``request.mode`` is not prepared.
            OutOfMemory: it ran out of memory.
        """
        heard = self._hear(request, request.mode)
        if not request.is_final:
            return heard
        guarded = self._guarded(heard, request)
        foreign = self._loaded[request.mode].language_problem(request.language)
        return replace(guarded, warning=guarded.warning or foreign) if guarded.text else guarded

    def fits_beside(self, mode: Mode) -> bool:
        """Whether the memory has room for the model of ``mode`` beside what is loaded now. See ``ports.Recognizer``."""
        return memory.fits(self._checkpoint(mode), self._device_wish)

    def close(self) -> None:
        """Free the models; ``prepare`` loads them again."""
        while self._loaded:
            self._loaded.popitem()[1].close()
        memory.give_back()

    def _check_offered(self, mode: Mode) -> None:
        if self.modes[mode]:
            raise UsageError(f"The mode '{mode}' is {self.modes[mode]}", "Choose another mode.")

    def _local_folder(self, mode: Mode) -> Path | None:
        return self._choice.distil if mode is Mode.DISTIL else self._choice.teacher

    def _checkpoint(self, mode: Mode) -> Checkpoint:
        folder = self._local_folder(mode)
        if folder is not None:
            return check_checkpoint(folder)
        return self._store.find(find_pair(self._choice.name).model(mode))

    def _load(self, mode: Mode, report: Report) -> "LoadedWhisper":
        checkpoint = self._checkpoint(mode)
        name = model_name(self._choice, mode)
        report(ModelProgress(model=name, stage="loading"))
        preload()
        from dictate.engine.whisper import load_whisper  # noqa: PLC0415 - imports torch, which takes seconds

        return load_whisper(checkpoint, name, self._device_wish, report)

    def _hear(self, request: Request, mode: Mode) -> Hypothesis:
        loaded = self._loaded.get(mode)
        if loaded is None:
            raise RecognitionFailed(f"The model for the mode '{mode}' is not loaded", "Choose the mode again.")
        return loaded.transcribe(
            request.samples, language=request.language, prompt=request.prompt, is_final=request.is_final
        )

    def _guarded(self, heard: Hypothesis, request: Request) -> Hypothesis:
        reason = guards.no_speech(heard.no_speech_probability, heard.mean_log_probability)
        if reason:
            return replace(heard, suppressed=reason)
        problem = guards.repetition(heard.text)
        if problem:
            return self._again(heard, request, f"{heard.model} repeated itself: {problem}", guards.repetition)

        def lacks_words(text: str) -> str:
            return guards.too_few_words(text, request.voiced_s)

        problem = lacks_words(heard.text)
        return self._again(heard, request, problem, lacks_words) if problem else heard

    def _again(self, heard: Hypothesis, request: Request, problem: str, check: Callable[[str], str]) -> Hypothesis:
        """Recognise once more with the teacher, marked; what does not help leaves the first text, with a warning.

        The teacher itself gets the sound a little later in its window, since the same input would give the same text.
        """
        shifted = np.concatenate([np.zeros(_SHIFT_SAMPLES, dtype=np.int16), request.samples])[:MAX_SAMPLES]
        samples = shifted if request.mode is Mode.TEACHER else request.samples
        try:
            self.prepare(Mode.TEACHER, _silent)
            second = self._hear(replace(request, samples=samples, prompt=""), Mode.TEACHER)
        except ModelError as error:
            return replace(heard, warning=f"{problem}. The teacher could not check it: {error.user_message}")
        times = _sum(heard.times, second.times)
        if check(second.text) or not second.text:
            return replace(heard, times=times, warning=f"{problem}. Recognizing it again did not help")
        return replace(second, times=times, warning=f"{problem}. Recognized again by {second.model}")


def language_problem(choice: PairChoice, mode: Mode, language: str | None) -> str:
    """Why the model of ``mode`` cannot write ``language`` (Whisper's code, None to detect); empty when it can.

    Raises:
        UsageError: there is no such pair.
        NotAModel: a local folder holds no Whisper checkpoint.
    """
    if language in (None, "en"):
        return ""
    folder = choice.distil if mode is Mode.DISTIL else choice.teacher
    spec = None if folder else find_pair(choice.name).model(mode)
    multilingual = spec.multilingual if spec else folder is not None and check_checkpoint(folder).multilingual
    name = model_name(choice, mode)
    return "" if multilingual else f"{name} knows English only, not '{language}'"


def _silent(progress: ModelProgress) -> None:
    """Nobody waits for the reports of a retry's loading."""
    del progress


def _sum(first: StageTimes, second: StageTimes) -> StageTimes:
    return StageTimes(
        features_ms=first.features_ms + second.features_ms,
        encoder_ms=first.encoder_ms + second.encoder_ms,
        decoder_ms=first.decoder_ms + second.decoder_ms,
    )
