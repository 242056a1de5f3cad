"""Imports torch and what needs it without freezing the window: they are large, and Python has one interpreter lock.

``preload`` runs on the recogniser thread, ``before_qt`` on the main thread before Qt is imported.

What froze the window, measured with a 2 ms probe on 2 cores, and what is done about each:

- ``import torch`` opens a library of 400 MB and runs its initializers while it holds the lock (240 ms). Here the
  libraries are opened first through a foreign call, for which ctypes gives the lock back.
- The imports create a million objects, so that Python's collector goes over all of them again and again, holding the
  lock (up to 170 ms each time). It is off meanwhile; then what the imports made, which lives for ever, is put out of
  its sight (``gc.freeze``). That saves a second of the import as well.
- An import lets go of the lock for each file it touches and has it back before another thread wakes up, so that this
  thread's turn of 5 ms starts again and again (40-57 ms). With turns of 0.5 ms it waited at most 18-31 ms in the same
  runs.
"""

import ctypes
import gc
import importlib
import importlib.util
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LIBRARIES = (
    "libc10.so",
    "libtorch_cpu.so",
    "libc10_cuda.so",
    "libtorch_cuda.so",
    "libtorch.so",
)
"""Of torch for Linux, in the order of their dependencies; those of CUDA are there only in its CUDA build."""
_GLOBAL_DEPENDENCIES = "libtorch_global_deps.so"
"""Brings CUDA's and OpenMP's libraries in; torch opens it so that all see its symbols."""
_TURN_S = 0.0005
_MODULES = ("torch", "transformers.audio_utils", "dictate.engine.loaded")

_log = logging.getLogger(__name__)


def preload() -> None:
    """Import all that a model needs; returns at once the second time. About three seconds on a small machine.

    Raises:
        ImportError: torch or transformers is not installed, or does not load.
    """
    if all(name in sys.modules for name in _MODULES):
        return
    _open_libraries()
    for name in _MODULES:
        with _yielding():
            importlib.import_module(name)


def before_qt() -> None:
    """Import torch now where it must come before Qt: on Windows (torch 2.9 and later), else do nothing.

    For the composition root, before its first import of PySide6. It costs Windows the time of the import before the
    window is there.

    Raises:
        ImportError: torch is not installed, or does not load.
    """
    if sys.platform == "win32":
        importlib.import_module("torch")


def _open_libraries() -> None:
    """Open torch's libraries with the interpreter free; what fails here is left to ``import torch``, which explains."""
    spec = importlib.util.find_spec("torch")
    if sys.platform != "linux" or spec is None or spec.origin is None or "torch" in sys.modules:
        return
    folder = Path(spec.origin).parent / "lib"
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes = (ctypes.c_char_p, ctypes.c_int)
    dlopen.restype = ctypes.c_void_p
    for name, scope in ((_GLOBAL_DEPENDENCIES, os.RTLD_GLOBAL), *((name, os.RTLD_LOCAL) for name in _LIBRARIES)):
        path = folder / name
        if path.exists() and not dlopen(os.fsencode(path), os.RTLD_NOW | scope):
            _log.info("%s could not be opened before torch is imported", path)
            return


@contextmanager
def _yielding() -> Iterator[None]:
    """Let other threads have their turn soon, keep the collector off, and let it forget what there is by then."""
    was_on, turn = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(_TURN_S)
    try:
        yield
    finally:
        sys.setswitchinterval(turn)
        gc.freeze()
        if was_on:
            gc.enable()
