"""Which utterances are recognised: bundled, of a folder, from the hub."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyarrow import Table, parquet

from dictate.bench.librispeech import FILES, REPOSITORY, read_utterances
from dictate.commands.bench_clips import load_clips, pieces
from dictate.core.errors import AudioFileError, DictateError, DownloadFailed, UsageError
from tests.bench.parts import BUNDLED, ROOT, one_clip
from tests.hub import running_hub


def nobody(_text: str) -> None:
    """Nobody waits."""


def test_the_bundled_clips_are_twenty_with_their_words() -> None:
    clips = load_clips(None, nobody)
    assert len(clips) == 20
    assert all(clip.text and 2 < clip.seconds < 8 for clip in clips)


def test_random_pairs_listen_to_six_seconds() -> None:
    assert [clip.seconds for clip in pieces()] == [6.0, 6.0]


def test_a_folder_brings_its_own(tmp_path: Path) -> None:
    (clip,) = load_clips(str(one_clip(tmp_path)), nobody)
    assert (clip.name, clip.text) == (
        "clip01.flac",
        "How much pasta do we need for the presentation?",
    )


def test_lines_without_words_are_left_out_aloud(tmp_path: Path) -> None:
    with (one_clip(tmp_path) / "transcripts.tsv").open("a", encoding="utf-8") as file:
        file.write("noise.flac\t-\tnoise\t3.00\t\n")
    said: list[str] = []
    assert len(load_clips(str(tmp_path), said.append)) == 1
    assert "1 lines" in said[0]


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        (None, UsageError, "No such file"),
        ("", UsageError, "names no clips"),
        ("name\tsaid\nclip03.flac\tOur doctor\n", UsageError, "names no clips"),
        ("file\ttext\nmissing.flac\tOur doctor\n", AudioFileError, "no file"),
    ],
)
def test_a_folder_that_cannot_be_used_says_why(
    content: str | None, kind: type[DictateError], told: str, tmp_path: Path
) -> None:
    if content is not None:
        (tmp_path / "transcripts.tsv").write_text(content, encoding="utf-8")
    with pytest.raises(kind, match=told):
        load_clips(str(tmp_path), nobody)


def data_set(folder: Path) -> Path:
    """A Parquet file as the data set's, with one bundled clip in it."""
    audio = {"bytes": (BUNDLED / "clip03.flac").read_bytes(), "path": "1272-141231-0000.flac"}
    parquet.write_table(Table.from_pylist([{"audio": audio, "text": "OUR DOCTOR", "id": "1"}]), folder / "set.parquet")
    return folder / "set.parquet"


def test_librispeech_comes_from_the_hub(tmp_path: Path) -> None:
    content = data_set(tmp_path).read_bytes()
    (tmp_path / "empty").mkdir()
    name = FILES.replace("*", "-00000-of-00001")
    code = (
        "from dictate.commands.bench_clips import load_clips; (clip,) = load_clips('librispeech', print);"
        "print(clip.name, clip.text, clip.seconds)"
    )
    with running_hub(f"datasets/{REPOSITORY}", tmp_path / "empty", (name, content)) as hub:
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "HF_ENDPOINT": hub.url, "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1"},
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
        )
    assert done.stdout.splitlines()[-1:] == ["1272-141231-0000.flac OUR DOCTOR 2.51325"], done.stderr


def test_without_a_hub_the_reason_and_a_way_out_are_told() -> None:
    with pytest.raises(DownloadFailed, match="--clips DIR"):
        load_clips("librispeech", nobody)


def test_a_damaged_data_set_says_so(tmp_path: Path) -> None:
    path = tmp_path / "set.parquet"
    path.write_bytes(b"not parquet")
    with pytest.raises(DownloadFailed, match="damaged"):
        read_utterances(path)
