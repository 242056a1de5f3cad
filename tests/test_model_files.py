"""Behind the settings' list: downloaded models are looked at, verified and removed on a thread of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dictate.core.catalog import find_pair
from dictate.core.events import Failed, ModelFilesChecked, ModelFilesListed
from dictate.engine.store import ModelStore
from dictate.model_files import DownloadedModels
from tests.engine.parts import MODELS, POCKET, Reports
from tests.engine.test_store import flip_a_bit
from tests.hub import Hub, running_hub
from tests.pipeline.parts import Recorder

NAME = "distil-small.en"


@pytest.fixture
def hub(hub_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with running_hub(f"distil-whisper/{NAME}", POCKET / "distil") as running:
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def test_models_are_listed_verified_and_removed(hub: Hub, in_process: None) -> None:
    recorder = Recorder()
    models = DownloadedModels(recorder)
    models.look()
    assert recorder.wait(ModelFilesListed).models == ()
    folder = ModelStore(MODELS).fetch(find_pair("small.en").distil, Reports()).folder
    models.look()
    (found,) = recorder.wait(ModelFilesListed, 2).models
    assert (found.name, found.problem) == (NAME, "")
    models.verify(NAME)
    assert recorder.wait(ModelFilesChecked).problem == ""
    flip_a_bit((folder / "model.safetensors").resolve())
    models.verify(NAME)
    assert "model.safetensors" in recorder.wait(ModelFilesChecked, 2).problem
    models.remove(NAME)
    assert recorder.wait(ModelFilesListed, 3).models == ()
    models.remove(NAME)
    assert "not on this computer" in recorder.wait(Failed).reason
    models.close()


def test_closing_calls_a_check_off(hub: Hub, in_process: None) -> None:
    recorder = Recorder()
    models = DownloadedModels(recorder)
    ModelStore(MODELS).fetch(find_pair("small.en").distil, Reports())
    models.verify(NAME)
    models.close()
    assert recorder.of(Failed) == []
