"""The running window, used from outside: mouse and keys through X, questions through ``dictate control``."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

from tests.e2e.programs import DICTATE, PATIENCE_S, ROOT, Program, run

OBSERVED = (*DICTATE[:2], "tests.e2e.observed")
SHOTS = ROOT / "build" / "e2e"


class Window:
    """One running window on a virtual screen. Close it by leaving the ``with`` block.

    Attributes:
        program: the process behind it.
        on_screen_s: seconds from the command until the window was on the screen.
    """

    def __init__(self, *arguments: str, env: Mapping[str, str], command: tuple[str, ...] = DICTATE) -> None:
        self._env = env
        self.program = Program(*command, *arguments, env=env)
        self.on_screen_s = 0.0
        self._id = ""

    def __enter__(self) -> Self:
        self.program.__enter__()
        try:
            # With --sync it comes back as soon as the window is there; another process may have one, too.
            found = self.xdotool(
                "search",
                "--sync",
                "--onlyvisible",
                "--all",
                "--pid",
                str(self.program.process.pid),
                "--name",
                "^Dictate",
            )
        except BaseException as error:
            self.__exit__(type(error), error, None)
            raise
        self.on_screen_s = time.monotonic() - self.program.started
        self._id = found.split()[0]
        self.focus()
        return self

    def focus(self) -> None:
        """Let keys go to this window: there is no window manager to do it."""
        self.xdotool("windowraise", self._id, "windowfocus", "--sync", self._id)

    def __exit__(self, *why: Any) -> None:
        self.program.__exit__(*why)

    def xdotool(self, *words: str) -> str:
        """Do something on the screen."""
        return run(["timeout", str(PATIENCE_S), "xdotool", *words], self._env)

    def press(self, name: str) -> None:
        """Click on the button ``name`` with the mouse (an observed window only)."""
        place = self.program.ask(where=name)
        assert place, f"there is no button {name!r}"
        assert place["enabled"], f"the button {name!r} cannot be pressed"
        self.xdotool("mousemove", "--sync", str(place["x"]), str(place["y"]), "click", "1")

    def key(self, name: str) -> None:
        """Press a key."""
        self.xdotool("key", name)

    def control(self, *words: str) -> str:
        """What ``dictate control`` answers."""
        return run([*DICTATE, "control", *words], self._env)

    def status(self) -> dict[str, Any]:
        """What the window is doing."""
        answer: dict[str, Any] = json.loads(self.control("status", "--json"))
        return answer

    def text(self) -> str:
        """What stands in the editor."""
        return self.control("text")

    def clipboard(self) -> str:
        """What another program would paste."""
        return run(["xclip", "-o", "-selection", "clipboard"], self._env)

    def wait(self, what: str, is_so: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """Ask for the status until ``is_so``; each question is a program of its own, so this does not spin."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            status = self.status()
            if is_so(status):
                return status
            assert time.monotonic() < deadline, f"{what} did not happen; status: {status}"

    def wait_until_it_answers(self) -> None:
        """The control socket opens a moment after the window."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                self.status()
            except AssertionError:
                assert time.monotonic() < deadline, "the window never answered"
                assert self.program.process.poll() is None, self.program.story
            else:
                return

    def shoot(self, name: str) -> Path:
        """Save the screen as a picture (an observed window only)."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        path = SHOTS / f"{name}.png"
        assert self.program.ask(shot=str(path)) == {"saved": True}
        return path
