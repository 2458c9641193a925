"""What may go wrong again: found in what comes back, weighed by the records, decided by a person."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.complaint import Complaint, Problem
from surveys.complaint import State as Case
from surveys.grounds import CannotMove, NeedsReason, ThereAlready
from surveys.risk import NoWeight, Risk, State, Weight, heavier, likelihood, moved, theme, weighed
from surveys.severity import Severity
from tests.surveys.cases import NOW, at

DAY = timedelta(days=1)
FOUND = Risk(1, 9, "Complaints come back: late", datetime(2026, 11, 2, tzinfo=UTC), likelihood=4, severity=3)


def late(number: int, days: float, **more: object) -> Complaint:
    """A complaint about lateness that came so many days ago."""
    received = {"received_at": NOW - days * DAY, "problem": Problem.LATE, "severity": Severity.S2}
    return replace(at(Case.ASSESSED), id=number, number=number, **(received | more))


def test_three_of_a_problem_in_28_days_are_a_theme() -> None:
    """Two are not, and neither are three over a longer time."""
    three = [late(1, 27), late(2, 10), late(3, 0)]
    found = theme(three, Problem.LATE, NOW)
    assert found is not None
    assert found.words == "late: 3 complaints in 28 days (C-1, C-2, C-3)"
    assert theme(three[1:], Problem.LATE, NOW) is None
    assert theme([late(1, 29), *three[1:]], Problem.LATE, NOW) is None


def test_one_of_the_gravest_is_a_theme() -> None:
    """Nobody waits for a second one."""
    found = theme([late(1, 0, severity=Severity.S1)], Problem.LATE, NOW)
    assert found is not None
    assert (found.weight.severity, found.cases) == (5, ("C-1",))


def test_what_is_no_complaint_makes_no_theme() -> None:
    """Candidates, and what somebody found to be none; nor does what fits no code."""
    for state in (Case.CANDIDATE, Case.DECLINED, Case.RECLASSIFIED):
        assert theme([late(n, 1, state=state) for n in range(5)], Problem.LATE, NOW) is None
    assert theme([late(n, 1, problem=Problem.OTHER) for n in range(5)], Problem.OTHER, NOW) is None


def test_how_likely_it_is_comes_from_how_often_it_was() -> None:
    """Weekly, monthly, quarterly, yearly, less: 5 to 1."""
    year = 364 * DAY
    assert [likelihood(n, year) for n in (60, 52, 51, 12, 11, 4, 3, 1)] == [5, 5, 4, 4, 3, 3, 2, 2]
    assert likelihood(3, 28 * DAY) == 4
    assert likelihood(0, year) == 1


@given(st.integers(1, 5), st.integers(1, 5))
def test_the_score_is_the_product(likely: int, severe: int) -> None:
    """1 to 25, in words with its band."""
    weight = Weight(likely, severe)
    assert weight.words.startswith(f"{likely} x {severe} = {likely * severe}, ")


def test_a_person_accepts_rejects_or_closes() -> None:
    """What was accepted keeps how heavy it was then; no goes with a reason."""
    accepted = moved(FOUND, State.ACCEPTED, NOW, by=3)
    assert (accepted.inherent_likelihood, accepted.inherent_severity, accepted.decider_id) == (4, 3, 3)
    with pytest.raises(NeedsReason):
        moved(FOUND, State.REJECTED, NOW, by=3, reason=" ")
    with pytest.raises(ThereAlready):
        moved(accepted, State.ACCEPTED, NOW, by=3)
    with pytest.raises(CannotMove, match="R-9 is candidate: it cannot be closed"):
        moved(FOUND, State.CLOSED, NOW, by=3, reason="gone")
    closed = moved(accepted, State.CLOSED, NOW, by=3, reason="gone")
    with pytest.raises(CannotMove, match="its weight stays"):
        weighed(closed, Weight(1, 1))


def test_a_weight_is_from_one_to_five() -> None:
    """Anything else is refused."""
    for wrong in (Weight(0, 3), Weight(3, 6)):
        with pytest.raises(NoWeight):
            weighed(FOUND, wrong)


def test_the_records_make_it_heavier_only() -> None:
    """Lighter it gets by a person, once something was done."""
    assert heavier(FOUND, Weight(5, 1)) == Weight(5, 3)
    assert heavier(FOUND, Weight(1, 1)) == FOUND.weight
