"""Makes the README's pictures: the real application dictates its demo clip with the pocket pair. Qt main thread.

Run by ``make screenshots``. Without a display it draws off screen; the pictures are the same. Writes
``resources/screenshots/{dictating,light,dark,compare,error}.png`` and ``demo.gif``.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

SHARP = "2"
"""Device pixels to a logical one."""
SIZE = (1100, 680)
PATIENCE_S = 240
SPEECH = Path(__file__).resolve().parent.parent / "tests" / "data" / "speech"
HARD = ("noisy3_10db.flac", "noisy2_15db.flac", "monologue1.flac")
"""Clips that the two pocket models understand differently."""
NO_SUCH_MICROPHONE = "Studio Microphone"

# Qt and platformdirs read these while they are imported.
os.environ.setdefault("QT_SCALE_FACTOR", SHARP)
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from film import Film  # noqa: E402  (beside this file)
from PySide6.QtCore import QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from dictate import paths  # noqa: E402
from dictate.audio.clip import ClipSource  # noqa: E402
from dictate.commands.window import Behind, window_options  # noqa: E402
from dictate.core.catalog import POCKET  # noqa: E402
from dictate.core.events import State  # noqa: E402
from dictate.core.ports import Host, Listener  # noqa: E402
from dictate.core.settings import MicrophoneSettings, Settings, WindowSettings  # noqa: E402
from dictate.core.types import Mode, PairChoice  # noqa: E402
from dictate.plan import Plan  # noqa: E402
from dictate.ui.compare_dialog import CompareDialog  # noqa: E402
from dictate.ui.main import create_application  # noqa: E402
from dictate.ui.main_window import MainWindow  # noqa: E402
from dictate.ui.message_bar import Kind  # noqa: E402
from dictate.ui.options import WindowOptions  # noqa: E402
from dictate.ui.utterance_model import CARD  # noqa: E402


def main() -> int:
    """Make all pictures; 1 when the application did not get as far as one of them."""
    folder = paths.resources() / "screenshots"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ[paths.HOME_VARIABLE] = home
        plan = Plan(
            settings=Settings(window=WindowSettings(theme="light")),
            choice=PairChoice(name=POCKET),
            mode=Mode.DISTIL,
            microphone=MicrophoneSettings(name=NO_SUCH_MICROPHONE),
            demo=True,
            typed_device=True,
        )
        with opened(plan) as (window, host):
            photograph(window, host, folder)
    return 0


@contextmanager
def opened(
    plan: Plan, options: WindowOptions | None = None, size: tuple[int, int] = SIZE
) -> Iterator[tuple[MainWindow, Host]]:
    """A window with the real application behind it; what is written in it is let go."""
    options = options or window_options(plan, note="", start=False)
    window = MainWindow(create_application(), options, lambda _settings: None)
    window.resize(*size)
    window.show()
    with Behind(plan) as behind:
        hosts: list[Host] = []

        def connect(listener: Listener) -> Host:
            hosts.append(behind.connect(listener))
            return hosts[0]

        window.attach(connect)
        try:
            yield window, hosts[0]
        finally:
            window.view.set_clean()
            window.close_now()


def photograph(window: MainWindow, host: Host, folder: Path) -> None:
    """Dictate, and press the shutter on the way."""
    wait("the model", lambda: window.steering.state.model_state is State.READY)
    with Film(window, folder / "demo.gif"):
        window.bar.record.click()
        wait("interim text", lambda: len(cards(window)) >= 2 and len(window.view.interim_text().split()) >= 3)
        shoot(window, folder / "dictating.png")
        wait("the end of the clip", lambda: not window.steering.busy)
    window.messages.dismiss()
    wait("the level meter's rest", lambda: window.bar.level.shown_fraction == 0)
    shoot(window, folder / "light.png")
    mumble(window, host)
    wait("the level meter's rest", lambda: window.bar.level.shown_fraction == 0)
    window.appearance.set_theme("dark")
    shoot(window, folder / "dark.png")
    window.appearance.set_theme("light")
    window.act("compare")
    for dialog in window.findChildren(CompareDialog):
        dialog.list.clearFocus()
        shoot(dialog, folder / "compare.png")
        dialog.close()
    box = window.bar.microphone
    box.setCurrentIndex(box.findText(NO_SUCH_MICROPHONE, Qt.MatchFlag.MatchStartsWith))
    box.activated.emit(box.currentIndex())
    window.bar.record.click()
    wait("the failure", lambda: failing(window))
    shoot(window, folder / "error.png")


def mumble(window: MainWindow, host: Host) -> None:
    """Dictate words that are hard to understand, so that the two models differ; the teacher checks."""
    window.steering.set_mode(Mode.VERIFIED)
    window.view.set_clean()
    window.document.new()
    for name in HARD:
        host.dictation.start(ClipSource(SPEECH / name, live=True))
        wait(f"the end of {name}", partial(all_written, window, len(cards(window))))


def all_written(window: MainWindow, before: int) -> bool:
    """Whether there are more than ``before`` cards, and everything that was said has its text."""
    return len(cards(window)) > before and window.steering.state.state is State.READY


def cards(window: MainWindow) -> list[int]:
    """The utterances that have a card."""
    model = window.panel.list.model()
    return [model.index(row, 0).data(CARD).id for row in range(model.rowCount())]


def failing(window: MainWindow) -> bool:
    """Whether a failure is in the message bar."""
    message = window.messages.message
    return message is not None and message.kind is Kind.FAILURE


def wait(what: str, happened: Callable[[], bool]) -> None:
    """Let the window live until ``happened``.

    Raises:
        TimeoutError: ``what`` did not come.
    """
    loop = QEventLoop()
    look, end = QTimer(interval=20), QTimer(interval=PATIENCE_S * 1000, singleShot=True)
    look.timeout.connect(lambda: loop.quit() if happened() else None)
    end.timeout.connect(loop.quit)
    look.start()
    end.start()
    loop.exec()
    look.stop()
    if not happened():
        raise TimeoutError(f"{what} did not come within {PATIENCE_S} s")


def shoot(window: QWidget, path: Path) -> None:
    """Save what the window looks like once everything has come to rest."""
    QApplication.processEvents()
    if not window.grab().save(str(path)):
        raise OSError(f"{path} cannot be written")
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    sys.exit(main())
