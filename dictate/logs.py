"""Log set-up: a small rotating file, and the console with ``--verbose``. Main thread.

Never text or sound: the message of an exception may quote what was said, and so may what a library tells, so neither is
logged. Of an exception there are its type, its numbers and where it was raised; of a library, where it spoke. Our own
log calls pass exceptions as they are, and no text (``tests/test_architecture.py`` looks at them all).
"""

import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import Any

from dictate.core.errors import StorageError
from dictate.paths import made

log = logging.getLogger(__name__)

_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_FILE_BYTES = 500_000
_FILES_KEPT = 2


class Discreet(logging.Formatter):
    """Writes no message of an exception, and none of a library."""

    def format(self, record: logging.LogRecord) -> str:
        """``record`` as a line, and the way of its exception behind it."""
        record = logging.makeLogRecord(record.__dict__)
        if record.name.partition(".")[0] != "dictate":
            record.msg, record.args = _where_it_spoke(record), ()
        elif isinstance(record.args, tuple):
            record.args = tuple(described(each) if isinstance(each, BaseException) else each for each in record.args)
        record.exc_text = record.stack_info = None  # another formatter's
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        """Every exception of the chain with the lines that it passed."""
        return "\n    ".join(line for error in chain(ei[1]) for line in (f"  {_one(error)}:", *_way(error)))


def described(error: BaseException) -> str:
    """Type, numbers (of the system, of PortAudio) and place of an exception and of what caused it; no words of it."""
    return " from ".join(_one(each) for each in chain(error))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """``error``, and what it was raised from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _one(error: BaseException) -> str:
    numbers = [str(each) for each in error.args if isinstance(each, int) and not isinstance(each, bool)]
    places = _way(error)
    return " ".join((type(error).__name__, *numbers, *([f"({places[-1]})"] if places else [])))


def _way(error: BaseException) -> list[str]:
    """Where it passed, the place where it was raised last."""
    frames = traceback.extract_tb(error.__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]


def _where_it_spoke(record: logging.LogRecord) -> str:
    """For a warning of Python's its place and kind, which stand before its words."""
    place = re.match(r"[^\n]*?:\d+: \w+(?=:)", record.getMessage()) if record.name == "py.warnings" else None
    return place.group() if place else f"{record.filename}:{record.lineno} {record.funcName}"


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
        handler.setFormatter(Discreet(_FORMAT))
        root.addHandler(handler)
    try:
        with _uncaught_logged():
            yield
    finally:
        logging.captureWarnings(False)
        root.setLevel(before)
        for handler in handlers:
            root.removeHandler(handler)
            handler.close()


@contextmanager
def _uncaught_logged() -> Iterator[None]:
    """What nobody caught, in a slot of Qt's or in a thread, is logged too: a windowed program has no console."""
    main, thread = sys.excepthook, threading.excepthook

    def in_main(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.critical("not caught", exc_info=error)
        main(kind, error, trace)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        error = args.exc_value
        log.critical("not caught", exc_info=error)
        thread(args)

    sys.excepthook, threading.excepthook = in_main, in_thread
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = main, thread


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
        logging.getLogger(name).propagate = True  # transformers keeps its own to itself, unless it finds CI set
