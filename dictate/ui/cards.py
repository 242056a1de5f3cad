"""What a card of the side panel says about an utterance. No widgets here."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dictate.core.comparing import word_changes
from dictate.core.transcript import Entry
from dictate.core.types import Final, Latency, Mode, Outcome, seconds_of
from dictate.ui.mode_switch import TITLES
from dictate.ui.translating import tr, tr_n


class Change(StrEnum):
    """What became of a stretch of words between two recognitions."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


class Deed(StrEnum):
    """What can be done with an utterance."""

    PLAY = "play"
    AGAIN = "again"
    KEEP = "keep"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAction:
    """A clickable area: its icon and words, and for ``AGAIN`` the mode, for ``KEEP`` the version."""

    deed: Deed
    icon: str
    label: str
    tip: str
    mode: Mode = Mode.DISTIL
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """All that is drawn.

    Attributes:
        when, length: of the utterance within its recording.
        mode: of the version that is shown.
        badge: the mode, or both when the other model spoke too.
        second: the second model's text is shown.
        pieces: the text, by what the second recognition changed.
        muted: no text of it stands in the editor.
        caption: the latency in words, or the reason why there is no text.
        latency: for the bar; None when nothing was recognised.
    """

    id: int
    when: str
    length: str
    mode: Mode
    badge: str
    second: bool
    pieces: tuple[tuple[str, Change], ...]
    muted: bool
    failed: bool
    caption: str
    latency: Latency | None
    actions: tuple[CardAction, ...]

    @property
    def text(self) -> str:
        """The text as drawn, removed words included."""
        return " ".join(words for words, _ in self.pieces)

    @property
    def spoken(self) -> str:
        """The card for a screen reader: what stands in it, and which words the second recognition changed."""
        text = " ".join(words for words, change in self.pieces if change is not Change.REMOVED) or tr("no text")
        parts = (f"{self.when}, {self.length}, {self.badge}: {text}", self.caption, *self._changes())
        return " ".join(part if part[-1:] in ".!?…" else f"{part}." for part in parts)

    def _changes(self) -> Iterator[str]:
        """The changed words, in words."""
        before = ""
        for words, change in (*self.pieces, ("", Change.SAME)):
            if before and change is Change.ADDED:
                yield tr("Changed: {before} to {after}", before=before, after=words)
            elif before:
                yield tr("Left out: {words}", words=before)
            elif change is Change.ADDED:
                yield tr("Added: {words}", words=words)
            before = words if change is Change.REMOVED else ""


def card_of(entry: Entry, *, playing: bool = False, command: str = "") -> Card:
    """The card of an utterance; ``playing`` while its sound can be heard, ``command`` when it was one that acted."""
    final = entry.final
    first = entry.versions[0]
    changed = first is not final and first.outcome is Outcome.TEXT and final.outcome is Outcome.TEXT
    pieces = _difference(first.text, final.text) if changed else ((final.text, Change.SAME),) if final.text else ()
    second = changed and first.mode is not final.mode and final.mode is not Mode.VERIFIED
    return Card(
        id=entry.id,
        when=clock(seconds_of(final.utterance.segment.start_sample)),
        length=f"{seconds_of(len(final.utterance.segment.samples)):.1f} s",
        mode=final.mode,
        badge=f"{tr(TITLES[first.mode])} → {tr(TITLES[final.mode])}" if second else tr(TITLES[final.mode]),
        second=second,
        pieces=pieces,
        muted=bool(command) or not entry.text,
        failed=final.outcome is Outcome.FAILED and not entry.scratched,
        caption=tr("Spoken command: {command}", command=command)
        if command
        else _caption(entry, pieces if changed else ()),
        latency=final.latency if final.model else None,
        actions=(_play(playing), *(() if command else _actions(entry))),
    )


def other_mode(mode: Mode) -> Mode:
    """The mode of the other model."""
    return Mode.DISTIL if mode is Mode.TEACHER else Mode.TEACHER


def breakdown_words(latency: Latency) -> str:
    """The parts of a latency, for the tooltip of its bar."""
    return tr(
        "pause {pause} + queue {queue} + features {features} + encoder {encoder} + decoder {decoder} ms\n"
        "{total} ms from the end of speech to the text",
        pause=f"{latency.pause_ms:.0f}",
        queue=f"{latency.queue_ms:.0f}",
        features=f"{latency.features_ms:.0f}",
        encoder=f"{latency.encoder_ms:.0f}",
        decoder=f"{latency.decoder_ms:.0f}",
        total=f"{latency.total_ms:.0f}",
    )


def duration(milliseconds: float) -> str:
    """In milliseconds, or in seconds from ten on."""
    return f"{milliseconds:.0f} ms" if milliseconds < 10_000 else f"{milliseconds / 1000:.1f} s"


def clock(seconds: float) -> str:
    """Minutes and seconds within a recording."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes:02}:{rest:02}"


def _caption(entry: Entry, pieces: tuple[tuple[str, Change], ...]) -> str:
    final = entry.final
    if entry.scratched:
        return tr("You took it back; undo writes it again")
    if final.outcome is Outcome.FAILED:
        return tr("Failed: {reason}", reason=final.reason)
    if final.outcome is Outcome.REJECTED:
        return tr("Not written: {reason}", reason=final.reason)
    words = _latency_words(final)
    if final.verification is not None and not final.verification.changes:
        words = tr("{duration} after you stopped · confirmed", duration=duration(final.latency.total_ms))
    elif pieces:
        first = _model_words(final) if final.utterance.revision else duration(final.latency.total_ms)
        words = f"{first} · {_differences(pieces)}"
    return f"{words} · {final.warning}" if final.warning else words


def _latency_words(final: Final) -> str:
    model = _model_words(final)
    return (
        model
        if final.utterance.revision
        else tr("{duration} after you stopped · {model}", duration=duration(final.latency.total_ms), model=model)
    )


def _model_words(final: Final) -> str:
    """How long the recogniser worked on it."""
    latency = final.latency
    return tr("model {duration}", duration=duration(latency.features_ms + latency.encoder_ms + latency.decoder_ms))


def _differences(pieces: tuple[tuple[str, Change], ...]) -> str:
    counts = {change: sum(len(text.split()) for text, kind in pieces if kind is change) for change in Change}
    number = max(counts[Change.ADDED], counts[Change.REMOVED])
    if not number:
        return tr("no word differs")
    return tr_n("{n} word differs", "{n} words differ", number)


def _difference(before: str, after: str) -> tuple[tuple[str, Change], ...]:
    words, behind = after.split(), 0
    pieces: list[tuple[str, Change]] = []
    for change in word_changes(before, after):
        pieces.append((" ".join(words[behind : change.at]), Change.SAME))
        pieces += [(change.before, Change.REMOVED), (change.after, Change.ADDED)]
        behind = change.at + len(change.after.split())
    pieces.append((" ".join(words[behind:]), Change.SAME))
    return tuple(piece for piece in pieces if piece[0])


def _play(playing: bool) -> CardAction:
    if playing:
        return CardAction(deed=Deed.PLAY, icon="quiet", label="", tip=tr("Stop playing"))
    return CardAction(deed=Deed.PLAY, icon="play", label="", tip=tr("Play what you said"))


def _actions(entry: Entry) -> tuple[CardAction, ...]:
    final = entry.final
    if entry.scratched:
        return ()
    if final.outcome is Outcome.FAILED:
        return (_again(final.mode, tr("Retry"), tr("Recognize it again")),)
    if final.outcome is Outcome.REJECTED and final.text:
        return (
            CardAction(deed=Deed.RESTORE, icon="restore", label=tr("Restore"), tip=tr("Write the text all the same")),
        )
    if final.outcome is Outcome.REJECTED:
        return (_again(final.mode, tr("Recognize"), tr("Recognize it all the same")),)
    kept = _keep(entry)
    if kept is not None:
        return (kept,)
    other = other_mode(final.mode)
    return (_again(other, tr(TITLES[other]), tr("Recognize it again: {mode}", mode=tr(TITLES[other]))),)


def _again(mode: Mode, label: str, tip: str) -> CardAction:
    return CardAction(deed=Deed.AGAIN, icon="again", label=label, tip=tip, mode=mode)


def _keep(entry: Entry) -> CardAction | None:
    """Take another model's version that there is already."""
    for index in reversed(range(len(entry.versions))):
        version = entry.versions[index]
        if version.outcome is not Outcome.TEXT or version.text == entry.final.text:
            continue
        if version.mode is not entry.final.mode:
            title = tr(TITLES[version.mode])
            return CardAction(
                deed=Deed.KEEP,
                icon="restore",
                label=tr("Keep {mode}", mode=title),
                tip=tr("Take this text: {mode}", mode=title),
                version=index,
            )
    return None
