"""The transcript: order, versions, and which one counts."""

from typing import Any

import pytest

from dictate.core.transcript import Transcript, count_words
from dictate.core.types import Mode, Outcome
from tests.ui.finals import final


def test_a_late_utterance_lands_in_its_own_place() -> None:
    transcript = Transcript()
    for number, text in ((2, "two"), (3, "three"), (1, "one")):
        transcript.add(final(number, text))
    assert [entry.id for entry in transcript] == [1, 2, 3]
    assert transcript.text == "one\ntwo\nthree"
    assert (transcript.word_count, len(transcript)) == (3, 3)
    assert 2 in transcript
    assert 4 not in transcript
    newest = transcript.newest
    assert newest is not None
    assert newest.id == 3


def test_an_empty_transcript() -> None:
    transcript = Transcript()
    assert (transcript.newest, transcript.text, transcript.word_count, list(transcript)) == (None, "", 0, [])
    with pytest.raises(KeyError):
        transcript.show(1, 0)


def test_field_19_both_versions_are_kept_and_either_can_be_shown() -> None:
    transcript = Transcript()
    distil, teacher = final(1, "quilters"), final(1, "Quilter's", revision=1, mode=Mode.TEACHER)
    transcript.add(distil)
    entry = transcript.add(teacher)
    assert entry.versions == [distil, teacher]
    assert entry.final is entry.latest is teacher
    assert transcript.show(1, 0) is distil
    assert (transcript[1].text, transcript[1].latest) == ("quilters", teacher)
    for version in (2, -1):
        with pytest.raises(IndexError, match="has no version"):
            transcript.show(1, version)


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.REJECTED])
def test_a_retry_without_text_never_hides_text(outcome: Outcome) -> None:
    transcript = Transcript()
    transcript.add(final(1, "kept"))
    entry = transcript.add(final(1, "", outcome=outcome, revision=1))
    assert (entry.text, entry.outcome, len(entry.versions)) == ("kept", Outcome.TEXT, 2)


def test_a_retry_brings_text_to_one_that_failed() -> None:
    transcript = Transcript()
    failed: Any = transcript.add(final(1, "", outcome=Outcome.FAILED, reason="the model raised"))
    assert (failed.text, failed.outcome) == ("", Outcome.FAILED)
    again = transcript.add(final(1, "", outcome=Outcome.REJECTED, revision=1))
    assert again.outcome is Outcome.REJECTED
    assert transcript.add(final(1, "there", revision=2)).text == "there"


def test_suppressed_text_is_not_part_of_the_text() -> None:
    transcript = Transcript()
    entry = transcript.add(final(1, "Thank you.", outcome=Outcome.REJECTED, reason="silence"))
    assert (entry.text, entry.final.text, transcript.text) == ("", "Thank you.", "")


def test_the_same_revision_again_takes_its_own_place() -> None:
    transcript = Transcript()
    transcript.add(final(1, "first"))
    entry = transcript.add(final(1, "first, checked"))
    assert [version.text for version in entry.versions] == ["first, checked"]


def test_field_18_a_scratched_utterance_keeps_its_versions_and_can_come_back() -> None:
    transcript = Transcript()
    transcript.add(final(1, "one"))
    transcript.add(final(2, "two"))
    transcript.scratch(2)
    assert transcript.text == "one"
    assert transcript[2].final.text == "two"
    transcript.restore(2)
    assert transcript.text == "one\ntwo"


def test_a_new_document_forgets_everything() -> None:
    transcript = Transcript()
    transcript.add(final(1, "one"))
    transcript.clear()
    assert (len(transcript), transcript.newest) == (0, None)


def test_words() -> None:
    assert count_words("  It's  half-past two.\n\nYes ") == 4
