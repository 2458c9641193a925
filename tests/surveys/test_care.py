"""How complaints were looked after in a week, apart from how deliveries went."""

from dataclasses import replace
from typing import Any

from surveys.care import Care, care, forgotten
from surveys.complaint import State
from surveys.severity import Severity
from tests.surveys.cases import CASE, DAY, HOUR, LONDON, NOW, at

WEEK = (NOW - 12 * HOUR, NOW + 7 * DAY - 12 * HOUR)


def told(*cases: Any) -> Care:
    return care(cases, LONDON, *WEEK)


def test_a_week_without_cases_comes_to_nothing() -> None:
    """Nothing is in time, and nothing is late."""
    assert told() == Care()


def test_what_was_done_in_the_week_is_measured_against_its_time() -> None:
    """Four business hours for the word that a grave case was received, five days for its answer."""
    early = at(State.RESPONDED, severity=Severity.S2, acknowledged_at=NOW + HOUR, responded_at=NOW + 2 * DAY)
    slow = replace(early, acknowledged_at=NOW + DAY, responded_at=NOW + 6 * DAY, received_at=NOW - 2 * DAY)
    assert told(early, slow) == Care(acknowledged=2, acknowledged_in_time=1, answered=2, answered_in_time=1)


def test_only_a_customers_yes_calls_a_case_solved() -> None:
    """One closed in silence is closed, and no more."""
    yes = at(State.CLOSED, closed_at=NOW)
    silent = replace(yes, silent=True)
    assert told(yes, silent) == Care(closed=2, solved=1)


def test_other_weeks_and_what_was_no_complaint_are_left_out() -> None:
    """Each thing belongs to the week in which it was done."""
    before = at(State.CLOSED, acknowledged_at=WEEK[0] - HOUR, responded_at=WEEK[1], closed_at=WEEK[1])
    none = at(State.RECLASSIFIED, acknowledged_at=NOW, closed_at=NOW)
    assert told(before, none) == Care()


def test_forgotten_cases_are_named() -> None:
    """Two weeks without a move, or open for sixty days; those that are over or not confirmed are not."""
    quiet = replace(CASE, id=1, number=1)
    moving = replace(CASE, id=2, number=2)
    old = replace(CASE, id=3, number=3, received_at=NOW - 61 * DAY)
    over = replace(at(State.CLOSED), id=4, number=4)
    now = NOW + 15 * DAY
    moved = {2: now - DAY, 3: now - DAY}
    assert forgotten([quiet, moving, old, over], moved, now) == ("C-1", "C-3")
