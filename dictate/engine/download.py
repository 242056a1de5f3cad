"""Fetches a model from the Hugging Face hub, visibly and so that it can be called off at any moment.

``download`` runs on the recogniser thread. The transfer itself runs in a child process: it can be ended at once, even
where a connection hangs, and takes nothing from the process that draws the window. Files that are whole are kept.
"""

import errno
import json
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from dictate.core.errors import DictateError, DownloadFailed, NotAModel, StorageError
from dictate.core.types import ModelProgress
from dictate.engine.checkpoint import (
    CONFIG,
    FP16,
    GENERATION_CONFIG,
    PREPROCESSOR_CONFIG,
    TOKENIZER,
    TOKENIZER_PARTS,
    weight_names,
)

POLL_S = 0.1
"""How often the caller is asked whether to go on."""
NEEDED = (
    CONFIG,
    GENERATION_CONFIG,
    PREPROCESSOR_CONFIG,
    TOKENIZER,
    *TOKENIZER_PARTS,
    "added_tokens.json",
    "special_tokens_map.json",
    "tokenizer_config.json",
)
_CHUNK_BYTES = 256 * 1024
_DISK = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "the folder cannot be written",
    errno.EROFS: "the disk is read-only",
}
RETRY = "Check the connection and try again; files that are whole are kept."
_END_S = 3.0
"""A child that was told to end gets so long to remove its half file."""


@dataclass(frozen=True, slots=True)
class _Progress:
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class _Done:
    folder: str


@dataclass(frozen=True, slots=True)
class _Failure:
    kind: type[DictateError]
    message: str
    action: str


def download(repository: str, model: str, report: Callable[[ModelProgress], None]) -> Path:
    """Fetch the files that are needed of ``repository`` into the Hugging Face cache; returns their folder.

    ``HF_HOME``, ``HF_ENDPOINT``, ``HF_HUB_OFFLINE`` and tokens hold as everywhere. ``report`` is called several times a
    second and may raise, which ends the transfer at once and passes through.

    Raises:
        DownloadFailed: says what to do.
        StorageError: the disk is full or cannot be written.
    """
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sender, repository), name="dictate-download", daemon=True)
    child.start()
    sender.close()
    try:
        return _follow(receiver, repository, model, report)
    finally:
        child.terminate()
        child.join(_END_S)
        if child.is_alive():
            child.kill()
            child.join()
        child.close()
        receiver.close()


def choose_files(names: Sequence[str]) -> list[str]:
    """Which of a repository's files to fetch: configuration, tokenizer and one safetensors form, fp16 if it is there.

    For sharded weights only the index is named, which names the shards. Empty when there is no safetensors.
    """
    present = set(names)
    for variant in (FP16, ""):
        for weights in weight_names(variant):
            if weights in present:
                return [name for name in NEEDED if name in present] + [weights]
    return []


def _follow(
    receiver: "Connection[None, _Progress | _Done | _Failure]",
    repository: str,
    model: str,
    report: Callable[[ModelProgress], None],
) -> Path:
    latest = _Progress(0, 0)
    while True:
        report(ModelProgress(model=model, stage="downloading", done_bytes=latest.done, total_bytes=latest.total))
        if not receiver.poll(POLL_S):
            continue
        try:
            message = receiver.recv()
        except EOFError as error:
            raise DownloadFailed(f"The download of '{repository}' ended unexpectedly", RETRY) from error
        match message:
            case _Progress():
                latest = message
            case _Done(folder):
                return Path(folder)
            case _Failure(kind, text, action):
                raise kind(text, action)


def _child(sender: "Connection[_Progress | _Done | _Failure, None]", repository: str) -> None:
    """The child process: fetch, tell how far it is, tell how it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in a terminal reaches both; the parent decides
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(1))  # so that the library removes its half file
    try:
        sender.send(_Done(_fetch(repository, lambda done, total: sender.send(_Progress(done, total)))))
    except Exception as error:  # noqa: BLE001 - the border of a process: everything is mapped and told to the parent
        sender.send(_Failure(*explain(error, repository)))
    finally:
        sender.close()


def _fetch(repository: str, tell: Callable[[int, int], None]) -> str:
    """Fetch file by file, the small ones first."""
    from huggingface_hub import HfApi, constants, hf_hub_download  # noqa: PLC0415 - in the child process only

    constants.DOWNLOAD_CHUNK_SIZE = _CHUNK_BYTES  # the library's 10 MB show no progress on a slow line
    info = HfApi().model_info(repository, files_metadata=True)
    sizes = {file.rfilename: file.size or 0 for file in info.siblings or []}
    names = choose_files(list(sizes))
    if not names:
        raise NotAModel(f"'{repository}' holds no Whisper model with safetensors weights", "Choose another model.")
    done, total = 0, sum(sizes[name] for name in names)
    folder = ""
    while names:
        name = names.pop(0)
        path = Path(hf_hub_download(repository, name, tqdm_class=_bar(sizes[name], done, total, tell)))
        done += sizes[name]
        folder = folder or str(path.parent)
        if ".index." in name:
            shards = sorted(set(json.loads(path.read_bytes())["weight_map"].values()))
            total += sum(sizes[shard] for shard in shards)
            names.extend(shards)
        tell(done, total)
    return folder


def _bar(size: int, before: int, total: int, tell: Callable[[int, int], None]) -> Any:
    """What the library takes for a progress bar: it tells the bytes of one file, on top of the ``before`` ones."""

    class Bar:
        """The part of tqdm that huggingface_hub uses; ``update_transfer`` makes it tell network bytes of Xet too."""

        def __init__(self, *_: Any, initial: int = 0, **__: Any) -> None:
            self.n = initial
            self.total = size
            self._transferred = 0

        def __enter__(self) -> "Bar":
            return self

        def __exit__(self, *_: object) -> None:
            """Nothing is drawn, so nothing is to be closed."""

        def update(self, count: float | None = 1) -> None:
            self.n += int(count or 0)
            self._tell()

        def update_transfer(self, count: float | None = 1) -> None:
            self._transferred += int(count or 0)
            self._tell()

        def _tell(self) -> None:
            tell(before + min(size, max(self.n, self._transferred)), total)

        def set_postfix_str(self, *_: Any, **__: Any) -> None:
            """The rate is not shown."""

        set_transfer_postfix_str = refresh = close = set_postfix_str

    return Bar


def explain(error: Exception, repository: str) -> tuple[type[DictateError], str, str]:
    """What ``error`` means for the user: our error's class, message and action."""
    if isinstance(error, DictateError):
        return type(error), error.user_message, error.action
    failed = f"'{repository}' could not be downloaded"
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, OSError) and cause.errno in _DISK:
            return StorageError, f"{failed}: {_DISK[cause.errno]}", "Free some space, or set HF_HOME to another disk."
    reason, action = _hub_reason(causes)
    return DownloadFailed, f"{failed}: {reason}", action


def _hub_reason(causes: list[BaseException]) -> tuple[str, str]:
    from huggingface_hub import errors  # noqa: PLC0415

    if any(isinstance(cause, errors.OfflineModeIsEnabled) for cause in causes):
        return "HF_HUB_OFFLINE forbids it", "Unset HF_HUB_OFFLINE, or choose another model."
    status = next((cause.response.status_code for cause in causes if isinstance(cause, errors.HfHubHTTPError)), 0)
    if status in (401, 403):
        action = "Check the name; if it needs permission, give a token: hf auth login, or HF_TOKEN."
        return f"the hub does not let us in ({status})", action
    if status == 404:
        return "the hub does not have it", "Check the name, and HF_ENDPOINT if it is set."
    if status:
        return f"the hub answers with an error ({status})", "Try again later."
    return _network_reason(causes), RETRY


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _network_reason(causes: list[BaseException]) -> str:
    """The connection's own words, which stand at the bottom of the chain."""
    text = str(causes[-1]).strip().splitlines()
    return text[0] if text else type(causes[-1]).__name__
