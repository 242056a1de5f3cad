"""A download that is called off leaves what is in use as it is (field 11)."""

import threading
from collections.abc import Callable

from dictate.core.errors import ModelError
from dictate.core.events import Failed, ModelLoading, State, StateChanged
from dictate.core.types import Mode, ModelProgress, PairChoice
from dictate.engine.scripted import ScriptedRecognizer
from tests.pipeline.parts import HandSource, session, silence, speech


class Slow(ScriptedRecognizer):
    """Its download reports until it is called off."""

    def __init__(self) -> None:
        super().__init__(["slow"])
        self.left = threading.Event()

    def fetch(self, mode: Mode, report: Callable[[ModelProgress], None]) -> None:
        try:
            while True:
                report(ModelProgress(model="slow", stage="downloading", done_bytes=1, total_bytes=2))
                self.left.wait(0.01)
        finally:
            self.left.set()


def test_calling_a_download_off_keeps_the_pair_in_use() -> None:
    slow = Slow()
    with session(ScriptedRecognizer(["one"]), more={"slow": slow}) as (running, recorder):
        running.set_pair(PairChoice(name="slow"))
        recorder.wait(ModelLoading, where=lambda event: event.pair.name == "slow")
        running.cancel_pair()
        assert slow.left.wait(30)
        failed = recorder.wait(Failed)
        assert failed.what == "Loading the model pair slow"
        assert failed.reason == "the download was called off"
        assert failed.exit_code == ModelError.exit_code
        recorder.wait(StateChanged, 2, where=lambda event: event.model_state is State.READY)
        source = HandSource()
        running.start(source)
        source.push(speech(600))
        source.push(silence(900))
        running.stop()
        recorder.stopped()
    assert [final.text for final in recorder.finals] == ["one"]
    assert slow.prepared == []


def test_with_nothing_in_use_calling_off_says_that_there_is_no_model() -> None:
    slow = Slow()
    with session(slow, load=False) as (running, recorder):
        running.set_pair(PairChoice(name="one"))
        recorder.wait(ModelLoading)
        running.cancel_pair()
        recorder.wait(StateChanged, where=lambda event: event.model_state is State.FAILED)
        assert slow.left.wait(30)


def test_calling_off_when_nothing_is_fetched_does_nothing() -> None:
    with session() as (running, recorder):
        running.cancel_pair()
        running.set_mode(Mode.TEACHER)
        source = HandSource()
        running.start(source)
        running.stop()
        recorder.stopped()
        assert recorder.of(Failed) == []
