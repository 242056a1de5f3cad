"""Where dictations are kept, and what becomes of those that broke off. ``core.ports.Keeping`` for the window.

Its methods may be called from any thread and return at once; looking and deleting have a thread of their own.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dictate import __version__, paths
from dictate.core.errors import DictateError, StorageError
from dictate.core.events import Event, Failed, LeftBehind, SoundDeleted
from dictate.core.keeping import Kept
from dictate.core.kept_sessions import Lock, delete_all_sound, left_behind, settle
from dictate.core.ports import Listener
from dictate.core.settings import RETENTION_DAYS
from dictate.core.sources import AudioSource
from dictate.core.types import Samples
from dictate.pipeline.journal import Journal
from dictate.pipeline.keeper import Keeper, Unkept
from dictate.pipeline.rereading import Rereading
from dictate.plan import Plan


def root() -> Path:
    """The folder of all kept dictations."""
    return paths.data_folder() / "dictations"


class Archive:
    """A ``core.ports.Keeping``, and a ``Listener`` that passes events on when they are kept."""

    def __init__(self, plan: Plan, listener: Listener, program: str) -> None:
        """``program`` is the command that dictates, for the manifest."""
        self._listener = listener
        days = RETENTION_DAYS[plan.settings.privacy.retention]
        self._days = days or 0
        self._journal = None if days is None else Journal(root(), days, about(plan, program), listener)
        self._lock = threading.Lock()
        self._left: dict[str, Kept] = {}
        self._settled: set[str] = set()
        self._claims: dict[str, Lock] = {}
        self._threads: list[threading.Thread] = []

    @property
    def kept(self) -> bool:
        """Whether anything is kept on the disk."""
        return self._journal is not None

    @property
    def keeper(self) -> Keeper:
        """What the pipeline tells."""
        return self._journal or Unkept()

    def notify(self, event: Event) -> None:
        """Keep the text in ``event``, then pass it on."""
        if self._journal is not None:
            self._journal.notify(event)
        self._listener.notify(event)

    def keep_text(self, text: str, newest: int) -> None:
        """The editor's text as it stands."""
        if self._journal is not None:
            self._journal.keep_text(text, newest)

    def finish(self) -> None:
        """The text is saved, or let go."""
        if self._journal is not None:
            self._journal.finish()

    def look(self) -> None:
        """Look for a dictation that broke off; ``LeftBehind`` follows when there is one."""
        self._in_background(self._look)

    def unwritten(self, session: str) -> AudioSource | None:
        """The sound of a dictation that broke off which has no text yet; None when all of it has.

        From now on this window recovers it, and no other.

        Raises:
            StorageError: another window does so already, or it is gone.
        """
        with self._lock:
            kept = self._left[session]
            if session not in self._claims:
                try:
                    self._claims[session] = Lock(kept.folder, make=True)
                except OSError as error:
                    action = "See what there is with 'dictate recover'."
                    raise StorageError("Another window recovers this dictation, or it is gone", action) from error
        return unwritten_source(kept)

    def settle(self, session: str) -> None:
        """Let the session go, when the text that holds it now is on the disk."""
        with self._lock:
            kept = self._left.pop(session)
            self._settled.add(session)
            claim = self._claims.pop(session, None)

        def done() -> None:
            if claim is not None:
                claim.close()
            settle(kept, self._days)

        if self._journal is not None:
            self._journal.afterwards(done)
        else:
            self._in_background(done)

    def delete_sound(self) -> None:
        """Delete all kept sound but that of recordings that go on; ``SoundDeleted`` follows."""
        self._in_background(self._delete_sound)

    def _delete_sound(self) -> None:
        own = self._journal.forget_sound() if self._journal is not None else 0
        self._listener.notify(SoundDeleted(files=own + delete_all_sound(root())))

    def close(self) -> None:
        """Write what waits; a dictation that was not finished stays for recovery."""
        with self._lock:
            threads = list(self._threads)
            for claim in self._claims.values():
                claim.close()
            self._claims.clear()
        for thread in threads:
            thread.join()
        if self._journal is not None:
            self._journal.close()

    def _look(self) -> None:
        with self._lock:
            settled = set(self._settled)
        found = [kept for kept in left_behind(root()) if kept.name not in settled]
        if not found:
            return
        with self._lock:
            self._left = {kept.name: kept for kept in found}
        newest = found[0]
        begun = str(newest.manifest.get("begun", ""))
        self._listener.notify(
            LeftBehind(session=newest.name, begun=begun, text=newest.text, unwritten_s=newest.unwritten_s)
        )

    def _in_background(self, job: Callable[[], None]) -> None:
        def run() -> None:
            try:
                job()
            except DictateError as error:
                what = "Looking after the kept dictations"
                reason, action = error.user_message, error.action
                self._listener.notify(Failed(what=what, reason=reason, action=action, exit_code=error.exit_code))

        thread = threading.Thread(target=run, name="dictate-archive", daemon=True)
        with self._lock:
            self._threads = [*(thread for thread in self._threads if thread.is_alive()), thread]
            thread.start()


def unwritten_source(kept: Kept) -> Rereading | None:
    """The sound of ``kept`` without text, to be recognised; None when there is none."""
    stretches = kept.unwritten
    if not stretches:
        return None

    def sounds() -> Iterator[Samples]:
        for stretch in stretches:
            yield kept.sound(stretch.recording, stretch.start, stretch.end)

    return Rereading("the kept sound", sounds)


def about(plan: Plan, program: str) -> dict[str, Any]:
    """What a session was made with, enough to make it again."""
    models = plan.settings.models
    return {
        "program": program,
        "dictate": __version__,
        "pair": plan.choice.name,
        "teacher": str(plan.choice.teacher or ""),
        "distil": str(plan.choice.distil or ""),
        "mode": plan.mode.value,
        "language": models.language,
        "custom_words": plan.settings.text.custom_words,
        "segmenter": asdict(plan.settings.segmenter),
    }
