"""One pass of the decoder: tokens in, the model's choices out. Runs on the recogniser thread; imports torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from dictate.engine.decoder import REACH_STEP, Decoder
from dictate.engine.graphs import Function
from dictate.engine.vocabulary import Vocabulary

NEVER = -1e9
"""Added to the scores of what is not written; finite, so that it can be multiplied by 0."""
GRAPH_ROWS = (1, 8, 32)
"""How many tokens a captured pass reads; fewer are padded, more go the plain way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the model says after each of the last rows.

    Attributes:
        choices: the tokens it would write.
        log_probabilities: natural logarithms of theirs, among all that may be written.
        no_speech_probability: 0-1; None unless the start of the transcript was read, or where there is no such token.
    """

    choices: list[int]
    log_probabilities: list[float]
    no_speech_probability: float | None = None


class Reader:
    """A decoder with what its checkpoint never writes.

    Attributes:
        vocabulary: the checkpoint's.
        positions: the most tokens that fit, prompt included.
    """

    def __init__(self, decoder: Decoder, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.positions = decoder.positions
        self._decoder = decoder
        self._counting = torch.arange(decoder.positions, device=decoder.device)
        self._never = self._penalty(vocabulary.suppress)
        self._never_first = self._penalty(tuple(set(vocabulary.suppress_at_start) - set(vocabulary.suppress)))
        self._heard = 0
        self._listening: dict[int, Function] = {}
        self._passes: dict[tuple[int, int], Function] = {}

    def listen(self, encoded: Tensor) -> None:
        """Take [n, width] of the encoder; what is read from now on is about this."""
        self._heard = len(encoded)
        self._decoder.make_room(self._heard)
        self._listening.get(self._heard, self._decoder.listen)(encoded)

    def read(self, tokens: Sequence[int], at: int, rows: int, *, written: int) -> Reading:
        """Read ``tokens`` at position ``at`` and on; the choices after the last ``rows`` of them.

        ``written`` is how many tokens of text come before the first of these choices.
        """
        start = tokens.index(self.vocabulary.start) if at == 0 else len(tokens) - rows
        first = len(tokens) - rows if written == 0 else -1
        choices, sure, no_speech = self._pass(tokens, at, start, first)
        has_start = at == 0 and self.vocabulary.no_speech is not None
        return Reading(
            choices=[int(choice) for choice in choices[-rows:]],
            log_probabilities=sure[-rows:],
            no_speech_probability=no_speech[0] if has_start else None,
        )

    def scores(self, tokens: Sequence[int], at: int) -> Tensor:
        """The raw scores after each of ``tokens``, read at position ``at`` and on: float32[n, vocabulary]."""
        places = self._counting[at : at + len(tokens)]
        return self._decoder.scores(self._ids(tokens), places, self._reach(at + len(tokens)), len(tokens))

    def capture(self, encoded: Tensor, make: Callable[..., Function]) -> None:
        """Capture what is done for a window of ``encoded``'s length with ``make`` (``graphs.capture``).

        Raises:
            RuntimeError: it cannot be captured.
        """
        heard = len(encoded)
        self.listen(encoded)
        self._listening[heard] = make(self._decoder.listen, encoded)
        for rows in GRAPH_ROWS:
            tokens = self._ids([self.vocabulary.start] * rows)
            first = torch.zeros(rows, device=self._decoder.device)
            self._passes[heard, rows] = make(self._whole_pass, tokens, self._counting[:rows], first)

    def release(self) -> None:
        """Forget what was captured and go the plain way."""
        self._listening.clear()
        self._passes.clear()

    # -- one pass ---------------------------------------------------------------------------------------------------

    def _pass(self, tokens: Sequence[int], at: int, start: int, first: int) -> list[list[float]]:
        """Choices, their log-probabilities, and that of no speech: after each token from index ``start`` on."""
        rows = next((rows for rows in GRAPH_ROWS if rows >= len(tokens)), 0)
        captured = self._passes.get((self._heard, rows))
        if captured is None or at + rows > self.positions:
            places = self._counting[at : at + len(tokens)]
            reach, last = self._reach(at + len(tokens)), len(tokens) - start
            scores = self._decoder.scores(self._ids(tokens), places, reach, last)
            allowed = scores + self._never
            if first >= 0:
                allowed[first - start] += self._never_first
            listed: list[list[float]] = _choices(allowed, self._no_speech(scores) if at == 0 else None).tolist()
            return listed
        padded = self._ids([*tokens, *[self.vocabulary.end] * (rows - len(tokens))])
        is_first = torch.zeros(rows)
        if first >= 0:
            is_first[first] = 1
        whole = captured(padded, self._counting[at : at + rows], is_first.to(self._decoder.device))
        found: list[list[float]] = whole[:, start : len(tokens)].tolist()
        return found

    def _whole_pass(self, tokens: Tensor, places: Tensor, first: Tensor) -> Tensor:
        """The same for a graph: all shapes are fixed, nothing depends on a value."""
        scores = self._decoder.scores(tokens, places, self.positions, len(tokens))
        allowed = scores + self._never + first[:, None] * self._never_first
        return _choices(allowed, self._no_speech(scores))

    def _no_speech(self, scores: Tensor) -> Tensor:
        """The probability of ``<|nospeech|>`` after each row: float32[n]."""
        token = self.vocabulary.no_speech
        if token is None:
            return torch.zeros(len(scores), device=scores.device)
        return (scores[:, token] - scores.logsumexp(dim=-1)).exp()

    def _reach(self, end: int) -> int:
        return min(self.positions, -(-end // REACH_STEP) * REACH_STEP)

    def _ids(self, tokens: Sequence[int]) -> Tensor:
        return torch.tensor(tokens, device=self._decoder.device)

    def _penalty(self, tokens: tuple[int, ...]) -> Tensor:
        penalty = torch.zeros(self._decoder.vocabulary_size, device=self._decoder.device)
        penalty[list(tokens)] = NEVER
        return penalty


def _choices(allowed: Tensor, no_speech: Tensor | None) -> Tensor:
    """float32[3, n]; a token's id is exact in it, for there are far fewer than 2**24."""
    best, choices = allowed.max(dim=-1)
    sure = best - allowed.logsumexp(dim=-1)
    return torch.stack((choices.float(), sure, torch.zeros_like(sure) if no_speech is None else no_speech))
