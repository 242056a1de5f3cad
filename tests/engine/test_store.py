"""Models are found where they are, looked at closely, and removed; what is whole needs no network (field 12)."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from dictate.core.catalog import find_pair
from dictate.core.errors import DownloadFailed, ModelError, NotAModel
from dictate.core.types import Mode
from dictate.engine.options import EngineOptions
from dictate.engine.pair import PairRecognizer
from dictate.engine.pinning import RECORD, load_pin
from dictate.engine.store import ModelState, ModelStore
from dictate.engine.transfer import repository_folder
from tests.engine.parts import MODELS, POCKET, SPEC, Reports, clip, local, request, transcripts
from tests.hub import REPOSITORY, Hub

STORE = ModelStore(MODELS)
pytestmark = pytest.mark.usefixtures("in_process")


def fetch() -> Path:
    return STORE.fetch(SPEC, Reports()).folder


@pytest.fixture(scope="module")
def downloads() -> Iterator[Path]:
    """A folder that stays for the module: the first test that needs a download leaves a copy of the cache there."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder) / "hub"


@pytest.fixture
def folder(hub: Hub, hub_cache: Path, downloads: Path) -> Path:
    """The snapshot of a model that was downloaded."""
    if downloads.exists():
        shutil.copytree(downloads, hub_cache, symlinks=True)
        return STORE.find(SPEC).folder
    found = fetch()
    shutil.copytree(hub_cache, downloads, symlinks=True)
    return found


def test_the_pocket_pair_is_bundled() -> None:
    for mode in (Mode.DISTIL, Mode.TEACHER):
        files = STORE.describe(find_pair("pocket").model(mode))
        assert files.state is ModelState.BUNDLED
        assert files.folder == POCKET / mode.value
        assert files.size_bytes > 12_000_000
        assert STORE.fetch(find_pair("pocket").model(mode), Reports()).folder == files.folder


def test_a_whole_model_is_loaded_with_no_connection_field_12(
    hub: Hub, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = len(hub.requests)

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("multiprocessing.get_context", refuse)
    checkpoint = STORE.fetch(SPEC, Reports())
    assert checkpoint.folder == folder
    recognizer = PairRecognizer(local(folder, folder), MODELS, EngineOptions(device="cpu"))
    recognizer.prepare(Mode.DISTIL, Reports())
    assert recognizer.transcribe(request(clip("clip01.flac"), Mode.DISTIL)).text == transcripts()["clip01.flac"]
    recognizer.close()
    assert len(hub.requests) == asked


def test_an_incomplete_model_is_told_and_completed_field_11(hub: Hub, folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    (folder / "vocab.json").unlink()
    files = STORE.describe(SPEC)
    assert files.state is ModelState.INCOMPLETE
    assert "no tokenizer" in files.problem
    with pytest.raises(DownloadFailed, match="is not whole"):
        STORE.find(SPEC)
    hub.ranges.clear()
    assert fetch() == folder
    assert "model.safetensors" not in [name for name, _ in hub.ranges]


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def flip_a_bit(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(path.stat().st_size - 1000)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def make_it_a_pickle(path: Path) -> None:
    path.write_bytes(b"\x80\x04\x95" + b"\0" * 5000 + b".")


def take_it_away(path: Path) -> None:
    path.unlink()


DAMAGES = (cut, flip_a_bit, make_it_a_pickle, take_it_away)


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["model.safetensors", "generation_config.json"])
def test_a_damaged_file_is_named_and_brought_again(
    hub: Hub, folder: Path, name: str, damage: Callable[[Path], None]
) -> None:
    whole = (folder / name).read_bytes()
    damage((folder / name).resolve())
    with pytest.raises(DownloadFailed, match=name.replace(".", r"\.") + "|no weights|model.safetensors") as caught:
        STORE.find(SPEC)
    assert caught.value.action
    assert STORE.describe(SPEC).state is ModelState.INCOMPLETE
    with pytest.raises(NotAModel):
        STORE.verify(SPEC)
    if damage is take_it_away:
        return  # brought again as in the test before
    hub.ranges.clear()
    assert fetch() == folder
    assert (folder / name).read_bytes() == whole
    assert hub.ranges == [(name, 0)]
    assert STORE.verify(SPEC).weights


def test_damage_that_leaves_size_and_time_as_they_are_is_found_by_verify(folder: Path) -> None:
    weights = (folder / "model.safetensors").resolve()
    status = weights.stat()
    flip_a_bit(weights)
    os.utime(weights, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert STORE.find(SPEC)  # nobody reads gigabytes at every start
    with pytest.raises(NotAModel, match=r"model\.safetensors.*is not the file that was downloaded"):
        STORE.verify(SPEC)


def test_a_copy_with_new_times_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    weights = folder / "model.safetensors"
    os.utime(weights, ns=(1, 1))
    assert STORE.find(SPEC)
    pin = load_pin(repository_folder(REPOSITORY))
    assert pin
    assert pin.files["model.safetensors"].changed_ns == 1
    monkeypatch.setattr("dictate.engine.pinning.digest_of", lambda *_: pytest.fail("it was read again"))
    assert STORE.find(SPEC)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"commit": "../../x", "files": {}}', b"\xff" * 2_000_000])
def test_a_record_that_cannot_be_used_is_no_record(folder: Path, content: bytes) -> None:
    (repository_folder(REPOSITORY) / RECORD).write_bytes(content)
    assert STORE.find(SPEC).folder == folder
    assert STORE.verify(SPEC).weights  # by the names that the cache gives the files


def test_what_another_program_downloaded_is_used_and_verified(folder: Path) -> None:
    (repository_folder(REPOSITORY) / RECORD).unlink()
    files = STORE.describe(SPEC)
    assert files.state is ModelState.DOWNLOADED
    assert STORE.verify(SPEC).files == len(list(folder.iterdir()))


def test_the_commit_that_was_downloaded_first_stays(hub: Hub, folder: Path) -> None:
    hub.commit = "f" * 40
    (repository_folder(REPOSITORY) / "refs" / "main").write_text(hub.commit)
    assert STORE.find(SPEC).folder == folder
    (folder / "config.json").resolve().unlink()
    with pytest.raises(DownloadFailed, match="no longer has the revision"):
        fetch()
    STORE.remove(SPEC)
    assert fetch().name == hub.commit


def test_a_hub_that_has_another_file_under_the_same_commit_is_not_believed(hub: Hub, folder: Path) -> None:
    (folder / "config.json").resolve().unlink()
    hub.files["config.json"] += b"\n"
    with pytest.raises(DownloadFailed, match=r"another checksum of 'config\.json'"):
        fetch()
    assert not (folder / "config.json").exists()


def test_a_removed_model_is_gone(folder: Path) -> None:
    size = sum(path.stat().st_size for path in folder.iterdir())
    assert STORE.remove(SPEC) >= size
    assert STORE.describe(SPEC).state is ModelState.MISSING
    assert not repository_folder(REPOSITORY).exists()
    with pytest.raises(DownloadFailed, match="not on this computer"):
        STORE.remove(SPEC)


def test_a_bundled_model_is_verified_as_far_as_can_be_and_never_removed() -> None:
    spec = find_pair("pocket").distil
    assert not STORE.verify(spec).weights
    with pytest.raises(ModelError, match="comes with Dictate"):
        STORE.remove(spec)
    assert POCKET.is_dir()
