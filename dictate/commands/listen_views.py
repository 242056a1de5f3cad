"""How ``dictate listen`` shows what happens: to a person, or to a program. Main thread."""

import json
from typing import Any, Protocol

from dictate.commands.reports import failure_words, loading_words, note_words, ready_words
from dictate.core.events import (
    Drafted,
    Event,
    Failed,
    Finalized,
    LevelChanged,
    ModelLoading,
    ModelReady,
    SelfChecked,
    SourceOpened,
    State,
    StateChanged,
    Stopped,
    TextUpdated,
)
from dictate.core.export import final_as_dict
from dictate.core.ledger import LedgerTotals
from dictate.core.types import Final, Outcome, seconds_of
from dictate.terminal import Terminal

_METER_WIDTH = 12
_METER_FLOOR_DBFS = -60.0


class View(Protocol):
    """Shows every event, or leaves it."""

    def show(self, event: Event) -> None:
        """Take the next event."""


class JsonView:
    """One object a line, written at once; failures go to standard error."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def show(self, event: Event) -> None:
        """Write the event when it is one that a script may want."""
        match event:
            case StateChanged():
                self._write("state", state=event.state, model=event.model_state, pending=event.pending)
            case TextUpdated():
                self._write("interim", utterance=event.utterance, committed=event.committed, tentative=event.tentative)
            case Drafted():
                self._write("draft", utterance=event.utterance, text=event.text)
            case Finalized(final=final):
                self._write("final", **final_as_dict(final))
            case SelfChecked():
                texts = {"verified": event.verified, "plain": event.plain}
                self._write("self-check", utterance=event.utterance, **texts, margin=round(event.margin, 4))
            case Stopped():
                self._write("stopped", ledger=event.ledger.as_dict())
            case Failed():
                self._terminal.message(f"dictate: {failure_words(event)}")
            case _ if note_words(event):
                self._terminal.message(f"dictate: {note_words(event)}")

    def _write(self, kind: str, **values: Any) -> None:
        self._terminal.line(json.dumps({"event": kind, **values}, ensure_ascii=False))


class TerminalView:
    """Finals as lines; below them one line that changes: the state, the level, or what is being said."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._state = StateChanged(state=State.NO_MODEL, model_state=State.NO_MODEL)
        self._level = ""
        self._interim = ("", "")
        self._loading = ""

    def show(self, event: Event) -> None:  # noqa: C901  (one line an event; splitting would hide that)
        """Show the event and renew the line that changes."""
        match event:
            case StateChanged():
                self._state = event
            case LevelChanged():
                self._level = meter(event)
            case TextUpdated():
                self._interim = (event.committed, event.tentative)
            case Drafted():
                self._interim = (event.text, "")
            case Finalized(final=final):
                self._interim = ("", "")
                self._final(final)
            case SourceOpened():
                self._terminal.message(f"Listening to {event.name}. Ctrl+C stops. {event.note}")
            case ModelLoading():
                self._loading = loading_words(event)
            case ModelReady():
                self._loading = ""
                self._terminal.message(ready_words(event))
            case Failed():
                self._terminal.message(f"dictate: {failure_words(event)}")
            case _ if note_words(event):
                self._terminal.message(f"dictate: {note_words(event)}")
            case SelfChecked() if event.verified != event.plain:
                self._terminal.message(f"[self-check: the plain teacher wrote: {event.plain}]")
            case Stopped():
                self._terminal.message(ledger_words(event.ledger))
                return
        self._renew()

    def _final(self, final: Final) -> None:
        if final.outcome is Outcome.TEXT:
            self._terminal.line(final.text, f"{final.latency.total_ms:.0f} ms")
        else:
            held = f" ({final.text})" if final.text else ""
            self._terminal.message(f"[{final.outcome}: {final.reason}{held}]")
        if final.warning:
            self._terminal.message(f"[check: {final.warning}]")

    def _renew(self) -> None:
        committed, tentative = self._interim
        if committed or tentative:
            self._terminal.status(f"{committed} " if committed else "", tentative)
            return
        words = [self._level, self._state.state.value]
        if self._state.state is State.FINISHING:
            words.append(str(self._state.pending))
        self._terminal.status("  ".join(word for word in (*words, self._loading) if word))


def meter(level: LevelChanged) -> str:
    """The level as a bar, with ``|`` where speech begins."""
    filled = _column(level.rms_dbfs)
    bar = ["#" if column < filled else "-" for column in range(_METER_WIDTH)]
    bar[min(_METER_WIDTH - 1, _column(level.threshold_dbfs))] = "|"
    return f"[{''.join(bar)}]"


def _column(dbfs: float) -> int:
    share = (max(_METER_FLOOR_DBFS, min(0.0, dbfs)) - _METER_FLOOR_DBFS) / -_METER_FLOOR_DBFS
    return round(share * _METER_WIDTH)


def ledger_words(ledger: LedgerTotals) -> str:
    """Where the sound went, in seconds."""
    columns = (("text", ledger.text), ("silence", ledger.silence), ("rejected", ledger.rejected))
    parts = [f"{seconds_of(samples):.1f} s {name}" for name, samples in (*columns, ("failed", ledger.failed))]
    return f"{seconds_of(ledger.captured):.1f} s captured: {', '.join(parts)}"
