"""What is told to someone who does not look at the window: a tone, a notification. Runs on the Qt main thread."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from dictate.core.events import MICROPHONE, Event, Failed, State, StateChanged
from dictate.core.ports import Host
from dictate.core.tones import Tone
from dictate.ui.states import RECORDING
from dictate.ui.translating import tr

if TYPE_CHECKING:
    from dictate.ui.main_window import MainWindow
    from dictate.ui.tray import Tray

HEARD = frozenset({State.LISTENING, State.SPEECH})


class Notices(QObject):
    """Speaks up when listening really begins, when it ends, and when the microphone is lost."""

    def __init__(self, window: "MainWindow", host: Host, tray: "Tray") -> None:
        super().__init__(window)
        self._window = window
        self._host = host
        self._tray = tray
        self._state = State.NO_MODEL

    def take(self, event: Event) -> None:
        """Follow the state."""
        match event:
            case StateChanged(state=state):
                before, self._state = self._state, state
                self._changed(before, state)
            case Failed(what=what, exit_code=3, reason=reason) if what != MICROPHONE and self._state in RECORDING:
                self._lost(reason)
            case _:
                pass

    def _changed(self, before: State, now: State) -> None:
        if now is State.MICROPHONE_LOST and before is not now:
            self._lost(tr("Dictate listens again as soon as it is back."))
        elif now in HEARD and before not in HEARD:
            self._sound(Tone.START)
        elif before in HEARD and now not in RECORDING:
            self._sound(Tone.STOP)

    def _lost(self, words: str) -> None:
        self._sound(Tone.LOST)
        self._tray.notify(tr("The microphone is lost"), words)

    def _sound(self, tone: Tone) -> None:
        if self._window.keeper.settings.window.sounds:
            self._host.play(tone.samples)
