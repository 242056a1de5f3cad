"""``dictate replay`` and ``dictate doctor --bundle``: a dictation kept by the real pipeline, run again."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

from dictate.app import create_session
from dictate.archive import Archive, root
from dictate.audio.files import read_audio
from dictate.cli import main
from dictate.core.events import Finalized, ModelReady
from dictate.core.keeping import audio_file, read_kept
from dictate.core.settings import MicrophoneSettings, PrivacySettings, Settings, TextSettings
from dictate.core.types import Mode, PairChoice
from dictate.plan import Plan
from tests.pipeline.parts import HandSource, Recorder

SPEECH = Path(__file__).parent / "data" / "speech"


@pytest.fixture
def kept() -> str:
    """Two sentences, one with each model, the device lost between them; the name of the session."""
    plan = Plan(
        settings=Settings(privacy=PrivacySettings(retention="7 days"), text=TextSettings(custom_words=["secretword"])),
        choice=PairChoice(name="pocket"),
        mode=Mode.DISTIL,
        microphone=MicrophoneSettings(),
    )
    recorder = Recorder()
    archive = Archive(plan, recorder, "test")
    session = create_session(plan, archive, archive.keeper)
    try:
        session.set_pair(plan.choice)
        recorder.wait(ModelReady, 2)
        source = HandSource()
        session.start(source)
        source.push(read_audio(SPEECH / "clip01.flac").samples[:40_000])
        source.next = HandSource()
        source.end(RuntimeError("gone"))
        recorder.wait(Finalized)
        session.set_mode(Mode.TEACHER)
        source.next.push(np.concatenate((np.zeros(8000, np.int16), read_audio(SPEECH / "clip05.flac").samples)))
        session.stop()
        recorder.stopped()
        archive.finish()
    finally:
        session.close()
        archive.close()
    (folder,) = root().iterdir()
    return folder.name


def test_a_kept_dictation_is_reported_and_replayed(
    kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One dictation for both: it takes the real models."""
    check_reports(kept, tmp_path, capsys)
    check_replay(kept, capsys)


def check_reports(kept: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither sound nor text unless asked."""
    words = read_text(kept)
    main(["doctor", "--bundle", str(tmp_path / "plain.zip")])
    plain = contents(tmp_path / "plain.zip")
    assert not [name for name in plain if name.endswith((".wav", ".txt"))]
    everything = b"".join(plain.values()).decode()
    assert "secretword" not in everything
    assert words not in everything
    session = json.loads(plain[f"sessions/{kept}/session.json"])
    assert [final["words"] > 0 for final in session["finals"].values()] == [True, True]
    assert len(session["segments"]) == 2
    assert {"doctor.json", "settings.json", "log/dictate.log"} <= set(plain)
    main(["doctor", "--json", "--bundle", str(tmp_path / "full.zip"), "--with-text", "--with-audio"])
    full = contents(tmp_path / "full.zip")
    assert words in full[f"sessions/{kept}/text.txt"].decode()
    assert full[f"sessions/{kept}/audio-1.wav"] == audio_file(root() / kept, 1).read_bytes()
    assert main(["doctor", "--bundle", str(tmp_path / "full.zip")]) == 6
    assert "is there already. Choose another name." in capsys.readouterr().err


def check_replay(kept: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same segments and texts."""
    capsys.readouterr()
    assert main(["replay", kept, "--json"]) == 0
    (recording,) = json.loads(capsys.readouterr().out)["recordings"]
    assert recording["differences"] == []
    assert recording["segments"] == recording["texts"] == 2
    # It can fail: other sound gives other words.
    file = audio_file(root() / kept, 1)
    file.write_bytes(file.read_bytes()[:44] + read_audio(SPEECH / "clip22.flac").samples.tobytes())
    assert main(["replay", kept]) == 1
    assert "differences" in capsys.readouterr().out


def read_text(kept: str) -> str:
    return read_kept(root() / kept).told[2].text


def contents(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}
