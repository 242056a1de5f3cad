"""The settings show what was downloaded, check it and remove it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from dictate.core.events import Failed, ModelFilesChecked, ModelFilesListed
from dictate.core.types import ModelOnDisk, PairChoice
from dictate.ui.model_files_list import ModelFilesList
from tests.ui.conftest import MakeStage, Stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

SMALL = ModelOnDisk(name="distil-small.en", size_bytes=332_000_000)
HALF = ModelOnDisk(name="whisper-small.en", size_bytes=400_000_000, problem="its download was not finished")


def shown(stage: Stage) -> ModelFilesList:
    """The list, on its page, with two models."""
    stage.window.act("settings")
    dialog = stage.window.companions.settings.dialog
    assert dialog is not None
    dialog.show_page(dialog.models)
    stage.tell(ModelFilesListed(models=(SMALL, HALF)))
    return dialog.models.files


def click(button: QPushButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_what_was_downloaded_is_shown_with_its_size(stage: Stage) -> None:
    files = shown(stage)
    assert stage.host.model_files.calls == [("look",)]
    assert files.said["distil-small.en"].text() == "distil-small.en · 332 MB"
    assert files.said["whisper-small.en"].text() == "whisper-small.en · 400 MB · its download was not finished"
    stage.tell(ModelFilesListed(models=()))
    assert files.said == {}


def test_a_check_says_what_it_found(stage: Stage) -> None:
    files = shown(stage)
    button = files.buttons["check", "distil-small.en"]
    click(button)
    assert stage.host.model_files.calls[-1] == ("verify", "distil-small.en")
    assert not button.isEnabled()
    stage.tell(ModelFilesChecked(model="distil-small.en"))
    assert "as it was downloaded" in files.said["distil-small.en"].text()
    assert button.isEnabled()
    stage.tell(ModelFilesChecked(model="distil-small.en", problem="'model.safetensors' is damaged"))
    assert "is damaged" in files.said["distil-small.en"].text()


def test_a_model_is_removed_with_the_second_click(stage: Stage) -> None:
    files = shown(stage)
    button = files.buttons["remove", "distil-small.en"]
    click(button)
    assert ("remove", "distil-small.en") not in stage.host.model_files.calls
    assert button.text() == "Really remove"
    click(button)
    assert stage.host.model_files.calls[-1] == ("remove", "distil-small.en")
    stage.tell(Failed(what="Removing distil-small.en", reason="it is in use"))
    assert button.isEnabled()


def test_a_model_of_the_pair_in_use_stays(make_stage: MakeStage) -> None:
    stage = make_stage(choice=PairChoice(name="small.en"))
    files = shown(stage)
    assert not files.buttons["remove", "distil-small.en"].isEnabled()
    assert files.buttons["check", "distil-small.en"].isEnabled()
