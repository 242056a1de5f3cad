"""The pairs on offer: a teacher and the Distil-Whisper that was distilled from it."""

from dataclasses import dataclass

from dictate.core.errors import UsageError
from dictate.core.types import Mode, PairChoice

POCKET = "pocket"
LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """One model.

    Attributes:
        name: short name to show.
        repository: on the Hugging Face hub; empty for a model that comes with the application.
        parameters_m: millions of parameters.
        decoder_layers: of the decoder, which a distil has fewer of.
        multilingual: knows more than English.
    """

    name: str
    repository: str
    parameters_m: float
    decoder_layers: int
    multilingual: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPair:
    """A teacher and its distil, with what a person needs to choose."""

    name: str
    title: str
    teacher: ModelSpec
    distil: ModelSpec
    note: str

    def model(self, mode: Mode) -> ModelSpec:
        """The model that writes the text in ``mode``."""
        return self.distil if mode is Mode.DISTIL else self.teacher


def _spec(repository: str, parameters_m: float, decoder_layers: int, multilingual: bool) -> ModelSpec:
    return ModelSpec(
        name=repository.rpartition("/")[2],
        repository=repository,
        parameters_m=parameters_m,
        decoder_layers=decoder_layers,
        multilingual=multilingual,
    )


PAIRS: tuple[ModelPair, ...] = (
    ModelPair(
        name="large-v2",
        title="Whisper large-v2 family",
        teacher=_spec("openai/whisper-large-v2", 1543, 32, True),
        distil=_spec("distil-whisper/distil-large-v2", 756, 2, False),
        note="The default on a GPU. Teacher: 99 languages; distil: English.",
    ),
    ModelPair(
        name="large-v3",
        title="Whisper large-v3 family",
        teacher=_spec("openai/whisper-large-v3", 1543, 32, True),
        distil=_spec("distil-whisper/distil-large-v3.5", 756, 2, False),
        note="The newest large pair. Teacher: 99 languages; distil: English.",
    ),
    ModelPair(
        name="medium.en",
        title="Whisper medium.en family",
        teacher=_spec("openai/whisper-medium.en", 764, 24, False),
        distil=_spec("distil-whisper/distil-medium.en", 394, 2, False),
        note="English. For a small GPU or a fast processor.",
    ),
    ModelPair(
        name="small.en",
        title="Whisper small.en family",
        teacher=_spec("openai/whisper-small.en", 242, 12, False),
        distil=_spec("distil-whisper/distil-small.en", 166, 4, False),
        note="English. The default on a processor without a GPU.",
    ),
    ModelPair(
        name=POCKET,
        title="Pocket (demonstration)",
        teacher=ModelSpec(name="pocket-teacher", repository="", parameters_m=8.3, decoder_layers=4, multilingual=True),
        distil=ModelSpec(name="pocket-distil", repository="", parameters_m=6.5, decoder_layers=2, multilingual=True),
        note="Comes with Dictate. A demonstration model made from synthetic speech, not meant for people's voices.",
    ),
)


def pair_names() -> tuple[str, ...]:
    """The names that ``--pair`` takes."""
    return tuple(pair.name for pair in PAIRS)


def every_model() -> list[ModelSpec]:
    """The models on offer, each once, the distil of a pair before its teacher."""
    specs = {spec.name: spec for pair in PAIRS for spec in (pair.distil, pair.teacher)}
    return list(specs.values())


def find_pair(name: str) -> ModelPair:
    """The pair called ``name``.

    Raises:
        UsageError: there is none; names the ones there are.
    """
    for pair in PAIRS:
        if pair.name == name:
            return pair
    raise UsageError(f"There is no model pair '{name}'", f"Choose one of: {', '.join(pair_names())}.")


def model_name(choice: PairChoice, mode: Mode) -> str:
    """The name of the model that writes the text in ``mode``, before anything is loaded."""
    folder = choice.distil if mode is Mode.DISTIL else choice.teacher
    if folder is not None:
        return folder.name
    return find_pair(choice.name).model(mode).name
