"""Whisper's decoder over a cache that is allocated once. Runs on the recogniser thread; imports torch."""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from dictate.engine.layers import Arithmetic, AttentionWeights, FeedForward, Norm, Take, attend, split_heads

NAME = "model.decoder"
REACH_STEP = 64
"""Positions of the cache that are looked at: a multiple, so that the shapes of a step hardly change."""
EXACT_ROWS = 4
"""On a processor torch multiplies so many rows of fp32 and more in one way, and fewer in others (bf16 always in one).
With as many as this a token's result is the same bits whether it is written by itself or checked in a draft."""


class Decoder:
    """The decoder of a Whisper and its memory of one utterance.

    What is at a position may be written again: a draft that was wrong is simply overwritten.

    Attributes:
        positions: the most tokens that fit, prompt included.
        vocabulary_size: how many scores there are after each token.
        device: where it runs.
    """

    def __init__(self, take: Take, config: dict[str, Any], arithmetic: Arithmetic) -> None:
        self._embedding, self._write = arithmetic.tied(take(f"{NAME}.embed_tokens.weight"))
        self._places = arithmetic.vector(take(f"{NAME}.embed_positions.weight"))
        self.positions = len(self._places)
        self.vocabulary_size = len(self._embedding)
        self.device = arithmetic.device
        self._dtype = arithmetic.dtype
        heads = int(config["decoder_attention_heads"])
        self._layers = [
            _Layer(take, f"{NAME}.layers.{number}", heads, self.positions, arithmetic)
            for number in range(int(config["decoder_layers"]))
        ]
        self._norm = Norm(take, f"{NAME}.layer_norm", arithmetic)
        ahead = torch.full((self.positions, self.positions), float("-inf"), device=self.device)
        self._mask = ahead.triu(1).to(self._dtype)

    def make_room(self, heard: int) -> None:
        """What is listened to next has ``heard`` positions."""
        for layer in self._layers:
            layer.make_room(heard)

    def listen(self, encoded: Tensor) -> Tensor:
        """Take [n, width] of the encoder, after ``make_room``; what is decoded from now on is about this."""
        encoded = encoded.to(self._dtype)
        for layer in self._layers:
            layer.listen(encoded)
        return encoded

    def scores(self, tokens: Tensor, places: Tensor, reach: int, last: int) -> Tensor:
        """Read int64[n] ``tokens`` at the positions int64[n] ``places``: float32[last, vocabulary] after the last ones.

        ``reach`` is how many positions of the memory are looked at, all ``places`` among them.
        """
        x = functional.embedding(tokens, self._embedding).to(self._dtype) + self._places[places]
        mask = self._mask[places, :reach]
        for layer in self._layers:
            x = layer(x, places, reach, mask)
        return self._write(self._norm(x[-last:])).float()


class _Layer:
    def __init__(self, take: Take, name: str, heads: int, positions: int, arithmetic: Arithmetic) -> None:
        self._heads = heads
        self._rows = EXACT_ROWS if arithmetic.device.type == "cpu" else 1
        self._norm = Norm(take, f"{name}.self_attn_layer_norm", arithmetic)
        attention = AttentionWeights(take, f"{name}.self_attn", heads, arithmetic)
        self._qkv, self._out = attention.query_key_value(), attention.output
        self._cross_norm = Norm(take, f"{name}.encoder_attn_layer_norm", arithmetic)
        cross = AttentionWeights(take, f"{name}.encoder_attn", heads, arithmetic)
        self._cross_query, self._cross_key_value, self._cross_out = cross.query(), cross.key_value(), cross.output
        self._feed_forward = FeedForward(take, name, arithmetic)
        width = len(take(f"{name}.fc2.bias"))
        self._memory = torch.zeros(
            2, heads, positions, width // heads, dtype=arithmetic.dtype, device=arithmetic.device
        )
        self._heard_dtype = arithmetic.heard_dtype
        self._rooms: dict[int, Tensor] = {}
        self._heard = self._memory

    def make_room(self, heard: int) -> None:
        """Each length of window has a place of its own, for CUDA graphs know places, not values."""
        if heard not in self._rooms:
            if self._rooms and self._memory.device.type == "cpu":
                self._rooms.clear()  # without graphs one is enough
            _, heads, _, size = self._memory.shape
            self._rooms[heard] = self._memory.new_empty(2, heads, heard, size, dtype=self._heard_dtype)
        self._heard = self._rooms[heard]

    def listen(self, encoded: Tensor) -> None:
        self._heard.copy_(split_heads(self._cross_key_value(encoded), 2, self._heads))

    def __call__(self, x: Tensor, places: Tensor, reach: int, mask: Tensor) -> Tensor:
        fused = split_heads(self._qkv(self._norm(x)), 3, self._heads)
        self._memory.index_copy_(2, places, fused[1:])
        keys, values = self._memory[:, :, :reach]
        x = x + self._out(self._attend(fused[0], keys, values, mask))
        (query,) = split_heads(self._cross_query(self._cross_norm(x)), 1, self._heads)
        keys, values = self._heard
        x = x + self._cross_out(self._attend(query, keys, values, None))
        return x + self._feed_forward(x)

    def _attend(self, query: Tensor, keys: Tensor, values: Tensor, mask: Tensor | None) -> Tensor:
        rows = query.shape[1]
        if rows >= self._rows or keys.dtype is torch.bfloat16:
            return attend(query, keys, values, mask)
        if rows == 1:
            return attend(query.expand(-1, self._rows, -1), keys, values, mask)[:1]
        query = functional.pad(query, (0, 0, 0, self._rows - rows))
        if mask is not None:
            mask = functional.pad(mask, (0, 0, 0, self._rows - rows))
        return attend(query, keys, values, mask)[:rows]
