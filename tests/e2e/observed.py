"""``python -m tests.e2e.observed ARGS``: the real ``dictate ARGS`` with an observer inside its window's process.

The observer steers nothing. It answers questions, one JSON object a line on standard input and output, on the Qt main
thread: ``{"where": NAME}`` (the middle of the visible button with this text or accessible name, in screen pixels),
``{"stalls": true}`` (the event loop's stalls since the last such question), ``{"message": true}`` (what the message bar
says), ``{"cards": true}`` (the texts of the side panel's cards), ``{"shot": PATH}`` (saves the screen).
"""

import json
import sys
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QAbstractButton, QApplication

from dictate.cli import main
from dictate.ui.card_view import CardView
from dictate.ui.main import create_application
from dictate.ui.message_bar import MessageBar
from dictate.ui.probe import StallProbe


class Observer(QObject):
    """Answers what a test asks about the window."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._probe = StallProbe(self)
        self._probe.start()
        self._input = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read, self)
        self._input.activated.connect(self._read)

    def _read(self) -> None:
        line = sys.stdin.readline()
        if not line:
            self._input.setEnabled(False)
            return
        sys.stdout.write(json.dumps(self._answer(json.loads(line))) + "\n")
        sys.stdout.flush()

    def _answer(self, question: dict[str, Any]) -> dict[str, Any]:
        if "where" in question:
            return middle_of(question["where"])
        if "stalls" in question:
            stalls = self._probe.stop()
            self._probe.start()
            return {"worst_ms": stalls.worst_ms, "p99_ms": stalls.p99_ms, "ticks": stalls.ticks}
        if "message" in question:
            return {"message": said()}
        if "cards" in question:
            return {"cards": cards()}
        return {"saved": QApplication.primaryScreen().grabWindow(0).save(question["shot"])}


def said() -> str:
    """What the message bar says; empty for nothing."""
    bars = [bar for bar in QApplication.allWidgets() if isinstance(bar, MessageBar)]
    messages = [bar.message.text for bar in bars if bar.message is not None]
    return messages[0] if messages else ""


def cards() -> list[str]:
    """The texts of the side panel's cards, the newest first."""
    (view,) = [each for each in QApplication.allWidgets() if isinstance(each, CardView)]
    model = view.model()
    return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]


def middle_of(name: str) -> dict[str, Any]:
    """Where a person would click on the button ``name``; empty when there is no such button on screen."""
    for widget in QApplication.allWidgets():
        if not isinstance(widget, QAbstractButton) or not widget.isVisible():
            continue
        if name in (widget.text(), widget.accessibleName()):
            point = widget.mapToGlobal(widget.rect().center())
            scale = widget.devicePixelRatio()
            return {"x": round(point.x() * scale), "y": round(point.y() * scale), "enabled": widget.isEnabled()}
    return {}


if __name__ == "__main__":
    observer = Observer(create_application())
    sys.exit(main())
