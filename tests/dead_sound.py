"""A machine without a microphone, for tests: the fixture ``no_sound``."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dictate.audio import portaudio
from tests.virtual import changed_environment

_ALSA_CONFIG = """\
pcm.!default { type pulse server "unix:/nonexistent" }
ctl.!default { type pulse server "unix:/nonexistent" }
"""


@pytest.fixture
def no_sound(tmp_path: Path) -> Iterator[None]:
    """PortAudio, here and in programs that are started, finds nothing."""
    if sys.platform != "linux":
        pytest.skip("only ALSA can be told to find nothing")
    config = tmp_path / "asound.conf"
    config.write_text(_ALSA_CONFIG)
    with changed_environment({"ALSA_CONFIG_PATH": str(config), "PULSE_SERVER": "unix:/nonexistent"}):
        portaudio.restart()
        yield
    portaudio.restart()
