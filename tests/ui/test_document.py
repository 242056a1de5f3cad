"""New, open, save: whatever goes wrong, the text is still there."""

import os
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from dictate.core.errors import StorageError
from dictate.ui.clipboard import copy_text
from dictate.ui.dialogs import Unsaved
from tests.ui.conftest import Stage
from tests.ui.fakes import finalized

TEXT = "Grüße aus Zürich — 漢字, and\na second line."


def write(stage: Stage, text: str = TEXT) -> None:
    stage.window.view.setPlainText(text)
    stage.window.view.document().setModified(True)


def test_saving_writes_utf8_and_says_so(stage: Stage, tmp_path: Path) -> None:
    write(stage)
    assert stage.window.status._saved.text() == "Unsaved"
    assert stage.window.isWindowModified()
    stage.answers.file = tmp_path / "notes.txt"
    stage.window.act("save")
    assert (tmp_path / "notes.txt").read_bytes() == TEXT.encode()
    assert stage.window.status._saved.text() == "Saved"
    assert stage.window.windowTitle() == "Dictate — notes.txt[*]"
    write(stage, "again")
    stage.window.act("save")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "again"
    assert stage.answers.asked == ["save"], "the second time the place is known"


def test_a_missing_folder_loses_nothing(stage: Stage, tmp_path: Path) -> None:
    write(stage)
    stage.answers.file = tmp_path / "not" / "there" / "notes.txt"
    stage.window.act("save")
    assert stage.message.startswith("Saving failed: ")
    assert "no such file" in stage.message
    assert stage.window.messages.message is not None
    assert stage.window.messages.message.button == "Save as…"
    assert (stage.window.view.text(), stage.window.view.dirty) == (TEXT, True)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_loses_nothing(stage: Stage, tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o500)
    write(stage)
    stage.answers.file = folder / "notes.txt"
    stage.window.act("save")
    assert stage.message.startswith("Saving failed: ")
    assert stage.window.view.dirty


def test_a_folder_in_place_of_the_file_loses_neither_it_nor_the_text(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").mkdir()
    write(stage)
    stage.answers.file = tmp_path / "notes.txt"
    stage.window.act("save")
    assert stage.message.startswith("Saving failed: ")
    assert stage.window.view.text() == TEXT
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_opening_shows_the_text_and_forgets_the_utterances(stage: Stage, tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("\ufeffone\r\ntwo".encode())
    stage.tell(finalized(1, "Hello."))
    stage.window.view.set_clean()
    stage.answers.file = tmp_path / "old.txt"
    stage.window.act("open")
    assert stage.window.view.text() == "one\ntwo"
    assert not stage.window.view.dirty
    assert stage.window.panel.list.model().rowCount() == 0


@pytest.mark.parametrize("content", [b"\xff\xfe\x00bad", None])
def test_what_cannot_be_opened_leaves_the_text(stage: Stage, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "bad.txt"
    if content is not None:
        file.write_bytes(content)
    stage.window.view.setPlainText(TEXT)
    stage.window.view.set_clean()
    stage.answers.file = file
    stage.window.act("open")
    assert stage.message.startswith("Opening failed: ")
    assert stage.window.view.text() == TEXT
    assert stage.window.document.path is None


@pytest.mark.parametrize("action", ["new", "open", "quit"])
def test_unsaved_text_is_asked_about(stage: Stage, tmp_path: Path, action: str) -> None:
    (tmp_path / "other.txt").write_text("other")
    stage.answers.file = tmp_path / "other.txt"
    write(stage)
    stage.window.act(action)
    assert stage.answers.asked == ["unsaved"]
    assert stage.window.view.text() == TEXT, "called off"
    assert stage.window.isVisible()
    stage.answers.decision = Unsaved.DISCARD
    stage.window.act(action)
    assert {"new": "", "open": "other", "quit": TEXT}[action] == stage.window.view.text()
    assert stage.window.isVisible() == (action != "quit")


def test_quitting_with_save_saves_first_and_stays_when_that_fails(stage: Stage, tmp_path: Path) -> None:
    write(stage)
    stage.answers.decision = Unsaved.SAVE
    stage.answers.file = tmp_path / "no" / "where.txt"
    stage.window.act("quit")
    assert stage.window.isVisible()
    stage.answers.file = tmp_path / "here.txt"
    stage.window.act("quit")
    assert not stage.window.isVisible()
    assert (tmp_path / "here.txt").read_text(encoding="utf-8") == TEXT


def test_starting_a_recording_never_clears_text(stage: Stage) -> None:
    write(stage)
    stage.window.act("record")
    assert stage.window.view.text() == TEXT


def test_copy_takes_the_selection_or_all(stage: Stage) -> None:
    clipboard = QGuiApplication.clipboard()
    write(stage, "one two")
    stage.window.bar.copy.click()
    assert clipboard.text() == "one two"
    cursor = stage.window.view.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(0, cursor.MoveMode.KeepAnchor)
    stage.window.view.setTextCursor(cursor)
    assert stage.window.bar.copy.text() == "Copy"
    stage.window.bar.copy.click()
    assert clipboard.text() == "one"
    stage.window.act("copy_all")
    assert clipboard.text() == "one two"


class DeafClipboard:
    """Takes nothing, as under Wayland without the focus."""

    def setText(self, text: str) -> None:
        pass

    def text(self) -> str:
        return "something else"


def test_a_copy_that_did_not_arrive_is_an_error() -> None:
    with pytest.raises(StorageError, match="did not take the text"):
        copy_text("words", DeafClipboard())  # type: ignore[arg-type]


def test_a_copy_that_did_not_arrive_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """field 20"""
    monkeypatch.setattr(QGuiApplication, "clipboard", DeafClipboard)
    stage.window.bar.copy.click()
    assert stage.message.startswith("Copying failed: the clipboard did not take the text.")
