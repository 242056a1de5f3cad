"""What a screen reader finds in the running window, asked over the accessibility bus (AT-SPI), where there is one."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.programs import PATIENCE_S, run
from tests.e2e.windows import Window

pytestmark = pytest.mark.e2e

ACCESSIBLE = "org.a11y.atspi.Accessible"
CHILD = re.compile(r"\('([^']+)', (?:objectpath )?'([^']+)'\)")
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the accessibility tree."""

    role: str
    name: str


class Bus:
    """The accessibility bus of a private session."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = env
        place = ("--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus")
        self._address = self._gdbus(*place, "--method", "org.a11y.Bus.GetAddress").strip("(),'\n ")
        switch = ("org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>")
        self._gdbus(*place, "--method", *switch)

    def tree(self) -> Iterator[Found]:
        """Every object of every program on the bus."""
        yield from self._below("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", DEPTH)

    def _below(self, owner: str, path: str, depth: int) -> Iterator[Found]:
        for child, place in CHILD.findall(self._ask(owner, path, f"{ACCESSIBLE}.GetChildren")):
            role = self._ask(child, place, f"{ACCESSIBLE}.GetRoleName").strip("(),'\n ")
            yield Found(role, self._label(child, place) if role == "combo box" else self._name(child, place))
            if depth and role != "combo box":
                yield from self._below(child, place, depth - 1)

    def _name(self, owner: str, path: str) -> str:
        answer = self._ask(owner, path, "org.freedesktop.DBus.Properties.Get", f"'{ACCESSIBLE}'", "'Name'")
        return answer.strip().removeprefix("(<'").removesuffix("'>,)")

    def _label(self, owner: str, path: str) -> str:
        """The name of a box is its value; what it is for stands in the label that belongs to it."""
        labels = CHILD.findall(self._ask(owner, path, f"{ACCESSIBLE}.GetRelationSet"))
        return self._name(*labels[0]) if labels else ""

    def _ask(self, owner: str, path: str, method: str, *arguments: str) -> str:
        address = ("--address", self._address)
        return self._gdbus(*address, "--dest", owner, "--object-path", path, "--method", method, *arguments)

    def _gdbus(self, *words: str) -> str:
        return run(["gdbus", "call", "--timeout", f"{PATIENCE_S:.0f}", *words], self._env)


@pytest.fixture
def session(screen: dict[str, str]) -> Iterator[dict[str, str]]:
    """A screen with a session bus on which accessibility is switched on."""
    for program in ("dbus-daemon", "gdbus"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"], stdout=subprocess.PIPE, text=True, env=screen
    )
    try:
        assert daemon.stdout is not None
        env = dict(screen) | {"DBUS_SESSION_BUS_ADDRESS": daemon.stdout.readline().strip()}
        env["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
        known = run(
            [
                "gdbus",
                "call",
                "--session",
                "--dest",
                "org.freedesktop.DBus",
                "--object-path",
                "/",
                "--method",
                "org.freedesktop.DBus.ListActivatableNames",
            ],
            env,
        )
        if "org.a11y.Bus" not in known:
            pytest.skip("at-spi2-core is not installed")
        yield env
    finally:
        daemon.terminate()
        daemon.communicate()


def test_a_screen_reader_finds_every_control_by_role_and_name(session: dict[str, str]) -> None:
    bus = Bus(session)
    with Window("--demo", env=session) as window:
        window.wait_until_it_answers()
        deadline = time.monotonic() + PATIENCE_S
        # The window joins the bus in its own time; each look is many programs, so this does not spin.
        while not (found := set(bus.tree())):
            assert time.monotonic() < deadline, "the window never came to the accessibility bus"
    assert {
        Found("combo box", "Microphone"),
        Found("combo box", "Models"),
        Found("combo box", "Language"),
        Found("text", "Transcript"),
        Found("text", "Words to find"),
        Found("check box", "Distil mode"),
    } <= found
    buttons = {each.name for each in found if "button" in each.role}
    assert {"Stop recording", "Record"} & buttons
    assert {"Copy the whole text", "Menu"} <= buttons
    assert any(each.name.startswith("State: ") for each in found)
    assert all(each.name for each in found if each.role in ("push button", "combo box", "text"))
