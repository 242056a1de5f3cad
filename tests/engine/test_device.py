"""The choice of device comes with reasons, and nothing that fails is used silently."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from dictate.engine import device
from dictate.engine.device import FLASH_ATTENTION, SDPA, choose_device, fallback, recommended_pair
from dictate.engine.options import EngineOptions


@pytest.fixture
def torch(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What torch says of the machine, to be changed by a test."""
    import torch as real

    gpu = SimpleNamespace(name="NVIDIA H200", major=9, minor=0, total_memory=140 * 2**30)
    state = SimpleNamespace(gpu=gpu, available=True, zeros_error=None, int8_problem="")

    def zeros(*_: object, **__: object) -> None:
        if state.zeros_error is not None:
            raise state.zeros_error

    monkeypatch.setattr(real.version, "cuda", "12.8")
    monkeypatch.setattr(real.cuda, "is_available", lambda: state.available)
    monkeypatch.setattr(real.cuda, "get_device_properties", lambda _index: state.gpu)
    monkeypatch.setattr(real, "zeros", zeros)
    monkeypatch.setattr("dictate.engine.int8.int8_problem", lambda: state.int8_problem)
    return state


def install_flash(monkeypatch: pytest.MonkeyPatch, *, loads: bool) -> None:
    import sys

    monkeypatch.setattr(device, "version", lambda _name: "2.8.3")
    monkeypatch.setitem(sys.modules, "flash_attn", SimpleNamespace() if loads else None)


def test_the_processor_when_asked_for_even_with_a_gpu(torch: SimpleNamespace) -> None:
    choice = choose_device(EngineOptions(device="cpu"))
    assert (choice.device, choice.name, choice.precision, choice.attention) == ("cpu", "CPU", "int8", SDPA)
    assert "as the settings ask" in choice.reason
    assert choice.problem == ""


def test_a_processor_without_int8_computes_in_full_precision_and_says_why(torch: SimpleNamespace) -> None:
    torch.int8_problem = "the processor has no VNNI instructions"
    for wish in ("auto", "int8", "fp16"):
        choice = choose_device(EngineOptions(device="cpu", precision=wish))
        assert choice.precision == "fp32"
        assert "fp32, because the processor has no VNNI instructions" in choice.reason


@pytest.mark.parametrize(
    ("device", "wish", "precision", "reason"),
    [
        ("cpu", "auto", "int8", "this processor computes it fastest"),
        ("cpu", "int8", "int8", "as the settings ask"),
        ("cpu", "bf16", "bf16", "as the settings ask"),
        ("cpu", "fp32", "fp32", "as the settings ask"),
        ("cpu", "fp16", "int8", "fp16 is for GPUs"),
        ("cuda", "auto", "fp16", "a GPU computes it fastest"),
        ("cuda", "bf16", "bf16", "as the settings ask"),
        ("cuda", "int8", "fp16", "int8 is for processors"),
    ],
)
def test_the_precision_follows_wish_and_device(
    torch: SimpleNamespace, device: str, wish: str, precision: str, reason: str
) -> None:
    choice = choose_device(EngineOptions(device=device, precision=wish))
    assert choice.precision == precision
    assert reason in choice.precision_reason
    assert choice.graphs is (device == "cuda")


def test_flash_attention_computes_in_half_precision_only(
    torch: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_flash(monkeypatch, loads=True)
    assert choose_device(EngineOptions(precision="fp32")).attention == SDPA


def test_a_gpu_is_taken_in_half_precision_with_its_name(torch: SimpleNamespace) -> None:
    choice = choose_device(EngineOptions(device="auto"))
    assert (choice.device, choice.name, choice.precision, choice.attention) == ("cuda", "NVIDIA H200", "fp16", SDPA)
    assert "flash-attn is not installed" in choice.attention_reason
    assert choice.memory_bytes == 140 * 2**30


def test_a_driver_that_fails_falls_back_and_says_so(torch: SimpleNamespace) -> None:
    torch.zeros_error = RuntimeError("CUDA error: no kernel image\nmore lines")
    choice = choose_device(EngineOptions(device="cuda"))
    assert choice.device == "cpu"
    assert "CUDA error: no kernel image" in choice.reason
    assert "cannot be used" in choice.reason
    assert choice.problem == "CUDA error: no kernel image"


def test_no_gpu_falls_back_and_says_so(torch: SimpleNamespace) -> None:
    torch.available = False
    assert "no NVIDIA GPU" in choose_device(EngineOptions(device="auto")).reason


def test_a_torch_without_cuda_is_named(torch: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    import torch as real

    monkeypatch.setattr(real.version, "cuda", None)
    assert "built without CUDA" in choose_device(EngineOptions(device="auto")).problem


def test_flash_attention_when_installed_and_supported(torch: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    install_flash(monkeypatch, loads=True)
    choice = choose_device(EngineOptions(device="auto"))
    assert choice.attention == FLASH_ATTENTION
    assert "flash-attn 2.8.3 is installed" in choice.attention_reason


def test_flash_attention_not_on_an_old_gpu(torch: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    install_flash(monkeypatch, loads=True)
    torch.gpu = SimpleNamespace(name="Tesla T4", major=7, minor=5, total_memory=16 * 2**30)
    choice = choose_device(EngineOptions(device="auto"))
    assert choice.attention == SDPA
    assert "Tesla T4 has 7.5" in choice.attention_reason


def test_flash_attention_that_does_not_load_is_announced(
    torch: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_flash(monkeypatch, loads=False)
    choice = choose_device(EngineOptions(device="auto"))
    assert choice.attention == SDPA
    assert "does not load" in choice.attention_reason


def test_what_fails_goes_down_one_step_at_a_time(torch: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    install_flash(monkeypatch, loads=True)
    first = choose_device(EngineOptions(device="auto"))
    second = fallback(first, "bad kernel")
    assert second is not None
    assert (second.device, second.attention) == ("cuda", SDPA)
    assert "flash-attn failed (bad kernel)" in second.reason
    third = fallback(second, "no room")
    assert third is not None
    assert third.device == "cpu"
    assert "NVIDIA H200 failed (no room)" in third.reason
    assert fallback(third, "no room") is None


def test_the_recommended_pair_follows_the_device(torch: SimpleNamespace) -> None:
    big = choose_device(EngineOptions(device="auto"))
    assert recommended_pair(big) == "large-v2"
    assert recommended_pair(replace(big, memory_bytes=4 * 2**30)) == "medium.en"
    assert recommended_pair(choose_device(EngineOptions(device="cpu"))) == "small.en"
