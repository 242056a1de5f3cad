"""Models are found where they are, and fetched visibly, whole and stoppably where they are not (field 11, 12)."""

import errno
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from dictate.core.catalog import ModelSpec, find_pair
from dictate.core.errors import Cancelled, DownloadFailed, NotAModel, StorageError
from dictate.core.types import Mode, ModelProgress
from dictate.engine.download import choose_files, explain
from dictate.engine.options import EngineOptions
from dictate.engine.store import ModelState, ModelStore
from tests.engine.hub import SHA, Hub, running_hub
from tests.engine.parts import MODELS, POCKET, Reports, clip, transcripts

REPOSITORY = "someone/whisper-pocket"
SPEC = ModelSpec(name="whisper-pocket", repository=REPOSITORY, parameters_m=6.5, decoder_layers=2, multilingual=True)
UNWANTED = (
    ("pytorch_model.bin", b"pickle"),
    ("flax_model.msgpack", b"flax"),
    ("model.fp32.safetensors", b"twice as large"),
    ("onnx_model.onnx", b"onnx"),
)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the hub, for this process and the child that downloads."""
    monkeypatch.setenv("HF_HOME", str(tmp_path / "hf"))
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "hf" / "hub"))
    return tmp_path / "hf" / "hub"


@pytest.fixture
def hub(cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with running_hub(REPOSITORY, POCKET / "distil", *UNWANTED) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def fetch(reports: Reports | None = None) -> Path:
    return ModelStore(MODELS).fetch(SPEC, reports or Reports()).folder


def partial_files(cache: Path) -> list[Path]:
    return list(cache.rglob("*.incomplete"))


def test_the_pocket_pair_is_bundled() -> None:
    store = ModelStore(MODELS)
    for mode in (Mode.DISTIL, Mode.TEACHER):
        files = store.describe(find_pair("pocket").model(mode))
        assert files.state is ModelState.BUNDLED
        assert files.folder == POCKET / mode.value
        assert files.size_bytes > 12_000_000
        assert store.fetch(find_pair("pocket").model(mode), Reports()).folder == files.folder


def test_a_download_is_seen_and_brings_what_is_needed_only(hub: Hub, cache: Path) -> None:
    assert ModelStore(MODELS).describe(SPEC).state is ModelState.MISSING
    reports = Reports()
    folder = fetch(reports)
    assert folder.parent.parent.parent == cache
    assert folder.name == SHA
    names = {path.name for path in folder.iterdir()}
    assert {"config.json", "generation_config.json", "tokenizer.json", "model.safetensors"} <= names
    assert not names & {name for name, _ in UNWANTED}
    assert (folder / "model.safetensors").read_bytes() == (POCKET / "distil" / "model.safetensors").read_bytes()
    done = [progress.done_bytes for progress in reports.all]
    assert done == sorted(done)
    assert reports.stages == ["downloading"]
    assert reports.all[-1].total_bytes == sum(path.stat().st_size for path in folder.iterdir())
    assert any(0 < count < reports.all[-1].total_bytes for count in done)
    files = ModelStore(MODELS).describe(SPEC)
    assert (files.state, files.folder) == (ModelState.DOWNLOADED, folder)


def test_a_whole_model_is_loaded_with_no_connection_field_12(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fetch()
    asked = len(hub.requests)

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("multiprocessing.get_context", refuse)
    checkpoint = ModelStore(MODELS).fetch(SPEC, Reports())
    assert checkpoint.folder == folder
    from dictate.engine.preload import preload

    preload()
    from dictate.engine.loaded import LoadedPair

    loaded = LoadedPair(EngineOptions(device="cpu"))
    loaded.load(Mode.TEACHER, checkpoint, SPEC.name, Reports())
    heard = loaded.hear(clip("clip01.flac"), Mode.TEACHER, language="en")
    assert heard.text == transcripts()["clip01.flac"]
    loaded.close()
    assert len(hub.requests) == asked


def test_an_incomplete_model_is_told_and_completed_field_11(hub: Hub) -> None:
    folder = fetch()
    (folder / "tokenizer.json").unlink()
    (folder / "vocab.json").unlink()
    files = ModelStore(MODELS).describe(SPEC)
    assert files.state is ModelState.INCOMPLETE
    assert "no tokenizer" in files.problem
    with pytest.raises(DownloadFailed, match="is not whole"):
        ModelStore(MODELS).find(SPEC)
    hub.requests.clear()
    assert fetch() == folder
    assert ("GET", f"/{REPOSITORY}/resolve/main/model.safetensors") not in hub.requests


@pytest.mark.parametrize(
    ("status", "said"), [(404, "does not have it"), (401, "does not let us in"), (403, "let us in")]
)
def test_an_error_of_the_hub_is_told(hub: Hub, status: int, said: str) -> None:
    hub.status = status
    with pytest.raises(DownloadFailed, match=said) as caught:
        fetch()
    assert REPOSITORY in caught.value.user_message
    assert caught.value.action


def test_a_connection_that_is_cut_is_told_and_nothing_half_is_used_field_11(hub: Hub, cache: Path) -> None:
    hub.cut_after = 5_000_000
    with pytest.raises(DownloadFailed, match="could not be downloaded") as caught:
        fetch()
    assert "try again" in caught.value.action
    assert ModelStore(MODELS).describe(SPEC).state is ModelState.INCOMPLETE
    assert partial_files(cache) == []
    hub.cut_after = None
    assert fetch().name == SHA


def test_cancelling_ends_a_download_that_hangs_field_11(hub: Hub, cache: Path) -> None:
    hub.hold_after = 5_000_000
    cancelled_at: list[float] = []

    def cancel(progress: ModelProgress) -> None:
        if progress.done_bytes >= 4_000_000:
            cancelled_at.append(time.monotonic())
            raise Cancelled("called off")

    with pytest.raises(Cancelled):
        ModelStore(MODELS).fetch(SPEC, cancel)
    assert time.monotonic() - cancelled_at[0] < 3.5
    assert partial_files(cache) == []


def test_offline_is_said_at_once_field_12(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(DownloadFailed, match="HF_HUB_OFFLINE forbids it"):
        fetch()


def test_a_hub_that_cannot_be_reached_is_told(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, never listening: refused
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(DownloadFailed, match="refused"):
            fetch()


def test_a_repository_without_safetensors_is_refused(hub: Hub) -> None:
    for name in [name for name in hub.files if name.endswith(".safetensors")]:
        del hub.files[name]
    with pytest.raises(NotAModel, match="no Whisper model with safetensors"):
        fetch()


def test_one_form_of_the_weights_is_chosen() -> None:
    plain = ["config.json", "model.safetensors", "pytorch_model.bin", "README.md"]
    assert choose_files(plain) == ["config.json", "model.safetensors"]
    assert choose_files([*plain, "model.fp16.safetensors"])[-1] == "model.fp16.safetensors"
    sharded = ["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors"]
    assert choose_files(sharded) == ["config.json", "model.safetensors.index.json"]
    assert choose_files([*sharded, "model.safetensors"])[-1] == "model.safetensors"
    assert choose_files(["config.json", "pytorch_model.bin"]) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "cannot be written"), (errno.EROFS, "read-only")],
)
def test_a_disk_that_takes_nothing_is_told(number: int, said: str) -> None:
    kind, message, action = explain(OSError(number, "it does not work"), REPOSITORY)
    assert kind is StorageError
    assert said in message
    assert "HF_HOME" in action


def test_the_cause_of_a_network_error_is_told() -> None:
    try:
        try:
            raise OSError("name resolution failed")  # noqa: TRY301
        except OSError as inner:
            raise RuntimeError("something happened") from inner
    except RuntimeError as error:
        kind, message, _ = explain(error, REPOSITORY)
    assert kind is DownloadFailed
    assert message.endswith("name resolution failed")
