"""Weights from safetensors into transformers' Whisper, tensor by tensor. Runs on the recogniser thread; imports torch.

Not through ``from_pretrained``: the model is made without memory, then every tensor is read, converted and put on its
device by itself, so that at no time more than the model and one tensor are in memory, nothing is drawn on the terminal,
and the interpreter is free between tensors for the thread that draws the window.
"""

from collections.abc import Iterator
from typing import Any

import torch
from safetensors import safe_open
from transformers.models.whisper.configuration_whisper import WhisperConfig
from transformers.models.whisper.modeling_whisper import WhisperForConditionalGeneration

from dictate.core.errors import NotAModel
from dictate.engine.checkpoint import Checkpoint
from dictate.engine.device import DeviceChoice

DTYPES = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}
_TIED = {"proj_out.weight": "model.decoder.embed_tokens.weight"}
"""Whisper writes with its embedding; a checkpoint holds the matrix once, or twice when it was saved long ago."""


def load_model(checkpoint: Checkpoint, choice: DeviceChoice) -> Any:
    """The model of ``checkpoint`` on the device, in the precision and with the attention of ``choice``.

    Raises:
        NotAModel: tensors are missing, or have another shape than the config says.
    """
    config = WhisperConfig.from_dict(checkpoint.config, attn_implementation=choice.attention)
    dtype = DTYPES[choice.precision]
    with torch.device("meta"):
        model: Any = WhisperForConditionalGeneration(config)
    wanted = {name: tensor.shape for name, tensor in model.state_dict().items()}
    found = {}
    for name, tensor in _tensors(checkpoint):
        if name in wanted and name not in _TIED:
            if tensor.shape != wanted[name]:
                raise NotAModel(f"'{checkpoint.folder}' is damaged: {name} has another shape than config.json says")
            found[name] = tensor.to(choice.device, dtype)
    missing = sorted(wanted.keys() - found.keys() - _TIED.keys())
    if missing:
        raise NotAModel(f"'{checkpoint.folder}' is not whole: {len(missing)} tensors are missing, as {missing[0]}")
    model.load_state_dict(found, strict=False, assign=True)
    model.tie_weights()
    return model.requires_grad_(False).eval()


def _tensors(checkpoint: Checkpoint) -> Iterator[tuple[str, torch.Tensor]]:
    for file in checkpoint.weights.files:
        with safe_open(checkpoint.folder / file, framework="pt") as opened:
            for name in opened.keys():  # noqa: SIM118 - not a dict
                yield name, opened.get_tensor(name)
