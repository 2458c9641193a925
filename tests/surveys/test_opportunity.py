"""What could go better: pursued with its benefit and effort, or rejected with a reason."""

from datetime import UTC, datetime

import pytest

from surveys.grounds import CannotMove, NeedsReason
from surveys.opportunity import Opportunity, State, pursued, rejected
from surveys.risk import NoWeight

NOW = datetime(2026, 11, 2, tzinfo=UTC)
SEEN = Opportunity(1, 2, "A photo at the quay", NOW)


def test_it_is_pursued_with_benefit_and_effort() -> None:
    """Both from 1 to 5, by name."""
    found = pursued(SEEN, 4, 2, NOW, by=3)
    assert (found.state, found.benefit, found.effort, found.decider_id) == (State.PURSUED, 4, 2, 3)
    for wrong in ((0, 2), (4, 6)):
        with pytest.raises(NoWeight):
            pursued(SEEN, *wrong, NOW, by=3)


def test_it_is_rejected_with_a_reason() -> None:
    """And what was decided stays so."""
    with pytest.raises(NeedsReason):
        rejected(SEEN, " ", NOW, by=3)
    gone = rejected(SEEN, "Too dear", NOW, by=3)
    assert (gone.state, gone.reason) == (State.REJECTED, "Too dear")
    with pytest.raises(CannotMove, match="O-2 is rejected already"):
        pursued(gone, 4, 2, NOW, by=3)
