"""Where a model runs, in which precision and with which attention, and why. Any thread; imports torch when asked."""

from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from dictate.engine.options import AUTO, EngineOptions

CPU = "cpu"
CUDA = "cuda"
FLASH_ATTENTION = "flash_attention_2"
SDPA = "sdpa"
FLASH_MIN_CAPABILITY = (8, 0)
"""Compute capability (Ampere) from which FlashAttention-2 runs, as its README says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceChoice:
    """The choice and its reasons, for the loader, the status bar and ``dictate doctor``.

    Attributes:
        device: ``cpu`` or ``cuda``, as torch takes it.
        name: as a person says it: ``CPU`` or the GPU's name.
        precision: ``fp32``, ``bf16``, ``fp16`` or ``int8``.
        attention: ``flash_attention_2`` or ``sdpa``, as transformers takes it.
        device_reason, precision_reason, attention_reason: why, without a final full stop.
        memory_bytes: of the GPU; 0 for a CPU.
        graphs: whether CUDA graphs are to be captured.
        problem: what keeps a GPU that is there or was asked for from being used; empty for nothing.
    """

    device: str
    name: str
    precision: str
    attention: str
    device_reason: str
    precision_reason: str
    attention_reason: str
    memory_bytes: int = 0
    graphs: bool = False
    problem: str = ""

    @property
    def reason(self) -> str:
        """The three reasons as sentences."""
        return ". ".join((self.device_reason, self.precision_reason, self.attention_reason)) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gpu:
    """What torch says of the first GPU; ``problem`` is the driver's complaint when it cannot be used."""

    name: str = ""
    capability: tuple[int, int] = (0, 0)
    memory_bytes: int = 0
    problem: str = ""


def choose_device(options: EngineOptions | None = None) -> DeviceChoice:
    """Choose for the user's wishes; never fails: what cannot be had falls back with a reason."""
    options = options or EngineOptions()
    if options.device == CPU:
        return cpu_choice("The processor, as the settings ask", options.precision)
    gpu = _find_gpu()
    if gpu.problem:
        asked = options.device == CUDA
        lead = "The graphics processor that the settings ask for cannot be used" if asked else "No GPU is used"
        reason = f"The processor: {lead[0].lower()}{lead[1:]} ({gpu.problem})"
        return cpu_choice(reason, options.precision, gpu.problem)
    precision, precision_reason = _gpu_precision(options.precision)
    attention, attention_reason = _choose_attention(gpu, precision)
    wished = "as the settings ask" if options.device == CUDA else "the graphics processor that is there"
    return DeviceChoice(
        device=CUDA,
        name=gpu.name,
        precision=precision,
        attention=attention,
        device_reason=f"{gpu.name}, {wished}",
        precision_reason=precision_reason,
        attention_reason=attention_reason,
        memory_bytes=gpu.memory_bytes,
        graphs=options.graphs,
    )


def cpu_choice(device_reason: str, precision: str = AUTO, problem: str = "") -> DeviceChoice:
    """The processor, because of ``device_reason``; also the fallback when a GPU runs out of memory."""
    precision, precision_reason = _cpu_precision(precision)
    return DeviceChoice(
        device=CPU,
        name="CPU",
        precision=precision,
        attention=SDPA,
        device_reason=device_reason,
        precision_reason=precision_reason,
        attention_reason="sdpa, because FlashAttention needs a GPU",
        problem=problem,
    )


def fallback(choice: DeviceChoice, problem: str) -> DeviceChoice | None:
    """What to try when ``choice`` failed because of ``problem``; None when nothing simpler is left."""
    if choice.device == CPU:
        return None
    if choice.attention == FLASH_ATTENTION:
        return replace(choice, attention=SDPA, attention_reason=f"sdpa, because flash-attn failed ({problem})")
    return cpu_choice(f"The processor, because the {choice.name} failed ({problem})", problem=problem)


def recommended_pair(choice: DeviceChoice) -> str:
    """The catalogue's pair for this device: the design's on a GPU with room for it, the smallest real one otherwise."""
    if choice.device == CPU:
        return "small.en"
    return "large-v2" if choice.memory_bytes >= 8 * 2**30 else "medium.en"


def _gpu_precision(wish: str) -> tuple[str, str]:
    if wish in ("fp32", "bf16"):
        return wish, f"{wish}, as the settings ask"
    if wish == "int8":
        return "fp16", "fp16, because int8 is for processors: a GPU computes fp16 fastest"
    return "fp16", "fp16, because a GPU computes it fastest and Whisper was trained in it"


def _cpu_precision(wish: str) -> tuple[str, str]:
    from dictate.engine.int8 import int8_problem  # noqa: PLC0415 - imports torch

    if wish in ("fp32", "bf16"):
        return wish, f"{wish}, as the settings ask"
    problem = int8_problem()
    if problem:
        return "fp32", f"fp32, because {problem}"
    if wish == "fp16":
        return "int8", "int8, because fp16 is for GPUs: this processor computes int8 fastest"
    return "int8", "int8, as the settings ask" if wish == "int8" else "int8, because this processor computes it fastest"


def _find_gpu() -> _Gpu:
    import torch  # noqa: PLC0415 - seconds; only when a recogniser or the doctor needs it

    if torch.version.cuda is None:
        return _Gpu(problem=f"this torch ({torch.__version__}) is built without CUDA")
    try:
        if not torch.cuda.is_available():
            return _Gpu(problem="torch finds no NVIDIA GPU, or its driver is missing or too old")
        properties: Any = torch.cuda.get_device_properties(0)
        torch.zeros(1, device=CUDA)
    except (RuntimeError, AssertionError) as error:
        return _Gpu(problem=str(error).splitlines()[0])
    return _Gpu(
        name=str(properties.name),
        capability=(int(properties.major), int(properties.minor)),
        memory_bytes=int(properties.total_memory),
    )


def _choose_attention(gpu: _Gpu, precision: str) -> tuple[str, str]:
    if precision == "fp32":
        return SDPA, "sdpa, because flash-attn computes in half precision only"
    try:
        installed = version("flash_attn")
    except PackageNotFoundError:
        return SDPA, "sdpa, because flash-attn is not installed"
    if gpu.capability < FLASH_MIN_CAPABILITY:
        major, minor = gpu.capability
        return SDPA, f"sdpa, because flash-attn needs compute capability 8.0 and {gpu.name} has {major}.{minor}"
    try:
        import flash_attn  # type: ignore[import-not-found] # noqa: F401, PLC0415
    except ImportError as error:
        return SDPA, f"sdpa, because flash-attn {installed} does not load ({str(error).splitlines()[0]})"
    return FLASH_ATTENTION, f"flash_attention_2, because flash-attn {installed} is installed and {gpu.name} supports it"
