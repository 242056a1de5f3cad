"""Utterances as text, subtitles and JSON. Pure functions, any thread."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from dictate.core.comparing import Verification
from dictate.core.types import Final, Latency, Outcome, seconds_of

FORMATS = ("txt", "json", "srt", "vtt")
_MINIMUM_CUE_MS = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A stretch of text with its place in the recording, in seconds."""

    start_s: float
    end_s: float
    text: str


def line_of(final: Final) -> Line:
    """The text of an utterance where its speech was; a text that was held back, or none, is empty."""
    segment = final.utterance.segment
    return Line(
        start_s=seconds_of(segment.speech_start_sample),
        end_s=seconds_of(segment.speech_end_sample),
        text=final.text if final.outcome is Outcome.TEXT else "",
    )


def session_lines(finals: Iterable[Final]) -> list[Line]:
    """The lines of a whole session on one clock.

    The clock of every recording begins at 0; one that begins anew follows on the last.
    """
    lines: list[Line] = []
    offset_s = last_start_s = end_s = 0.0
    for line in map(line_of, finals):
        if line.start_s < last_start_s:
            offset_s = end_s
        last_start_s = line.start_s
        lines.append(Line(start_s=offset_s + line.start_s, end_s=offset_s + line.end_s, text=line.text))
        end_s = max(end_s, lines[-1].end_s)
    return lines


def _spoken(lines: Iterable[Line]) -> list[Line]:
    """Those with text, each on one line: a line break inside would end a subtitle."""
    tidy = (Line(start_s=line.start_s, end_s=line.end_s, text=" ".join(line.text.split())) for line in lines)
    return [line for line in tidy if line.text]


def as_txt(lines: Iterable[Line]) -> str:
    """One utterance a line."""
    return "".join(f"{line.text}\n" for line in _spoken(lines))


def as_srt(lines: Iterable[Line]) -> str:
    """SubRip: numbered blocks, ``00:00:01,500 --> 00:00:03,000``."""
    blocks = (
        f"{number}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{text}\n"
        for number, (start, end, text) in enumerate(_cues(lines), start=1)
    )
    return "\n".join(blocks)


def as_vtt(lines: Iterable[Line]) -> str:
    """WebVTT (W3C): ``&``, ``<`` and ``>`` are escaped, as its cue text demands."""
    blocks = (f"\n{_clock(start, '.')} --> {_clock(end, '.')}\n{_escaped(text)}\n" for start, end, text in _cues(lines))
    return "WEBVTT\n" + "".join(blocks)


def _cues(lines: Iterable[Line]) -> Sequence[tuple[int, int, str]]:
    """Start and end in ms; a cue that ends where it starts would never show."""
    cues = []
    for line in _spoken(lines):
        start = max(0, round(line.start_s * 1000))
        cues.append((start, max(start + _MINIMUM_CUE_MS, round(line.end_s * 1000)), line.text))
    return cues


def _clock(milliseconds: int, separator: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{separator}{thousandths:03}"


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def latency_as_dict(latency: Latency) -> dict[str, float]:
    """Milliseconds by stage, to a tenth."""
    return {
        "endpoint": round(latency.endpoint_ms, 1),
        "queue": round(latency.queue_ms, 1),
        "features": round(latency.features_ms, 1),
        "encoder": round(latency.encoder_ms, 1),
        "decoder": round(latency.decoder_ms, 1),
        "total": round(latency.total_ms, 1),
        "early": round(latency.early_ms, 1),
    }


def verification_as_dict(verification: Verification | None) -> dict[str, Any] | None:
    """What the teacher made of distil's draft; None in the other modes."""
    if verification is None:
        return None
    return {
        "draft": verification.draft,
        "accept_rate": round(verification.accept_rate, 3),
        "teacher_passes": verification.teacher_passes,
        "changes": [{"at": one.at, "before": one.before, "after": one.after} for one in verification.changes],
    }


def final_as_dict(final: Final, *, utterance: int | None = None) -> dict[str, Any]:
    """A final as ``--json`` shows it; ``utterance`` replaces the number that counts through the session.

    ``text`` holds only what counts as said: what a guard held back stands in ``suppressed``.
    """
    line = line_of(final)
    return {
        "utterance": final.id if utterance is None else utterance,
        "start_s": round(line.start_s, 3),
        "end_s": round(line.end_s, 3),
        "mode": final.mode.value,
        "model": final.model,
        "text": line.text,
        "latency_ms": latency_as_dict(final.latency),
        "rtf": round(final.real_time_factor, 4),
        "outcome": final.outcome.value,
        "reason": final.reason,
        "suppressed": final.text if final.outcome is Outcome.REJECTED else "",
        "warning": final.warning,
        "verification": verification_as_dict(final.verification),
    }
