"""The scripted recogniser does what a script says, and can be held."""

import threading

import numpy as np
import pytest

from dictate.core.errors import ModelError, RecognitionFailed
from dictate.core.ports import Recognizer
from dictate.core.types import Hypothesis, Mode, PairChoice, Request
from dictate.engine.scripted import ScriptedRecognizer
from tests.engine.parts import Reports, request

SOUND = np.zeros(1600, dtype=np.int16)


def final(mode: Mode = Mode.DISTIL) -> Request:
    return request(SOUND, mode)


def test_answers_come_in_order_and_then_nothing() -> None:
    scripted: Recognizer = ScriptedRecognizer([" one ", Hypothesis(text="two", model="other")])
    heard = [scripted.transcribe(final(Mode.TEACHER)) for _ in range(3)]
    assert [(one.text, one.model) for one in heard] == [
        ("one", "scripted-teacher"),
        ("two", "other"),
        ("", "scripted-teacher"),
    ]


def test_interims_use_up_no_answer() -> None:
    scripted = ScriptedRecognizer(["one"], interim=lambda asked: f"{len(asked.samples)} so far")
    assert scripted.transcribe(request(SOUND, Mode.DISTIL, is_final=False)).text == "1600 so far"
    assert scripted.transcribe(final()).text == "one"
    assert [asked.is_final for asked in scripted.requests] == [False, True]


def test_a_function_answers_by_the_request() -> None:
    scripted = ScriptedRecognizer(lambda asked: asked.mode.value)
    assert scripted.transcribe(final(Mode.TEACHER)).text == "teacher"


def test_a_scripted_error_is_raised() -> None:
    scripted = ScriptedRecognizer([RecognitionFailed("broken"), "fine"])
    with pytest.raises(RecognitionFailed, match="broken"):
        scripted.transcribe(final())
    assert scripted.transcribe(final()).text == "fine"


def test_a_gate_holds_finals_until_it_opens() -> None:
    gate = threading.Event()
    scripted = ScriptedRecognizer(["late"], gate=gate)
    texts: list[str] = []
    worker = threading.Thread(target=lambda: texts.append(scripted.transcribe(final()).text))
    worker.start()
    assert scripted.entered.wait(5)
    assert texts == []
    gate.set()
    worker.join(5)
    assert texts == ["late"]


def test_fetch_and_prepare_report_and_may_fail() -> None:
    scripted = ScriptedRecognizer(fetch_error=ModelError("no net"), prepare_error=ModelError("no room"))
    reports = Reports()
    with pytest.raises(ModelError, match="no net"):
        scripted.fetch(Mode.DISTIL, reports)
    with pytest.raises(ModelError, match="no room"):
        scripted.prepare(Mode.DISTIL, reports)
    assert reports.stages == ["downloading", "loading", "warming up"]
    scripted.fetch_error = scripted.prepare_error = None
    scripted.fetch(Mode.DISTIL, reports)
    assert scripted.prepare(Mode.DISTIL, reports).name == "scripted-distil"
    assert (scripted.fetched, scripted.prepared) == ([Mode.DISTIL], [Mode.DISTIL])


def test_modes_and_choice_are_told() -> None:
    scripted = ScriptedRecognizer(choice=PairChoice(name="pocket"), modes={Mode.TEACHER: "too large"})
    assert scripted.choice.name == "pocket"
    assert scripted.modes == {Mode.DISTIL: "", Mode.VERIFIED: "", Mode.TEACHER: "too large"}
    scripted.close()
    assert scripted.closed == 1
