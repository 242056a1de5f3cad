"""Text that is ready before the pause ends, the mode Verified, and the self-check; real threads, canned answers."""

import threading
from dataclasses import replace

import numpy as np
import pytest

from dictate.core.comparing import Verification
from dictate.core.events import Drafted, Finalized, SelfChecked, StateChanged, TextUpdated
from dictate.core.settings import SegmenterSettings
from dictate.core.types import EndReason, Hypothesis, Mode, Outcome, Request, StageTimes
from dictate.engine.scripted import ScriptedRecognizer
from dictate.pipeline.early import ends_sentence
from tests.pipeline.parts import DEADLINE_S, HandSource, session, silence, speech

EARLY_ONLY = SegmenterSettings(interim_ms=5000)
"""Snapshots in pauses, and hardly any while one speaks."""


def finals_asked(recognizer: ScriptedRecognizer) -> list[Request]:
    return [request for request in recognizer.requests if request.is_final]


def test_the_text_of_a_pause_is_published_when_the_pause_goes_on() -> None:
    heard = Hypothesis(text="Ready before you know.", model="scripted", times=StageTimes(decoder_ms=40))
    recognizer = ScriptedRecognizer(lambda _request: heard)
    with session(recognizer, settings=EARLY_ONLY) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(900), silence(240))))
        recorder.wait(TextUpdated)  # what was heard in the pause is shown as interim text
        source.push(silence(600))
        final = recorder.wait(Finalized).final
        assert len(finals_asked(recognizer)) == 1, "the very same sound is not recognised twice"
        assert (final.outcome, final.text) == (Outcome.TEXT, "Ready before you know.")
        assert final.utterance.segment.end is EndReason.PAUSE
        assert final.latency.early_ms == 40
        assert len(final.utterance.segment.samples) == len(recognizer.requests[-1].samples)


def test_when_speech_goes_on_the_text_of_the_pause_was_an_interim() -> None:
    recognizer = ScriptedRecognizer(lambda request: f"{len(request.samples)} samples")
    with session(recognizer, settings=EARLY_ONLY) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(900), silence(240))))
        recorder.wait(TextUpdated)
        source.push(np.concatenate((speech(600), silence(1200))))
        final = recorder.wait(Finalized).final
        running.stop()
        assert recorder.stopped().ledger.missing == 0
    assert final.text == f"{len(final.utterance.segment.samples)} samples"
    assert len(recorder.finals) == 1


@pytest.mark.parametrize("change", ["mode", "language"])
def test_what_was_asked_in_another_way_is_asked_again(change: str) -> None:
    recognizer = ScriptedRecognizer(lambda request: f"{request.mode} {request.language}")
    with session(recognizer, settings=EARLY_ONLY) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(900), silence(240))))
        recorder.wait(TextUpdated)
        if change == "language":
            running.configure(EARLY_ONLY, "de", "")
        else:
            running.set_mode(Mode.TEACHER)  # holds from the next utterance on
        source.push(silence(900))
        final = recorder.wait(Finalized).final
    assert final.text == ("distil de" if change == "language" else "distil None")
    assert len(finals_asked(recognizer)) == (2 if change == "language" else 1)


@pytest.mark.parametrize(("text", "pieces"), [("A sentence.", 2), ("and then", 1)])
def test_a_pause_after_a_sentence_may_be_shorter(text: str, pieces: int) -> None:
    """600 ms end an utterance; 450 ms do after a sentence, and 800 ms are needed in the middle of one."""
    with session(ScriptedRecognizer(lambda _request: text), settings=EARLY_ONLY) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(900), silence(240))))
        recorder.wait(TextUpdated)
        pause = 300 if pieces == 2 else 450
        source.push(np.concatenate((silence(pause), speech(900), silence(1200))))
        running.stop()
        recorder.stopped()
    assert len(recorder.finals) == pieces


def test_what_fails_in_the_pause_is_tried_again_at_the_end() -> None:
    answers: list[Hypothesis | Exception] = [RuntimeError("once"), Hypothesis(text="It works.", model="scripted")]
    recognizer = ScriptedRecognizer(answers)
    with session(recognizer, settings=EARLY_ONLY) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(900), silence(240))))
        assert recognizer.entered.wait(DEADLINE_S)
        source.push(silence(900))
        assert recorder.wait(Finalized).final.text == "It works."


def test_text_ends_as_a_sentence_or_does_not() -> None:
    assert all(map(ends_sentence, ("Done.", "Is it? ", 'He said "no."', "终于。", "Well…", "Stop!")))
    assert not any(map(ends_sentence, ("and then", "first,", "", "3.5")))


VERIFIED = Hypothesis(
    text="The teacher's words.",
    model="scripted",
    tokens=(1, 2, 3),
    verification=Verification(draft="The teachers words.", drafted_tokens=3, accepted_tokens=2, teacher_passes=2),
)


def test_in_verified_the_draft_comes_first_and_what_became_of_it_travels_with_the_final() -> None:
    recognizer = ScriptedRecognizer(lambda _request: VERIFIED, modes={})
    settings = replace(EARLY_ONLY, interim_ms=0)
    with session(recognizer, settings=settings, mode=Mode.VERIFIED) as (running, recorder):
        source = HandSource()
        running.start(source)
        source.push(np.concatenate((speech(900), silence(900))))
        final = recorder.wait(Finalized).final
        kinds = [type(event) for event in recorder.events if isinstance(event, Drafted | Finalized)]
    assert kinds == [Drafted, Finalized]
    assert recorder.of(Drafted)[0].text == "The teachers words."
    assert final.verification == VERIFIED.verification


@pytest.mark.parametrize("plain", [None, "Something else."])
def test_one_verified_utterance_in_so_many_is_compared_when_there_is_nothing_else_to_do(plain: str | None) -> None:
    gate = threading.Event()
    recognizer = ScriptedRecognizer(lambda _request: VERIFIED, modes={}, gate=gate)
    recognizer.plain_text = plain
    settings = replace(EARLY_ONLY, interim_ms=0)
    with session(recognizer, settings=settings, mode=Mode.VERIFIED, self_check_every=2) as (running, recorder):
        source = HandSource()
        running.start(source)
        for _ in range(3):
            source.push(np.concatenate((speech(900), silence(900))))
        recorder.wait(StateChanged, where=lambda event: event.pending == 3)
        assert not recognizer.plain_requests
        gate.set()
        checked = recorder.wait(SelfChecked)
        running.stop()
        recorder.stopped()
    assert checked.utterance == 2
    assert (checked.verified, checked.plain) == (VERIFIED.text, plain or VERIFIED.text)
    assert len(recognizer.plain_requests) == 1
    order = [type(event) for event in recorder.events if isinstance(event, Finalized | SelfChecked)]
    assert order == [Finalized, Finalized, Finalized, SelfChecked], "finals go first"
