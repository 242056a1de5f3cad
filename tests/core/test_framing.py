"""Blocks of any length become exact frames, and no sample is lost, doubled or moved."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictate.core.framing import Framer
from dictate.core.types import FRAME_SAMPLES


@given(lengths=st.lists(st.integers(0, 2000), max_size=20), position=st.integers(0, 10**9))
def test_frames_and_tail_are_the_signal(lengths: list[int], position: int) -> None:
    signal = (np.arange(sum(lengths)) % 30_000).astype(np.int16)
    framer = Framer(position)
    frames = []
    for block in np.split(signal, np.cumsum([0, *lengths])):
        frames += framer.push(block)
    assert framer.position == position + len(signal)
    assert [frame.start_sample for frame in frames] == [position + n * FRAME_SAMPLES for n in range(len(frames))]
    assert all(len(frame.samples) == FRAME_SAMPLES for frame in frames)
    tail = framer.flush()
    assert len(tail) < FRAME_SAMPLES
    np.testing.assert_array_equal(np.concatenate([*(frame.samples for frame in frames), tail]), signal)
    assert not len(framer.flush())


def test_a_frame_owns_its_samples() -> None:
    block = np.ones(FRAME_SAMPLES, np.int16)
    (frame,) = Framer().push(block)
    block[:] = 7  # the driver fills its buffer again
    assert set(frame.samples) == {1}
    assert frame.end_sample == FRAME_SAMPLES


@pytest.mark.parametrize("block", [np.zeros((480, 1), np.int16), np.zeros(480, np.float32)])
def test_another_shape_or_kind_is_refused(block: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"int16\[n\] expected"):
        Framer().push(block)
