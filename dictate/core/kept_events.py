"""What a journal tells of every utterance, as lines of ``core.keeping``: how it was cut, and what was heard in it.

They are read as bytes from outside: what is needed must be there and of its kind, the rest is left out when it is not.
"""

import math
from dataclasses import asdict, dataclass, fields
from typing import Any

from dictate.core.comparing import Verification, word_changes
from dictate.core.types import Final, Latency, Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A segment as it was cut: places are samples of recording ``recording``; the rest is as in ``types.Segment``."""

    id: int
    recording: int
    start: int
    end: int
    mode: str
    reason: str
    speech_end: int = 0
    voiced: int = 0
    lead: int = 0
    overlap: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the recogniser made of an utterance, one version of it; as in ``types.Final``."""

    outcome: str
    text: str
    model: str = ""
    reason: str = ""
    mode: str = ""
    revision: int = 0
    warning: str = ""
    real_time_factor: float = 0.0
    latency: Latency | None = None
    verification: Verification | None = None


def piece_of(recording: int, segment: Segment, mode: str) -> Piece:
    """``segment`` as it is kept."""
    return Piece(
        id=segment.id,
        recording=recording,
        start=segment.start_sample,
        end=segment.end_sample,
        mode=mode,
        reason=segment.end.value,
        speech_end=segment.speech_end_sample,
        voiced=segment.voiced_samples,
        lead=segment.lead_samples,
        overlap=segment.overlap_samples,
    )


def told_of(final: Final) -> Told:
    """``final`` as it is kept."""
    return Told(
        outcome=final.outcome.value,
        text=final.text,
        model=final.model,
        reason=final.reason,
        mode=final.mode.value,
        revision=final.utterance.revision,
        warning=final.warning,
        real_time_factor=final.real_time_factor,
        latency=final.latency,
        verification=final.verification,
    )


def segment_event(piece: Piece) -> dict[str, Any]:
    """The line that tells of ``piece``."""
    return {"kind": "segment", **asdict(piece)}


def final_event(utterance: int, told: Told) -> dict[str, Any]:
    """The line that tells of ``told``."""
    return {"kind": "final", "id": utterance, **asdict(told)}


def piece_in(event: dict[str, Any]) -> Piece:
    """What ``segment_event`` wrote.

    Raises:
        KeyError, TypeError, ValueError, OverflowError: it is not whole.
    """
    end = max(0, int(event["end"]))
    return Piece(
        id=int(event["id"]),
        recording=int(event["recording"]),
        start=max(0, int(event["start"])),
        end=end,
        mode=str(event["mode"]),
        reason=str(event["reason"]),
        speech_end=_count(event, "speech_end") or end,
        voiced=_count(event, "voiced"),
        lead=_count(event, "lead"),
        overlap=_count(event, "overlap"),
    )


def told_in(event: dict[str, Any]) -> Told:
    """What ``final_event`` wrote.

    Raises:
        KeyError: it is not whole.
    """
    text = str(event["text"])
    return Told(
        outcome=str(event["outcome"]),
        text=text,
        model=str(event["model"]),
        reason=str(event["reason"]),
        mode=str(event.get("mode", "")),
        revision=_count(event, "revision"),
        warning=str(event.get("warning", "")),
        real_time_factor=_number(event.get("real_time_factor")) or 0.0,
        latency=_latency(event.get("latency")),
        verification=_verification(event.get("verification"), text),
    )


def _latency(found: object) -> Latency | None:
    if not isinstance(found, dict):
        return None
    values = {entry.name: _number(found.get(entry.name)) for entry in fields(Latency)}
    known = {name: value for name, value in values.items() if value is not None}
    return Latency(**known) if len(known) == len(values) else None


def _verification(found: object, text: str) -> Verification | None:
    if not isinstance(found, dict) or not isinstance(found.get("draft"), str):
        return None
    drafted = _count(found, "drafted_tokens")
    return Verification(
        draft=found["draft"],
        drafted_tokens=drafted,
        accepted_tokens=min(drafted, _count(found, "accepted_tokens")),
        teacher_passes=_count(found, "teacher_passes"),
        changes=word_changes(found["draft"], text),
    )


def _number(found: object) -> float | None:
    known = isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found) and found >= 0
    return float(found) if known else None  # type: ignore[arg-type]


def _count(event: dict[str, Any], name: str) -> int:
    found = event.get(name)
    return found if isinstance(found, int) and not isinstance(found, bool) and found >= 0 else 0
