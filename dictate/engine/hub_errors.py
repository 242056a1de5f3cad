"""What went wrong with the hub, the network or the disk, in words for the user. Any thread."""

import errno
import json
import re
from collections.abc import Iterator

from dictate.core.errors import DictateError, DownloadFailed, StorageError

RETRY = "Check the connection and try again; it goes on where it stopped."
_DISK = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "the folder cannot be written",
    errno.EROFS: "the disk is read-only",
}
_NO_ENTRY = (
    "the hub does not let us in",
    "Check the name; if it needs permission, give a token: hf auth login, or HF_TOKEN.",
)
_STATUS = {
    401: _NO_ENTRY,
    403: _NO_ENTRY,
    404: ("the hub does not have it", "Check the name, and HF_ENDPOINT if it is set."),
    429: ("the hub is asked too much at present", "Wait some minutes, then try again."),
}
_SECRETS = re.compile(r"hf_\w+|(?<=://)[^/\s@]+@|\?[^\s'\")]+")
"""Tokens, passwords in addresses, and the signatures behind a question mark."""


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


def without_secrets(text: str) -> str:
    """``text`` without what only the user and the hub may know."""
    return _SECRETS.sub("", text)


def _hub_reason(causes: list[BaseException]) -> tuple[str, str]:
    from huggingface_hub import errors  # noqa: PLC0415 - a tenth of a second

    if any(isinstance(cause, errors.OfflineModeIsEnabled) for cause in causes):
        return "HF_HUB_OFFLINE forbids it", "Unset HF_HUB_OFFLINE, or choose another model."
    if any(isinstance(cause, errors.RevisionNotFoundError) for cause in causes):
        return (
            "the hub no longer has the revision that was downloaded first",
            "Remove the model ('dictate models remove'), then download it anew.",
        )
    status = next((cause.response.status_code for cause in causes if isinstance(cause, errors.HfHubHTTPError)), 0)
    if status:
        reason, action = _STATUS.get(status, ("the hub answers with an error", "Try again later."))
        return f"{reason} ({status})", action
    if any(isinstance(cause, json.JSONDecodeError | errors.FileMetadataError) for cause in causes):
        return (
            "what answers is not the hub",
            "Open a web page: does the network want a login first? Check HF_ENDPOINT if it is set.",
        )
    return _network_reason(causes), RETRY


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _network_reason(causes: list[BaseException]) -> str:
    """The connection's own words, which stand at the bottom of the chain."""
    text = without_secrets(str(causes[-1])).strip().splitlines()
    return text[0] if text else type(causes[-1]).__name__
