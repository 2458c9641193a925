"""How complaints were looked after in a week: told in time, answered in time, solved, forgotten (ISO 10002:2018, 8.2).

It is counted apart from how deliveries went: recovering well is no excuse for failing first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from surveys.complaint import LOOKED_AFTER, NO_COMPLAINT, Complaint, State
from surveys.deadline import acknowledge_by, respond_by
from surveys.grounds import Rules

FORGOTTEN, OLD = timedelta(days=14), timedelta(days=60)
"""Without any move for so long, or open for so long, a case is named to leadership."""


@dataclass(frozen=True)
class Care:
    """Counts of one week: of the cases acknowledged in it, those in time, and so on. `solved` are closed cases whose
    customer said yes, of all closed; `late` are open ones in which something is overdue, and `forgotten` their names.
    """

    acknowledged: int = 0
    acknowledged_in_time: int = 0
    answered: int = 0
    answered_in_time: int = 0
    closed: int = 0
    solved: int = 0
    late: int = 0
    forgotten: tuple[str, ...] = ()


def care(touched: Iterable[Complaint], rules: Rules, start: datetime, end: datetime) -> Care:
    """What the cases that were acknowledged, answered or closed from `start` on and before `end` come to."""
    cases = [case for case in touched if case.state not in NO_COMPLAINT]
    acknowledged = [one for one in cases if _within(one.acknowledged_at, start, end)]
    answered = [one for one in cases if _within(one.responded_at, start, end)]
    closed = [one for one in cases if one.state is State.CLOSED and _within(one.closed_at, start, end)]
    return Care(
        acknowledged=len(acknowledged),
        acknowledged_in_time=sum(_in_time(one.acknowledged_at, acknowledge_by(one, rules)) for one in acknowledged),
        answered=len(answered),
        answered_in_time=sum(_in_time(one.responded_at, respond_by(one, rules)) for one in answered),
        closed=len(closed),
        solved=sum(not one.silent for one in closed),
    )


def forgotten(cases: Iterable[Complaint], last_moved: Mapping[int, datetime], now: datetime) -> tuple[str, ...]:
    """The open cases that leadership should ask about, by name."""
    return tuple(
        case.name
        for case in cases
        if case.state in LOOKED_AFTER
        and (now - last_moved.get(case.id, case.received_at) > FORGOTTEN or now - case.received_at > OLD)
    )


def _within(when: datetime | None, start: datetime, end: datetime) -> bool:
    return when is not None and start <= when < end


def _in_time(when: datetime | None, by: datetime) -> bool:
    return when is not None and when <= by
