"""Log set-up: a small rotating file, and the console with ``--verbose``. Never text or sound. Main thread."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from dictate.core.errors import StorageError
from dictate.paths import made

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_FILE_BYTES = 500_000
_FILES_KEPT = 2


@contextmanager
def logging_to(file: Path, *, verbose: bool) -> Iterator[None]:
    """Log to ``file`` while the block runs, and to standard error when ``verbose``.

    A file that cannot be written is no reason not to dictate: it is said on the console, and only there.
    """
    root = logging.getLogger()
    before = root.level
    handlers = _handlers(file, verbose=verbose)
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    _quieten()
    logging.captureWarnings(True)
    for handler in handlers:
        handler.setFormatter(logging.Formatter(_FORMAT))
        root.addHandler(handler)
    try:
        yield
    finally:
        logging.captureWarnings(False)
        root.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


def _handlers(file: Path, *, verbose: bool) -> list[logging.Handler]:
    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)] if verbose else []
    try:
        made(file.parent)
        handlers.append(
            RotatingFileHandler(file, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8", delay=False)
        )
    except (OSError, StorageError) as error:
        if verbose:
            sys.stderr.write(f"No log file: {error}\n")
    # Without any handler Python would print warnings to the console by itself.
    return handlers or [logging.NullHandler()]


def _quieten() -> None:
    """Libraries that talk much at INFO; what they warn of still comes through."""
    for name in ("filelock", "fsspec", "httpcore", "httpx", "huggingface_hub", "torch", "transformers", "urllib3"):
        logging.getLogger(name).setLevel(logging.WARNING)
