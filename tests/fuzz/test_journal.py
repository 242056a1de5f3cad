"""Whatever a crash, or someone, left in a kept dictation, what is good of it is offered; nothing else is raised."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dictate.core.keeping import EVENTS, MANIFEST, TEXT, WAV_HEADER, audio_file, read_kept
from dictate.core.kept_events import final_event, told_of
from dictate.core.recovering import LONGEST, finals_of, renumbered
from dictate.core.transcript import Entry
from dictate.ui.cards import card_of
from tests.fuzz.strategies import FUZZ, JSON, changed, mutated
from tests.ui.fakes import verified

SAMPLES = 48_000
STORY: tuple[dict[str, Any], ...] = (
    {"kind": "recording", "recording": 1, "at_s": 1.0, "mode": "distil", "source": "x", "live": True},
    {"kind": "segment", "recording": 1, "id": 1, "start": 0, "end": 16_000, "mode": "distil", "reason": "pause"},
    final_event(1, told_of(verified(1, "On", "One.").final)),
    {"kind": "mode", "recording": 1, "sample": 20_000, "mode": "teacher"},
    {"kind": "segment", "recording": 1, "id": 2, "start": 16_000, "end": 32_000, "mode": "teacher", "reason": "pause"},
    {"kind": "final", "id": 2, "revision": 0, "outcome": "failed", "text": "", "model": "", "reason": "bad luck"},
)


def lines(events: Any) -> bytes:
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


SPOILT = st.lists(st.sampled_from(STORY).flatmap(changed) | st.sampled_from(STORY) | JSON, max_size=8).map(lines)


@pytest.fixture(scope="module")
def kept() -> Iterator[Path]:
    """The folder of a session, over and over."""
    with TemporaryDirectory() as folder:
        audio_file(Path(folder), 1).write_bytes(bytes(WAV_HEADER + 2 * SAMPLES))
        yield Path(folder)


@FUZZ
@given(
    events=SPOILT | mutated(lines(STORY)),
    manifest=changed({"version": 1, "state": "open", "begun": "2026-11-25", "language": "en"}) | JSON,
    text=changed({"text": "One.", "newest": 1}) | JSON,
)
@example(events=b"[" * 100_000, manifest={}, text={})
@example(events=lines(STORY), manifest={"language": []}, text={"text": "a", "newest": 0})
@example(events=lines([STORY[1] | {"start": -5, "end": 10**30}]), manifest=None, text=None)
def test_a_kept_dictation(kept: Path, events: bytes, manifest: Any, text: Any) -> None:
    (kept / EVENTS).write_bytes(events)
    (kept / MANIFEST).write_text(json.dumps(manifest))
    (kept / TEXT).write_text(json.dumps(text))
    found = read_kept(kept)
    assert isinstance(found.text, str)
    assert isinstance(found.state, str)
    for stretch in found.unwritten:
        sound = found.sound(stretch.recording, stretch.start, stretch.end)
        assert 0 < len(sound) <= SAMPLES
    numbers = renumbered(found)
    for final in finals_of(found, numbers):
        assert final.id < 0
        assert 0 <= final.utterance.segment.owned_samples <= LONGEST
        assert final.utterance.segment.speech_end_sample <= final.utterance.segment.end_sample
        assert card_of(Entry(id=final.id, versions=[final])).id == final.id
    assert 0 <= found.unwritten_s < 10 * SAMPLES
