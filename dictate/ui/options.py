"""What the window is started with: settings and command line together. No widgets here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dictate.core.ports import Host, Listener
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.types import Mode, PairChoice

Connect = Callable[[Listener], Host]
"""Builds the application behind the window; called once, on the Qt main thread, when the window is on screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowOptions:
    """Choices of the command line are for this window only; what the user changes in it is saved.

    Attributes:
        settings: as in the file.
        choice, mode, microphone: what to start with, the command line's word included.
        demo: play the bundled clip in place of the microphone.
        start: begin to record at once.
        first_start: greet with the first page.
        writers: for kinds of exported files that need a library: ending -> text to content.
        note: what the user is to read first (a settings file that was set aside); may be empty.
        resources: the folder with ``icons`` and ``themes``.
        settings_file: where the settings are, to show it.
        control_name: path (or pipe name on Windows) of the control socket; empty for none.
    """

    settings: Settings
    choice: PairChoice
    mode: Mode
    microphone: MicrophoneSettings
    resources: Path
    settings_file: Path
    demo: bool = False
    start: bool = False
    first_start: bool = False
    writers: Mapping[str, Callable[[str], bytes]] = field(default_factory=dict)
    note: str = ""
    control_name: str = ""
