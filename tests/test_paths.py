"""Folders of the user's and resources of ours."""

import os
import sys
from pathlib import Path

import pytest
import soundfile

from dictate import paths
from dictate.core.errors import StorageError

FOLDERS = (paths.config_folder, paths.data_folder, paths.cache_folder, paths.log_folder, paths.runtime_folder)


def test_one_variable_moves_every_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(paths.HOME_VARIABLE, str(tmp_path))
    found = {folder() for folder in FOLDERS}
    assert len(found) == len(FOLDERS)
    assert all(folder.parent == tmp_path for folder in found)
    assert paths.settings_file() == tmp_path / "config" / "settings.json"
    assert paths.log_file().parent == paths.log_folder()
    assert list(tmp_path.iterdir()) == [], "asking creates nothing"


@pytest.mark.skipif(sys.platform != "linux", reason="the variables of XDG")
def test_on_linux_the_xdg_variables_are_honored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(paths.HOME_VARIABLE)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "r"))
    assert paths.config_folder() == tmp_path / "c" / "dictate"
    assert paths.control_name() == str(tmp_path / "r" / "dictate" / "control.sock")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have no folder on Windows")
def test_a_private_folder_is_for_this_user_alone(tmp_path: Path) -> None:
    open_to_all = tmp_path / "run"
    open_to_all.mkdir(mode=0o777)
    assert paths.made(open_to_all, private=True).stat().st_mode & 0o777 == 0o700
    assert paths.made(tmp_path / "new" / "run", private=True).stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be created") as raised:
        paths.made(tmp_path / "file" / "folder")
    assert raised.value.action


def test_resources_are_complete() -> None:
    assert (paths.resources() / "models" / "pocket") == paths.pocket_pair()
    for role in ("teacher", "distil"):
        assert (paths.pocket_pair() / role / "model.safetensors").is_file()
    sentences = paths.demo_text().splitlines()
    assert len(sentences) == 5
    assert all(sentence.endswith((".", "?")) for sentence in sentences)
    with soundfile.SoundFile(paths.demo_clip()) as demo:
        assert (demo.samplerate, demo.channels) == (16_000, 1)
        assert 10 <= demo.frames / demo.samplerate <= 20


def test_an_installation_without_resources_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "__file__", str(tmp_path / "dictate" / "paths.py"))
    with pytest.raises(StorageError, match="resources are missing"):
        paths.resources()
    inside_a_wheel = tmp_path / "dictate" / "resources"
    inside_a_wheel.mkdir(parents=True)
    os.link(Path(__file__), inside_a_wheel / "demo.flac")
    assert paths.resources() == inside_a_wheel
