"""What the models made of one piece of sound. Runs on the recogniser thread; imports torch through its neighbours."""

from dataclasses import dataclass

from dictate.core.comparing import Verification
from dictate.core.types import StageTimes
from dictate.engine.decoding import Decoded
from dictate.engine.whisper import Whisper


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the models made of one piece of sound.

    Attributes:
        tokens, text: of the text, without prompt and end.
        log_probabilities: natural logarithms, of the tokens and the end of text.
        no_speech_probability: 0-1; None when the model does not say.
        complete: whether the end of text came within the bound of tokens.
        positions: of the encoder: the window, 50 a second.
        passes: how often the writing model's decoder ran.
        verification: in the mode Verified, what became of the draft; the changed words are left to others.
    """

    tokens: tuple[int, ...]
    text: str
    log_probabilities: tuple[float, ...]
    mean_log_probability: float
    no_speech_probability: float | None
    times: StageTimes
    complete: bool
    positions: int
    passes: int
    verification: Verification | None = None


def heard_of(
    decoded: Decoded, model: Whisper, times: StageTimes, positions: int, verification: Verification | None
) -> Heard:
    """The result of a search as the engine tells it."""
    return Heard(
        tokens=decoded.tokens,
        text=model.vocabulary.text(decoded.tokens),
        log_probabilities=decoded.log_probabilities,
        mean_log_probability=decoded.mean_log_probability,
        no_speech_probability=decoded.no_speech_probability,
        times=times,
        complete=decoded.complete,
        positions=positions,
        passes=decoded.passes,
        verification=verification,
    )
