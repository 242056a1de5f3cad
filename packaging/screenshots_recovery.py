"""The picture of a dictation whose window was killed while someone spoke, recovered. Qt main thread.

Run by ``make screenshots`` after ``screenshots.py``. Writes ``resources/screenshots/recovery.png``.
"""

import os
import subprocess
import sys
import tempfile

from screenshots import opened, shoot, wait  # sets what Qt reads while it is imported

from dictate import paths
from dictate.archive import root
from dictate.core.catalog import POCKET
from dictate.core.events import State
from dictate.core.keeping import read_kept
from dictate.core.kept_sessions import sessions_in
from dictate.core.settings import MicrophoneSettings, Settings, WindowSettings
from dictate.core.transcript import count_words
from dictate.core.types import Mode, PairChoice
from dictate.plan import Plan
from dictate.ui.main import create_application
from dictate.ui.main_window import MainWindow

WORDS = 20
"""So many are dictated until the window is killed."""


def main() -> int:
    """Make the picture."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        os.environ[paths.HOME_VARIABLE] = home
        create_application()  # to wait needs one
        killed = subprocess.Popen([sys.executable, "-m", "dictate", "--demo"])
        try:
            wait("words of a window that is killed", lambda: words_kept() >= WORDS)
        finally:
            killed.kill()
            killed.wait()
        plan = Plan(
            settings=Settings(window=WindowSettings(theme="light", welcome=False)),
            choice=PairChoice(name=POCKET),
            mode=Mode.DISTIL,
            microphone=MicrophoneSettings(),
        )
        with opened(plan) as (window, _):
            wait("the offer to recover", lambda: shown_message(window) == "recovery")
            window.safekeeping.recover()
            wait("the end of the recovery", lambda: window.view.word_count() >= WORDS and not window.steering.busy)
            wait("the teacher", lambda: window.steering.state.model_state is State.READY)
            shoot(window, paths.resources() / "screenshots" / "recovery.png")
    return 0


def words_kept() -> int:
    """Words on the disk of the dictation that is to break off."""
    return sum(count_words(read_kept(folder).text) for folder in sessions_in(root()))


def shown_message(window: MainWindow) -> str:
    """The key of the message in the bar; empty for none."""
    message = window.messages.message
    return message.key if message is not None else ""


if __name__ == "__main__":
    sys.exit(main())
