"""A download is visible, stoppable, goes on where it stopped, and brings what the hub states or nothing (field 11)."""

import errno
import os
import time
from pathlib import Path

import pytest

from dictate.core.errors import Cancelled, DownloadFailed, NotAModel, StorageError
from dictate.core.types import ModelProgress
from dictate.engine import download as module
from dictate.engine.hub_errors import explain, without_secrets
from dictate.engine.store import ModelState, ModelStore
from dictate.engine.transfer import choose_files, repository_folder
from tests.engine.parts import MODELS, POCKET, SPEC, Reports
from tests.hub import REPOSITORY, SHA, UNWANTED, Hub, running_hub

STORE = ModelStore(MODELS)
WEIGHTS = "model.safetensors"
SIZE = (POCKET / "distil" / WEIGHTS).stat().st_size
AT_40_PERCENT = SIZE * 4 // 10


def fetch(reports: Reports | None = None) -> Path:
    return STORE.fetch(SPEC, reports or Reports()).folder


def partial_files(cache: Path) -> list[Path]:
    return list(cache.rglob("*.incomplete"))


def test_a_download_is_seen_and_brings_what_is_needed_only(hub: Hub, hub_cache: Path) -> None:
    assert STORE.describe(SPEC).state is ModelState.MISSING
    reports = Reports()
    folder = fetch(reports)
    assert folder.parent.parent.parent == hub_cache
    assert folder.name == SHA
    names = {path.name for path in folder.iterdir()}
    assert {"config.json", "generation_config.json", "tokenizer.json", WEIGHTS} <= names
    assert not names & {name for name, _ in UNWANTED}
    assert (folder / WEIGHTS).read_bytes() == (POCKET / "distil" / WEIGHTS).read_bytes()
    done = [progress.done_bytes for progress in reports.all]
    assert done == sorted(done)
    assert reports.stages[0] == "downloading"
    assert reports.all[-1].total_bytes == sum(path.stat().st_size for path in folder.iterdir())
    assert any(0 < count < reports.all[-1].total_bytes for count in done)
    assert max(progress.bytes_per_second for progress in reports.all) > 0
    files = STORE.describe(SPEC)
    assert (files.state, files.folder) == (ModelState.DOWNLOADED, folder)
    assert partial_files(hub_cache) == []


@pytest.mark.usefixtures("in_process")
def test_a_download_that_is_cut_at_40_percent_goes_on_by_itself(hub: Hub) -> None:
    hub.cut_after = AT_40_PERCENT
    hub.cuts = 1
    fetch()
    starts = [start for name, start in hub.ranges if name == WEIGHTS]
    assert starts[0] == 0
    assert len(starts) == 2
    assert 0 < starts[1] <= AT_40_PERCENT


@pytest.mark.usefixtures("in_process")
def test_a_download_that_was_cut_off_goes_on_the_next_time(hub: Hub, hub_cache: Path) -> None:
    hub.cut_after, hub.status_after_cut = AT_40_PERCENT, 500
    with pytest.raises(DownloadFailed, match=r"could not be downloaded: the hub answers with an error \(500\)"):
        fetch()
    files = STORE.describe(SPEC)
    assert files.state is ModelState.INCOMPLETE
    assert "not finished" in files.problem
    have = partial_files(hub_cache)[0].stat().st_size
    assert 0 < have <= AT_40_PERCENT
    hub.status, hub.cut_after = 0, None
    hub.ranges.clear()
    reports = Reports()
    assert fetch(reports).name == SHA
    assert hub.ranges == [(WEIGHTS, have)]
    assert partial_files(hub_cache) == []
    assert STORE.verify(SPEC).weights


@pytest.mark.usefixtures("in_process")
def test_a_part_that_went_bad_is_fetched_anew(hub: Hub, hub_cache: Path) -> None:
    hub.cut_after, hub.status_after_cut = AT_40_PERCENT, 500
    with pytest.raises(DownloadFailed):
        fetch()
    part = partial_files(hub_cache)[0]
    part.write_bytes(b"\0" * part.stat().st_size)
    hub.status, hub.cut_after = 0, None
    assert STORE.verify(SPEC).weights if fetch() else False


def test_cancelling_ends_a_download_that_hangs_and_keeps_what_came(hub: Hub, hub_cache: Path) -> None:
    hub.hold_after = AT_40_PERCENT
    cancelled_at: list[float] = []

    def cancel(progress: ModelProgress) -> None:
        if progress.done_bytes >= AT_40_PERCENT * 0.9:
            cancelled_at.append(time.monotonic())
            raise Cancelled("called off")

    with pytest.raises(Cancelled):
        STORE.fetch(SPEC, cancel)
    assert time.monotonic() - cancelled_at[0] < 3.5
    have = partial_files(hub_cache)[0].stat().st_size
    assert have > AT_40_PERCENT // 2
    hub.hold_after = None
    hub.ranges.clear()
    fetch()
    assert hub.ranges == [(WEIGHTS, have)]


def test_a_download_that_stalls_is_told(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "STALLED_S", 1.0)
    hub.hold_after = AT_40_PERCENT
    with pytest.raises(DownloadFailed, match=r"nothing came for 1 s") as caught:
        fetch()
    assert "try again" in caught.value.action
    assert REPOSITORY in caught.value.user_message


@pytest.mark.parametrize("name", [WEIGHTS, "config.json"])
@pytest.mark.usefixtures("in_process")
def test_wrong_bytes_are_refused_removed_and_named(hub: Hub, hub_cache: Path, name: str) -> None:
    hub.sent[name] = bytes(len(hub.files[name]))
    with pytest.raises(DownloadFailed, match=rf"'{name}' of '{REPOSITORY}' came damaged .* was removed"):
        fetch()
    assert partial_files(hub_cache) == []
    assert not (repository_folder(REPOSITORY) / "snapshots" / SHA / name).exists()
    hub.sent.clear()
    assert STORE.verify(SPEC).weights if fetch() else False


@pytest.mark.usefixtures("in_process")
def test_too_few_bytes_are_refused(hub: Hub) -> None:
    hub.sent["config.json"] = hub.files["config.json"][:100]
    with pytest.raises(DownloadFailed, match="could not be downloaded"):
        fetch()


@pytest.mark.usefixtures("in_process")
def test_a_disk_without_room_is_said_before_anything_is_fetched(hub: Hub) -> None:
    hub.sizes[WEIGHTS] = 10**16
    with pytest.raises(StorageError, match=r"needs 10,000,000\.\d+ GB, and .* GB free") as caught:
        fetch()
    assert "HF_HOME" in caught.value.action
    assert hub.ranges == []


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "does not have it"), (401, "does not let us in"), (500, "answers with an error")],
)
@pytest.mark.usefixtures("in_process")
def test_an_error_of_the_hub_is_told(hub: Hub, status: int, said: str) -> None:
    hub.status = status
    with pytest.raises(DownloadFailed, match=said) as caught:
        fetch()
    assert REPOSITORY in caught.value.user_message
    assert str(status) in caught.value.user_message
    assert caught.value.action


@pytest.mark.usefixtures("in_process")
def test_a_login_page_of_the_network_is_told(hub: Hub) -> None:
    hub.portal = True
    with pytest.raises(DownloadFailed, match="what answers is not the hub") as caught:
        fetch()
    assert "login" in caught.value.action


def test_another_host_serves_the_bytes_and_never_sees_the_token(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secretsecretsecret")
    with running_hub(REPOSITORY, POCKET / "distil") as other:
        hub.elsewhere = other.url
        fetch()
        assert other.ranges == [(WEIGHTS, 0)]
        assert other.tokens == []
    assert set(hub.tokens) == {"Bearer hf_secretsecretsecret"}


def test_another_host_that_serves_something_else_is_refused_and_a_saved_token_is_used(hub: Hub, tmp_path: Path) -> None:
    (tmp_path / "hf").mkdir()
    (tmp_path / "hf" / "token").write_text("hf_fromthelogin")
    with running_hub(REPOSITORY, POCKET / "distil") as other:
        hub.elsewhere = other.url
        other.sent[WEIGHTS] = bytes(SIZE)
        with pytest.raises(DownloadFailed, match="came damaged"):
            fetch()
        assert other.tokens == []
    assert set(hub.tokens) == {"Bearer hf_fromthelogin"}


@pytest.mark.parametrize("commit", ["../../../../evil", ""])
@pytest.mark.usefixtures("in_process")
def test_a_commit_that_is_none_leads_nowhere(hub: Hub, hub_cache: Path, commit: str) -> None:
    hub.commit = commit
    with pytest.raises(DownloadFailed, match="states no commit"):
        fetch()
    assert not (hub_cache.parent.parent / "evil").exists()


@pytest.mark.parametrize("etag", ["../../../../evil", "weak"])
@pytest.mark.usefixtures("in_process")
def test_a_checksum_that_is_none_leads_nowhere(hub: Hub, hub_cache: Path, etag: str) -> None:
    hub.etags["config.json"] = etag
    with pytest.raises(DownloadFailed, match=r"states no checksum of 'config\.json'"):
        fetch()
    assert hub.ranges == []


@pytest.mark.usefixtures("in_process")
def test_shards_are_fetched_and_none_from_elsewhere(hub: Hub) -> None:
    weights = hub.files.pop(WEIGHTS)
    index = "model.safetensors.index.json"
    hub.files["model-00001-of-00001.safetensors"] = weights
    hub.files[index] = b'{"weight_map": {"a": "../../../evil.safetensors"}}'
    with pytest.raises(NotAModel, match="does not name the files"):
        fetch()
    hub.files[index] = b'{"weight_map": {"a": "model-00001-of-00001.safetensors"}}'
    assert (fetch() / "model-00001-of-00001.safetensors").read_bytes() == weights
    assert STORE.verify(SPEC).weights


@pytest.mark.usefixtures("in_process")
def test_two_downloads_of_a_model_do_not_meet(hub: Hub) -> None:
    from filelock import FileLock

    folder = repository_folder(REPOSITORY)
    folder.mkdir(parents=True)
    with FileLock(folder / ".dictate.lock"), pytest.raises(DownloadFailed, match="is being downloaded already"):
        fetch()
    fetch()


def test_offline_is_said_at_once_field_12(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(DownloadFailed, match="HF_HUB_OFFLINE forbids it"):
        fetch()


def test_a_hub_that_cannot_be_reached_is_told(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, never listening: refused
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{taken.getsockname()[1]}")
        with pytest.raises(DownloadFailed, match="refused"):
            fetch()


@pytest.mark.usefixtures("in_process")
def test_a_repository_without_safetensors_is_refused(hub: Hub) -> None:
    for name in [name for name in hub.files if name.endswith(".safetensors")]:
        del hub.files[name]
    with pytest.raises(NotAModel, match="no Whisper model with safetensors"):
        fetch()


def test_one_form_of_the_weights_is_chosen() -> None:
    plain = ["config.json", WEIGHTS, "pytorch_model.bin", "README.md"]
    assert choose_files(plain) == ["config.json", WEIGHTS]
    assert choose_files([*plain, "model.fp16.safetensors"])[-1] == "model.fp16.safetensors"
    sharded = ["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors"]
    assert choose_files(sharded) == ["config.json", "model.safetensors.index.json"]
    assert choose_files([*sharded, WEIGHTS])[-1] == WEIGHTS
    assert choose_files(["config.json", "pytorch_model.bin"]) == []


@pytest.mark.parametrize(
    ("number", "said"),
    [(errno.ENOSPC, "disk is full"), (errno.EACCES, "cannot be written"), (errno.EROFS, "read-only")],
)
def test_a_disk_that_takes_nothing_is_told(number: int, said: str) -> None:
    kind, message, action = explain(OSError(number, os.strerror(number)), REPOSITORY)
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


def test_secrets_are_left_out() -> None:
    text = "hf_abcDEF123 at https://me:pass@mirror.example/x?X-Signature=1 failed"
    assert without_secrets(text) == " at https://mirror.example/x failed"
