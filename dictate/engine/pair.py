"""A teacher and its distil behind the pipeline's ``Recognizer``.

``fetch`` runs on the fetcher thread and touches no state; everything else runs on the recogniser thread.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dictate.core.catalog import LOCAL, ModelSpec, find_pair, model_name
from dictate.core.errors import NotAModel, OutOfMemory, RecognitionFailed, UsageError
from dictate.core.ports import Recognizer, RecognizerFactory
from dictate.core.types import Hypothesis, Mode, ModelInfo, ModelProgress, PairChoice, PlainHearing, Request
from dictate.engine import memory
from dictate.engine.checkpoint import Checkpoint, check_checkpoint
from dictate.engine.guarding import Guarding, hypothesis_of
from dictate.engine.options import AUTO, EngineOptions
from dictate.engine.preload import preload
from dictate.engine.store import ModelStore

if TYPE_CHECKING:
    from dictate.engine.loaded import LoadedPair

Report = Callable[[ModelProgress], None]


def create_recognizer_factory(resources_models: Path, options: EngineOptions | None = None) -> RecognizerFactory:
    """The factory for the session: ``resources_models`` is the folder of bundled models.

    The factory raises ``UsageError`` for an unknown pair, and for ``local`` without both folders; it loads nothing.
    """

    def create(choice: PairChoice) -> Recognizer:
        return PairRecognizer(choice, resources_models, options)

    return create


class PairRecognizer:
    """Loads the models of a mode when it is first prepared, and guards what they say.

    Raises:
        UsageError: the pair does not exist, or a local one lacks a folder.
    """

    def __init__(self, choice: PairChoice, resources_models: Path, options: EngineOptions | None = None) -> None:
        if choice.name == LOCAL:
            if choice.teacher is None or choice.distil is None:
                raise UsageError("A local pair needs two folders", "Give both --teacher DIR and --distil DIR.")
        else:
            find_pair(choice.name)
        self._choice = choice
        self._store = ModelStore(resources_models)
        self._options = options or EngineOptions()
        self._pair: LoadedPair | None = None
        self._draft: tuple[int, tuple[int, ...]] = (0, ())
        self._modes = dict.fromkeys(Mode, "")
        if choice.name == LOCAL:
            self._modes[Mode.VERIFIED] = _local_problem(choice)

    @property
    def choice(self) -> PairChoice:
        """The pair it was built for."""
        return self._choice

    @property
    def modes(self) -> Mapping[Mode, str]:
        """For every mode an empty string, or the reason why this pair does not offer it."""
        return self._modes

    def fetch(self, mode: Mode, report: Report) -> None:
        """See that the files for ``mode`` are on disk. See ``ports.Recognizer``.

        Raises:
            UsageError: the pair does not offer ``mode``.
            ModelError: they cannot be had, or are no Whisper; says what to do.
        """
        self._check_offered(mode)
        for role in mode.models:
            folder = self._local_folder(role)
            if folder is not None:
                check_checkpoint(folder)
            else:
                self._store.fetch(self._spec(role), report)

    def prepare(self, mode: Mode, report: Report) -> ModelInfo:
        """Load and warm up the models of ``mode``; at once when they are there. See ``ports.Recognizer``.

        Raises:
            UsageError: the pair does not offer ``mode``.
            ModelError: a model cannot be had; says what to do.
        """
        self._check_offered(mode)
        for role in mode.models:
            if self._pair is None or not self._pair.has(role):
                self._load(role, report)
        pair = self._loaded()
        if mode is Mode.VERIFIED:
            pair.check_vocabularies()
        return pair.info(mode)

    def transcribe(self, request: Request, on_draft: Callable[[str], None] | None = None) -> Hypothesis:
        """Recognise; finals pass the guards, interims do not. See ``ports.Recognizer``.

        Raises:
            RecognitionFailed: the model raised, or ``request.mode`` is not prepared.
            OutOfMemory: it ran out of memory.
        """
        pair = self._loaded()
        utterance, tokens = self._draft
        draft = tokens if request.utterance and utterance == request.utterance else ()
        if not request.is_final:
            # What is said next changes it anyway: the model that drafts will do.
            mode = request.mode.models[0]
            language, prompt = request.language, request.prompt
            heard = pair.hear(request.samples, mode, language=language, prompt=prompt, draft=draft, window=AUTO)
            self._draft = (request.utterance, heard.tokens)
            return hypothesis_of(heard, pair.model(mode).name)
        guarding = Guarding(pair, self._prepare_teacher)
        hypothesis = guarding.hear(request, draft, on_draft)
        self._draft = (request.utterance, hypothesis.tokens)
        foreign = pair.model(request.mode).language_problem(request.language)
        return replace(hypothesis, warning=hypothesis.warning or foreign) if hypothesis.text else hypothesis

    def plain(self, request: Request, verified: Hypothesis) -> PlainHearing | None:
        """The teacher's text without a draft, where the first hearing was believed. See ``ports.Recognizer``.

        Raises:
            RecognitionFailed: the model raised.
            OutOfMemory: it ran out of memory.
        """
        if verified.verification is None or verified.hearings > 1:
            return None
        return self._loaded().plain(request.samples, verified.tokens, language=request.language, prompt=request.prompt)

    def fits_beside(self, mode: Mode) -> bool:
        """Whether the memory has room for the models of ``mode`` beside those loaded. See ``ports.Recognizer``."""
        size = sum(self._checkpoint(role).size_bytes for role in mode.models)
        return memory.fits(size, self._options.device)

    def close(self) -> None:
        """Free the models; ``prepare`` loads them again."""
        if self._pair is not None:
            self._pair.close()
            self._pair = None

    def _loaded(self) -> "LoadedPair":
        if self._pair is None:
            raise RecognitionFailed("The models are not loaded", "Choose the mode again.")
        return self._pair

    def _check_offered(self, mode: Mode) -> None:
        if self.modes[mode]:
            raise UsageError(f"The mode '{mode}' is not to be had: {self.modes[mode]}", "Choose another mode.")

    def _local_folder(self, role: Mode) -> Path | None:
        return self._choice.distil if role is Mode.DISTIL else self._choice.teacher

    def _spec(self, role: Mode) -> ModelSpec:
        return find_pair(self._choice.name).model(role)

    def _checkpoint(self, role: Mode) -> Checkpoint:
        folder = self._local_folder(role)
        try:
            return check_checkpoint(folder) if folder is not None else self._store.find(self._spec(role))
        except MemoryError as error:
            name = model_name(self._choice, role)
            action = "Close other programs, or choose a smaller pair of models."
            raise OutOfMemory(f"{name} could not be read: there is not enough memory", action) from error

    def _load(self, role: Mode, report: Report) -> None:
        checkpoint = self._checkpoint(role)
        name = model_name(self._choice, role)
        report(ModelProgress(model=name, stage="loading"))
        preload()
        from dictate.engine.loaded import LoadedPair  # noqa: PLC0415 - imports torch, which takes seconds

        if self._pair is None:
            self._pair = LoadedPair(self._options)
        self._pair.load(role, checkpoint, name, report)

    def _prepare_teacher(self) -> None:
        """For a second hearing, for whose loading nobody waits with a report."""
        self.prepare(Mode.TEACHER, lambda _progress: None)


def _local_problem(choice: PairChoice) -> str:
    """Why the teacher of a local pair cannot check its distil; empty when it can, or when a folder is no model."""
    try:
        sizes = [
            check_checkpoint(folder).config.get("vocab_size") for folder in (choice.teacher, choice.distil) if folder
        ]
    except NotAModel:
        return ""  # fetch says what is wrong with it
    return "" if len(set(sizes)) <= 1 else "its two models write with different tokens"
