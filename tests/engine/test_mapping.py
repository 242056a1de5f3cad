"""Errors of torch and of the system become ours."""

import pytest

from dictate.core.errors import OutOfMemory, RecognitionFailed
from dictate.engine.mapping import mapped


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes."),
        RuntimeError("[enforce fail] DefaultCPUAllocator: not enough memory: you tried to allocate 8 bytes."),
        RuntimeError("unable to mmap 12947336 bytes from file <model.safetensors>: Cannot allocate memory (12)"),
        RuntimeError("MPS backend out of memory (MPS allocated: 8 GB)"),
        RuntimeError("std::bad_alloc"),
    ],
    ids=["python", "linux", "windows", "a mapped file", "metal", "c++"],
)
def test_memory_that_ran_out_is_known_however_it_is_told(error: Exception) -> None:
    with pytest.raises(OutOfMemory, match="teacher failed: there is not enough memory"), mapped("teacher failed"):
        raise error


def test_what_else_fails_is_told_with_its_first_line() -> None:
    with pytest.raises(RecognitionFailed, match=r"^teacher failed: bad shape\. "), mapped("teacher failed"):
        raise RuntimeError("bad shape\nat a place in C++")
