"""A desk to dictate at: a microphone and a screen together; and figures that are reported, not judged."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest

from dictate.paths import resources
from tests.virtual import VirtualMicrophone, virtual_microphone, virtual_screen

_FIGURES = pytest.StashKey[list[str]]()

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Desk:
    """A virtual microphone and screen; ``env`` is what a program needs to use both."""

    microphone: VirtualMicrophone
    env: Mapping[str, str]


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A microphone and a screen for one test."""
    with virtual_microphone() as microphone, virtual_screen() as env:
        yield Desk(microphone, env)


@pytest.fixture
def demo_text() -> str:
    """What is said in the demo clip."""
    return (resources() / "demo.txt").read_text(encoding="utf-8")


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Report:
    """Takes a measured figure for the end of the test report."""
    return request.config.stash.setdefault(_FIGURES, []).append


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what was measured."""
    figures = terminalreporter.config.stash.get(_FIGURES, [])
    if figures:
        terminalreporter.section("measured on this machine, with whatever else it did")
        for figure in figures:
            terminalreporter.line(figure)
