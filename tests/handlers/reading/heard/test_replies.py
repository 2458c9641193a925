"""How well replies are heard that nothing was learned from, in fourteen languages."""

import pytest

from tests.bench.training.measure import f1, measure

COMPLAINTS, GAUGES = 0.90, 0.79


@pytest.mark.parametrize("half", ["even", "odd"])
def test_complaints_and_gauges_are_heard_in_replies_never_seen(half):
    """F1 over all languages; the table by language is printed."""
    scores = measure(half)
    print(*(score.line(name) for name, score in scores.items()), sep="\n")
    assert f1(scores["all"].complaints) >= COMPLAINTS
    assert f1(scores["all"].gauges) >= GAUGES
