"""What one wants to know before choosing a model pair: size, languages, needs, speed here. No widgets here."""

from dictate.core.catalog import LOCAL, POCKET, ModelPair, find_pair
from dictate.core.events import SpeedMeasured
from dictate.core.progress import bytes_words
from dictate.core.types import PairChoice
from dictate.ui.languages import LANGUAGES
from dictate.ui.translating import marked, tr

POCKET_NOTE = marked(
    "Pocket is a demonstration model made from synthetic speech; it does not understand people well. "
    "For your own voice choose a real Whisper pair: it is downloaded once."
)
BYTES_A_PARAMETER = 4
"""The files of OpenAI's checkpoints are in fp32; memory on a processor is the same, on a GPU half of it."""
GPU_FROM_M = 700
"""Millions of parameters from which a processor alone is no fun."""


def download_bytes(pair: ModelPair) -> int:
    """About how much both models are on disk; 0 for the bundled pair."""
    if pair.name == POCKET:
        return 0
    return round((pair.teacher.parameters_m + pair.distil.parameters_m) * 1e6 * BYTES_A_PARAMETER)


def size_words(choice: PairChoice) -> str:
    """How large the pair is, and whether it must be downloaded."""
    if choice.name == LOCAL:
        return tr("Your own folders")
    size = download_bytes(find_pair(choice.name))
    if not size:
        return tr("Comes with Dictate")
    return tr("About {size} for both models, downloaded once", size=bytes_words(size))


def short_size_words(choice: PairChoice) -> str:
    """The size alone, for a column."""
    size = download_bytes(find_pair(choice.name))
    return tr("about {size}", size=bytes_words(size)) if size else tr("none, it is here")


def language_words(choice: PairChoice) -> str:
    """Which languages the teacher and the distil know."""
    if choice.name == LOCAL:
        return tr("As the checkpoints know")
    pair = find_pair(choice.name)
    if not pair.teacher.multilingual or choice.name == POCKET:
        return tr("English")
    if pair.distil.multilingual:
        return tr("{n} languages", n=len(LANGUAGES))
    return tr("{n}; distil: English", n=len(LANGUAGES))


def needs_words(choice: PairChoice) -> str:
    """What machine it wants."""
    if choice.name == LOCAL:
        return tr("Depends on their size")
    if choice.name == POCKET:
        return tr("Nothing; hardly understands people")
    pair = find_pair(choice.name)
    memory = bytes_words(round(pair.teacher.parameters_m * 1e6 * BYTES_A_PARAMETER))
    if pair.teacher.parameters_m >= GPU_FROM_M:
        return tr("Best with a graphics card; {memory} of memory", memory=memory)
    return tr("Any processor; {memory} of memory", memory=memory)


def speed_words(measured: SpeedMeasured) -> str:
    """A measurement as a person reads it."""
    if measured.reason:
        return tr("Could not be measured: {reason}", reason=measured.reason)
    return tr(
        "{seconds} s of speech in {ms} ms ({times} times as fast as one speaks)",
        seconds=f"{measured.sound_s:.0f}",
        ms=f"{measured.model_ms:.0f}",
        times=f"{measured.sound_s * 1000 / max(1.0, measured.model_ms):.0f}",
    )
