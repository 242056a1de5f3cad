"""``dictate control``: steers the running window over its socket. Main thread."""

import argparse
import json
from typing import Any

from dictate.core.errors import UsageError
from dictate.paths import control_name
from dictate.terminal import Terminal
from dictate.ui.control_client import send
from dictate.ui.control_protocol import COMMANDS

SAMPLES_A_SECOND = 16_000
"""As ``core.types.SAMPLE_RATE``, which brings numpy: this command answers at once."""


def run(args: argparse.Namespace) -> int:
    """Send the request and show the answer.

    Raises:
        UsageError: no such action or mode, or the window cannot do it now.
        NotRunning: there is no window.
    """
    answer = send(_request(args.action, args.value), control_name())
    if not answer.get("ok"):
        raise UsageError(str(answer.get("error", "The window refused")).rstrip("."))
    terminal = Terminal()
    if args.action == "text":
        text = str(answer["text"])
        terminal.write(text if text.endswith("\n") or not text else f"{text}\n")
    elif args.action == "status":
        status = {name: value for name, value in answer.items() if name != "ok"}
        terminal.line(json.dumps(status, ensure_ascii=False) if args.json else status_words(status))
    return 0


def _request(action: str, value: str | None) -> dict[str, Any]:
    if action not in COMMANDS:
        raise UsageError(f"There is no action '{action}'", f"Choose one of: {', '.join(COMMANDS)}.")
    if action == "mode":
        if value is None:
            raise UsageError(
                "'mode' needs to know which", "Choose distil or teacher, as in: dictate control mode teacher."
            )
        return {"command": action, "mode": value}
    if value is not None:
        raise UsageError(f"'{action}' takes nothing after it", f"Leave '{value}' out.")
    return {"command": action}


def status_words(status: dict[str, Any]) -> str:
    """One value a line, for a person; latency in ms, the ledger in seconds."""
    lines = []
    for name, value in status.items():
        shown = value
        if name == "ledger":
            shown = ", ".join(
                f"{key.replace('_', ' ')} {count / SAMPLES_A_SECOND:.1f} s" for key, count in value.items()
            )
        elif isinstance(value, dict):
            shown = ", ".join(f"{key} {number:.0f} ms" for key, number in value.items())
        lines.append(f"{name.replace('_', ' ')}: {'none yet' if shown is None else shown}")
    return "\n".join(lines)
