"""``dictate transcribe`` and ``self-test`` with the real pocket pair."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
import soundfile

from dictate import paths
from dictate.cli import main
from dictate.commands import self_test
from dictate.core.types import Mode

SPEECH = Path(__file__).parent / "data" / "speech"
CLIP = SPEECH / "clip01.flac"
TEXT = "How much pasta do we need for the presentation?"


@pytest.fixture(scope="module")
def formats(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same sound in every format, at several rates and channel counts."""
    folder = tmp_path_factory.mktemp("formats")
    shutil.copy(CLIP, folder / "mono16k.flac")
    shutil.copy(SPEECH / "clip01_48k_stereo.wav", folder / "stereo48k.wav")
    whole, rate = soundfile.read(SPEECH / "clip01_48k_stereo.wav", dtype="int16")
    samples = (whole / 32768).astype(np.float32)  # libsndfile's encoder for MP3 adds noise to 16-bit stereo
    soundfile.write(folder / "stereo.ogg", samples, rate)
    soundfile.write(folder / "stereo.mp3", samples, rate)
    soundfile.write(folder / "six.wav", np.repeat(samples[:, :1], 6, axis=1), rate)
    return folder


def test_any_format_rate_and_channel_count_as_json(formats: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = sorted(formats.iterdir())
    assert main(["transcribe", "--mode", "teacher", "--format", "json", *map(str, files)]) == 0
    out, err = capsys.readouterr()
    results = [json.loads(line) for line in out.splitlines()]
    assert [result["file"] for result in results] == list(map(str, files))
    for result in results:
        assert set(result) == {"file", "duration_s", "text", "utterances", "ledger"}
        assert result["text"] == TEXT
        assert result["duration_s"] == pytest.approx(3.93, abs=0.1)
        ledger = result["ledger"]
        assert ledger["captured"] == sum(ledger[name] for name in ("text", "silence", "rejected", "failed"))
        assert ledger["captured"] == pytest.approx(result["duration_s"] * 16_000, abs=16)
        (final,) = result["utterances"]
        assert final["utterance"] == 1
        assert (final["mode"], final["model"]) == ("teacher", "pocket-teacher")
        assert 0 <= final["start_s"] < final["end_s"] <= result["duration_s"]
        assert set(final["latency_ms"]) == {"endpoint", "queue", "features", "encoder", "decoder", "total", "early"}
        assert final["rtf"] > 0
    assert err == "pocket-teacher is ready (CPU, fp32, sdpa)\n" or "pocket-teacher is ready" in err


def test_a_file_that_fails_does_not_keep_the_others_from_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second cannot be opened, the third breaks in the middle; the worst exit code is the command's."""
    whole = CLIP.read_bytes()
    broken = tmp_path / "broken.flac"
    broken.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) // 2))
    assert main(["transcribe", str(CLIP), "no.wav", str(broken), str(SPEECH / "noise1_silence.flac")]) == 4
    out, err = capsys.readouterr()
    assert out == f"==> {CLIP} <==\n{TEXT}\n==> {SPEECH / 'noise1_silence.flac'} <==\n"
    assert "There is no file 'no.wav'" in err
    assert re.search(r"broken\.flac.*(damaged|cut off).*copy it again", err)
    assert "Traceback" not in err


def test_output_goes_to_a_folder_one_file_for_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same_stem = tmp_path / "clip01.wav"
    shutil.copy(SPEECH / "clip01_48k_stereo.wav", same_stem)
    folder = tmp_path / "new" / "texts"
    assert main(["transcribe", str(CLIP), str(same_stem), "--output", str(folder), "--format", "srt"]) == 0
    assert capsys.readouterr().out == ""
    assert sorted(path.name for path in folder.iterdir()) == ["clip01.flac.srt", "clip01.wav.srt"]
    assert re.fullmatch(
        rf"1\n00:00:00,\d\d\d --> 00:00:03,\d\d\d\n{re.escape(TEXT)}\n", (folder / "clip01.flac.srt").read_text()
    )


def test_subtitles_for_the_web(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["transcribe", str(paths.demo_clip()), "--format", "vtt"]) == 0
    blocks = capsys.readouterr().out.rstrip("\n").split("\n\n")
    assert blocks[0] == "WEBVTT"
    assert [block.split("\n")[1] for block in blocks[1:]] == paths.demo_text().splitlines()


def test_a_local_pair(capsys: pytest.CaptureFixture[str]) -> None:
    folders = ["--teacher", str(paths.pocket_pair() / "teacher"), "--distil", str(paths.pocket_pair() / "distil")]
    assert main(["transcribe", str(CLIP), *folders, "--mode", "teacher", "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["text"] == TEXT
    assert result["utterances"][0]["model"] == "teacher"


def test_a_model_that_is_not_here_and_cannot_be_fetched(capsys: pytest.CaptureFixture[str]) -> None:
    """The tests run offline: the hub must not be asked."""
    assert main(["transcribe", str(CLIP), "--pair", "small.en"]) == 5
    out, err = capsys.readouterr()
    assert out == ""
    assert "small.en" in err
    assert "Traceback" not in err


def test_the_self_test_passes(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["self-test"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"torch \d+\.\d+", out)
    total = len(self_test.words_of(paths.demo_text()))
    for mode in (Mode.TEACHER, Mode.DISTIL):
        assert f"{mode}: {total} of {total} words right, 0 wrong or too many" in out
    assert out.endswith("self-test passed\n")


def test_the_self_test_fails_on_wrong_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paths, "demo_clip", lambda: SPEECH / "clip09.flac")
    assert main(["self-test"]) == 1
    assert capsys.readouterr().out.endswith("self-test FAILED\n")
