"""A short soak with every run of the tests; ``make soak`` runs a long one, and ``make test`` ends with ten minutes."""

from tests.faults.soak import soak


def test_a_short_soak_loses_nothing_and_leaves_nothing_open() -> None:
    report = soak(0.1, seed=5)
    assert not report.problems, str(report)
    assert report.hours > 0.05
    assert report.faults > 0
