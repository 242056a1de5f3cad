"""What a screen reader finds in the running window, asked over the accessibility bus (AT-SPI), where there is one."""

import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage

from tests.e2e.programs import PATIENCE_S, Program, run
from tests.e2e.windows import Window

pytestmark = pytest.mark.e2e

ACCESSIBLE = "org.a11y.atspi.Accessible"
CHILD = re.compile(r"\('([^']+)', (?:objectpath )?'([^']+)'\)")
FOCUSED = re.compile(r"(/\S+): org\.a11y\.atspi\.Event\.Object\.StateChanged \('focused', 1,")
DEPTH = 8


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the accessibility tree; ``owner`` and ``path`` are its place on the bus."""

    role: str
    name: str
    owner: str = field(default="", compare=False)
    path: str = field(default="", compare=False)


class Bus:
    """The accessibility bus of a private session."""

    def __init__(self, env: dict[str, str]) -> None:
        self._env = env
        place = ("--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus")
        self._address = self._gdbus(*place, "--method", "org.a11y.Bus.GetAddress").strip("(),'\n ")
        switch = ("org.freedesktop.DBus.Properties.Set", "org.a11y.Status", "IsEnabled", "<true>")
        self._gdbus(*place, "--method", *switch)
        # Programs tell of the focus only while somebody who stays on the bus wants to know.
        self._reader = QDBusConnection.connectToBus(self._address, "screen reader")
        registry = ("org.a11y.atspi.Registry", "/org/a11y/atspi/registry", "org.a11y.atspi.Registry")
        wish = QDBusMessage.createMethodCall(*registry, "RegisterEvent")
        wish.setArguments(["object:state-changed:focused", [""], ""])
        answer = self._reader.call(wish)
        assert answer.type() is QDBusMessage.MessageType.ReplyMessage, answer.errorMessage()

    def close(self) -> None:
        """Leave the bus."""
        QDBusConnection.disconnectFromBus(self._reader.name())

    def children(self, of: Found) -> list[Found]:
        """What is directly in an object."""
        return list(self._below(of.owner, of.path, 0))

    def focus(self, what: Found) -> None:
        """Give it the keyboard, as a screen reader does."""
        self._ask(what.owner, what.path, "org.a11y.atspi.Component.GrabFocus")

    @contextmanager
    def focused(self, owner: str) -> Iterator[Iterator[str]]:
        """The names of what gets the focus in a program, as it tells of them."""
        words = ("gdbus", "monitor", "--address", self._address, "--dest", owner)
        with Program(*words, env=self._env) as monitor:
            while "is owned by" not in monitor.line():
                pass
            yield (self._name(owner, path) for path in self._focused_paths(monitor))

    def _focused_paths(self, monitor: Program) -> Iterator[str]:
        while True:
            if told := FOCUSED.match(monitor.line()):
                yield told[1]

    def tree(self) -> Iterator[Found]:
        """Every object of every program on the bus."""
        yield from self._below("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root", DEPTH)

    def _below(self, owner: str, path: str, depth: int) -> Iterator[Found]:
        for child, place in CHILD.findall(self._ask(owner, path, f"{ACCESSIBLE}.GetChildren")):
            role = self._ask(child, place, f"{ACCESSIBLE}.GetRoleName").strip("(),'\n ")
            name = self._label(child, place) if role == "combo box" else self._name(child, place)
            yield Found(role, name, child, place)
            if depth and role not in ("combo box", "list"):
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


@pytest.fixture
def bus(session: dict[str, str]) -> Iterator[Bus]:
    """Somebody on the accessibility bus who wants to know where the focus goes."""
    bus = Bus(session)
    yield bus
    bus.close()


def everything(bus: Bus) -> set[Found]:
    """What the window shows; it joins the bus in its own time."""
    deadline = time.monotonic() + PATIENCE_S
    while not (found := set(bus.tree())):  # each look is many programs, so this does not spin
        assert time.monotonic() < deadline, "the window never came to the accessibility bus"
    return found


def test_a_screen_reader_finds_every_control_and_reads_card_after_card(session: dict[str, str], bus: Bus) -> None:
    with Window("--demo", env=session) as window:
        window.wait_until_it_answers()
        controls = everything(bus)
        window.wait("the demo's end", lambda status: status["words"] and not status["recording"])
        window.wait("the last word", lambda status: not status["pending"])
        check_cards(window, bus, next(each for each in controls if each == Found("list", "Utterances")))
    check_controls(controls)


def check_controls(found: set[Found]) -> None:
    """Every control has its role and a name."""
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


def check_cards(window: Window, bus: Bus, utterances: Found) -> None:
    """The arrow keys go from card to card, and each is read."""
    cards = bus.children(utterances)
    first, second = (card.name for card in cards[:2])
    with bus.focused(utterances.owner) as focused:
        bus.focus(utterances)
        assert next(focused) == "Utterances", "to come here moves nothing"
        for key, name in (("Home", first), ("Down", second), ("Up", first)):
            window.key(key)
            assert next(focused) == name
        window.key("Tab")
        assert next(focused) not in ("Utterances", first, second)
        bus.focus(utterances)
        assert [next(focused), next(focused)] == ["Utterances", first], "to come back reads where one was"
    assert {card.role for card in cards} == {"list item"}
    assert re.match(r"\d\d:\d\d, \d+\.\d s, Distil: .+ ms after you stopped · .+", first)
