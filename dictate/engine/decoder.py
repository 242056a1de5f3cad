"""Whisper's decoder over a cache that is allocated once. Runs on the recogniser thread; imports torch."""

from typing import Any

import torch
from torch import Tensor

from dictate.engine.layers import FeedForward, Linear, Norm, attend, key_value, output, query_key_value, scaled_query


class Decoder:
    """The decoder of a loaded Whisper and its memory of one utterance.

    What is at a position may be written again: a draft that was wrong is simply overwritten.

    Attributes:
        positions: the most tokens that fit, prompt included.
        vocabulary_size: how many scores there are after each token.
        device: where it runs.
    """

    def __init__(self, model: Any) -> None:
        """From ``model``, a ``WhisperForConditionalGeneration``."""
        decoder = model.model.decoder
        self._embedding: Tensor = decoder.embed_tokens.weight
        self._places: Tensor = decoder.embed_positions.weight
        self.positions = len(self._places)
        self.vocabulary_size = len(self._embedding)
        self.device = self._embedding.device
        heads = model.config.decoder_attention_heads
        self._layers = [_Layer(layer, heads, self.positions) for layer in decoder.layers]
        self._norm = Norm(decoder.layer_norm)
        self._write = Linear(model.proj_out.weight)
        ahead = torch.full((self.positions, self.positions), float("-inf"), device=self.device)
        self._mask = ahead.triu(1).to(self._embedding.dtype)

    def listen(self, encoded: Tensor) -> None:
        """Take [positions, width] of the encoder; what is decoded from now on is about this."""
        for layer in self._layers:
            layer.listen(encoded)

    def __call__(self, tokens: list[int], at: int, last: int) -> Tensor:
        """Read ``tokens`` at position ``at`` and on; the scores after the last ones: float32[last, vocabulary]."""
        end = at + len(tokens)
        x = self._embedding[torch.tensor(tokens, device=self.device)] + self._places[at:end]
        mask = self._mask[at:end, :end] if len(tokens) > 1 else None
        for layer in self._layers:
            x = layer(x, at, end, mask)
        return self._write(self._norm(x[-last:])).float()


class _Layer:
    def __init__(self, layer: Any, heads: int, positions: int) -> None:
        self._heads = heads
        self._norm = Norm(layer.self_attn_layer_norm)
        self._qkv = query_key_value(layer.self_attn)
        self._out = output(layer.self_attn)
        self._cross_norm = Norm(layer.encoder_attn_layer_norm)
        self._cross_query = scaled_query(layer.encoder_attn)
        self._cross_key_value = key_value(layer.encoder_attn)
        self._cross_out = output(layer.encoder_attn)
        self._feed_forward = FeedForward(layer)
        weight = layer.fc1.weight
        size = layer.self_attn.head_dim
        self._keys = torch.zeros(heads, size, positions, dtype=weight.dtype, device=weight.device)
        self._values = torch.zeros(heads, positions, size, dtype=weight.dtype, device=weight.device)
        self._heard_keys = self._keys
        self._heard_values = self._values

    def listen(self, encoded: Tensor) -> None:
        key, value = self._cross_key_value(encoded).view(len(encoded), 2, self._heads, -1).permute(1, 2, 0, 3)
        self._heard_keys, self._heard_values = key.transpose(-1, -2).contiguous(), value.contiguous()

    def __call__(self, x: Tensor, at: int, end: int, mask: Tensor | None) -> Tensor:
        query, key, value = self._qkv(self._norm(x)).view(len(x), 3, self._heads, -1).permute(1, 2, 0, 3)
        self._keys[:, :, at:end] = key.transpose(-1, -2)
        self._values[:, at:end] = value
        x = x + self._out(attend(query, self._keys[:, :, :end], self._values[:, :end], mask))
        query = self._cross_query(self._cross_norm(x)).view(len(x), self._heads, -1).transpose(0, 1)
        x = x + self._cross_out(attend(query, self._heard_keys, self._heard_values))
        return x + self._feed_forward(x)
