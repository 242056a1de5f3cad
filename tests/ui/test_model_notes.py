"""The window tells of a download and of models that rest, and a click calls the download off (field 10, 11)."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from dictate.core.errors import DownloadFailed
from dictate.core.events import Failed, ModelLoading, ModelsUnloaded
from dictate.core.types import ModelProgress, PairChoice
from tests.ui.conftest import Stage
from tests.ui.fakes import ready

PAIR = PairChoice(name="small.en")


def coming(done: int, model: str = "distil-small.en", stage: str = "downloading") -> ModelLoading:
    progress = ModelProgress(
        model=model, stage=stage, done_bytes=done, total_bytes=200_000_000, bytes_per_second=5_000_000
    )
    return ModelLoading(pair=PAIR, progress=progress)


def test_a_download_shows_how_far_it_is_and_can_be_called_off(stage: Stage) -> None:
    stage.tell(coming(50_000_000))
    assert stage.message == "Downloading distil-small.en: 25 % of 200 MB, 5.0 MB/s, 30 s left"
    stage.tell(coming(100_000_000))
    assert stage.message.startswith("Downloading distil-small.en: 50 %")
    QTest.mouseClick(stage.window.messages._button, Qt.MouseButton.LeftButton)
    assert stage.host.dictation.named("cancel_pair") == [("cancel_pair",)]
    called_off = DownloadFailed("the download was called off", "Choose the pair again to go on with it.")
    stage.tell(
        Failed(
            what="Loading the model pair small.en",
            reason=called_off.user_message,
            action=called_off.action,
            exit_code=called_off.exit_code,
        )
    )
    assert "the download was called off. Choose the pair again" in stage.message


def test_the_note_goes_when_the_model_is_there(stage: Stage) -> None:
    before = stage.message
    stage.tell(coming(50_000_000), coming(200_000_000, stage="checking"))
    assert "100 % of 200 MB" in stage.message
    stage.tell(coming(0, stage="loading"))
    assert stage.message == before


def test_a_note_that_was_dismissed_stays_away_until_another_model_comes(stage: Stage) -> None:
    stage.tell(coming(50_000_000))
    stage.window.messages.dismiss()
    before = stage.message
    stage.tell(coming(60_000_000))
    assert stage.message == before
    stage.tell(ready())
    stage.tell(coming(60_000_000, model="whisper-small.en"))
    assert stage.message.startswith("Downloading whisper-small.en")


def test_a_failure_is_not_covered(stage: Stage) -> None:
    stage.tell(Failed(what="Playing", reason="there is no device", action="", exit_code=3))
    stage.tell(coming(50_000_000))
    assert stage.message.startswith("Playing failed")


def test_models_that_rest_are_told(stage: Stage) -> None:
    stage.tell(ready())
    stage.tell(ModelsUnloaded(pair=PAIR))
    assert stage.window.status._model.text() == "Models unloaded until you record"
    stage.tell(ready())
    assert "unloaded" not in stage.window.status._model.text()
