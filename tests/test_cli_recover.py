"""``dictate recover`` on dictations that broke off, with the real pocket pair."""

import json
from pathlib import Path

import numpy as np
import pytest

from dictate.archive import root
from dictate.audio.files import read_audio
from dictate.cli import main
from dictate.core.types import EndReason, Segment
from dictate.pipeline.journal import Journal
from tests.pipeline.parts import Recorder
from tests.ui.fakes import finalized

SPEECH = Path(__file__).parent / "data" / "speech"
SAID = "How much pasta do we need for the presentation?"


@pytest.fixture
def sound() -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return read_audio(SPEECH / "clip01.flac").samples


@pytest.fixture
def broken_off(sound: "np.ndarray[tuple[int], np.dtype[np.int16]]") -> str:
    """A dictation with one sentence written and one that was not recognised yet; its name."""
    journal = Journal(root(), 0, {"pair": "pocket", "language": "en"}, Recorder())
    journal.begin(1, mode="distil")
    journal.sound(1, 0, np.concatenate((sound, np.zeros(16_000, np.int16), sound)))
    first = Segment(
        id=1, samples=sound, start_sample=0, speech_end_sample=len(sound), voiced_samples=1, end=EndReason.PAUSE
    )
    journal.segment(1, first, "distil")
    journal.notify(finalized(1, "It was written already."))
    journal.close()
    (folder,) = root().iterdir()
    return folder.name


def test_the_list_tells_what_is_kept(broken_off: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recover", "--list", "--json"]) == 0
    (listed,) = json.loads(capsys.readouterr().out)
    assert (listed["session"], listed["state"], listed["words"]) == (broken_off, "broken off", 4)
    assert listed["unwritten_s"] == pytest.approx(1 + 3.93, abs=0.1)
    assert main(["recover"]) == 0
    assert broken_off in capsys.readouterr().out


def test_text_stands_as_it_stood_and_the_rest_is_recognized(
    broken_off: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wav = tmp_path / "sound.wav"
    assert main(["recover", broken_off[:8], "--mode", "teacher", "--audio", str(wav), "--delete"]) == 0
    assert capsys.readouterr().out == f"It was written already. {SAID}\n"
    assert read_audio(wav).duration_s == pytest.approx(1 + 2 * 3.93, abs=0.1)
    assert list(root().iterdir()) == []


def test_as_json(broken_off: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recover", broken_off, "--mode", "teacher", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["text"] == f"It was written already. {SAID}"
    assert [(each["utterance"], each["text"]) for each in found["utterances"]] == [
        (1, "It was written already."),
        (2, SAID),
    ]


def test_a_name_that_is_not_there_is_an_error_with_the_way_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recover", "20990101"]) == 2
    assert "There is no kept dictation '20990101'. See 'dictate recover --list'." in capsys.readouterr().err
    assert main(["recover"]) == 0
    assert "No dictation is kept" in capsys.readouterr().err


def test_a_model_that_is_gone_still_gives_the_text(broken_off: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["recover", broken_off, "--teacher", "/nowhere", "--distil", "/nowhere", "--delete"]) == 5
    out, err = capsys.readouterr()
    assert out == "It was written already.\n"
    assert "/nowhere" in err
    assert [folder.name for folder in root().iterdir()] == [broken_off], "nothing is deleted that is not recovered"
