"""How an enquiry becomes an agreement and the agreement is kept: which moves there are, and what must hold for each.

ISO 9001:2015: reviewed before anything is promised (8.2.3), every change known to those concerned (8.2.4).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from surveys.deadline import Alarm, Step
from surveys.enquiry import OPEN, OVER, Enquiry, State
from surveys.grounds import CannotMove, NeedsReason, NotTold, ThereAlready
from surveys.requirement import DUE, Edition, Judgement, unchecked
from surveys.workdays import Workdays

COURSE: Mapping[State, tuple[State, ...]] = {
    State.RECEIVED: (State.SCRUTINISED, State.DECLINED, State.WITHDRAWN, State.NO_ENQUIRY),
    State.SCRUTINISED: (State.UNDERSTOOD, State.SCRUTINISED, State.DECLINED, State.WITHDRAWN),
    State.UNDERSTOOD: (State.AGREED, State.SCRUTINISED, State.DECLINED, State.WITHDRAWN),
    State.AGREED: (State.CHANGED, State.FULFILLED, State.WITHDRAWN),
    State.CHANGED: (State.AGREED, State.CHANGED, State.WITHDRAWN),
    State.FULFILLED: (),
    State.DECLINED: (),
    State.WITHDRAWN: (),
    State.NO_ENQUIRY: (),
}
"""Every move that an enquiry may ever make; what is scrutinised or changed may be so once more."""

PLAIN: Mapping[State, str] = {State.NO_ENQUIRY: "no enquiry", State.CHANGED: "changed, and not agreed again yet"}
"""States whose code is no plain word."""


class NotReviewed(CannotMove):
    """What a customer wants is looked at before anybody promises it."""


class OpenQuestion(CannotMove):
    """Nothing is agreed while something is not clear."""


class NotConfirmed(CannotMove):
    """The customer has to confirm what is agreed."""


class NotJudged(CannotMove):
    """Of every line it is said whether it was met."""


@dataclass(frozen=True)
class Basis:
    """What a move stands on: why, the newest edition of what is wanted, what is not clear yet, and what was delivered.

    `told` says that the customer knows; `judged` are the judgements on the lines of the agreed edition.
    """

    reason: str = ""
    edition: Edition | None = None
    open_questions: int = 0
    told: bool = False
    delivery_id: int | None = None
    judged: Sequence[Judgement] = ()


def moved(enquiry: Enquiry, target: State, now: datetime, basis: Basis) -> Enquiry:
    """The enquiry in its new state. Raises: CannotMove."""
    check(enquiry, target)
    for guard in GUARDS[target]:
        guard(enquiry, basis)
    at = max(now, enquiry.received_at)
    after = replace(enquiry, state=target)
    if target in OVER:
        after = replace(after, closed_at=at, outcome=" ".join(basis.reason.split()))
    return CHANGES[target](after, basis, at) if target in CHANGES else after


def check(enquiry: Enquiry, target: State) -> None:
    """Raises: CannotMove, where this move is not there for the enquiry, naming those that are."""
    if target in COURSE[enquiry.state]:
        return
    if target is enquiry.state:
        raise ThereAlready(f"{enquiry.name} is {plain(enquiry.state)} already")
    open_to = [one.value.replace("_", " ") for one in COURSE[enquiry.state]]
    if not open_to:
        raise CannotMove(f"{enquiry.name} is {plain(enquiry.state)}: nothing more can be done")
    raise CannotMove(f"{enquiry.name} is {plain(enquiry.state)}; it can be: {', '.join(open_to)}")


def check_open(enquiry: Enquiry) -> None:
    """Raises: CannotMove, where there is nothing to look after."""
    if enquiry.state not in OPEN:
        raise CannotMove(f"{enquiry.name} is {plain(enquiry.state)}: there is nothing to look after")


def answered(enquiry: Enquiry, now: datetime) -> Enquiry:
    """A person has replied: only the first time counts."""
    return enquiry if enquiry.answered_at else replace(enquiry, answered_at=max(now, enquiry.received_at))


def committed(enquiry: Enquiry, now: datetime) -> Enquiry:
    """Somebody bound us, with a review or without. Raises: CannotMove."""
    check_open(enquiry)
    if enquiry.committed_at:
        raise ThereAlready(f"{enquiry.name}: we are bound already")
    return replace(enquiry, committed_at=max(now, enquiry.received_at), unreviewed=enquiry.reviewed_at is None)


def in_time(due_on: date, delivered_at: datetime, workdays: Workdays) -> bool:
    """Whether it was delivered by that day, as the organisation's clocks have it."""
    return delivered_at.astimezone(workdays.zone).date() <= due_on


def alarms(enquiry: Enquiry, workdays: Workdays) -> Iterator[Alarm]:
    """Every escalation of a first reply that is still to be made, earliest first."""
    if enquiry.answered_at or enquiry.state in OVER:
        return
    span = workdays.between(enquiry.received_at, enquiry.answer_by)
    for step in Step:
        at = workdays.later(enquiry.received_at, span * step / 100)
        at = enquiry.answer_by if step is Step.LEAD else at
        if step.name not in enquiry.alarms:
            late = {Step.OWNER: "is soon due", Step.LEAD: "is due", Step.LEADERS: "is overdue"}[step]
            yield Alarm(step.name, step, at, f"{late}: nobody has replied to the customer")


def attend_at(enquiry: Enquiry, workdays: Workdays) -> datetime | None:
    """When the clock has to look at this enquiry again."""
    return min((one.at for one in alarms(enquiry, workdays)), default=None)


def plain(state: State) -> str:
    """The state in words that follow "is"."""
    return PLAIN.get(state, state.value)


def _why(enquiry: Enquiry, basis: Basis) -> None:
    if not basis.reason.strip():
        raise NeedsReason(f"{enquiry.name} stays as it is: say in a few words why")


def _told(enquiry: Enquiry, basis: Basis) -> None:
    if not basis.told and enquiry.answered_at is None:
        raise NotTold(f"{enquiry.name} stays as it is until somebody has replied to the customer")


def _reviewed(enquiry: Enquiry, basis: Basis) -> None:
    edition = basis.edition
    if edition is None or edition.number <= enquiry.edition or not edition.lines:
        raise NotReviewed(f"{enquiry.name} needs what the customer wants, one requirement a line")
    if unchecked(edition) and not edition.remark.strip():
        raise NotReviewed(f"{enquiry.name}: not everything was looked at; do that, or say why it can be left out")


def _explained(enquiry: Enquiry, basis: Basis) -> None:
    if basis.edition and not basis.edition.why.strip():
        raise NeedsReason(f"{enquiry.name} stays as it is: say what changed, and who wants it so")


def _clear(enquiry: Enquiry, basis: Basis) -> None:
    if basis.open_questions:
        waits = "a question is" if basis.open_questions == 1 else f"{basis.open_questions} questions are"
        raise OpenQuestion(f"{enquiry.name} is not understood yet: {waits} still open")


def _confirmed(enquiry: Enquiry, basis: Basis) -> None:
    if basis.edition is None or not basis.edition.confirmation.strip():
        raise NotConfirmed(f"{enquiry.name} is agreed only when the customer confirms it: write down their words")


def _judged(enquiry: Enquiry, basis: Basis) -> None:
    edition = basis.edition
    if edition is None or basis.delivery_id is None:
        raise NotJudged(f"{enquiry.name} is fulfilled by a delivery: name its order once it was delivered")
    wanted = {*range(len(edition.lines)), *((DUE,) if edition.due_on else ())}
    if left := wanted - {one.line for one in basis.judged}:
        raise NotJudged(f"{enquiry.name}: {len(left)} of {len(wanted)} requirements are not judged yet")


def _with_edition(after: Enquiry, basis: Basis, at: datetime) -> Enquiry:
    edition = basis.edition.number if basis.edition else after.edition
    return replace(after, edition=edition, reviewed_at=after.reviewed_at or at)


def _agreed(after: Enquiry, _basis: Basis, at: datetime) -> Enquiry:
    return replace(after, agreed=after.edition, committed_at=after.committed_at or at)


def _fulfilled(after: Enquiry, basis: Basis, _at: datetime) -> Enquiry:
    return replace(after, delivery_id=basis.delivery_id, met=all(one.met for one in basis.judged))


Guard = Callable[[Enquiry, Basis], None]

GUARDS: Mapping[State, tuple[Guard, ...]] = {
    State.SCRUTINISED: (_reviewed,),
    State.UNDERSTOOD: (_clear,),
    State.AGREED: (_clear, _confirmed),
    State.CHANGED: (_reviewed, _explained),
    State.FULFILLED: (_judged,),
    State.DECLINED: (_why, _told),
    State.WITHDRAWN: (_why,),
    State.NO_ENQUIRY: (_why,),
}
"""What must hold for each move."""

CHANGES: Mapping[State, Callable[[Enquiry, Basis, datetime], Enquiry]] = {
    State.SCRUTINISED: _with_edition,
    State.CHANGED: _with_edition,
    State.AGREED: _agreed,
    State.FULFILLED: _fulfilled,
}
"""What an enquiry keeps of a move beside its state."""
