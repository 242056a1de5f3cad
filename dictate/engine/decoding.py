"""What the encoder heard becomes tokens: greedy search, one by one or over a draft. Imports torch.

Runs on the recogniser thread. A draft is checked, not believed: one pass over n drafted tokens gives the model's own
choice after each of them. The longest agreeing prefix and the model's choice after it are exactly what one by one would
have written, at the cost of one step (Leviathan et al. 2023, Fast Inference from Transformers via Speculative Decoding,
here for greedy search).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dictate.engine.reading import Reader
from dictate.engine.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """What the decoder wrote.

    Attributes:
        tokens: without prompt and end of text.
        log_probabilities: natural logarithms, of the tokens and the end of text.
        no_speech_probability: of ``<|nospeech|>`` right after ``<|startoftranscript|>``; None when there is no such.
        complete: whether it came to the end of text within the limit.
        passes: how often the decoder ran.
    """

    tokens: tuple[int, ...]
    log_probabilities: tuple[float, ...]
    no_speech_probability: float | None
    complete: bool
    passes: int

    @property
    def mean_log_probability(self) -> float:
        """Over the tokens and the end of text, as in openai/whisper; 0 for none."""
        return sum(self.log_probabilities) / max(1, len(self.log_probabilities))


def detect_language(reader: Reader, vocabulary: Vocabulary) -> int:
    """The id of the likeliest language token of what ``reader``'s decoder listened to."""
    ids = sorted(vocabulary.languages.values())
    return ids[int(reader.scores([vocabulary.start], 0)[-1, ids].argmax())]


def decode(reader: Reader, opening: Sequence[int], limit: int, draft: Sequence[int] = ()) -> Decoded:
    """Write what ``reader``'s decoder listened to, after ``opening`` and in at most ``limit`` new tokens.

    ``draft`` is what it may be: it saves time as far as it is right, and changes nothing.
    """
    search = Search(reader, opening, limit)
    search.finish(draft)
    return search.result()


class Search:
    """One utterance in one decoder, which has listened to it.

    Attributes:
        tokens: what was written so far.
        done: the end of text, or the limit, was reached.
        passes: how often the decoder ran.
    """

    def __init__(self, reader: Reader, opening: Sequence[int], limit: int) -> None:
        self._reader = reader
        self._opening = list(opening)
        self._limit = limit
        self._read = 0  # positions of the decoder that hold ``opening + tokens``
        self._log_probabilities: list[float] = []
        self._no_speech: float | None = None
        self._complete = False
        self.passes = 0
        self.tokens: list[int] = []
        self.done = limit <= 0

    def finish(self, draft: Sequence[int] = ()) -> None:
        """Write to the end."""
        while not self.done:
            self.check(draft)
            draft = ()

    def check(self, draft: Sequence[int]) -> int:
        """One pass: take what is right in ``draft``, and the model's own choice after that.

        Returns how many drafted tokens were right.
        """
        draft = draft[: self._limit - len(self.tokens) - 1]
        pending = (self._opening + self.tokens)[self._read :]
        reading = self._reader.read([*pending, *draft], self._read, len(draft) + 1, written=len(self.tokens))
        self.passes += 1
        if not self._read:
            self._no_speech = reading.no_speech_probability
        self._read += len(pending)
        pairs = zip([*draft, None], reading.choices, reading.log_probabilities, strict=True)
        for right, (drafted, choice, log_probability) in enumerate(pairs):
            self._take(choice, log_probability)
            if self.done or choice != drafted:
                return right
            self._read += 1  # the draft was right, so the decoder has read this token already
        return len(draft)

    def rewrite(self, tokens: Sequence[int]) -> None:
        """Go on as if ``tokens`` had been written: another model says so, and they begin as the own ones do."""
        agreed = next(
            (at for at, (own, told) in enumerate(zip(self.tokens, tokens, strict=False)) if own != told),
            min(len(self.tokens), len(tokens)),
        )
        self.tokens = list(tokens)
        # The last token is always left to be read: the next pass needs one to begin with.
        self._read = min(self._read, len(self._opening) + min(agreed, len(tokens) - 1))
        self._log_probabilities = self._log_probabilities[:agreed]
        self._complete = False
        self.done = len(self.tokens) >= self._limit

    def margin(self, others: Sequence[int]) -> float:
        """Where ``others`` part from what was written, by how much the own token was preferred (logits); 0 nowhere."""
        end = self._reader.vocabulary.end
        own, told = [*self.tokens, end], [*others, end]
        parting = next((at for at, pair in enumerate(zip(own, told, strict=False)) if pair[0] != pair[1]), None)
        if parting is None:
            return 0.0
        scores = self._reader.scores([*self._opening, *self.tokens[:parting]], 0)[-1]
        return float(scores[own[parting]] - scores[told[parting]])

    def result(self) -> Decoded:
        """What was written."""
        return Decoded(
            tokens=tuple(self.tokens),
            log_probabilities=tuple(self._log_probabilities),
            no_speech_probability=self._no_speech,
            complete=self._complete,
            passes=self.passes,
        )

    def _take(self, choice: int, log_probability: float) -> None:
        self._log_probabilities.append(log_probability)
        if choice == self._reader.vocabulary.end:
            self._complete = self.done = True
            return
        self.tokens.append(choice)
        self.done = len(self.tokens) >= self._limit
