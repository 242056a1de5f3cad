"""``core.ports.Trials``: trying out a microphone, the models and a sound file beside the dictation. Any thread."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from dictate import paths
from dictate.audio.files import open_sound, read_audio
from dictate.audio.trial import MicrophoneTrial
from dictate.core.errors import DictateError
from dictate.core.events import Failed, SoundFileFound
from dictate.core.ports import Listener
from dictate.core.settings import MicrophoneSettings, SegmenterSettings
from dictate.core.types import SAMPLE_RATE, Mode
from dictate.pipeline.session import Session

CLOSE_S: Final = 3.0
"""A file on a network that does not answer must not keep the program from ending."""
SPEED_S: Final = 3
"""Seconds of the demo clip that the models recognise to show their speed."""


class Trials:
    """Owns the trial of a microphone; looks at files on a thread of its own."""

    def __init__(self, listener: Listener, session: Session, settings: SegmenterSettings) -> None:
        self._listener = listener
        self._session = session
        self._microphone = MicrophoneTrial(listener, settings)
        self._threads: list[threading.Thread] = []

    def microphone(self, wish: MicrophoneSettings) -> int:
        """Listen to a microphone; returns the number of the trial."""
        return self._microphone.start(wish)

    def stop(self) -> None:
        """Listen no longer."""
        self._microphone.stop()

    def wait_for_device(self) -> None:
        """Until the device that was tried is closed; some systems open one only once."""
        self._microphone.wait()

    def speed(self, mode: Mode) -> None:
        """Let the models in use recognise some seconds of the demo clip."""

        def read() -> None:
            samples = read_audio(paths.demo_clip()).samples[: SPEED_S * SAMPLE_RATE]
            self._session.measure(samples, mode)

        self._do("Measuring the speed", read)

    def sound_file(self, path: Path) -> None:
        """Look at a sound file."""

        def look() -> None:
            with open_sound(path) as sound:
                seconds = float(sound.frames / sound.samplerate)
            self._listener.notify(SoundFileFound(path=path, seconds=seconds))

        self._do("Opening the sound file", look)

    def close(self) -> None:
        """End what still runs."""
        self._microphone.close()
        for thread in self._threads:
            thread.join(CLOSE_S)

    def _do(self, what: str, work: Callable[[], None]) -> None:
        """``work`` on another thread; what it cannot do is reported."""

        def run() -> None:
            try:
                work()
            except DictateError as error:
                self._listener.notify(
                    Failed(what=what, reason=error.user_message, action=error.action, exit_code=error.exit_code)
                )

        self._threads = [thread for thread in self._threads if thread.is_alive()]
        self._threads.append(threading.Thread(target=run, name="dictate-look", daemon=True))
        self._threads[-1].start()
