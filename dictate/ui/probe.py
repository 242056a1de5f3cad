"""How long the Qt event loop was blocked: used by the tests and by ``dictate bench ui``. Runs on the Qt main thread."""

import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

from dictate.core.latency import percentile

TICK_MS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stalls:
    """Milliseconds by which ticks of the probe came late: the worst, the 99th percentile, and how many ticks."""

    worst_ms: float
    p99_ms: float
    ticks: int


class StallProbe(QObject):
    """A timer of 5 ms; whatever keeps the event loop busy makes its ticks late."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        """Forget what was measured and begin."""
        self._gaps.clear()
        self._last = time.perf_counter()
        self._timer.start()

    def stop(self) -> Stalls:
        """Cease; returns what was measured since ``start``, the time since the last tick included."""
        if self._timer.isActive():
            self._tick()
            self._timer.stop()
        late = [max(0.0, gap - TICK_MS) for gap in self._gaps] or [0.0]
        return Stalls(worst_ms=max(late), p99_ms=percentile(late, 99), ticks=len(self._gaps))

    def _tick(self) -> None:
        now = time.perf_counter()
        self._gaps.append((now - self._last) * 1000)
        self._last = now
