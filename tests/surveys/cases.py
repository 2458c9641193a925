"""What the tests of the course of a case share: a case, the rules it is looked after by, grounds for each move."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from surveys.complaint import Cause, Complaint, Decision, Move, Problem, State
from surveys.course import moved
from surveys.grounds import Assessment, Finding, Grounds, Rules
from surveys.severity import Severity
from surveys.workdays import Workdays

LONDON = Rules(Workdays(ZoneInfo("Europe/London"), holidays={date(2026, 12, 25), date(2026, 12, 28)}))
NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
"""A Monday noon."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

OWNER = "staff:1"
FOUND = Finding(Cause.METHOD, Decision.UPHELD, "a new one")
SETTLED = Grounds("a new one was sent", accepted=True)
EVERY = Grounds(
    "why", accepted=True, rejected=True, told=True, deadlock=True, finding=FOUND,
    assessment=Assessment(Severity.S2, Problem.DEFECT, 1),
)  # fmt: skip
"""Grounds on which any move is made whose time has come."""

GRAVE = Assessment(Severity.S1, Problem.SAFETY, 1, safety=True)

CASE = Complaint(
    1, 3, None, None, None, "command", "the box was wet", Problem.OTHER, NOW, NOW + DAY, State.RECEIVED
)  # fmt: skip


def go(
    case: Complaint, *targets: State, at: datetime = NOW, grounds: Grounds = SETTLED, by: str = OWNER
) -> tuple[Complaint, Move]:
    """The case after these moves, and the last of them."""
    for target in targets:
        case, move = moved(case, target, at, by=by, grounds=grounds, rules=LONDON)
    return case, move


def at(state: State, **more: Any) -> Complaint:
    return replace(CASE, state=state, **more)
