"""The settings file survives crashes, other versions and clumsy hands."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dictate import config
from dictate.core.errors import StorageError
from dictate.core.settings import MicrophoneSettings, ModelSettings, Settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_no_file_means_defaults(file: Path) -> None:
    assert config.load(file) == config.Loaded(settings=Settings())
    assert not file.exists()


def test_what_is_saved_is_loaded(file: Path) -> None:
    settings = Settings(microphone=MicrophoneSettings(name="Mikrofon Ä", host_api="ALSA"))
    config.save(file, settings)
    assert config.load(file).settings == settings
    assert '"name": "Mikrofon Ä"' in file.read_text(encoding="utf-8")


def test_two_windows_do_not_tread_on_each_others_settings(file: Path) -> None:
    config.save(file, Settings(unknown={("", "schema"): 9}))
    loaded = config.load(file).settings
    dark = replace(loaded, window=replace(loaded.window, theme="dark"))
    large = replace(loaded, window=replace(loaded.window, text_size=33), models=ModelSettings(mode="teacher"))
    first, second = (config.Saver(file, loaded) for _ in range(2))
    first(dark)
    second(large)
    both = replace(large, window=replace(large.window, theme="dark"))
    assert config.load(file).settings == both
    second(loaded)
    assert config.load(file).settings == dark, "what one takes back is taken back"
    file.write_text("{", encoding="utf-8")
    first(dark)
    assert config.load(file).settings == dark


def test_two_windows_that_write_in_the_same_moment_both_write(file: Path) -> None:
    """Each reads, changes and writes: nobody may come between."""
    rounds = 30
    both_ready = threading.Barrier(2)

    def change(section: str, key: str) -> None:
        before = Settings()
        saver = config.Saver(file, before)
        for number in range(10, 10 + rounds):
            now = replace(before, **{section: replace(getattr(before, section), **{key: number})})
            both_ready.wait()
            saver(now)
            both_ready.wait()
            written.append(getattr(getattr(config.load(file).settings, section), key) == number)
            before = now

    written: list[bool] = []
    other = threading.Thread(target=change, args=("window", "text_size"))
    other.start()
    change("models", "threads")
    other.join()
    assert written == [True] * 2 * rounds


def test_a_window_that_never_lets_go_does_not_keep_another_one_from_saving(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(config, "LONGEST_WAIT_S", 0.01)
    changed = Settings(models=ModelSettings(mode="teacher"))
    with config._alone(file):
        config.Saver(file, Settings())(changed)
    assert config.load(file).settings == changed


def test_unknown_keys_of_a_newer_version_are_kept(file: Path) -> None:
    file.parent.mkdir()
    newer = {"models": {"pair": "pocket", "turbo": True}, "clouds": {"none": 1}, "schema": 9}
    file.write_text(json.dumps(newer))
    settings = config.load(file).settings
    assert settings.models == ModelSettings(pair="pocket")
    config.save(file, settings)
    kept = json.loads(file.read_text())
    assert (kept["models"]["turbo"], kept["clouds"], kept["schema"]) == (True, {"none": 1}, 9)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b'{"models": {', "not readable JSON"),
        (b"\xff\xfe", "not readable JSON"),
        (b"", "not readable JSON"),
        (b"[1, 2]", "group of settings"),
        (b'{"models": 3}', "'models' must be a group"),
        (b'{"segmenter": {"hangover_ms": 7}}', "'segmenter.hangover_ms' must be from 150 to 3000, not 7"),
        (b'{"models": {"mode": "psychic"}}', "'models.mode' must be one of distil, verified, teacher"),
    ],
)
def test_a_broken_file_is_set_aside_with_a_message(file: Path, content: bytes, told: str) -> None:
    file.parent.mkdir()
    for number in (1, 2):
        file.write_bytes(content)
        assert told in config.problem_of(file)
        loaded = config.load(file)
        aside = file.with_name(f"settings.broken-{number}.json")
        assert loaded.settings == Settings()
        assert told in loaded.message
        assert str(aside) in loaded.message
        assert aside.read_bytes() == content
        assert not file.exists()
    assert config.problem_of(file) == ""


def test_a_file_that_cannot_be_read_is_left_alone(file: Path) -> None:
    file.mkdir(parents=True)  # a folder of that name: unreadable for root, too
    loaded = config.load(file)
    assert loaded.settings == Settings()
    assert "cannot be read" in loaded.message
    assert "cannot be read" in config.problem_of(file)
    assert file.is_dir()


def test_a_place_that_cannot_be_written_is_an_error_with_an_action(file: Path) -> None:
    file.parent.write_text("a file where the folder should be")
    with pytest.raises(StorageError, match="cannot be created") as raised:
        config.save(file, Settings())
    assert raised.value.action
