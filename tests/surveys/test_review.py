"""What a leader's decision about a digest needs."""

import pytest

from surveys.review import Decision, NeedsDecision, check


@pytest.mark.parametrize(
    ("decision", "words", "delegate", "why"),
    [
        (Decision.NO_ACTION, " ", "", "Write why no action is needed."),
        (Decision.DELEGATE, "", "UMARA", "Write what is to be done."),
        (Decision.DELEGATE, "Call them.", "", "Choose who takes it on."),
    ],
)
def test_a_decision_without_its_reason_is_none(decision: Decision, words: str, delegate: str, why: str) -> None:
    """Whoever decides is told what is missing."""
    with pytest.raises(NeedsDecision, match=why):
        check(decision, words, delegate)


def test_a_decision_with_its_reason_is_one() -> None:
    """Nobody has to take on what needs no action."""
    check(Decision.NO_ACTION, "All as usual.", "")
    check(Decision.DELEGATE, "Call them.", "UMARA")
