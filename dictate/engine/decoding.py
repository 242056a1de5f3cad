"""What the encoder heard becomes tokens: greedy search, one by one or over a draft. Imports torch.

Runs on the recogniser thread. A draft is checked, not believed: one pass over n drafted tokens gives the model's own
choice after each of them. The longest agreeing prefix and the model's choice after it are exactly what one by one would
have written, at the cost of one step (Leviathan et al. 2023, Fast Inference from Transformers via Speculative Decoding,
here for greedy search).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dictate.engine.decoder import Decoder
from dictate.engine.vocabulary import Vocabulary


class Rules:
    """What a checkpoint never writes, as numbers that are added to the scores.

    Attributes:
        vocabulary: whose tokens these are.
    """

    def __init__(self, vocabulary: Vocabulary, decoder: Decoder) -> None:
        self.vocabulary = vocabulary
        self._always = torch.zeros(decoder.vocabulary_size, device=decoder.device)
        self._always[list(vocabulary.suppress)] = float("-inf")
        self._first = self._always.clone()
        self._first[list(vocabulary.suppress_at_start)] = float("-inf")

    def apply(self, scores: Tensor, written: int) -> Tensor:
        """``scores`` ([n, vocabulary], the first after ``written`` tokens) without what must not be written."""
        allowed = scores + self._always
        if written == 0:
            allowed[0] = scores[0] + self._first
        return allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What the decoder wrote.

    Attributes:
        tokens: without prompt and end of text.
        mean_log_probability: natural logarithm, over the tokens and the end of text, as in openai/whisper.
        no_speech_probability: of ``<|nospeech|>`` right after ``<|startoftranscript|>``; None when there is no such.
        complete: whether it came to the end of text within the limit.
        passes: how often the decoder ran.
    """

    tokens: tuple[int, ...]
    mean_log_probability: float
    no_speech_probability: float | None
    complete: bool
    passes: int


def detect_language(decoder: Decoder, vocabulary: Vocabulary) -> int:
    """The id of the likeliest language token of what ``decoder`` listened to."""
    ids = sorted(vocabulary.languages.values())
    return ids[int(decoder([vocabulary.start], 0, 1)[0, ids].argmax())]


def decode(decoder: Decoder, rules: Rules, opening: Sequence[int], limit: int, draft: Sequence[int] = ()) -> Decoded:
    """Write what ``decoder`` listened to, after ``opening`` and in at most ``limit`` new tokens.

    ``draft`` is what it may be: it saves time as far as it is right, and changes nothing.
    """
    search = Search(decoder, rules, opening, limit)
    while not search.done:
        search.check(draft)
        draft = ()
    return search.result()


class Search:
    """One utterance in one decoder, which has listened to it.

    Attributes:
        tokens: what was written so far.
        done: the end of text, or the limit, was reached.
    """

    def __init__(self, decoder: Decoder, rules: Rules, opening: Sequence[int], limit: int) -> None:
        self._decoder = decoder
        self._rules = rules
        self._opening = list(opening)
        self._limit = limit
        self._read = 0  # positions of the decoder that hold ``opening + tokens``
        self._log_probabilities: list[float] = []
        self._start_scores: Tensor | None = None
        self._passes = 0
        self._complete = False
        self.tokens: list[int] = []
        self.done = limit <= 0

    def check(self, draft: Sequence[int]) -> None:
        """One pass: take what is right in ``draft``, and the model's own choice after that."""
        draft = draft[: self._limit - len(self.tokens) - 1]
        pending = (self._opening + self.tokens)[self._read :]
        scores = self._pass([*pending, *draft], len(draft) + 1)
        allowed = self._rules.apply(scores, len(self.tokens))
        best, choices = allowed.max(dim=-1)
        sure = best - allowed.logsumexp(dim=-1)
        self._read += len(pending)
        for drafted, choice, log_probability in zip([*draft, None], choices.tolist(), sure.tolist(), strict=True):
            self._take(choice, log_probability)
            if self.done or choice != drafted:
                return
            self._read += 1  # the draft was right, so the decoder has read this token already

    def result(self) -> Decoded:
        """What was written."""
        return Decoded(
            tokens=tuple(self.tokens),
            mean_log_probability=sum(self._log_probabilities) / max(1, len(self._log_probabilities)),
            no_speech_probability=self._no_speech(),
            complete=self._complete,
            passes=self._passes,
        )

    def _pass(self, tokens: list[int], rows: int) -> Tensor:
        """Read ``tokens``; the scores after the last ``rows`` of them."""
        self._passes += 1
        if self._read:
            return self._decoder(tokens, self._read, rows)
        start = self._opening.index(self._rules.vocabulary.start)
        scores = self._decoder(tokens, 0, len(tokens) - start)
        self._start_scores = scores[0]
        return scores[-rows:]

    def _take(self, choice: int, log_probability: float) -> None:
        self._log_probabilities.append(log_probability)
        if choice == self._rules.vocabulary.end:
            self._complete = self.done = True
            return
        self.tokens.append(choice)
        self.done = len(self.tokens) >= self._limit

    def _no_speech(self) -> float | None:
        no_speech = self._rules.vocabulary.no_speech
        if self._start_scores is None or no_speech is None:
            return None
        return float(self._start_scores.softmax(dim=-1)[no_speech])
