"""What one more utterance, a scrolled frame and a key cost the UI thread in a window full of them. Qt main thread."""

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from dictate.core.events import Finalized
from dictate.core.latency import percentile
from dictate.core.types import EndReason, Final, Latency, Mode, Outcome, Segment, Stamps, Utterance
from dictate.ui.main_window import MainWindow

SAMPLED = 200
"""Of the last cards, and frames, and keys."""
LATENCY = Latency(endpoint_ms=300, queue_ms=2, features_ms=4, encoder_ms=30, decoder_ms=40, total_ms=376)


def measure_cards(window: MainWindow, cards: int) -> dict[str, float]:
    """Fill the window up to ``cards`` utterances and measure at the end."""
    newest = window.writing.transcript.newest
    first = newest.id + 1 if newest else 1
    last = first + max(SAMPLED, cards - window.panel.list.model().rowCount())
    adding = []
    for number in range(first, last):
        text = f"This is sentence {number}, about as long as people speak before they pause."
        event = Finalized(final=_final(number, text))
        adding.append(_timed(lambda event=event: window.receive(event)))  # type: ignore[misc]
        if number % 50 == 0:
            QCoreApplication.processEvents()
    scrolling = _scroll(window)
    typing = _type(window)
    return {
        "cards": window.panel.list.model().rowCount(),
        "add_p95_ms": _p95(adding[-SAMPLED:]),
        "add_worst_ms": round(max(adding[-SAMPLED:]), 1),
        "scroll_p95_ms": _p95(scrolling),
        "typing_p95_ms": _p95(typing),
    }


def _scroll(window: MainWindow) -> list[float]:
    """From top to bottom in both the list and the text, each step with its frame."""
    times = []
    for area in (window.panel.list, window.view):
        bar = area.verticalScrollBar()
        for step in range(SAMPLED // 2):
            bar.setValue(bar.maximum() * step * 2 // SAMPLED)
            times.append(_timed(lambda area=area: _frame(area)))  # type: ignore[misc]
    return times


def _type(window: MainWindow) -> list[float]:
    """Keys in the middle of the text, each with its frame."""
    view = window.view
    cursor = QTextCursor(view.document())
    cursor.setPosition(view.document().characterCount() // 2)
    view.setTextCursor(cursor)
    _frame(view)
    times = []
    for number in range(SAMPLED):
        letter = "words and "[number % 10]

        def press(letter: str = letter) -> None:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                key = QKeyEvent(kind, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(view, key)
            _frame(view)

        times.append(_timed(press))
    return times


def _frame(area: QWidget) -> None:
    """Draw what is to be drawn, now."""
    area.repaint()
    QCoreApplication.processEvents()


def _timed(work: Callable[[], object]) -> float:
    """How many milliseconds of this thread ``work`` takes, whatever else the machine does."""
    began = time.thread_time()
    work()
    return (time.thread_time() - began) * 1000


def _p95(times: list[float]) -> float:
    return round(percentile(times, 95), 1)


def _final(number: int, text: str) -> Final:
    """An utterance's end, with a tenth of a second of silence as its sound."""
    start = number * 80_000
    segment = Segment(
        id=number,
        samples=np.zeros(1600, np.int16),
        start_sample=start,
        speech_end_sample=start + 1200,
        voiced_samples=1200,
        end=EndReason.PAUSE,
    )
    return Final(
        utterance=Utterance(segment=segment, mode=Mode.DISTIL, stamps=Stamps(speech_end=0, endpoint=0.3)),
        outcome=Outcome.TEXT,
        text=text,
        model="rehearsed",
        latency=LATENCY,
        real_time_factor=0.02,
    )
