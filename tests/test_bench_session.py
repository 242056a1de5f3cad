"""A long dictation leaves nothing behind: the process behind ``dictate bench session``, shortened."""

from dictate.commands.bench_session import rehearse

MINUTES = 2.0


def test_a_long_dictation_keeps_sound_and_text_and_nothing_else() -> None:
    """Half an hour is the benchmark's; what leaks by the utterance shows in two minutes too."""
    measured = rehearse(MINUTES, 60, 250, traced=True)
    assert measured["utterances"] >= 20
    assert measured["timers_left"] == 0
    assert measured["threads_left"] == 0
    assert measured["growth_mb"] <= 0.3, measured
    assert measured["cards"] >= 250
