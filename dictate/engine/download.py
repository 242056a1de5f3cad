"""Fetches a model from the Hugging Face hub, visibly and so that it can be called off at any moment.

``download`` runs on the fetcher thread. The transfer itself (``transfer.py``) runs in a child process: it can be ended
at once, even where a connection hangs, and takes nothing from the process that draws the window. What came is kept.
"""

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from dictate.core.errors import DictateError, DownloadFailed
from dictate.core.types import ModelProgress
from dictate.engine.hub_errors import RETRY, explain
from dictate.engine.transfer import Progress, fetch

POLL_S = 0.1
"""How often the caller is asked whether to go on."""
STALLED_S = 30.0
"""A transfer that brings nothing for so long is given up; the library's own tries to go on come sooner."""
_SPEED_OVER_S = 4.0
_CHUNK_BYTES = 256 * 1024
_END_S = 3.0
"""A child that was told to end gets so long to write what it holds."""


@dataclass(frozen=True, slots=True)
class _Done:
    folder: str


@dataclass(frozen=True, slots=True)
class _Failure:
    kind: type[DictateError]
    message: str
    action: str


_Message = Progress | _Done | _Failure


def download(repository: str, model: str, report: Callable[[ModelProgress], None]) -> Path:
    """Fetch the files that are needed of ``repository`` into the Hugging Face cache; returns their folder.

    ``HF_HOME``, ``HF_ENDPOINT``, ``HF_HUB_OFFLINE`` and tokens hold as everywhere. It goes on where an earlier download
    was cut or called off. ``report`` is called several times a second and may raise, which ends the transfer at once
    and passes through.

    Raises:
        DownloadFailed: says what to do.
        NotAModel: the repository holds no Whisper that can be used.
        StorageError: the disk is full or cannot be written.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sender, repository), name="dictate-download", daemon=True)
    child.start()
    sender.close()
    try:
        folder = _follow(receiver, repository, model, report)
        child.join(_END_S)
        return folder
    finally:
        child.terminate()
        child.join(_END_S)
        if child.is_alive():
            child.kill()
            child.join()
        child.close()
        receiver.close()


def _follow(
    receiver: "Connection[None, _Message]", repository: str, model: str, report: Callable[[ModelProgress], None]
) -> Path:
    latest = Progress(0, 0, 0)
    speed = _Speed()
    moved = time.monotonic()
    while True:
        report(
            ModelProgress(
                model=model,
                stage="checking" if latest.checking else "downloading",
                done_bytes=latest.done,
                total_bytes=latest.total,
                bytes_per_second=speed.at(time.monotonic(), latest.received),
            )
        )
        if not receiver.poll(POLL_S):
            if time.monotonic() - moved > STALLED_S:
                raise DownloadFailed(f"'{repository}': nothing came for {STALLED_S:.0f} s", RETRY)
            continue
        moved = time.monotonic()
        try:
            message = receiver.recv()
            while isinstance(message, Progress) and receiver.poll():
                latest, message = message, receiver.recv()
        except EOFError as error:
            raise DownloadFailed(f"The download of '{repository}' ended unexpectedly", RETRY) from error
        match message:
            case Progress():
                latest = message
            case _Done(folder):
                return Path(folder)
            case _Failure(kind, text, action):
                raise kind(text, action)


class _Speed:
    """Bytes a second over the last few seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def at(self, now: float, received: int) -> float:
        """The speed, when ``received`` bytes have come until ``now``."""
        self._seen.append((now, received))
        while self._seen[0][0] < now - _SPEED_OVER_S:
            self._seen.popleft()
        began, first = self._seen[0]
        return (received - first) / (now - began) if now > began else 0.0


def _child(sender: "Connection[_Message, None]", repository: str) -> None:
    """The child process: fetch, tell how far it is, tell how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches both; the parent decides
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))  # so that what came is written
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    logging.disable()  # the parent tells what is to be told, and a log of requests could hold secrets
    try:
        from huggingface_hub import constants  # noqa: PLC0415 - in the child process only

        constants.DOWNLOAD_CHUNK_SIZE = _CHUNK_BYTES  # the library's 10 MB show no progress on a slow line
        ended: _Message = _Done(fetch(repository, sender.send))
    except Exception as error:  # noqa: BLE001 - the border of a process: everything is mapped and told to the parent
        ended = _Failure(*explain(error, repository))
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # nothing is left to write
    sender.send(ended)
    sender.close()
