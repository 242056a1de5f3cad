"""A window that measures itself in a process of its own, for ``dictate bench``. Main thread."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from typing import Any

from dictate.core.errors import DictateError
from dictate.display import display_problem
from dictate.paths import HOME_VARIABLE


def check_screen() -> None:
    """See that a window can be shown.

    Raises:
        DictateError: there is no screen.
    """
    problem = display_problem()
    if problem:
        raise DictateError(f"The window cannot be measured because {problem}", "Run it on a screen, or under xvfb-run.")


def measured_by(
    module: str, *arguments: str, limit_s: float, what: str = "The window did not finish"
) -> dict[str, Any]:
    """What ``module`` of the commands prints in a fresh process, with settings of its own.

    Raises:
        DictateError: it failed, or took more than ``limit_s`` seconds: ``what`` happened.
    """
    with tempfile.TemporaryDirectory(prefix="dictate-bench-") as home:
        try:
            done = subprocess.run(
                [sys.executable, "-m", f"dictate.commands.{module}", *arguments],
                env={**os.environ, HOME_VARIABLE: home},
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=limit_s,
                check=True,
            )
            return dict(json.loads(done.stdout))
        except subprocess.TimeoutExpired as error:
            raise DictateError(f"{what} within {limit_s:.0f} s") from error
        except (subprocess.CalledProcessError, ValueError) as error:
            told = str(getattr(error, "stderr", "") or error).strip().splitlines()
            raise DictateError(f"The measured window failed: {told[-1] if told else error}") from error


def table(rows: Iterable[tuple[str, str, str]], measured: dict[str, Any]) -> list[str]:
    """A line for each of ``rows`` (name, words, unit)."""
    return [f"{words:42}{measured[name]:>8} {unit}".rstrip() for name, words, unit in rows]
