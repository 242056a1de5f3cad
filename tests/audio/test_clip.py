"""A clip stands in for the microphone, in real time or as fast as it goes."""

import threading
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dictate.audio.clip import ClipSource
from dictate.audio.files import read_audio, write_audio
from dictate.core.errors import AudioFileError
from dictate.core.types import SAMPLE_RATE, RawBlock
from tests.audio.sink import CollectingSink

SPEECH = Path(__file__).parent.parent / "data" / "speech"
CLIP = SPEECH / "clip22.flac"


@pytest.mark.parametrize("name", ["clip22.flac", "clip01_48k_stereo.wav"])
def test_a_fast_clip_delivers_every_sample(name: str) -> None:
    source, sink = ClipSource(SPEECH / name, live=False), CollectingSink()
    assert not source.live
    assert source.open(sink) == name
    sink.wait_for_end()
    assert np.array_equal(sink.heard(source), read_audio(SPEECH / name).samples)
    assert (sink.ends, sink.error) == (1, None)
    assert source.to_samples(sink.frames) == len(read_audio(SPEECH / name).samples)
    source.close()
    assert source.note == ""


def test_a_live_clip_keeps_real_time() -> None:
    """Every block is stamped with the moment at which its last sample would have been spoken, and comes after it."""
    source, sink = ClipSource(CLIP, live=True, name="Demo"), CollectingSink()
    before = time.monotonic()
    assert source.open(sink) == "Demo"
    assert source.live
    sink.wait_for_end()
    source.close()
    length_s = read_audio(CLIP).duration_s
    stamps = [block.captured_at for block in sink.blocks]
    assert stamps[-1] - before >= length_s
    assert [later - earlier for earlier, later in pairwise(stamps[:-1])] == pytest.approx([0.03] * (len(stamps) - 2))
    lag = sorted(came - stamp for came, stamp in zip(sink.came_at, stamps, strict=True))
    assert lag[0] >= 0
    assert lag[len(lag) // 2] < 0.02
    assert np.array_equal(sink.heard(source), read_audio(CLIP).samples)


@pytest.mark.parametrize("live", [True, False])
def test_close_ends_a_clip_at_once(live: bool, tmp_path: Path) -> None:
    path = tmp_path / "long.wav"
    write_audio(path, np.ones(600 * SAMPLE_RATE, dtype=np.int16))
    source, sink = ClipSource(path, live=live), CollectingSink()
    source.open(sink)
    sink.wait_for_blocks(3)
    before = time.monotonic()
    source.close()
    assert time.monotonic() - before < 0.5
    assert sink.frames < 600 * SAMPLE_RATE
    assert sink.ends == 0
    assert "dictate-clip" not in {thread.name for thread in threading.enumerate()}
    source.close()


class WaitingSink(CollectingSink):
    """Full until it lets go, as the pipeline's queue is."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = threading.Event()
        self.room = threading.Event()

    def block(self, block: RawBlock) -> None:
        super().block(block)
        self.waiting.set()
        assert self.room.wait(10)


def test_a_fast_clip_waits_for_room(tmp_path: Path) -> None:
    source, sink = ClipSource(CLIP, live=False), WaitingSink()
    source.open(sink)
    assert sink.waiting.wait(10)
    assert len(sink.blocks) == 1
    sink.room.set()
    sink.wait_for_end()
    source.close()
    assert np.array_equal(sink.heard(source), read_audio(CLIP).samples)


def test_an_unreadable_clip_is_refused_when_opened(tmp_path: Path) -> None:
    source = ClipSource(tmp_path / "missing.wav", live=True)
    with pytest.raises(AudioFileError, match="There is no file"):
        source.open(CollectingSink())
    source.close()


def test_damage_inside_a_clip_ends_it_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "cut.flac"
    path.write_bytes(CLIP.read_bytes()[:15000])
    source, sink = ClipSource(path, live=False), CollectingSink()
    source.open(sink)
    sink.wait_for_end()
    source.close()
    assert isinstance(sink.error, AudioFileError)
    assert sink.blocks
