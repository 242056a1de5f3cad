"""A real window over stand-ins for what is behind it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dictate.core.catalog import POCKET
from dictate.core.events import Event
from dictate.core.ports import Listener
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.types import Mode, PairChoice
from dictate.ui.dialogs import Dialogs, Unsaved
from dictate.ui.main_window import MainWindow
from dictate.ui.options import WindowOptions
from tests.ui.fakes import FakeHost

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class Answers(Dialogs):
    """Answers what a dialog would ask, and remembers that it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.file: Path | None = None
        self.decision = Unsaved.CANCEL
        self.folders: list[str] = []
        self.sounds: list[Path] = []

    def open_file(self, folder: Path) -> Path | None:
        self.asked.append("open")
        return self.file

    def save_file(self, suggestion: Path) -> Path | None:
        self.asked.append("save")
        return self.file

    def sound_files(self, folder: Path) -> list[Path]:
        self.asked.append("sounds")
        return self.sounds

    def folder(self, title: str, start: str) -> str:
        self.asked.append("folder")
        return self.folders.pop(0)

    def unsaved(self, name: str) -> Unsaved:
        self.asked.append("unsaved")
        return self.decision


@dataclass
class Stage:
    """A window, its host and its dialogs' answers.

    Attributes:
        saved: every version of the settings that was written.
    """

    window: MainWindow
    host: FakeHost
    answers: Answers
    saved: list[Settings] = field(default_factory=list)

    def tell(self, *events: Event) -> None:
        """Let the workers report ``events`` and the window take them."""
        self.host.tell(*events)
        QCoreApplication.sendPostedEvents()

    @property
    def message(self) -> str:
        """What the message bar says."""
        message = self.window.messages.message
        return message.text if message else ""


MakeStage = Callable[..., Stage]


@pytest.fixture
def make_stage(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[MakeStage]:
    """Builds a window, shown; keyword arguments are those of ``WindowOptions``."""
    stages: list[Stage] = []

    def make(save: Callable[[Settings], None] | None = None, **values: object) -> Stage:
        saved: list[Settings] = []
        options: dict[str, object] = {
            "settings": Settings(),
            "choice": PairChoice(name=POCKET),
            "mode": Mode.DISTIL,
            "microphone": MicrophoneSettings(),
            "resources": RESOURCES,
            "settings_file": tmp_path / "settings.json",
        }
        answers = Answers()
        window = MainWindow(qapp, WindowOptions(**(options | values)), save or saved.append, answers)  # type: ignore[arg-type]
        hosts: list[FakeHost] = []

        def connect(listener: Listener) -> FakeHost:
            hosts.append(FakeHost(listener))
            return hosts[0]

        window.show()
        qtbot.waitExposed(window)
        window.attach(connect)
        stages.append(Stage(window, hosts[0], answers, saved))
        return stages[-1]

    yield make
    for stage in stages:
        stage.answers.decision = Unsaved.DISCARD
        stage.window.close_now()
        stage.window.deleteLater()
    QCoreApplication.processEvents()
    # Without it windows would pile up until the end: each new style sheet polishes them all.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def stage(make_stage: MakeStage) -> Stage:
    """A window with the default settings."""
    return make_stage()
