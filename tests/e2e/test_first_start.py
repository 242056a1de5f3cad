"""The first start and the settings on a virtual screen, with real clicks and keys."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Desk
from tests.e2e.windows import OBSERVED, Window
from tests.e2e.words import SPEECH, assert_heard, transcript

pytestmark = pytest.mark.e2e


def test_from_the_first_page_to_words_and_into_the_settings(desk: Desk, own_folders: Path) -> None:
    with Window("window", env=desk.env, command=OBSERVED) as window:
        window.wait_until_it_answers()
        window.press("Try it")
        window.press("Start dictating (F9)")
        window.wait("recording", lambda status: status["state"] == "listening")
        desk.microphone.play(SPEECH / "clip01.flac")
        window.wait("the sentence", lambda status: status["words"] >= 7 and status["pending"] == 0)
        window.press("Stop recording")
        window.wait("the end", lambda status: not status["recording"] and status["state"] == "ready")
        assert_heard(transcript("clip01.flac"), window.text())

        window.key("ctrl+comma")
        settings = window.xdotool("search", "--sync", "--onlyvisible", "--name", "settings$").split()[0]
        window.xdotool("windowfocus", "--sync", settings)
        for _ in range(4):
            window.key("Down")  # from Microphone to Window
        window.press("Sounds")
        window.key("Escape")
        file = own_folders / "dictate" / "config" / "settings.json"

        def kept(_status: dict[str, Any]) -> bool:
            return file.is_file() and bool(json.loads(file.read_text(encoding="utf-8"))["window"]["sounds"])

        window.wait("the setting on the disk", kept)
        assert json.loads(file.read_text(encoding="utf-8"))["window"]["welcome"] is False
