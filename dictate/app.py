"""The composition root: puts microphone, detectors, models and session together, for the window and the terminal.

Runs on the main thread; listing devices has a thread of its own. Neither torch, Qt nor the sound device is loaded here.
"""

import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from dictate import paths
from dictate.archive import Archive
from dictate.audio.clip import ClipSource
from dictate.audio.devices import list_devices
from dictate.audio.microphone import Microphone
from dictate.audio.playback import Player
from dictate.audio.vad import CascadeDetector
from dictate.core.errors import DictateError
from dictate.core.events import DevicesListed, Failed, PlaybackChanged
from dictate.core.ports import Listener
from dictate.core.replacing import ReplacingListener
from dictate.core.settings import MicrophoneSettings
from dictate.core.sources import AudioSource
from dictate.core.types import Samples
from dictate.model_files import DownloadedModels
from dictate.pipeline.keeper import Keeper
from dictate.pipeline.session import Session
from dictate.plan import Plan, recognizers
from dictate.trials import Trials

DEMO_NAME = "the demo clip"


def create_session(plan: Plan, listener: Listener, keeper: Keeper | None = None) -> Session:
    """A running session without models: ``set_pair`` brings them. The caller closes it.

    ``keeper`` keeps the dictation; by default nobody does.
    """
    models = plan.settings.models
    on_cpu = replace(models, device="cpu")
    return Session(
        listener,
        recognizers(plan.settings),
        CascadeDetector,
        plan.settings.segmenter,
        mode=plan.mode,
        language=None if models.language == "auto" else models.language,
        prompt=", ".join(plan.settings.text.custom_words),
        unload_after=models.unload_after,
        keeper=keeper,
        on_cpu=None if models.device == "cpu" else recognizers(replace(plan.settings, models=on_cpu)),
        self_check_every=models.self_check_every,
    )


def live_source(plan: Plan) -> AudioSource:
    """The microphone, or the demo clip in its place."""
    return demo_source() if plan.demo else Microphone(plan.microphone, strict=plan.typed_device)


def demo_source() -> AudioSource:
    """The bundled clip, in real time."""
    return ClipSource(paths.demo_clip(), live=True, name=DEMO_NAME)


class App:
    """``core.ports.Host``: the window's hold on everything that is not a window."""

    def __init__(self, plan: Plan, listener: Listener) -> None:
        """``listener`` gets the session's events and those of this object."""
        self._plan = plan
        self._listener = listener
        self._player = Player(self._playing_changed, self._playing_failed)
        self._lister = Lister(listener)
        self._archive = Archive(plan, listener, "window")
        self._replacing = ReplacingListener(self._archive, plan.settings.text.replacements)
        self._session = create_session(plan, self._replacing, self._archive.keeper)
        self._model_files = DownloadedModels(listener)
        self._trials = Trials(listener, self._session, plan.settings.segmenter)

    def load(self) -> None:
        """Bring the models that the plan asks for."""
        self._session.set_pair(self._plan.choice)

    @property
    def dictation(self) -> Session:
        """The running session."""
        return self._session

    @property
    def keeping(self) -> Archive:
        """What keeps it on the disk."""
        return self._archive

    def microphone(self, wish: MicrophoneSettings) -> AudioSource:
        """A microphone to start with; nothing is opened yet. One that was remembered may give way to the default."""
        self._trials.stop()
        return Microphone(
            wish,
            strict=self._plan.typed_device and wish.name == self._plan.microphone.name,
            before_open=self._trials.wait_for_device,
        )

    def demo(self) -> AudioSource:
        """The bundled clip in place of a microphone, in real time."""
        return demo_source()

    def sound_file(self, path: Path) -> AudioSource:
        """A sound file in place of a microphone, as fast as it goes."""
        return ClipSource(path, live=False)

    @property
    def model_files(self) -> DownloadedModels:
        """The models that were downloaded."""
        return self._model_files

    @property
    def trials(self) -> Trials:
        """Trying out a microphone, the models, a file."""
        return self._trials

    def set_replacements(self, rules: Mapping[str, str]) -> None:
        """Write other words than were heard, from the next text on."""
        self._replacing.set_rules(rules)

    def refresh_devices(self) -> None:
        """List the input devices again; ``DevicesListed`` follows."""
        self._lister.refresh()

    def play(self, samples: Samples) -> None:
        """Play 16 kHz sound; ``PlaybackChanged`` follows."""
        self._player.play(samples)

    def stop_playing(self) -> None:
        """Be quiet."""
        self._player.stop()

    def close(self) -> None:
        """End everything that was started, in reverse order."""
        self._trials.close()
        self._model_files.close()
        self._session.close()
        self._archive.close()
        self._lister.close()
        self._player.close()

    def _playing_changed(self, playing: bool) -> None:
        self._listener.notify(PlaybackChanged(playing=playing))

    def _playing_failed(self, error: DictateError) -> None:
        self._listener.notify(failed("Playing", error))


class Lister:
    """Lists the input devices on a thread of its own: PortAudio may take a second. One look at a time."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = self._closed = False

    def refresh(self) -> None:
        """Look now, or once more after the look that is under way."""
        with self._lock:
            if self._closed:
                return
            self._again = True
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="dictate-devices", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Wait for a look that is under way."""
        with self._lock:
            self._closed = True
            thread = self._thread
        if thread is not None:
            thread.join()

    def _look(self) -> None:
        while True:
            with self._lock:
                if not self._again or self._closed:
                    self._thread = None
                    return
                self._again = False
            try:
                self._listener.notify(DevicesListed(devices=list_devices(refresh=True)))
            except DictateError as error:
                self._listener.notify(DevicesListed(devices=()))
                self._listener.notify(failed("Listing the microphones", error))


def failed(what: str, error: DictateError) -> Failed:
    """``error`` as an event."""
    return Failed(what=what, reason=error.user_message, action=error.action, exit_code=error.exit_code)
