"""The window's process behind ``dictate bench idle``: it listens to a silent clip and looks at its own processor time.

Qt main thread. Arguments: the clip, and for how many seconds.
"""

import json
import sys
import time
from pathlib import Path

from dictate.app import App
from dictate.audio.clip import ClipSource
from dictate.commands.window import Behind, window_options
from dictate.core.catalog import POCKET
from dictate.core.events import Event, Failed, ModelReady, SourceOpened
from dictate.core.ports import Host, Listener
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.sources import AudioSource
from dictate.core.types import Mode, PairChoice
from dictate.engine.preload import before_qt
from dictate.plan import Plan

before_qt()

from PySide6.QtCore import QTimer  # noqa: E402  (on Windows torch comes first)
from PySide6.QtWidgets import QApplication  # noqa: E402

from dictate.commands.bench_window import Both  # noqa: E402
from dictate.ui.bridge import Bridge, EventReceiver  # noqa: E402
from dictate.ui.main import create_application, run_window  # noqa: E402

SETTLE_MS = 8000
"""After the model is ready and the source open: models of other modes are still loaded meanwhile."""


class SilentApp(App):
    """The application, with a silent clip in place of the demo."""

    def __init__(self, plan: Plan, listener: Listener, clip: Path) -> None:
        super().__init__(plan, listener)
        self._clip = clip

    def demo(self) -> AudioSource:
        """The silent clip."""
        return ClipSource(self._clip, live=True)


class Measurement(EventReceiver):
    """Waits until the window listens with its model, measures, and closes it."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds = seconds
        self._waited_for = {ModelReady, SourceOpened}
        self._began = self._spent = 0.0
        self.share = -1.0
        self.failure = ""

    def receive(self, event: Event) -> None:
        """What the workers report."""
        if isinstance(event, Failed):
            self.failure = f"{event.what} failed: {event.reason}"
            QApplication.closeAllWindows()
        elif type(event) in self._waited_for:
            self._waited_for.discard(type(event))
            if not self._waited_for:
                QTimer.singleShot(SETTLE_MS, self, self._begin)

    def _begin(self) -> None:
        self._began, self._spent = time.monotonic(), time.process_time()
        QTimer.singleShot(round(1000 * self._seconds), self, self._finish)

    def _finish(self) -> None:
        self.share = (time.process_time() - self._spent) / (time.monotonic() - self._began)
        QApplication.closeAllWindows()


def main(clip: Path, seconds: float) -> int:
    """Run the window and print the share of a core as JSON; 1 when it failed."""
    plan = Plan(
        settings=Settings(),
        choice=PairChoice(name=POCKET),
        mode=Mode.DISTIL,
        microphone=MicrophoneSettings(),
        demo=True,
    )
    application = create_application()
    measurement = Measurement(seconds)
    bridge = Bridge()
    bridge.deliver_to(measurement)
    apps: list[SilentApp] = []

    def connect(listener: Listener) -> Host:
        apps.append(SilentApp(plan, Both(listener, bridge), clip))
        QTimer.singleShot(0, application, apps[0].load)
        return apps[0]

    try:
        run_window(window_options(plan, note="", start=True), connect, lambda _settings: None, Behind.prepare)
    finally:
        for app in apps:
            app.close()
    if measurement.failure or measurement.share < 0:
        sys.stderr.write(f"{measurement.failure or 'the window was closed'}\n")
        return 1
    sys.stdout.write(json.dumps({"share": measurement.share}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
