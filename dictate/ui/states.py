"""How each state is told: a word, a shape and a color, never a color alone. No widgets here."""

from dataclasses import dataclass

from dictate.core.events import State, StateChanged
from dictate.core.progress import amount_words
from dictate.core.types import ModelProgress
from dictate.ui.translating import marked, tr


@dataclass(frozen=True, slots=True)
class Look:
    """A state's word, the icon that is its shape, and the palette role that colors the shape."""

    word: str
    icon: str
    role: str


LOOKS: dict[State, Look] = {
    State.NO_MODEL: Look(marked("No model"), "state-no-model", "dim"),
    State.LOADING: Look(marked("Loading"), "state-loading", "accent_text"),
    State.READY: Look(marked("Ready"), "state-ready", "ok"),
    State.OPENING: Look(marked("Getting the microphone"), "state-opening", "accent_text"),
    State.LISTENING: Look(marked("Listening"), "state-listening", "ok"),
    State.SPEECH: Look(marked("Speech"), "state-speech", "ok"),
    State.FINISHING: Look(marked("Finishing"), "state-finishing", "accent_text"),
    State.MICROPHONE_LOST: Look(marked("Microphone lost"), "state-lost", "danger_text"),
    State.FAILED: Look(marked("Failed"), "state-failed", "danger_text"),
}

RECORDING = frozenset({State.OPENING, State.LISTENING, State.SPEECH, State.MICROPHONE_LOST})
"""The states in which the microphone is ours."""


def state_words(state: StateChanged) -> str:
    """The state as the status bar says it."""
    word = tr(LOOKS[state.state].word)
    if state.state is State.FINISHING and state.pending:
        return f"{word} {state.pending}"
    if state.state in RECORDING and state.model_state is State.LOADING:
        return tr("{word} · model loading, sound is kept", word=word)
    return word


def progress_words(progress: ModelProgress) -> str:
    """How far the loading of a model is."""
    return f"{progress.model} · {progress.stage} {amount_words(progress)}".rstrip()
