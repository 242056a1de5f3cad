"""Pictures of the first start, the settings, export and a dropped file, from the real application. Qt main thread.

Run by ``make screenshots`` after ``screenshots.py``. Writes ``resources/screenshots/{first-run,settings}.png`` for the
README, and into ``build/screenshots`` every page in light and dark, small and large, in English and German, to be
looked at. A virtual microphone hears the demo clip, so that the level in the pictures is a voice's.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from screenshots import opened, shoot, wait  # noqa: E402 - sets what Qt reads while it is imported

from dictate import paths  # noqa: E402
from dictate.commands.window import window_options  # noqa: E402
from dictate.core.catalog import POCKET  # noqa: E402
from dictate.core.settings import MicrophoneSettings, Settings, TextSettings, WindowSettings  # noqa: E402
from dictate.core.types import Mode, PairChoice  # noqa: E402
from dictate.plan import Plan  # noqa: E402
from dictate.ui.export_dialog import ExportDialog  # noqa: E402
from dictate.ui.main import create_application  # noqa: E402
from dictate.ui.main_window import MainWindow  # noqa: E402
from dictate.ui.translating import install_language  # noqa: E402
from tests.virtual import virtual_microphone  # noqa: E402

SPOKEN = ROOT / "tests" / "data" / "speech" / "monologue1.flac"
RULES = {"btw": "by the way", "dick tate": "Dictate"}
NAMES = ["Quilter", "Leighton", "Linnell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the window is pictured."""

    theme: str = "light"
    size: tuple[int, int] = (1180, 760)
    language: str = "en"

    @property
    def name(self) -> str:
        """For the file."""
        return f"{self.language}-{self.theme}-{self.size[0]}x{self.size[1]}"


LOOKS = (
    Look(),
    Look(theme="dark"),
    Look(size=(900, 600)),
    Look(theme="dark", size=(900, 600)),
    Look(language="de", size=(900, 600)),
)


def main() -> int:
    """Make all pictures."""
    for_readme = paths.resources() / "screenshots"
    to_look_at = ROOT / "build" / "screenshots"
    to_look_at.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home, virtual_microphone() as microphone:
        os.environ[paths.HOME_VARIABLE] = home
        for look in LOOKS:
            playing = microphone.start_playing(SPOKEN)
            with first_start(look) as window:
                photograph(window, to_look_at, look.name)
                if look == LOOKS[0]:
                    for name in ("first-run", "settings"):
                        picture = to_look_at / f"{name}-{look.name}.png"
                        (for_readme / f"{name}.png").write_bytes(picture.read_bytes())
            playing.kill()
            playing.wait()
    return 0


@contextmanager
def first_start(look: Look) -> Iterator[MainWindow]:
    """A window at its first start, with the real application behind it."""
    application = create_application()
    translators = install_language(application, paths.resources() / "translations", look.language)
    plan = Plan(
        settings=Settings(
            window=WindowSettings(theme=look.theme, export_folder=str(Path.home())),
            text=TextSettings(custom_words=NAMES, replacements=RULES),
        ),
        choice=PairChoice(name=POCKET),
        mode=Mode.DISTIL,
        microphone=MicrophoneSettings(),
    )
    options = replace(window_options(plan, note="", start=False), control_name="", settings_file=Path("settings.json"))
    try:
        with opened(plan, options, look.size) as (window, _):
            yield window
    finally:
        for translator in translators:
            application.removeTranslator(translator)


def photograph(window: MainWindow, folder: Path, name: str) -> None:
    """The first page, every page of the settings, the export, and a file on its way."""
    welcome = window.companions.welcome
    if welcome is None or welcome.page is None:
        raise RuntimeError("this is no first start")
    page = welcome.page
    wait("the speed of the pocket pair", lambda: "ms" in page.speed.text() and "3 s" in page.speed.text())
    page.tester.listen_button.click()
    wait("a voice in the microphone", lambda: page.tester.level.shown_fraction > 0.4)
    shoot(window, folder / f"first-run-{name}.png")
    page.skip.click()
    window.act("settings")
    dialog = window.companions.settings.dialog
    if dialog is None:
        raise RuntimeError("the settings did not open")
    wait("a voice in the microphone", lambda: dialog.microphone.tester.level.shown_fraction > 0.4)
    shoot(dialog, folder / f"settings-{name}.png")
    for row, each in enumerate(dialog.pages[1:], start=1):
        dialog.show_page(each)
        if each is dialog.models:
            dialog.models.measure.click()
            wait("both speeds", lambda: len(dialog.models.speeds) == 2)
        shoot(dialog, folder / f"settings-{row}-{name}.png")
    dialog.close()
    window.companions.files.take_files([SPOKEN])
    wait("some of the file", lambda: window.progress.bar.value() > 0)
    shoot(window, folder / f"transcribing-{name}.png")
    wait("the whole file", lambda: not window.companions.files.busy)
    window.act("export")
    for export in window.findChildren(ExportDialog):
        shoot(export, folder / f"export-{name}.png")
        export.reject()


if __name__ == "__main__":
    sys.exit(main())
