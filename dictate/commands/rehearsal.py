"""The process behind ``dictate bench session``: a window through a long dictation, then with thousands of cards.

Real window, real pipeline, real voice detection; the recogniser gives canned answers. Arguments: minutes of sound, how
many times faster than life it comes, cards; ``traced`` to look at Python's own memory, which is exact but slow, in
place of the process's, which a busy allocator blurs. Qt main thread; the sound comes on a thread of its own.
"""

import gc
import json
import mmap
import sys
import threading
import time
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QEventLoop, QTimer

from dictate import paths
from dictate.app import App
from dictate.audio.files import read_audio
from dictate.audio.libraries import load_libraries
from dictate.audio.vad import CascadeDetector
from dictate.commands.bench_window import Both
from dictate.commands.rehearsal_cards import measure_cards
from dictate.core.catalog import POCKET
from dictate.core.events import Event, Finalized, State, StateChanged, Stopped
from dictate.core.ports import Listener
from dictate.core.settings import MicrophoneSettings, PrivacySettings, Settings
from dictate.core.sources import AudioSource, SourceSink
from dictate.core.types import FRAME_SAMPLES, SAMPLE_RATE, Mode, PairChoice, RawBlock, Request, Samples
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.session import Session
from dictate.plan import Plan
from dictate.ui.bridge import Bridge, EventReceiver
from dictate.ui.main import create_application
from dictate.ui.main_window import MainWindow
from dictate.ui.options import WindowOptions
from dictate.ui.probe import StallProbe

WARM = 0.3
"""This share of the dictation is a recording of its own: memory is looked at when it is over and caches are warm, and
again after the rest. Between recordings no sound is on its way, which would count as grown."""
SETTLE_MS = 2500
_STATM = Path("/proc/self/statm")


class FastClip:
    """The demo clip again and again, so many times faster than life (an ``AudioSource``)."""

    live = False
    note = ""

    def __init__(self, seconds: float, speed: float) -> None:
        self._clip = read_audio(paths.demo_clip()).samples
        self._blocks = round(seconds * SAMPLE_RATE / FRAME_SAMPLES)
        self._speed = speed
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def open(self, sink: SourceSink) -> str:
        """Begin to deliver."""
        self._thread = threading.Thread(target=self._deliver, args=(sink,), name="dictate-rehearsal", daemon=True)
        self._thread.start()
        return "a long dictation"

    def convert(self, block: RawBlock) -> Samples:
        """It has our rate and one channel already."""
        return block.samples.reshape(-1)

    def again(self) -> None:
        """It does not come back."""

    def flush(self) -> Samples:
        """Nothing is held back."""
        return np.zeros(0, np.int16)

    def to_samples(self, frames: int) -> int:
        """The same rate."""
        return frames

    def close(self) -> None:
        """Stop at once."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join()

    def _deliver(self, sink: SourceSink) -> None:
        started = time.monotonic()
        for number in range(self._blocks):
            due = started + (number + 1) * FRAME_SAMPLES / SAMPLE_RATE / self._speed
            if self._closed.wait(max(0.0, due - time.monotonic())):
                return
            place = np.arange(number * FRAME_SAMPLES, (number + 1) * FRAME_SAMPLES) % len(self._clip)
            sink.block(RawBlock(self._clip[place].reshape(-1, 1), time.monotonic()))
        sink.ended()


class Behind(App):
    """The application with a recogniser that knows its part, a source a recording, and nothing kept or played."""

    def __init__(self, listener: Listener, sources: list[AudioSource]) -> None:
        silent = Settings(privacy=PrivacySettings(retention="none"))
        choice = PairChoice(name=POCKET)
        plan = Plan(settings=silent, choice=choice, mode=Mode.DISTIL, microphone=MicrophoneSettings())
        super().__init__(plan, listener)
        self._sources = sources
        self._recognizer = ScriptedRecognizer(self._answer, interim=lambda _request: "This is about as long", modes={})
        self._said = 0
        self._session.close()
        self._session = Session(listener, lambda _choice: self._recognizer, CascadeDetector, silent.segmenter)

    def _answer(self, _request: Request) -> str:
        self._recognizer.requests.clear()  # it remembers what it was asked, for tests
        self._said += 1
        return f"This is sentence {self._said}, about as long as people speak before they pause."

    def microphone(self, _wish: MicrophoneSettings) -> AudioSource:
        """The next part of the long dictation."""
        return self._sources.pop(0)

    def refresh_devices(self) -> None:
        """There are none."""


class Watcher(EventReceiver):
    """Counts what is kept, and lets one wait.

    Attributes:
        utterances, kept_bytes: so far; bytes of sound and text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.utterances = self.kept_bytes = 0
        self._seen: set[object] = set()
        self._loop = QEventLoop(self)

    def receive(self, event: Event) -> None:
        """What the workers report."""
        match event:
            case Finalized(final=final):
                self.utterances += 1
                self.kept_bytes += final.utterance.segment.samples.nbytes + len(final.text)
            case StateChanged(model_state=State.READY):
                self._seen.add(State.READY)
            case Stopped():
                self._seen.add(Stopped)
        self._loop.quit()

    def wait(self, what: object) -> None:
        """Until the models are ready, or a recording has ``Stopped``."""
        while what not in self._seen:
            self._loop.exec()
        self._seen.remove(what)


def held_bytes() -> int:
    """Memory that Python holds while it is traced, else the whole process; 0 where the system does not tell."""
    gc.collect()
    if tracemalloc.is_tracing():
        return tracemalloc.get_traced_memory()[0]
    return int(_STATM.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE if _STATM.exists() else 0


def dictate(window: MainWindow, watcher: Watcher, minutes: float) -> dict[str, Any]:
    """The long dictation in its two parts, from Record to the last text."""
    watcher.wait(State.READY)
    probe, began = StallProbe(window), time.monotonic()
    timers = _running(window)
    probe.start()
    memory, kept = [], []
    for _ in parts(minutes):
        window.steering.start()
        watcher.wait(Stopped)
        memory.append(held_bytes())
        kept.append(watcher.kept_bytes)
    stalls, took = probe.stop(), time.monotonic() - began
    _settle()
    grown = (memory[1] - memory[0]) - (kept[1] - kept[0])
    return {
        "minutes": minutes,
        "pace": round(minutes * 60 / took, 1),
        "utterances": watcher.utterances,
        "stall_p99_ms": round(stalls.p99_ms, 1),
        "stall_worst_ms": round(stalls.worst_ms, 1),
        "growth_mb": round(grown / 1e6, 1),
        "kept_mb": round(watcher.kept_bytes / 1e6, 1),
        "timers_left": len(_running(window) - timers),
    }


def parts(minutes: float) -> tuple[float, float]:
    """Seconds of sound in each recording."""
    return minutes * 60 * WARM, minutes * 60 * (1 - WARM)


def _running(window: MainWindow) -> set[QTimer]:
    """The window's timers that tick."""
    return {timer for timer in window.findChildren(QTimer) if timer.isActive()}


def _settle() -> None:
    """Let what the last text began (a flash, a count) come to its end."""
    loop = QEventLoop()
    QTimer.singleShot(SETTLE_MS, loop.quit)
    loop.exec()


def main(minutes: float, speed: float, cards: int) -> None:
    """Run it and print what was measured as JSON."""
    threads = set(threading.enumerate())
    options = WindowOptions(
        settings=Settings(),
        choice=PairChoice(name=POCKET),
        mode=Mode.DISTIL,
        microphone=MicrophoneSettings(),
        resources=paths.resources(),
        settings_file=paths.settings_file(),
    )
    load_libraries()
    window = MainWindow(create_application(), options, lambda _settings: None)
    window.show()
    watcher, bridge, hosts = Watcher(), Bridge(), list[Behind]()
    bridge.deliver_to(watcher)

    def connect(listener: Listener) -> Behind:
        hosts.append(Behind(Both(listener, bridge), [FastClip(seconds, speed) for seconds in parts(minutes)]))
        return hosts[0]

    window.attach(connect)
    hosts[0].dictation.set_pair(options.choice)
    measured = dictate(window, watcher, minutes) | measure_cards(window, cards)
    window.view.set_clean()
    window.close_now()
    hosts[0].close()
    left = [thread.name for thread in threading.enumerate() if thread not in threads]
    sys.stdout.write(json.dumps(measured | {"threads_left": len(left)}) + "\n")


if __name__ == "__main__":
    if "traced" in sys.argv:
        tracemalloc.start()
    main(float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]))
