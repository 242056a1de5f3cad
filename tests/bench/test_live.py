"""What a recording in real time showed: lags, committed words, lost sound."""

from dataclasses import replace

import numpy as np
import pytest

from dictate.bench.live import Timed, course_of
from dictate.bench.targets import live_targets
from dictate.core.comparing import Verification, word_changes
from dictate.core.events import Drafted, Event, Finalized, Overrun, Stopped, TextUpdated
from dictate.core.ledger import LedgerTotals
from dictate.core.types import EndReason, Final, Latency, Mode, Outcome, Segment, Stamps, Utterance

SPEECH_END, ENDPOINT = 101.0, 101.6
LEDGER = LedgerTotals(captured=32_000, text=32_000, silence=0, rejected=0, failed=0)


def final(text: str, outcome: Outcome = Outcome.TEXT) -> Finalized:
    """Something that sounds from 100.0 to 101.0; the model took 30 ms."""
    samples = np.zeros(32_000, dtype=np.int16)
    samples[8_000:24_000] = 1000
    segment = Segment(
        id=1,
        samples=samples,
        start_sample=0,
        speech_end_sample=24_000,
        lead_samples=8_000,
        voiced_samples=16_000,
        end=EndReason.PAUSE,
    )
    latency = Latency(endpoint_ms=600, queue_ms=0, features_ms=5, encoder_ms=15, decoder_ms=10, total_ms=650)
    utterance = Utterance(segment=segment, mode=Mode.DISTIL, stamps=Stamps(speech_end=SPEECH_END, endpoint=ENDPOINT))
    done = Final(
        utterance=utterance, outcome=outcome, text=text, model="m", latency=latency, real_time_factor=0.1, reason=""
    )
    return Finalized(final=done)


def interim(committed: str, tentative: str) -> TextUpdated:
    return TextUpdated(utterance=1, committed=committed, tentative=tentative, mode=Mode.DISTIL)


def stopped(ledger: LedgerTotals = LEDGER) -> Stopped:
    return Stopped(ledger=ledger, ended_by_source=True)


def timed(*events: tuple[float, Event]) -> list[Timed]:
    return [Timed(at, event) for at, event in events]


def test_lags_count_from_the_end_of_a_word_to_its_first_showing_and_to_its_commitment() -> None:
    course = course_of(
        timed(
            (100.7, interim("", "Open")),
            (101.2, interim("open", "doer")),
            (101.3, Drafted(utterance=1, text="Open door.", mode=Mode.VERIFIED)),
            (101.65, final("Open door.")),
            (101.7, stopped()),
        )
    )
    # "Open" ends after 4 of 9 letters, "door." with the last of them.
    assert course.interim_lag.values == pytest.approx((1000 * (100.7 - 100 - 0.44), 650))
    assert course.confirmed_lag.values == pytest.approx((1000 * (101.2 - 100 - 0.44), 650))
    assert course.endpoint_to_final.values == pytest.approx((50,))
    assert course.endpoint_to_draft.values == pytest.approx((-300,))
    assert course.speech_end_to_final.values == pytest.approx((650,))
    assert course.beside_model.values == pytest.approx((20,))
    assert (course.changed, course.respelled) == (0, 1)  # "open" became "Open"
    assert course.missing_samples == 0


def test_a_committed_word_that_becomes_another_is_counted_and_misses_the_target() -> None:
    events = timed((100.5, interim("open the", "door")), (101.65, final("Opened the door.")), (101.7, stopped()))
    course = course_of(events)
    assert course.changed == 1
    missed = {target.what for target in live_targets("pocket", course, {"window_ms": 900}, "cpu") if not target.met}
    assert missed == {
        "committed words changed later",
        "command to window on screen",
        "endpoint -> text, median",
        "endpoint -> text beside the model, p95",
    }


def test_a_word_that_goes_away_again_counts_from_when_it_stays() -> None:
    flickering = timed((100.5, interim("", "Open")), (100.9, interim("", "Of")), (101.65, final("Open door.")))
    assert course_of(flickering).interim_lag.values[0] == pytest.approx(1000 * (101.65 - 100.44))


def test_what_the_teacher_corrects_is_told_apart_from_words_that_change_silently() -> None:
    verification = Verification(
        draft="Open tour.",
        drafted_tokens=4,
        accepted_tokens=2,
        teacher_passes=2,
        changes=word_changes("Open tour.", "Open door."),
    )
    checked = Finalized(final=replace(final("Open door.").final, verification=verification))
    course = course_of(timed((101.2, interim("Open tour.", "")), (101.65, checked), (101.7, stopped())))
    assert (course.changed, course.corrected) == (0, 1)


def test_lost_sound_counts_whether_it_never_came_or_is_in_no_column() -> None:
    leaking = LedgerTotals(captured=32_000, text=31_000, silence=0, rejected=0, failed=0)
    course = course_of(timed((100.0, Overrun(lost_samples=480)), (101.7, stopped(leaking))))
    assert course.missing_samples == 1480
    assert course.as_dict()["audio_lost_samples"] == 1480


def test_an_utterance_without_text_has_no_lag() -> None:
    course = course_of(timed((101.65, final("", Outcome.REJECTED)), (101.7, stopped())))
    assert not course.finals
    assert course.as_dict()["interim_lag"] == {}
