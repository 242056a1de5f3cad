"""The process behind ``dictate bench ui``: a real window that dictates the demo and measures itself. Qt main thread.

Its one argument is the moment (monotonic seconds, the same clock in every process) at which it was started.
"""

import json
import sys
import time
from typing import Any

from dictate.commands.window import Behind, window_options
from dictate.core.catalog import POCKET
from dictate.core.events import Event, Failed, Finalized, ModelReady, Stopped
from dictate.core.latency import LatencyHistory
from dictate.core.ports import Host, Listener
from dictate.core.settings import MicrophoneSettings, Settings
from dictate.core.types import Mode, Outcome, PairChoice
from dictate.engine.preload import before_qt
from dictate.plan import Plan

before_qt()

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402  (on Windows torch comes first)
from PySide6.QtWidgets import QApplication  # noqa: E402

from dictate.ui.bridge import Bridge, EventReceiver  # noqa: E402
from dictate.ui.main import create_application, run_window  # noqa: E402
from dictate.ui.main_window import MainWindow  # noqa: E402
from dictate.ui.probe import StallProbe, Stalls  # noqa: E402

SETTLE_MS = 500
"""After the last text: what it still causes in the window counts too."""


class Measurement(EventReceiver):
    """Watches the window's life: painted, model ready, all text there; then closes it."""

    def __init__(self, application: QApplication, spawned: float) -> None:
        super().__init__()
        self._application = application
        self._spawned = spawned
        application.installEventFilter(self)
        self._probe = StallProbe(self)
        self._history = LatencyHistory()
        self._loading: Stalls | None = None
        self._words = 0
        self.failure = ""
        self.measured: dict[str, Any] = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt's name)
        """The first paint of the window is the moment at which it is on screen."""
        if event.type() == QEvent.Type.Paint and isinstance(watched, MainWindow) and not self.measured:
            self.measured["window_ms"] = round((time.monotonic() - self._spawned) * 1000)
            self.measured["torch_before_window"] = "torch" in sys.modules
            self._probe.start()
            self._application.removeEventFilter(self)  # it would slow down what is measured
        return super().eventFilter(watched, event)

    def receive(self, event: Event) -> None:
        """What the workers report."""
        match event:
            case ModelReady() if self._loading is None:
                self._loading = self._probe.stop()
                self._probe.start()
            case Finalized(final=final) if final.outcome is Outcome.TEXT:
                self._history.add(final.mode, final.latency, final.real_time_factor)
                self._words += len(final.text.split())
            case Failed():
                self.failure = f"{event.what} failed: {event.reason}"
                QApplication.closeAllWindows()
            case Stopped():
                QTimer.singleShot(SETTLE_MS, self, self._finish)

    def _finish(self) -> None:
        dictating, loading, summary = self._probe.stop(), self._loading, self._history.summary()
        if loading is None or summary is None:
            self.failure = self.failure or "nothing was dictated"
        else:
            self.measured |= {
                "loading_worst_ms": round(loading.worst_ms, 1),
                "loading_p99_ms": round(loading.p99_ms, 1),
                "dictating_worst_ms": round(dictating.worst_ms, 1),
                "dictating_p99_ms": round(dictating.p99_ms, 1),
                "median_latency_ms": round(summary.median_ms),
                "p95_latency_ms": round(summary.p95_ms),
                "words": self._words,
            }
        for window in QApplication.topLevelWidgets():
            if isinstance(window, MainWindow):
                window.view.document().setModified(False)  # nobody is there to be asked whether to save
        QApplication.closeAllWindows()


class Both:
    """A ``Listener`` for two: the window and the measurement."""

    def __init__(self, first: Listener, second: Listener) -> None:
        self._listeners = (first, second)

    def notify(self, event: Event) -> None:
        """Pass it on, on a worker's thread."""
        for listener in self._listeners:
            listener.notify(event)


def main(spawned: float) -> int:
    """Run the window over the demo and print what was measured as JSON; 1 when it failed."""
    plan = Plan(
        settings=Settings(),
        choice=PairChoice(name=POCKET),
        mode=Mode.DISTIL,
        microphone=MicrophoneSettings(),
        demo=True,
    )
    application = create_application()
    measurement = Measurement(application, spawned)
    bridge = Bridge()
    bridge.deliver_to(measurement)
    with Behind(plan) as behind:

        def connect(listener: Listener) -> Host:
            return behind.connect(Both(listener, bridge))

        run_window(window_options(plan, note="", start=True), connect, lambda _settings: None, behind.prepare)
    if measurement.failure:
        sys.stderr.write(f"{measurement.failure}\n")
        return 1
    sys.stdout.write(json.dumps(measurement.measured) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1])))
