"""Export: the right content in each kind of file, a safe name, and a window that goes on meanwhile."""

import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from dictate.core.errors import SettingsError, StorageError
from dictate.core.settings import Settings, WindowSettings
from dictate.core.types import Outcome
from dictate.ui.export_dialog import ExportDialog
from dictate.ui.exporting import FORMATS, Dictated, ExportChoice, export, written
from dictate.ui.probe import StallProbe
from tests.ui.conftest import MakeStage, Stage
from tests.ui.fakes import final, finalized

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

NOW = datetime(2026, 11, 25, 14, 5, 9)
DICTATED = Dictated(
    name="Notes.txt",
    text="Hello & goodbye.\nWith a second line",
    finals=[
        final(1, "Hello & goodbye.", start_s=2.0),
        final(2, "hum", outcome=Outcome.REJECTED, reason="silence", start_s=8.0),
        final(3, "A second recording.", start_s=1.0),
    ],
)


def choice(folder: Path, format_: str = "txt", template: str = "{name} {date}") -> ExportChoice:
    return ExportChoice(format_=format_, folder=folder, template=template)


def test_plain_text_is_the_editors() -> None:
    assert written(DICTATED, "txt", {}) == b"Hello & goodbye.\nWith a second line\n"
    assert written(replace(DICTATED, text=""), "txt", {}) == b""


def test_subtitles_have_their_times_and_a_second_recording_follows_on_the_first() -> None:
    srt = written(DICTATED, "srt", {}).decode()
    assert srt == (
        "1\n00:00:02,000 --> 00:00:05,800\nHello & goodbye.\n\n2\n00:00:12,800 --> 00:00:16,600\nA second recording.\n"
    )
    vtt = written(DICTATED, "vtt", {}).decode()
    assert vtt.startswith("WEBVTT\n\n00:00:02.000 --> 00:00:05.800\nHello &amp; goodbye.\n")


def test_json_holds_everything_suppressed_text_too() -> None:
    plain = json.loads(written(DICTATED, "json", {}))
    assert plain["text"] == DICTATED.text
    assert [each["text"] for each in plain["utterances"]] == ["Hello & goodbye.", "", "A second recording."]
    assert plain["utterances"][1]["suppressed"] == "hum"
    assert plain["utterances"][0]["latency_ms"]["total"] == 410.0


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    paths = [export(DICTATED, choice(tmp_path), writers={}, now=NOW) for _ in range(3)]
    assert [path.name for path in paths] == [
        "Notes 2026-11-25.txt",
        "Notes 2026-11-25 (2).txt",
        "Notes 2026-11-25 (3).txt",
    ]


def test_a_name_cannot_leave_the_folder(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    path = export(DICTATED, choice(inside, template="../../{name}/x"), writers={}, now=NOW)
    assert path.parent == inside
    assert path.is_file()


def test_what_cannot_be_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no field"):
        export(DICTATED, choice(tmp_path, template="{place}"), writers={}, now=NOW)
    with pytest.raises(StorageError, match="cannot be written"):
        export(DICTATED, choice(tmp_path / "missing"), writers={}, now=NOW)


# -- in the window --------------------------------------------------------------------------------------------------


@pytest.fixture
def dictated(make_stage: MakeStage, tmp_path: Path) -> Iterator[Stage]:
    stage = make_stage(
        settings=Settings(window=WindowSettings(export_folder=str(tmp_path), export_name="Minutes {date}")),
        writers={"docx": lambda text: b"word:" + text.encode()},
    )
    stage.tell(finalized(1, "Hello there."))
    yield stage
    stage.window.view.set_clean()


def asked(stage: Stage) -> ExportDialog:
    stage.window.act("export")
    dialog = stage.window.findChild(ExportDialog)
    assert dialog is not None
    return dialog


def take(dialog: ExportDialog, format_: str) -> None:
    row = dialog.format_.findData(format_)
    dialog.format_.setCurrentIndex(row)
    dialog.format_.activated.emit(row)


@pytest.mark.parametrize("format_", list(FORMATS))
def test_each_kind_is_exported_and_the_place_told(dictated: Stage, tmp_path: Path, qtbot: QtBot, format_: str) -> None:
    dialog = asked(dictated)
    take(dialog, format_)
    dialog.ok.click()
    qtbot.waitUntil(lambda: "Exported to" in dictated.message)
    name = f"Minutes {datetime.now():%Y-%m-%d}.{format_}"
    assert str(tmp_path / name) in dictated.message
    assert b"Hello there." in (tmp_path / name).read_bytes()
    assert dictated.window.keeper.settings.window.export_format == format_


def test_the_dialog_says_why_it_cannot_be(make_stage: MakeStage, tmp_path: Path) -> None:
    dialog = asked(make_stage())
    assert dialog.format_.findData("docx") < 0, "without its library it is not offered"
    dialog.folder.setText(str(tmp_path))
    assert dialog.ok.isEnabled()
    take(dialog, "srt")
    assert not dialog.ok.isEnabled()
    assert "Nothing was dictated yet" in dialog._preview.text()
    take(dialog, "txt")
    dialog.template.setText("{place}")
    assert "no field '{place}'" in dialog._preview.text()
    dialog.template.setText("{time}")
    dialog.folder.setText(str(tmp_path / "nowhere"))
    assert "There is no folder" in dialog._preview.text()
    dialog.folder.setText(str(tmp_path))
    assert dialog.ok.isEnabled()


def test_a_failure_keeps_the_text_and_can_be_tried_again(dictated: Stage, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = asked(dictated)
    folder = tmp_path / "soon gone"
    folder.mkdir()
    dialog.folder.setText(str(folder))
    folder.rmdir()
    dialog.ok.click()
    qtbot.waitUntil(lambda: "Exporting failed" in dictated.message)
    assert dictated.window.view.text() == "Hello there."


def test_the_window_goes_on_while_a_slow_disk_is_written(make_stage: MakeStage, tmp_path: Path, qtbot: QtBot) -> None:
    held, reached = threading.Event(), threading.Event()

    def slow(text: str) -> bytes:
        reached.set()
        assert held.wait(20)
        return text.encode()

    stage = make_stage(writers={"docx": slow})
    stage.tell(finalized(1, "Hello."))
    stage.window.companions.export.write(choice(tmp_path, "docx"))
    assert reached.wait(20)
    probe = StallProbe()
    probe.start()
    qtbot.waitUntil(lambda: len(probe._gaps) > 5)
    assert stage.window.companions.export.background.busy
    probe.stop()
    held.set()
    stage.window.companions.export.background.wait()
    assert "Exported to" in stage.message
