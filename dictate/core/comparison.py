"""Distil against teacher over a whole session: what each heard, where they differ, how long each took. Any thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from dictate.core.comparing import WordErrors, word_changes, word_errors
from dictate.core.transcript import Entry
from dictate.core.types import Final, Mode, seconds_of

MODELS = (Mode.DISTIL, Mode.TEACHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One utterance: what either model made of it; None when it was not asked.

    Attributes:
        errors: of distil against the teacher; None while one of them is missing.
    """

    utterance: int
    start_s: float
    distil: Final | None
    teacher: Final | None
    errors: WordErrors | None

    def of(self, mode: Mode) -> Final | None:
        """The version of one of the ``MODELS``."""
        return self.distil if mode is Mode.DISTIL else self.teacher

    @property
    def missing(self) -> Mode | None:
        """The model that was not asked."""
        return next((mode for mode in MODELS if self.of(mode) is None), None)


def compared(entry: Entry) -> Compared | None:
    """What the two models made of an utterance; None when no text of it counts."""
    if not entry.text:
        return None
    distil, teacher = entry.reading(Mode.DISTIL), entry.reading(Mode.TEACHER)
    return Compared(
        utterance=entry.id,
        start_s=seconds_of(entry.final.utterance.segment.speech_start_sample),
        distil=distil,
        teacher=teacher,
        errors=word_errors(teacher.text, distil.text) if distil and teacher else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Of the utterances that both models heard: how many, distil's word errors against the teacher, median model ms."""

    count: int
    errors: WordErrors
    model_ms: dict[Mode, float]


def totals(rows: Iterable[Compared]) -> Totals:
    """Over a session."""
    both = [row for row in rows if row.errors is not None]
    times = {mode: [model_ms(final) for row in both if (final := row.of(mode))] for mode in MODELS}
    return Totals(
        count=len(both),
        errors=sum((row.errors for row in both if row.errors), WordErrors()),
        model_ms={mode: median(each) if each else 0.0 for mode, each in times.items()},
    )


def model_ms(final: Final) -> float:
    """How long the recogniser worked on it: the same thing for a first recognition and a later one."""
    return final.latency.features_ms + final.latency.encoder_ms + final.latency.decoder_ms


def as_txt(rows: Iterable[Compared]) -> str:
    """A heading with the figures, then both texts of each utterance; words that differ stand in [brackets]."""
    listed = list(rows)
    sums = totals(listed)
    head = (
        f"Distil against teacher: {sums.errors.wrong} of {sums.errors.words} words differ "
        f"(word error rate {sums.errors.rate:.1%}), {sums.count} utterances\n"
        f"Model time, median: distil {sums.model_ms[Mode.DISTIL]:.0f} ms, "
        f"teacher {sums.model_ms[Mode.TEACHER]:.0f} ms\n"
    )
    return head + "".join(_lines(row) for row in listed)


def _lines(row: Compared) -> str:
    minutes, seconds = divmod(int(row.start_s), 60)
    texts = []
    for mode in MODELS:
        final, other = row.of(mode), row.of(Mode.TEACHER if mode is Mode.DISTIL else Mode.DISTIL)
        text = bracketed(other.text, final.text) if final and other else final.text if final else "-"
        time = f"{model_ms(final):.0f} ms" if final else ""
        texts.append(f"{mode.value:8}{time:>8}  {text}")
    return f"\n{minutes:02}:{seconds:02}  {texts[0]}\n       {texts[1]}\n"


def bracketed(before: str, after: str) -> str:
    """``after`` with brackets around the words that it does not share with ``before``."""
    words = after.split()
    for change in reversed(word_changes(before, after, exact=False)):
        count = len(change.after.split())
        words[change.at : change.at + count] = [f"[{change.after}]"] if count else []
    return " ".join(words)


def as_dict(rows: Iterable[Compared]) -> dict[str, Any]:
    """For JSON: ``summary``, and ``utterances`` with both texts and times."""
    listed = list(rows)
    sums = totals(listed)
    return {
        "summary": {
            "utterances": sums.count,
            "words": sums.errors.words,
            "words_wrong": sums.errors.wrong,
            "word_error_rate": round(sums.errors.rate, 4),
            **{f"{mode.value}_model_ms": round(sums.model_ms[mode], 1) for mode in MODELS},
        },
        "utterances": [_utterance(row) for row in listed],
    }


def _utterance(row: Compared) -> dict[str, Any]:
    told: dict[str, Any] = {"utterance": row.utterance, "start_s": round(row.start_s, 3)}
    for mode in MODELS:
        final = row.of(mode)
        told[mode.value] = final and {
            "text": final.text,
            "mode": final.mode.value,
            "model": final.model,
            "model_ms": round(model_ms(final), 1),
            "rtf": round(final.real_time_factor, 4),
        }
    told["words_wrong"] = row.errors.wrong if row.errors else None
    told["words"] = row.errors.words if row.errors else None
    return told
