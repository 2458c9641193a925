"""The course of a case: which moves there are, and what each of them changes (ISO 10002:2018, 7)."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from surveys.complaint import LOOKED_AFTER, OVER, Complaint, Move, Problem, State
from surveys.grounds import Asked, CannotMove, Grounds, NeedsOwner, NeedsReason, NotAssessed, Rules, ThereAlready
from surveys.guards import check as check_grounds
from surveys.severity import Severity

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

PLAIN: Mapping[State, str] = {
    State.CANDIDATE: "not confirmed yet",
    State.INVESTIGATING: "under investigation",
    State.AWAITING_CUSTOMER: "waiting for the customer",
    State.RESPONDED: "answered",
    State.EXTERNAL: "handed to an outside body",
    State.RECLASSIFIED: "no complaint",
}
"""States whose code is no plain word."""

DONE: Mapping[State, str] = {
    State.RECEIVED: "confirmed",
    State.INVESTIGATING: "investigated",
    State.AWAITING_CUSTOMER: "put to the customer as a question",
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


NO_COMPLAINT = (Ending.ENQUIRY, Ending.REQUEST, Ending.SPAM)
"""These say what it was instead."""


def moved(
    case: Complaint, target: State, now: datetime, *, by: str, grounds: Grounds, rules: Rules
) -> tuple[Complaint, Move]:
    """The case in its new state, and the move to be kept with it; `now` before anything that happened is that instant.

    Raises: CannotMove.
    """
    check(case, target)
    at = max(now, *(when for when in _times(case) if when is not None))
    asked = Asked(case, grounds, by, at, rules)
    check_grounds(asked, target)
    reason = " ".join(grounds.reason.split())
    if grounds.assessment and target is State.ASSESSED:
        reason = grounds.assessment.words(reason)
    after = replace(
        case,
        state=target,
        closed_at=at if target in OVER else None,
        outcome=reason if target in OVER else case.outcome,
    )
    changed = CHANGES[target](asked, after) if target in CHANGES else after
    return changed, Move(0, case.id, at, by, case.state, target, reason)


def assigned(case: Complaint, owner_id: int, now: datetime, *, by: str, to: str) -> tuple[Complaint, Move]:
    """The case in the hands of its new owner, and the note of it among its moves; `to` is the owner as evidence has it.

    Raises: CannotMove.
    """
    check_assignable(case)
    if case.owner_id == owner_id:
        raise ThereAlready(f"{case.name} is in these hands already")
    if case.reopened and owner_id == case.former_owner_id:
        raise NeedsOwner(f"{case.name} came back: somebody else than before has to look after it")
    return replace(case, owner_id=owner_id), noted(case, now, by=by, reason=f"given to {to}")


def regraded(
    case: Complaint, severity: Severity, problem: Problem, now: datetime, *, by: str, reason: str
) -> tuple[Complaint, Move]:
    """The case with another severity or problem; never less grave without saying why.

    Raises: CannotMove.
    """
    check_assignable(case)
    if case.severity is None:
        raise NotAssessed(f"{case.name} has no severity yet: assess it")
    if (severity, problem) == (case.severity, case.problem):
        raise ThereAlready(f"{case.name} is {severity.upper()} already")
    if severity.below(case.severity) and not reason.strip():
        raise NeedsReason(f"{case.name} is {case.severity.upper()}: say why it should be looked after as less grave")
    changed = [
        f"from {case.severity.upper()} to {severity.upper()}" if severity is not case.severity else "",
        f"problem {problem.replace('_', ' ')}" if problem is not case.problem else "",
    ]
    why = f": {' '.join(reason.split())}" if reason.strip() else ""
    note = noted(case, now, by=by, reason=f"{', '.join(one for one in changed if one)}{why}")
    return replace(case, severity=severity, problem=problem), note


def linked(
    case: Complaint, delivery_id: int, customer_id: int, now: datetime, *, by: str, order: str
) -> tuple[Complaint, Move]:
    """The case about an order that was not known before, and its customer's where nobody was named.

    Raises: CannotMove.
    """
    check_linkable(case)
    note = noted(case, now, by=by, reason=f"about order {order}")
    return replace(case, delivery_id=delivery_id, customer_id=case.customer_id or customer_id), note


def check_linkable(case: Complaint) -> None:
    """Raises: CannotMove, where a case is over, or about an order already."""
    check_assignable(case)
    if case.delivery_id is not None:
        raise ThereAlready(f"{case.name} is about an order already")


def acknowledged(case: Complaint, now: datetime, *, by: str, reason: str) -> tuple[Complaint, Move]:
    """The customer learns that it was received, of a case that was assessed before that: the gravest are.

    Raises: CannotMove.
    """
    check_acknowledgeable(case)
    at = max(now, case.received_at)
    return replace(case, acknowledged_at=at, told_at=at), noted(case, at, by=by, reason=f"acknowledged: {reason}")


def check_acknowledgeable(case: Complaint) -> None:
    """Raises: CannotMove, where the customer knows already, or need not."""
    if case.acknowledged_at is None and case.state in (State.RECEIVED, State.ASSESSED):
        return
    kind = ThereAlready if case.acknowledged_at else CannotMove
    raise kind(f"{case.name} is {plain(case.state)}: there is nothing to acknowledge")


def noted(case: Complaint, now: datetime, *, by: str, reason: str) -> Move:
    """What happened to a case without moving it, among its moves."""
    return Move(0, case.id, now, by, case.state, case.state, reason)


def check_assignable(case: Complaint) -> None:
    """Raises: CannotMove, where there is nothing to look after."""
    if case.state not in LOOKED_AFTER:
        raise CannotMove(f"{case.name} is {plain(case.state)}: there is nothing to look after")


def check(case: Complaint, target: State) -> None:
    """Raises: CannotMove, where this move is not there for the case, naming those that are."""
    if target is case.state:
        raise ThereAlready(f"{case.name} is {plain(case.state)} already")
    if target in can(case):
        return
    open_to = [_done(case, state) for state in can(case)]
    if not open_to:
        raise CannotMove(f"{case.name} is {plain(case.state)}: nothing more can be done")
    raise CannotMove(f"{case.name} is {plain(case.state)}; it can be: {', '.join(open_to)}")


def can(case: Complaint) -> tuple[State, ...]:
    """Where this case can move now."""
    return COURSE[case.state]


def endings(case: Complaint) -> Mapping[Ending, tuple[State, ...]]:
    """How a person can end this case now, and the moves that each ending is made of."""
    answered = case.state in (State.RESPONDED, State.EXTERNAL)
    ways = {
        Ending.SOLVED: (State.CLOSED,) if answered else (State.RESPONDED, State.CLOSED),
        Ending.WITHDRAWN: (State.WITHDRAWN,),
        **dict.fromkeys(NO_COMPLAINT, (State.RECLASSIFIED,)),
    }
    if case.state is State.INVESTIGATING:
        del ways[Ending.SOLVED]
    return {ending: moves for ending, moves in ways.items() if moves[0] in can(case)}


def check_ending(case: Complaint, ending: Ending | None = None) -> None:
    """Raises: CannotMove, where this case cannot end, or not in this way."""
    if ending in endings(case) or (ending is None and endings(case)):
        return
    if case.state is State.INVESTIGATING:
        raise CannotMove(f"{case.name} is under investigation: answer the customer first")
    raise CannotMove(f"{case.name} is {plain(case.state)}: it cannot end like this")


def plain(state: State) -> str:
    """The state in words that follow "is"."""
    return PLAIN.get(state, state.value)


def _done(case: Complaint, target: State) -> str:
    if target is State.RESPONDED and case.state is not State.INVESTIGATING:
        return "closed on the spot"
    return DONE.get(target, plain(target))


def _times(case: Complaint) -> tuple[datetime | None, ...]:
    known = (case.received_at, case.acknowledged_at, case.told_at, case.asked_at)
    return (*known, case.responded_at, case.reopened_at, case.closed_at)


def _acknowledged(asked: Asked, after: Complaint) -> Complaint:
    return replace(after, acknowledged_at=asked.now, told_at=asked.now)


def _assessed(asked: Asked, after: Complaint) -> Complaint:
    found = asked.grounds.assessment
    if found is None:
        return after
    return replace(after, severity=found.grade, problem=found.problem, owner_id=found.owner_id, safety=found.safety)


def _asked(asked: Asked, after: Complaint) -> Complaint:
    return replace(after, asked_at=asked.now, told_at=asked.now)


def _investigating(asked: Asked, after: Complaint) -> Complaint:
    """The time that the customer took does not count against the response, and the next word is owed from now on; the
    age of the case goes on.
    """
    if asked.case.asked_at is None:
        return after
    waited = asked.rules.workdays.between(asked.case.asked_at, asked.now)
    return replace(after, asked_at=None, told_at=asked.now, waited=after.waited + waited // timedelta(seconds=1))


def _responded(asked: Asked, after: Complaint) -> Complaint:
    told = replace(after, acknowledged_at=after.acknowledged_at or asked.now, told_at=asked.now, responded_at=asked.now)
    found = asked.grounds.finding
    if found is None:
        return told
    return replace(told, cause=found.cause, decision=found.decision, remedy=found.remedy, remedy_open=found.remedy_open)


def _closed(asked: Asked, after: Complaint) -> Complaint:
    return replace(after, silent=asked.grounds.silent and not asked.grounds.accepted)


def _reopened(asked: Asked, after: Complaint) -> Complaint:
    """It goes to somebody else, and its clock begins anew; when it was received stays."""
    return replace(
        after,
        reopened=after.reopened + 1,
        reopened_at=asked.now,
        former_owner_id=after.owner_id,
        owner_id=None,
        severity=after.severity.raised if after.severity else None,
        waited=0,
        silent=False,
    )


CHANGES: Mapping[State, Callable[[Asked, Complaint], Complaint]] = {
    State.ACKNOWLEDGED: _acknowledged,
    State.ASSESSED: _assessed,
    State.AWAITING_CUSTOMER: _asked,
    State.INVESTIGATING: _investigating,
    State.RESPONDED: _responded,
    State.CLOSED: _closed,
    State.REOPENED: _reopened,
}
"""What a case keeps of a move beside its state."""
