"""What the user may choose about the engine. Any thread, no torch."""

from dataclasses import dataclass

from dictate.core.settings import ModelSettings

AUTO = "auto"
FULL = "full"
"""The window of 30 s, whatever the length of the sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineOptions:
    """How models run.

    Attributes:
        device: ``auto``, ``cpu`` or ``cuda``.
        precision: ``auto``, ``fp32``, ``bf16``, ``fp16`` (GPU) or ``int8`` (processor).
        window: ``auto`` to let the encoder hear the sound and some silence, ``full`` for always 30 s.
        threads: of the processor; 0 for one on each core.
        graphs: whether CUDA graphs are used where there is a GPU.
    """

    device: str = AUTO
    precision: str = AUTO
    window: str = AUTO
    threads: int = 0
    graphs: bool = True


def engine_options(settings: ModelSettings) -> EngineOptions:
    """The choices in the settings."""
    return EngineOptions(
        device=settings.device, precision=settings.precision, window=settings.window, threads=settings.threads
    )
