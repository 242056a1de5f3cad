"""A file through the pipeline, as fast as it goes: for ``transcribe`` and ``self-test``. Main thread."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dictate.audio.clip import ClipSource
from dictate.audio.files import open_sound
from dictate.commands.reports import Dictating, as_error, loading_words, ready_words
from dictate.core.errors import ModelError
from dictate.core.events import (
    Event,
    Failed,
    Finalized,
    ModelLoading,
    ModelReady,
    SpeechStarted,
    State,
    StateChanged,
    Stopped,
)
from dictate.core.export import as_srt, as_txt, as_vtt, final_as_dict, line_of
from dictate.core.ledger import LedgerTotals
from dictate.core.sources import AudioSource
from dictate.core.types import Final, seconds_of
from dictate.terminal import Terminal

_LOOK_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcription:
    """What was said in a file, utterance by utterance."""

    file: Path
    duration_s: float
    finals: Sequence[Final]
    ledger: LedgerTotals

    def written(self, format_: str) -> str:
        """In one of ``core.export.FORMATS``; JSON is one line, so that several files make JSON Lines."""
        lines = [line_of(final) for final in self.finals]
        writers: dict[str, Callable[[], str]] = {
            "txt": lambda: as_txt(lines),
            "srt": lambda: as_srt(lines),
            "vtt": lambda: as_vtt(lines),
            "json": lambda: json.dumps(self.as_dict(), ensure_ascii=False) + "\n",
        }
        return writers[format_]()

    def as_dict(self) -> dict[str, Any]:
        """As ``--format json`` shows it; utterances count from 1 in every file."""
        return {
            "file": str(self.file),
            "duration_s": round(self.duration_s, 3),
            "text": " ".join(line.text for line in map(line_of, self.finals) if line.text),
            "utterances": [final_as_dict(final, utterance=number) for number, final in enumerate(self.finals, 1)],
            "ledger": self.ledger.as_dict(),
        }


class ModelUnusable(ModelError):
    """No model: none of the files can be done."""


@dataclass(slots=True)
class _Heard:
    """What came of the file that is being read."""

    finals: list[Final] = field(default_factory=list)
    failure: Failed | None = None
    ledger: LedgerTotals | None = None
    reached_s: float = 0.0


class Transcriber:
    """One file after the other through one session, whose models are loaded once."""

    def __init__(self, dictating: Dictating, terminal: Terminal) -> None:
        self._session = dictating.session
        self._events = dictating.events
        self._terminal = terminal
        self._ready = False

    def transcribe(self, file: Path) -> Transcription:
        """Read ``file`` to its end.

        Raises:
            AudioFileError, StorageError: it cannot be read.
            ModelUnusable: there is no model.
        """
        duration_s = duration_of(file)
        return self.hear(ClipSource(file, live=False), file, duration_s)

    def hear(self, source: AudioSource, file: Path, duration_s: float) -> Transcription:
        """Write down all of ``source``, which is not live; ``file`` and ``duration_s`` tell what it is and how long.

        Raises:
            AudioFileError, StorageError: it cannot be read.
            ModelUnusable: there is no model.
        """
        self.wait_for_model()
        heard = _Heard()
        self._session.start(source)
        while heard.ledger is None:
            event = self._events.next(_LOOK_S)
            if event is not None:
                self._follow(event, heard)
                share = f"{min(heard.reached_s, duration_s):.1f} s of {duration_s:.1f} s"
                self._terminal.status(f"{file.name}: {share}, {len(heard.finals)} utterances")
        self._terminal.clear()
        if heard.failure is not None:
            raise as_error(heard.failure)
        return Transcription(file=file, duration_s=duration_s, finals=heard.finals, ledger=heard.ledger)

    def wait_for_model(self) -> None:
        """Reading on without a model would only fill the memory.

        Raises:
            ModelUnusable: it failed.
        """
        failure: Failed | None = None
        while not self._ready:
            match self._events.next(_LOOK_S):
                case ModelLoading() as event:
                    self._terminal.status(loading_words(event))
                case ModelReady() as event:
                    self._ready = True
                    self._terminal.message(ready_words(event))
                case Failed() as event:
                    failure = event
                case StateChanged(model_state=State.FAILED):
                    if failure is None:
                        raise ModelUnusable("The model cannot be used")
                    raise ModelUnusable(f"{failure.what} failed: {failure.reason}", failure.action)

    @staticmethod
    def _follow(event: Event, heard: _Heard) -> None:
        match event:
            case SpeechStarted():
                heard.reached_s = max(heard.reached_s, event.start_s)
            case Finalized(final=final):
                heard.finals.append(final)
                heard.reached_s = max(heard.reached_s, seconds_of(final.utterance.segment.end_sample))
            case Failed():
                heard.failure = heard.failure or event
            case Stopped():
                heard.ledger = event.ledger


def duration_of(file: Path) -> float:
    """Seconds of sound in ``file``, as its header says.

    Raises:
        AudioFileError: missing, empty, or in a format that cannot be read.
        StorageError: there, but it cannot be read.
    """
    with open_sound(file) as sound:
        return float(sound.frames / sound.samplerate)
