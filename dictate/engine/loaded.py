"""The models of a pair on their device: from samples to tokens. Runs on the recogniser thread; imports torch.

One utterance, as ``hear`` goes: samples -> log-mel and encoder (``hearing``), once for both models where their encoders
are one -> the decoder listens (``decoder``) -> greedy search, pass by pass (``reading``), over a draft where there is
one (``decoding``), by the teacher over distil's text where that is wanted (``verifying``) -> text (``vocabulary``).
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import torch

from dictate.core.comparing import Verification
from dictate.core.errors import NotAModel, OutOfMemory, RecognitionFailed
from dictate.core.types import Mode, ModelInfo, ModelProgress, PlainHearing, Samples, seconds_of
from dictate.engine.checkpoint import Checkpoint
from dictate.engine.clock import Clock
from dictate.engine.decoding import Search
from dictate.engine.device import CUDA, DeviceChoice, choose_device, fallback
from dictate.engine.graphs import capture
from dictate.engine.heard import Heard, heard_of
from dictate.engine.hearing import Hearing
from dictate.engine.loading import Tensors, same_encoder
from dictate.engine.mapping import mapped
from dictate.engine.memory import give_back
from dictate.engine.options import AUTO, FULL, EngineOptions
from dictate.engine.threads import Threads
from dictate.engine.verifying import verify
from dictate.engine.vocabulary import Vocabulary
from dictate.engine.whisper import Whisper, load_whisper
from dictate.engine.window import BUCKETS, WINDOW_S, WINDOW_SAMPLES

Report = Callable[[ModelProgress], None]
OnDraft = Callable[[str], None]


class LoadedPair:
    """A teacher and its distil, or one of them, loaded as they are needed.

    Attributes:
        shared_encoder: whether both models use one encoder.
        why: why they do, or do not; empty while there is one model only.
    """

    def __init__(self, options: EngineOptions) -> None:
        self._threads = Threads(options.threads)
        self._threads.fit()
        self._choice = choose_device(options)
        self._window = options.window
        self._models: dict[Mode, Whisper] = {}
        self.shared_encoder = False
        self.why = ""

    # -- loading ----------------------------------------------------------------------------------------------------

    def load(self, mode: Mode, checkpoint: Checkpoint, name: str, report: Report) -> None:
        """Load the model of ``mode`` (Distil or Teacher) and warm it up.

        What fails there (no memory, a driver, FlashAttention) is tried with sdpa, then on the processor, with the
        reason; a model that is there already moves along.

        Raises:
            NotAModel: the files cannot be used.
            OutOfMemory: it does not fit.
            Cancelled: ``report`` raised it.
        """
        while True:
            try:
                with mapped(f"{name} could not be loaded"), torch.inference_mode():
                    return self._load(mode, checkpoint, name, report)
            except (OutOfMemory, RecognitionFailed) as error:
                following = fallback(self._choice, error.user_message)
                if following is None:
                    raise
                self._move(following)

    def _load(self, mode: Mode, checkpoint: Checkpoint, name: str, report: Report) -> None:
        shared = self._find_shared(checkpoint)
        model = load_whisper(name, checkpoint, self._choice, shared)
        report(ModelProgress(model=name, stage="warming up"))
        self._warm_up(model)
        self._models[mode] = model
        self.shared_encoder = len({id(one.hearing) for one in self._models.values()}) < len(self._models)

    def _find_shared(self, checkpoint: Checkpoint) -> Hearing | None:
        """The encoder that is there already, when ``checkpoint`` has the very same."""
        for model in self._models.values():
            there = model.hearing
            other = there.checkpoint
            difference = same_encoder(there.tensors, Tensors(checkpoint), other.config, checkpoint.config)
            self.why = difference or "the encoders are equal, tensor by tensor"
            return None if difference else there
        return None

    def _warm_up(self, model: Whisper) -> None:
        """Run once as it will run; on a GPU capture every window's graphs, or say why there are none."""
        silence = np.zeros(0, dtype=np.int16)
        try:
            for positions in BUCKETS if self._choice.graphs else ():
                model.hearing.capture(positions)
                model.reader.capture(model.hearing.encode(silence, positions), capture)
        except RuntimeError as error:
            for one in (model, *self._models.values()):
                one.hearing.release()
                one.reader.release()
            reason = f"CUDA graphs are not used, because they cannot be captured ({str(error).splitlines()[0]})"
            reason = f"{self._choice.attention_reason}. {reason}"
            self._choice = replace(self._choice, graphs=False, attention_reason=reason)
        model.reader.listen(model.hearing.encode(silence, model.hearing.positions(0, AUTO)))
        model.search(1, 0, None, "").finish()

    def _move(self, choice: DeviceChoice) -> None:
        """Load all models anew as ``choice`` says."""
        before, self._models = self._models, {}
        self._choice = choice
        give_back()
        for mode, model in before.items():
            shared = next((one.hearing for one in self._models.values()), None) if self.shared_encoder else None
            self._models[mode] = load_whisper(model.name, model.checkpoint, choice, shared)

    def has(self, mode: Mode) -> bool:
        """Whether all models that ``mode`` needs are loaded."""
        return all(role in self._models for role in mode.models)

    def check_vocabularies(self) -> None:
        """See that the teacher can read what distil writes.

        Raises:
            NotAModel: their tokens are not the same.
        """
        distil, teacher = (self._models[role].vocabulary for role in Mode.VERIFIED.models)
        if not same_tokens(distil, teacher):
            raise NotAModel(
                "The two models write with different tokens, so the teacher cannot check distil's text",
                "Choose the mode Distil or Teacher, or a distil that was made from this teacher.",
            )

    @property
    def memory_bytes(self) -> int:
        """Of all loaded weights, a shared encoder once."""
        encoders = {id(model.hearing): model.hearing.memory_bytes for model in self._models.values()}
        return sum(encoders.values()) + sum(model.memory_bytes for model in self._models.values())

    @property
    def on_gpu(self) -> bool:
        """Whether it runs on a graphics processor."""
        return self._choice.device == CUDA

    def info(self, mode: Mode) -> ModelInfo:
        """What runs in ``mode``, and why."""
        needed = [self._models[role] for role in mode.models]
        encoders = {id(model.hearing): model.hearing.memory_bytes for model in needed}
        reason = self._choice.reason
        if len(needed) > 1:
            reason += f" {'One encoder for both' if self.shared_encoder else 'An encoder each'}: {self.why}."
        return ModelInfo(
            name=" + ".join(model.name for model in needed),
            device=self._choice.name,
            precision=self._choice.precision,
            attention=self._choice.attention,
            reason=reason,
            memory_bytes=sum(encoders.values()) + sum(model.memory_bytes for model in needed),
        )

    def model(self, mode: Mode) -> Whisper:
        """The model whose text ``mode`` gives.

        Raises:
            RecognitionFailed: it is not loaded.
        """
        missing = [role for role in mode.models if role not in self._models]
        if missing:
            raise RecognitionFailed(f"The model for the mode '{mode}' is not loaded", "Choose the mode again.")
        return self._models[mode.models[-1]]

    def close(self) -> None:
        """Free the memory."""
        self._models.clear()
        give_back()

    # -- hearing ----------------------------------------------------------------------------------------------------

    def hear(
        self,
        samples: Samples,
        mode: Mode,
        *,
        language: str | None = None,
        prompt: str = "",
        draft: tuple[int, ...] = (),
        limit: int | None = None,
        window: str | None = None,
        on_draft: OnDraft | None = None,
    ) -> Heard:
        """Recognise int16[n] at 16 kHz, n at most 30 s; each encoder runs exactly once.

        ``language`` None lets a multilingual model detect it; an English-only one is never told. ``prompt`` holds words
        that may occur. ``draft`` holds the tokens that may come out; it saves time as far as it is right. ``limit`` is
        the most tokens, None for what goes with the length. ``window`` is ``auto`` or ``full``, None for the options'.
        ``on_draft`` is told distil's text in the mode Verified, before the teacher has checked it.

        Raises:
            RecognitionFailed: the model raised, the sound is too long, or the model does not know ``language``.
            OutOfMemory: there was no room.
        """
        if len(samples) > WINDOW_SAMPLES:
            raise RecognitionFailed(
                f"{seconds_of(len(samples)):.1f} s of sound are too long for Whisper's window of {WINDOW_S} s",
                "Cut it at a pause first.",
            )
        model = self.model(mode)
        with mapped(f"{model.name} failed"), torch.inference_mode():
            self._threads.fit()
            clock = Clock(on_gpu=self.on_gpu)
            positions = model.hearing.positions(len(samples), window or self._window)
            searches: list[Search] = []
            hearing: Hearing | None = None
            for one in (self._models[role] for role in mode.models):
                if one.hearing is not hearing:
                    hearing = one.hearing
                    encoded = hearing.encode(samples, positions, clock)
                one.reader.listen(encoded)
                searches.append(one.search(limit, len(samples), language, prompt))
                clock.lap("decoder")
            verification = self._write(searches, draft, model.vocabulary, on_draft)
            clock.lap("decoder")
            return heard_of(searches[-1].result(), model, clock.times(), positions, verification)

    def plain(
        self, samples: Samples, verified: tuple[int, ...], *, language: str | None = None, prompt: str = ""
    ) -> PlainHearing:
        """What the teacher writes token by token, and where it parts from the ``verified`` tokens, how clearly.

        Raises:
            RecognitionFailed, OutOfMemory: as ``hear``.
        """
        model = self.model(Mode.TEACHER)
        with mapped(f"{model.name} failed"), torch.inference_mode():
            self._threads.fit()
            window = FULL if self.on_gpu else self._window
            model.reader.listen(model.hearing.encode(samples, model.hearing.positions(len(samples), window)))
            search = model.search(None, len(samples), language, prompt)
            search.finish()
            return PlainHearing(text=model.vocabulary.text(search.tokens), margin=search.margin(verified))

    @staticmethod
    def _write(
        searches: list[Search], draft: tuple[int, ...], vocabulary: Vocabulary, on_draft: OnDraft | None
    ) -> Verification | None:
        """Run the search, or both; the last one's result is what counts."""
        if len(searches) == 1:
            searches[0].finish(draft)
            return None

        def tell(tokens: tuple[int, ...]) -> None:
            if on_draft is not None:
                on_draft(vocabulary.text(tokens))

        distil, teacher = searches
        checked = verify(teacher, distil, draft, tell)
        return Verification(
            draft=vocabulary.text(checked.draft),
            drafted_tokens=checked.drafted,
            accepted_tokens=checked.accepted,
            teacher_passes=teacher.passes,
        )


def load_pair(teacher: Checkpoint, distil: Checkpoint, options: EngineOptions, report: Report) -> LoadedPair:
    """Both models of a pair, warmed up. For the benchmark; see ``LoadedPair.load`` for what it raises."""
    pair = LoadedPair(options)
    for mode, checkpoint in ((Mode.DISTIL, distil), (Mode.TEACHER, teacher)):
        pair.load(mode, checkpoint, checkpoint.folder.name, report)
    return pair


def same_tokens(first: Vocabulary, second: Vocabulary) -> bool:
    """Whether two models mean the same text by the same tokens; tokens behind the end of text are no text."""
    if first.end != second.end:
        return False
    ids = range(first.end)
    return all(first.tokenizer.id_to_token(token) == second.tokenizer.id_to_token(token) for token in ids)
