"""``dictate window``: the window, or the terminal where there is no screen. Main thread.

The window comes first, what is behind it (``dictate.app``) is imported and built once it is on screen.
"""

import argparse
import importlib
from typing import TYPE_CHECKING

from dictate import config, paths
from dictate.commands.planning import make_plan
from dictate.core.errors import StorageError
from dictate.core.ports import Host, Listener
from dictate.display import display_problem
from dictate.engine.preload import before_qt
from dictate.plan import Plan
from dictate.terminal import Terminal
from dictate.word import as_docx

if TYPE_CHECKING:
    from dictate.app import App
    from dictate.ui.options import WindowOptions

LOAD_AFTER_MS = 50
"""Enough to show what was built, too little to wait for."""


def run(args: argparse.Namespace) -> int:
    """Show the window until it is closed; returns the exit code."""
    problem = display_problem()
    if problem:
        Terminal().message(f"dictate: There is no window because {problem}. Dictating in the terminal instead.")
        return _listen(args)
    loaded = config.load(paths.settings_file())
    plan = make_plan(args, loaded.settings)
    before_qt()
    from dictate.ui.main import run_window  # noqa: PLC0415 - on Windows torch must be imported before Qt

    with Behind(plan) as behind:
        return run_window(
            window_options(plan, note=loaded.message, start=args.start or plan.demo),
            behind.connect,
            config.Saver(paths.settings_file(), loaded.settings),
            behind.prepare,
        )


class Behind:
    """What is behind the window: built when the window asks for it, closed with the ``with`` block."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._app: App | None = None

    @staticmethod
    def prepare() -> None:
        """Import what ``connect`` needs; on another thread, so that the window does not stand still meanwhile."""
        importlib.import_module("dictate.app")
        from dictate.audio.libraries import load_libraries  # noqa: PLC0415 - as in ``connect``

        load_libraries()

    def connect(self, listener: Listener) -> Host:
        """Build it; ``listener`` takes its events."""
        from PySide6.QtCore import QTimer  # noqa: PLC0415 - as in ``run``

        from dictate.app import App  # noqa: PLC0415 - sound and pipeline cost time that the window need not wait for

        self._app = App(self._plan, listener)
        # While torch's libraries are opened every new page of memory waits: let the window be painted first.
        QTimer.singleShot(LOAD_AFTER_MS, self._app.load)
        return self._app

    def __enter__(self) -> "Behind":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._app is not None:
            self._app.close()


def window_options(plan: Plan, *, note: str, start: bool) -> "WindowOptions":
    """What the window starts with."""
    from dictate.ui.options import WindowOptions  # noqa: PLC0415 - Qt, as above

    control_name = paths.control_name()
    try:
        paths.made(paths.runtime_folder(), private=True)
    except StorageError as error:
        control_name = ""
        note = f"{note} {error} 'dictate control' cannot steer this window.".strip()
    return WindowOptions(
        settings=plan.settings,
        choice=plan.choice,
        mode=plan.mode,
        microphone=plan.microphone,
        resources=paths.resources(),
        settings_file=paths.settings_file(),
        demo=plan.demo,
        start=start,
        writers={"docx": as_docx},
        first_start=plan.settings.window.welcome and not start and not plan.demo,
        note=note,
        control_name=control_name,
    )


def _listen(args: argparse.Namespace) -> int:
    from dictate.commands import listen  # noqa: PLC0415 - the window does not need it

    return listen.run(argparse.Namespace(**vars(args), seconds=None, json=False))
