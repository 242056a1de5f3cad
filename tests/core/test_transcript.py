"""The transcript: order, versions, and which one counts."""

from dataclasses import replace
from typing import Any

import pytest

from dictate.core.comparing import Verification
from dictate.core.transcript import Transcript, count_words, draft_of
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


def test_a_version_that_is_not_to_show_hides_nothing() -> None:
    transcript = Transcript()
    transcript.add(final(1, "quilters"))
    entry = transcript.add(final(1, "Quilter's", revision=1, mode=Mode.TEACHER), show=False)
    assert (entry.text, len(entry.versions)) == ("quilters", 2)
    assert entry.other is entry.reading(Mode.TEACHER) is entry.latest


def test_a_verified_utterance_has_distils_draft_as_a_version() -> None:
    checked = replace(
        final(1, "rocky Ithaca", mode=Mode.VERIFIED),
        verification=Verification(draft="rock Iffica", drafted_tokens=4, accepted_tokens=1, teacher_passes=2),
    )
    draft = draft_of(checked, 640)
    assert draft is not None
    assert (draft.mode, draft.text, draft.latency.total_ms, draft.latency.decoder_ms) == (
        Mode.DISTIL,
        "rock Iffica",
        640,
        7,
    )
    assert draft.real_time_factor == pytest.approx(checked.real_time_factor * 39 / 72)
    late = draft_of(checked, 5000)
    assert late is not None
    assert late.latency.total_ms == checked.latency.total_ms, "the draft was there before the text that was made of it"
    assert draft_of(final(1, "no draft")) is None
    transcript = Transcript()
    transcript.add(draft)
    entry = transcript.add(checked)
    assert (entry.final, entry.other, len(entry.versions)) == (checked, draft, 2)
    assert entry.reading(Mode.TEACHER) is checked
