"""What a recogniser's text must pass before it is believed: pure functions, any thread.

Thresholds are Whisper's own (openai/whisper, ``transcribe.py``) where it has them.
"""

import re
import zlib
from collections import Counter
from dataclasses import dataclass

from dictate.core.words import normalized

NO_SPEECH_PROBABILITY = 0.6
MEAN_LOG_PROBABILITY = -1.0
COMPRESSION_RATIO = 2.4
NGRAM_WORDS = 5
NGRAM_REPEATS = 3
WORDS_A_SECOND = 1.2
VOICED_S = 5.0
"""Shorter speech may hold few words: a slow "yes" is no loss."""
_LETTERS_A_WORD = 2
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
"""Letters of scripts that put no spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Why a text is not believed yet.

    Attributes:
        reason: for the user, a phrase.
        invented: it was probably never said, so that it must not be written as it stands.
        silent: it is worth a second hearing, but nothing to bother the user with.
    """

    reason: str
    invented: bool = False
    silent: bool = False


def doubt(
    text: str,
    *,
    mean_log_probability: float | None,
    no_speech_probability: float | None,
    complete: bool,
    voiced_s: float,
) -> Doubt | None:
    """The gravest doubt about ``text``; None when it is believed. An empty text invents nothing."""
    if text:
        invented = no_speech(no_speech_probability, mean_log_probability) or repetition(text)
        if invented:
            return Doubt(reason=invented, invented=True)
        if not complete:
            return Doubt(reason="it did not come to an end; something may be missing")
    words = too_few_words(text, voiced_s)
    if words:
        return Doubt(reason=words)
    if text and mean_log_probability is not None and mean_log_probability < MEAN_LOG_PROBABILITY:
        return Doubt(reason="the model is unsure of it", silent=True)
    return None


def words_of(text: str) -> list[str]:
    """The words in ``text``, lower case, without punctuation."""
    return [word for word in map(normalized, text.split()) if word]


def compression_ratio(text: str) -> float:
    """UTF-8 bytes of ``text`` for each byte of its zlib form; above 2.4 a loop is likely. 0 for no text."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def most_repeated(text: str, length: int = NGRAM_WORDS) -> tuple[int, str]:
    """How often the most frequent run of ``length`` words occurs in ``text``, and the run; (0, "") for fewer words."""
    words = words_of(text)
    runs = Counter(tuple(words[at : at + length]) for at in range(len(words) - length + 1))
    if not runs:
        return 0, ""
    run, count = runs.most_common(1)[0]
    return count, " ".join(run)


def repetition(text: str) -> str:
    """Why ``text`` looks like a model caught in a loop; empty when it does not (field 15)."""
    count, run = most_repeated(text)
    if count >= NGRAM_REPEATS:
        return f'it repeats itself: "{run}" comes {count} times'
    ratio = compression_ratio(text)
    if ratio > COMPRESSION_RATIO:
        return f"it repeats itself (compression ratio {ratio:.1f})"
    return ""


def no_speech(no_speech_probability: float | None, mean_log_probability: float | None) -> str:
    """Why the sound is held to be no speech; empty when it is, or when the model did not say (field 3).

    Both must agree: a model that is sure of its words is believed, as a really spoken "Thank you." must stay.
    """
    if no_speech_probability is None or mean_log_probability is None:
        return ""
    if no_speech_probability > NO_SPEECH_PROBABILITY and mean_log_probability < MEAN_LOG_PROBABILITY:
        return f"probably no speech ({no_speech_probability:.0%} sure, and unsure of the words)"
    return ""


def too_few_words(text: str, voiced_s: float) -> str:
    """Why ``text`` seems to lack words for ``voiced_s`` seconds of speech; empty when it does not (field 5)."""
    if voiced_s < VOICED_S:
        return ""
    count = len(words_of(text)) + len(_UNSPACED.findall(text)) // _LETTERS_A_WORD
    if count / voiced_s >= WORDS_A_SECOND:
        return ""
    return f"only {count} word{'' if count == 1 else 's'} for {voiced_s:.0f} s of speech; something may be missing"
