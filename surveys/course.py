"""The course of a case: which moves there are, what must hold for one, and what is due next (ISO 10002:2018, 7)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time
from enum import StrEnum

from surveys.complaint import OVER, Complaint, Move, State
from surveys.workdays import Workdays

CLOSING = time(17)
"""When a business day ends."""

CONFIRM_DAYS = 1
ACKNOWLEDGE_DAYS = 1
ON_THE_SPOT_DAYS = 3
"""The close of the third business day following the day of receipt (FCA Handbook, DISP 1.5.1)."""

NEXT_WORD_DAYS = 5
"""No customer waits longer for the next word."""

COURSE: Mapping[State, tuple[State, ...]] = {
    State.CANDIDATE: (State.RECEIVED, State.DECLINED),
    State.DECLINED: (),
    State.RECEIVED: (State.ACKNOWLEDGED, State.ASSESSED, State.RESPONDED, State.WITHDRAWN, State.RECLASSIFIED),
    State.ACKNOWLEDGED: (State.ASSESSED, State.RESPONDED, State.WITHDRAWN, State.RECLASSIFIED),
    State.ASSESSED: (State.INVESTIGATING, State.RESPONDED, State.WITHDRAWN),
    State.INVESTIGATING: (State.AWAITING_CUSTOMER, State.RESPONDED, State.EXTERNAL, State.WITHDRAWN),
    State.AWAITING_CUSTOMER: (State.INVESTIGATING, State.WITHDRAWN),
    State.RESPONDED: (State.CLOSED, State.REOPENED, State.EXTERNAL, State.WITHDRAWN),
    State.CLOSED: (State.REOPENED,),
    State.REOPENED: (State.INVESTIGATING, State.WITHDRAWN),
    State.EXTERNAL: (State.CLOSED,),
    State.WITHDRAWN: (),
    State.RECLASSIFIED: (),
}
"""Every move that a case may ever make."""

OFFERED = (State.RECEIVED, State.DECLINED, State.ACKNOWLEDGED, State.RESPONDED, State.CLOSED, State.WITHDRAWN,
           State.RECLASSIFIED)  # fmt: skip
"""Where a person can move one today."""

PLAIN: Mapping[State, str] = {
    State.CANDIDATE: "not confirmed yet",
    State.AWAITING_CUSTOMER: "waiting for the customer",
    State.EXTERNAL: "handed to an outside body",
    State.RECLASSIFIED: "no complaint",
}
"""States whose code is no plain word."""

DONE: Mapping[State, str] = {
    State.RECEIVED: "confirmed",
    State.RESPONDED: "closed on the spot",
    State.RECLASSIFIED: "called no complaint",
}
"""What can be done with a case, where that is not the state it leads to."""


class Ending(StrEnum):
    """How a case ends that needs no investigation."""

    SOLVED = "solved"
    WITHDRAWN = "withdrawn"
    ENQUIRY = "enquiry"
    REQUEST = "request"
    SPAM = "spam"


ENDINGS: Mapping[Ending, tuple[State, ...]] = {
    Ending.SOLVED: (State.RESPONDED, State.CLOSED),
    Ending.WITHDRAWN: (State.WITHDRAWN,),
    Ending.ENQUIRY: (State.RECLASSIFIED,),
    Ending.REQUEST: (State.RECLASSIFIED,),
    Ending.SPAM: (State.RECLASSIFIED,),
}
"""The moves that each ending is made of; the last three say what it was instead."""


class CannotMove(ValueError):
    """This cannot be done with a case as it stands; says what can."""


class ThereAlready(CannotMove):
    """Somebody did this before."""


class NeedsReason(CannotMove):
    """This is never done without saying why."""


class NotAccepted(CannotMove):
    """A case is closed on the spot only where the customer accepts what was done."""


class TooLate(CannotMove):
    """The days in which a case may be closed on the spot are over: it is to be assessed and investigated."""


@dataclass(frozen=True)
class Grounds:
    """Why a case moves: in words, and whether the customer accepts what was done."""

    reason: str = ""
    accepted: bool = False


def moved(
    case: Complaint, target: State, now: datetime, *, by: str, grounds: Grounds, workdays: Workdays
) -> tuple[Complaint, Move]:
    """The case in its new state, and the move to be kept with it; `now` before anything that happened is that instant.

    Raises: CannotMove.
    """
    check(case, target)
    for guard in GUARDS.get(target, ()):
        guard(case, grounds, now, workdays)
    at = max(now, case.received_at, case.acknowledged_at or now, case.closed_at or now)
    reason = " ".join(grounds.reason.split())
    told = target in (State.ACKNOWLEDGED, State.RESPONDED) and case.acknowledged_at is None
    after = replace(
        case,
        state=target,
        acknowledged_at=at if told else case.acknowledged_at,
        closed_at=at if target in OVER else None,
        outcome=reason if target in OVER else case.outcome,
    )
    return after, Move(0, case.id, at, by, case.state, target, reason)


def assigned(case: Complaint, owner_id: int, now: datetime, *, by: str, to: str) -> tuple[Complaint, Move]:
    """The case in the hands of its new owner, and the note of it among its moves; `to` is the owner as evidence has it.

    Raises: CannotMove.
    """
    check_assignable(case)
    if case.owner_id == owner_id:
        raise ThereAlready(f"{case.name} is in these hands already")
    return replace(case, owner_id=owner_id), Move(0, case.id, now, by, case.state, case.state, f"given to {to}")


def check_assignable(case: Complaint) -> None:
    """Raises: CannotMove, where there is nothing to look after."""
    if case.state in (State.CANDIDATE, *OVER):
        raise CannotMove(f"{case.name} is {plain(case.state)}: there is nothing to look after")


def check(case: Complaint, target: State) -> None:
    """Raises: CannotMove, where this move is not there for the case, naming those that are."""
    if target is case.state:
        raise ThereAlready(f"{case.name} is {plain(case.state)} already")
    if target in can(case):
        return
    open_to = [DONE.get(state, state.value) for state in can(case)]
    if not open_to:
        raise CannotMove(f"{case.name} is {plain(case.state)}: nothing more can be done")
    raise CannotMove(f"{case.name} is {plain(case.state)}; it can be: {', '.join(open_to)}")


def can(case: Complaint) -> tuple[State, ...]:
    """Where a person can move this case now."""
    return tuple(state for state in COURSE[case.state] if state in OFFERED)


def plain(state: State) -> str:
    """The state in words that follow "is"."""
    return PLAIN.get(state, state.value)


def due(case: Complaint, workdays: Workdays) -> tuple[str, datetime] | None:
    """What is to be done next, and by when (UTC); None where nothing is."""
    match case.state:
        case State.CANDIDATE:
            return "Confirm", case.confirm_by
        case State.RECEIVED:
            return "Acknowledge", workdays.after(case.received_at, ACKNOWLEDGE_DAYS, CLOSING)
        case State.ACKNOWLEDGED:
            return "Next word to the customer", next_word_by(case.acknowledged_at or case.received_at, workdays)
        case _:
            return None


def next_word_by(told: datetime, workdays: Workdays) -> datetime:
    """By when a customer who was told something hears from us again."""
    return workdays.after(told, NEXT_WORD_DAYS, CLOSING)


def on_the_spot_until(case: Complaint, workdays: Workdays) -> datetime:
    return workdays.after(case.received_at, ON_THE_SPOT_DAYS, CLOSING)


def _reason(case: Complaint, grounds: Grounds, _now: datetime, _workdays: Workdays) -> None:
    if not grounds.reason.strip():
        raise NeedsReason(f"{case.name} stays as it is: say in a few words why, or how it was told")


def _accepted(case: Complaint, grounds: Grounds, _now: datetime, _workdays: Workdays) -> None:
    if not grounds.accepted:
        raise NotAccepted(f"{case.name} cannot be closed on the spot: the customer has to accept what was done")


def _in_time(case: Complaint, _grounds: Grounds, now: datetime, workdays: Workdays) -> None:
    until = on_the_spot_until(case, workdays)
    if now > until:
        day = until.astimezone(workdays.zone)
        raise TooLate(
            f"{case.name} could be closed on the spot until {day:%Y-%m-%d %H:%M}, the end of the third business day "
            "after it was received. Now it has to be assessed and investigated"
        )


Guard = Callable[[Complaint, Grounds, datetime, Workdays], None]

GUARDS: Mapping[State, tuple[Guard, ...]] = {
    State.DECLINED: (_reason,),
    State.ACKNOWLEDGED: (_reason,),
    State.RESPONDED: (_accepted, _reason, _in_time),
    State.CLOSED: (_accepted, _reason),
    State.WITHDRAWN: (_reason,),
    State.RECLASSIFIED: (_reason,),
}
"""What must hold beside the course, for each state that is moved to."""
