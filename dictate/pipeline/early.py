"""What was recognised in a pause, in case the pause goes on. Runs on the recogniser thread.

The compute then leaves the user's latency: when the utterance ends, its text is there already. If speech goes on, the
text was one more interim.
"""

from dataclasses import dataclass

from dictate.core.ports import Recognizer
from dictate.core.types import Hypothesis, Request, Utterance

_SENTENCE_ENDS = (".", "?", "!", "\u2026", "\u3002", "\uff1f", "\uff01", '."', '?"', '!"')


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    utterance: Utterance
    request: Request
    recognizer: Recognizer
    hypothesis: Hypothesis


class Early:
    """Holds the last hypothesis of a pause."""

    def __init__(self) -> None:
        self._kept: _Kept | None = None

    def keep(self, utterance: Utterance, request: Request, recognizer: Recognizer, hypothesis: Hypothesis) -> None:
        """Remember what ``recognizer`` made of ``utterance``."""
        self._kept = _Kept(utterance, request, recognizer, hypothesis)

    def take(self, utterance: Utterance, request: Request, recognizer: Recognizer | None) -> Hypothesis | None:
        """The hypothesis for the very same sound, asked in the very same way; None when there is none."""
        kept, self._kept = self._kept, None
        if kept is None or kept.recognizer is not recognizer:
            return None
        same_sound = (
            kept.utterance.id == utterance.id
            and kept.utterance.segment.start_sample == utterance.segment.start_sample
            and kept.utterance.segment.end_sample == utterance.segment.end_sample
        )
        before = kept.request
        same_wish = (before.mode, before.language, before.prompt) == (request.mode, request.language, request.prompt)
        return kept.hypothesis if same_sound and same_wish else None


def ends_sentence(text: str) -> bool:
    """Whether ``text`` ends as a sentence does."""
    return text.rstrip().endswith(_SENTENCE_ENDS)
