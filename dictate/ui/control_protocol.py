"""The lines that ``dictate control`` and the window exchange: one JSON object each, at most 64 KiB in."""

import json
from typing import Any

from dictate.core.errors import UsageError

LONGEST_REQUEST = 64 * 1024
COMMANDS = ("start", "stop", "toggle", "cancel", "copy", "text", "mode", "status")
STEP_ASIDE = "step aside"
"""A window that comes to the front asks the one that answers now to leave the socket to it."""


def encode(message: dict[str, Any]) -> bytes:
    """``message`` as a line."""
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"


def decode(line: bytes) -> dict[str, Any]:
    """The object in a line that someone else wrote.

    Raises:
        UsageError: it is no JSON object; says what was expected.
    """
    try:
        message = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError("The request is not JSON", 'Send one object a line, as in {"command": "status"}.') from error
    if not isinstance(message, dict):
        raise UsageError("The request is not a JSON object", 'Send one object a line, as in {"command": "status"}.')
    return message


def refusal(error: UsageError) -> dict[str, Any]:
    """The answer to a request that cannot be done."""
    return {"ok": False, "error": str(error)}
