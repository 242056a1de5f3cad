"""What the fault suite reports: a row of the README's reliability table for every fault, from what was measured."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.conftest import Desk, desk

__all__ = ["Desk", "desk"]

TABLE = Path(__file__).resolve().parents[2] / "build" / "reliability.md"
_ROWS = pytest.StashKey[list["Row"]]()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a fault did.

    Attributes:
        sees: what the user sees.
        samples: of sound at 16 kHz that were lost; None where there is no sound to lose.
        words: of text that were lost; likewise.
    """

    fault: str
    sees: str
    samples: int | None
    words: int | None


class Reliability:
    """Takes the rows; a test that fails adds none."""

    def __init__(self, rows: list[Row]) -> None:
        self._rows = rows

    def row(self, fault: str, sees: str, *, samples: int | None, words: int | None) -> None:
        """A fault was made, and this came of it."""
        self._rows.append(Row(fault=fault, sees=sees, samples=samples, words=words))


@pytest.fixture
def reliability(request: pytest.FixtureRequest) -> Reliability:
    """Takes what was measured for the table."""
    return Reliability(request.config.stash.setdefault(_ROWS, []))


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 128 KiB: 4 s of sound."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k,mode=700", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def as_table(rows: list[Row]) -> str:
    """The table in Markdown."""
    head = "| fault | what you see | audio lost (samples) | text lost (words) |\n|---|---|---|---|\n"
    return head + "".join(
        f"| {row.fault} | {row.sees} | {_shown(row.samples)} | {_shown(row.words)} |\n" for row in rows
    )


def _shown(count: int | None) -> str:
    return "\u2013" if count is None else f"{count:,}"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the table, and leave it in ``build/reliability.md``."""
    rows = terminalreporter.config.stash.get(_ROWS, [])
    if rows:
        table = as_table(rows)
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text(table, encoding="utf-8")
        terminalreporter.section("reliability")
        terminalreporter.write(table)
