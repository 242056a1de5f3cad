"""What the control socket's requests do in the window. Runs on the Qt main thread."""

from typing import TYPE_CHECKING, Any

from dictate.core.errors import UsageError
from dictate.core.types import Mode
from dictate.ui.control_protocol import COMMANDS

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow


class ControlCommands:
    """Does what a request asks, exactly as the button would."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Do ``request``: ``command``, and for ``mode`` a ``mode``; returns what it asks for.

        Raises:
            UsageError: no such command or mode, or a mode that the pair does not offer.
        """
        command = request.get("command")
        steering = self._window.steering
        match command:
            case "start":
                steering.start()
            case "stop":
                steering.stop()
            case "toggle":
                steering.toggle()
            case "cancel":
                steering.cancel()
            case "copy":
                self._window.act("copy_all")
            case "text":
                return {"text": self._window.view.text()}
            case "mode":
                self._set_mode(request.get("mode"))
            case "status":
                return self._status()
            case _:
                raise UsageError(f"There is no command {command!r}", f"Choose one of: {', '.join(COMMANDS)}.")
        return {}

    def _set_mode(self, name: object) -> None:
        if not isinstance(name, str) or name not in set(Mode):
            raise UsageError(f"There is no mode {name!r}", f"Choose one of: {', '.join(Mode)}.")
        mode = Mode(name)
        switch = self._window.bar.mode
        if not switch.offers(mode):
            raise UsageError(switch.buttons[mode].toolTip())
        self._window.steering.set_mode(mode)

    def _status(self) -> dict[str, Any]:
        window = self._window
        summary = window.writing.tally.history.summary()
        latency = None
        if summary is not None:
            latency = {"last": summary.last_ms, "median": summary.median_ms, "p95": summary.p95_ms}
        state = window.steering.state
        return {
            "state": state.state.value,
            "model_state": state.model_state.value,
            "pending": state.pending,
            "recording": window.steering.recording,
            "mode": window.bar.mode.mode.value,
            "pair": window.steering.choice.name,
            "words": window.view.word_count(),
            "latency": latency,
            "ledger": window.account.as_dict(),
        }
