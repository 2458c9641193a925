"""What must hold before a case moves, state by state (ISO 10002:2018, 7): each guard says what is missing."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from surveys.complaint import Complaint, State
from surveys.grounds import (
    EXTERNAL,
    NO_REPLY,
    ON_THE_SPOT,
    RECURS_DAYS,
    SILENCE,
    Asked,
    NeedsOwner,
    NeedsReason,
    NeedsSecond,
    NotAccepted,
    NotAssessed,
    NotFound,
    NotTold,
    Rules,
    TooEarly,
    TooLate,
)
from surveys.severity import Severity, Term


def on_the_spot_until(case: Complaint, rules: Rules) -> datetime:
    return rules.end(_spot(rules), case.received_at)


def external_from(case: Complaint, rules: Rules) -> datetime:
    """From when on an outside body may be turned to without the organisation's leave."""
    term = rules.regime.external if rules.regime else None
    return rules.end(term or EXTERNAL, case.received_at)


def check(asked: Asked, target: State) -> None:
    """Raises: CannotMove, where what must hold for this move does not."""
    for guard in GUARDS.get((asked.case.state, target), ()) or GUARDS.get((None, target), ()):
        guard(asked)


def owned_by(case: Complaint, by: str) -> bool:
    return case.owner_id is not None and by == f"staff:{case.owner_id}"


def _reason(asked: Asked) -> None:
    if not asked.grounds.reason.strip():
        raise NeedsReason(f"{asked.case.name} stays as it is: say in a few words why, or how it was told")


def _told(asked: Asked) -> None:
    if not asked.grounds.told:
        raise NotTold(f"{asked.case.name} stays as it is until the customer was told, by letter or in person")


def _acknowledged(asked: Asked) -> None:
    if asked.case.acknowledged_at is None:
        raise NotTold(f"{asked.case.name} is not acknowledged yet: tell the customer first that it was received")


def _accepted(asked: Asked) -> None:
    if not asked.grounds.accepted:
        raise NotAccepted(f"{asked.case.name} cannot be closed on the spot: the customer has to accept what was done")


def _accepted_or_silent(asked: Asked) -> None:
    case, grounds = asked.case, asked.grounds
    if grounds.accepted:
        return
    if not grounds.silent:
        raise NotAccepted(f"{case.name} is closed only when the customer accepts what was done")
    until = asked.rules.end(SILENCE, case.responded_at or case.received_at)
    if asked.now < until:
        raise TooEarly(f"{case.name} stays open until {_local(until, asked)}: the customer may still answer")


def _on_the_spot(asked: Asked) -> None:
    until = on_the_spot_until(asked.case, asked.rules)
    if asked.now > until:
        raise TooLate(
            f"{asked.case.name} could be closed on the spot until {_local(until, asked)}, {_spot(asked.rules)} after "
            "it was received. Now it has to be assessed and investigated"
        )


def _spot(rules: Rules) -> Term:
    return (rules.regime.on_the_spot if rules.regime else None) or ON_THE_SPOT


def _assessed(asked: Asked) -> None:
    if asked.grounds.assessment is None:
        raise NotAssessed(f"{asked.case.name} needs a severity, a problem, an owner, and whether anybody is in danger")


def _not_before_word(asked: Asked) -> None:
    """Only the gravest may be assessed before the customer was told that it was received."""
    assessment = asked.grounds.assessment
    if assessment and assessment.grade is not Severity.S1:
        raise NotTold(f"{asked.case.name} is not acknowledged yet; only an S1 is assessed before that")


def _not_milder(asked: Asked) -> None:
    case, assessment = asked.case, asked.grounds.assessment
    if assessment and case.severity and assessment.grade.below(case.severity) and not asked.grounds.reason.strip():
        raise NeedsReason(f"{case.name} is {case.severity.upper()}: say why it should be looked after as less grave")


def _taken_on(asked: Asked) -> None:
    case = asked.case
    if case.owner_id is None:
        raise NeedsOwner(f"{case.name} has no owner yet: assign it first")
    if not owned_by(case, asked.by):
        raise NeedsOwner(f"{case.name} is taken on by its owner, and by nobody else")


def _another(asked: Asked) -> None:
    case = asked.case
    if case.owner_id is not None and case.owner_id == case.former_owner_id:
        raise NeedsOwner(f"{case.name} came back: somebody else than before has to look after it")


def _rejected_or_recurred(asked: Asked) -> None:
    if not asked.grounds.rejected:
        raise NotAccepted(f"{asked.case.name} is reopened when the customer says no, or when it happens again")


def _lately(asked: Asked) -> None:
    closed_at = asked.case.closed_at
    if closed_at and asked.now - closed_at > timedelta(days=RECURS_DAYS):
        raise TooLate(f"{asked.case.name} was closed more than {RECURS_DAYS} days ago: log a new complaint")


def _found(asked: Asked) -> None:
    found = asked.grounds.finding
    if found is None or not found.remedy.strip():
        raise NotFound(f"{asked.case.name} needs a cause, a decision and what is done about it")


def _long_or_deadlocked(asked: Asked) -> None:
    since = external_from(asked.case, asked.rules)
    if not asked.grounds.deadlock and asked.now < since:
        raise TooEarly(f"{asked.case.name} may go to an outside body from {_local(since, asked)}, or at a deadlock")


def _waited(asked: Asked) -> None:
    case = asked.case
    if asked.grounds.silent and asked.now < asked.rules.end(NO_REPLY, case.asked_at or case.received_at):
        raise TooEarly(f"{case.name} waits for the customer's answer still")


def _second(asked: Asked) -> None:
    case = asked.case
    if case.severity not in (Severity.S1, Severity.S2):
        return
    if asked.by in {f"staff:{one}" for one in (case.owner_id, case.reporter_id) if one is not None}:
        raise NeedsSecond(
            f"{case.name} is {case.severity.upper()}: a colleague who did not log it and does not own it decides"
        )


def _local(when: datetime, asked: Asked) -> str:
    return f"{when.astimezone(asked.rules.workdays.zone):%Y-%m-%d %H:%M}"


Guard = Callable[[Asked], None]

GUARDS: Mapping[tuple[State | None, State], tuple[Guard, ...]] = {
    (None, State.DECLINED): (_reason,),
    (None, State.ACKNOWLEDGED): (_told, _reason),
    (None, State.ASSESSED): (_assessed, _not_milder),
    (State.RECEIVED, State.ASSESSED): (_assessed, _not_before_word, _not_milder),
    (State.ASSESSED, State.INVESTIGATING): (_acknowledged, _taken_on),
    (State.REOPENED, State.INVESTIGATING): (_another, _taken_on),
    (State.AWAITING_CUSTOMER, State.INVESTIGATING): (_reason, _waited),
    (None, State.AWAITING_CUSTOMER): (_told, _reason),
    (None, State.RESPONDED): (_accepted, _reason, _on_the_spot),
    (State.INVESTIGATING, State.RESPONDED): (_told, _found, _reason),
    (None, State.CLOSED): (_accepted_or_silent, _reason),
    (State.EXTERNAL, State.CLOSED): (_reason,),
    (None, State.REOPENED): (_rejected_or_recurred, _reason, _lately),
    (None, State.EXTERNAL): (_told, _long_or_deadlocked, _reason),
    (None, State.WITHDRAWN): (_reason,),
    (None, State.RECLASSIFIED): (_reason, _second),
}
"""What must hold for each move; without the state it comes from, for all moves to that state."""
