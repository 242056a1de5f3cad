import os
from types import TracebackType
from typing import Any, BinaryIO, Literal, Self, overload

import numpy as np
import numpy.typing as npt

class SoundFileError(Exception): ...
class SoundFileRuntimeError(SoundFileError, RuntimeError): ...
class LibsndfileError(SoundFileRuntimeError): ...

class SoundFile:
    def __init__(
        self,
        file: str | os.PathLike[str] | BinaryIO,
        mode: str = "r",
        samplerate: int | None = None,
        channels: int | None = None,
        subtype: str | None = None,
    ) -> None: ...
    def write(self, data: npt.NDArray[np.int16] | npt.NDArray[np.float32]) -> None: ...
    @property
    def samplerate(self) -> int: ...
    @property
    def channels(self) -> int: ...
    @property
    def frames(self) -> int: ...
    @property
    def format(self) -> str: ...
    @overload
    def read(
        self, frames: int = -1, *, dtype: Literal["float32"], always_2d: bool = False
    ) -> npt.NDArray[np.float32]: ...
    @overload
    def read(self, frames: int = -1, *, dtype: Literal["int16"], always_2d: bool = False) -> npt.NDArray[np.int16]: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

def read(
    file: str | os.PathLike[str] | BinaryIO, *, dtype: Literal["int16"], always_2d: bool = False
) -> tuple[npt.NDArray[np.int16], int]: ...
def write(
    file: str | os.PathLike[str] | BinaryIO,
    data: npt.NDArray[np.int16] | npt.NDArray[np.float32],
    samplerate: int,
    subtype: str | None = None,
    *,
    format: str | None = None,  # noqa: A002 - the name is the library's
) -> None: ...

_snd: Any
_ffi: Any
