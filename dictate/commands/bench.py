"""``dictate bench``: speed, memory and accuracy, measured in this run on this machine. Main thread."""

import argparse
import json
from pathlib import Path
from typing import Any

from dictate.commands.bench_options import BUSY, IDLE, LIVE, MODELS, SESSION, check_options
from dictate.core.saving import save_text
from dictate.terminal import Terminal


def run(args: argparse.Namespace) -> int:
    """Measure the subject and print; each is imported when it is wanted.

    Raises:
        UsageError: there is no such subject, or an option belongs to another.
        DictateError: it cannot be measured; says why.
    """
    check_options(args)
    terminal = Terminal()
    if args.subject == MODELS:
        from dictate.commands.bench_models import measure as models  # noqa: PLC0415 - brings much that others do not

        result, lines = models(args, terminal)
    elif args.subject == LIVE:
        from dictate.commands.bench_live import measure as live  # noqa: PLC0415 - likewise

        result, lines = live(args, terminal)
    elif args.subject == IDLE:
        from dictate.commands.bench_idle import measure as idle  # noqa: PLC0415 - likewise

        result, lines = idle(args, terminal)
    elif args.subject == BUSY:
        from dictate.commands.bench_busy import measure as busy  # noqa: PLC0415 - likewise

        result, lines = busy(args, terminal)
    elif args.subject == SESSION:
        from dictate.commands.bench_session import measure as session  # noqa: PLC0415 - likewise

        result, lines = session()
    else:
        from dictate.commands.bench_ui import measure as ui  # noqa: PLC0415 - likewise

        result, lines = ui()
    deliver(result, lines, args.json, terminal)
    return 0


def deliver(result: dict[str, Any], lines: list[str], target: str | None, terminal: Terminal) -> None:
    """The table, and the JSON where it is wanted: in a file, or in place of the table.

    Raises:
        StorageError: the file cannot be written.
    """
    if target == "-":
        terminal.line(json.dumps(result))
        return
    if target is not None:
        save_text(Path(target), json.dumps(result, indent=1) + "\n")
    for line in lines:
        terminal.line(line)
