"""From a dictation that broke off to one that goes on: its utterances as if they were said in this one. Any thread.

Their ids are below 0 and keep their order: what was said before comes before all that is said now. Their sound stays on
the disk and takes no memory.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from dictate.core.errors import StorageError
from dictate.core.keeping import ADOPTED, Kept
from dictate.core.kept_events import Piece, Told
from dictate.core.sources import AudioSource
from dictate.core.types import EndReason, Final, Latency, Mode, Outcome, Samples, Segment, Stamps, Utterance, samples_of

HEARD = (Outcome.TEXT, Outcome.REJECTED)
LONGEST = samples_of(60_000)
"""More than any utterance has."""
NEVER = Stamps(speech_end=0.0, endpoint=0.0)
UNKNOWN = Latency(endpoint_ms=0, queue_ms=0, features_ms=0, encoder_ms=0, decoder_ms=0, total_ms=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovered:
    """What a dictation that broke off held.

    Attributes:
        text: as it stood, and behind it what was recognised since.
        finals: its utterances in their order, every version of each in the order in which they came.
        source: the sound that has no text yet; None when all of it has.
    """

    text: str
    finals: tuple[Final, ...] = ()
    source: AudioSource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbered:
    """What the utterances and recordings of a session are called in another one: number there -> number here."""

    utterances: dict[int, int]
    recordings: dict[int, int]

    def pieces(self, kept: Kept) -> Iterator[Piece]:
        """How the utterances were cut."""
        for old, new in self.utterances.items():
            piece = kept.pieces[old]
            yield replace(piece, id=new, recording=self.recordings[piece.recording])

    def told(self, kept: Kept) -> Iterator[tuple[int, Told]]:
        """Every version of every utterance."""
        for old, new in self.utterances.items():
            for told in kept.versions[old]:
                if told.outcome in HEARD:
                    yield new, told


def renumbered(kept: Kept, *, below: int = 0, recordings_from: int = ADOPTED) -> Renumbered:
    """Numbers for what ``kept`` heard: utterances below ``below``, recordings from ``recordings_from`` on.

    What failed is left out: its sound is recognised again, as an utterance of its own.
    """
    heard = [key for key, told in sorted(kept.told.items()) if key in kept.pieces and told.outcome in HEARD]
    recordings = sorted({kept.pieces[key].recording for key in heard})
    return Renumbered(
        utterances={old: number for number, old in enumerate(heard, below - len(heard))},
        recordings={old: number for number, old in enumerate(recordings, recordings_from)},
    )


def finals_of(kept: Kept, numbers: Renumbered) -> Iterator[Final]:
    """The utterances of ``kept`` as ``numbers`` calls them, every version."""
    old_of = {new: old for old, new in numbers.utterances.items()}
    sounds: dict[int, Samples] = {}
    for new, told in numbers.told(kept):
        piece = kept.pieces[old_of[new]]
        if new not in sounds:
            sounds[new] = _sound(kept, piece)
        yield _final(new, piece, told, sounds[new])


def _sound(kept: Kept, piece: Piece) -> Samples:
    """A view of the file; silence, which takes no memory either, when the sound was deleted."""
    length = min(max(0, piece.end - piece.start), LONGEST)
    try:
        found = kept.sound(piece.recording, piece.start, piece.start + length)
    except StorageError:
        found = np.empty(0, np.int16)
    return found if len(found) else np.broadcast_to(np.int16(0), (length,))


def _final(utterance: int, piece: Piece, told: Told, sound: Samples) -> Final:
    segment = Segment(
        id=utterance,
        samples=sound,
        start_sample=piece.start,
        speech_end_sample=min(max(piece.start, piece.speech_end), piece.start + len(sound)),
        voiced_samples=min(piece.voiced or len(sound), len(sound)),
        lead_samples=min(piece.lead, len(sound)),
        overlap_samples=min(piece.overlap, len(sound)),
        end=EndReason(piece.reason) if piece.reason in set(EndReason) else EndReason.PAUSE,
    )
    mode = told.mode or piece.mode
    return Final(
        utterance=Utterance(
            segment=segment,
            mode=Mode(mode) if mode in set(Mode) else Mode.DISTIL,
            stamps=NEVER,
            revision=told.revision,
        ),
        outcome=Outcome(told.outcome),
        text=told.text,
        model=told.model if told.latency else "",
        latency=told.latency or UNKNOWN,
        real_time_factor=told.real_time_factor,
        reason=told.reason,
        warning=told.warning,
        verification=told.verification,
    )
