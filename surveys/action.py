"""What is done so that something goes better or does not come back (ISO 9001:2015, 10.2 and 10.3).

By which measure its effect will be judged is fixed before anything begins, and somebody other than its owner judges it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from surveys.grounds import CannotMove, NeedsReason, ThereAlready
from surveys.workdays import Week


class State(StrEnum):
    PROPOSED = "proposed"
    AGREED = "agreed"
    IN_PROGRESS = "in_progress"
    IMPLEMENTED = "implemented"
    VERIFYING = "verifying"
    EFFECTIVE = "effective"
    PARTLY = "partly"
    INEFFECTIVE = "ineffective"
    CANCELLED = "cancelled"


COURSE: Mapping[State, tuple[State, ...]] = {
    State.PROPOSED: (State.AGREED, State.CANCELLED),
    State.AGREED: (State.IN_PROGRESS, State.CANCELLED),
    State.IN_PROGRESS: (State.IMPLEMENTED, State.CANCELLED),
    State.IMPLEMENTED: (State.VERIFYING,),
    State.VERIFYING: (State.EFFECTIVE, State.PARTLY, State.INEFFECTIVE),
    State.EFFECTIVE: (),
    State.PARTLY: (),
    State.INEFFECTIVE: (),
    State.CANCELLED: (),
}
"""Every move that an action may make. What was done is never closed before its effect was looked at."""

RESULTS = COURSE[State.VERIFYING]
OVER = (*RESULTS, State.CANCELLED)
OPEN = tuple(state for state in State if state not in OVER)
TO_DO = (State.PROPOSED, State.AGREED, State.IN_PROGRESS)
"""In these the day by which it is to be done can pass."""

WEEKS, FEWEST_DELIVERIES = 8, 30
"""How long an effect is waited for, and on how many deliveries it has to show."""


class Kind(StrEnum):
    """Putting something right is no cure of its cause (ISO 9000:2015, 3.12)."""

    CORRECTION = "correction"
    CORRECTIVE = "corrective"
    IMPROVEMENT = "improvement"


class Aim(StrEnum):
    """When an action has worked: the measure is better than was usual before it, or reaches a target."""

    BETTER = "better"
    TARGET = "target"


class NoCriterion(CannotMove):
    """How the effect will be judged is fixed before an action begins."""


class NotYours(CannotMove):
    """Some moves are for the owner alone, and one is for anybody but the owner."""


@dataclass(frozen=True)
class Action:
    """One action. `number` is what people call it: A-1. It came from a digest, a complaint, a risk or an opportunity,
    or `follows` one that did not work.

    `measure` is the key of a weekly figure, `aim` and `target` (per cent, or complaints per 1000 deliveries) when it
    has worked, `weeks` how long that is waited for. `verify_at` is when its effect is looked at, `extended` whether
    that was put off once since too little was known. `proposal` is what the figures then said, `finding` in words;
    `result` is why whoever judged it said so, `warned` that its owner was told of its day having passed. `attend_at`
    is when the clock has to look at it again.
    """

    id: int
    number: int
    words: str
    kind: Kind
    proposed_at: datetime
    proposer_id: int | None = None
    state: State = State.PROPOSED
    version: int = 1
    cause: str = ""
    owner_id: int | None = None
    due_on: date | None = None
    measure: str = ""
    aim: Aim = Aim.BETTER
    target: int | None = None
    weeks: int = WEEKS
    agreed_at: datetime | None = None
    begun_at: datetime | None = None
    implemented_at: datetime | None = None
    verify_at: datetime | None = None
    extended: bool = False
    proposal: str = ""
    finding: str = ""
    closed_at: datetime | None = None
    verifier_id: int | None = None
    result: str = ""
    warned: bool = False
    digest_id: int | None = None
    complaint_id: int | None = None
    follows_id: int | None = None
    risk_id: int | None = None
    opportunity_id: int | None = None
    attend_at: datetime | None = None

    @property
    def name(self) -> str:
        return f"A-{self.number}"


def moved(action: Action, target: State, now: datetime, zone: ZoneInfo, *, by: int | None, reason: str = "") -> Action:
    """The action in its new state; `by` is the id of who moves it, None the clock. Raises: CannotMove.

    The effect is looked at when so many whole weeks of `zone` are over.
    """
    check(action, target)
    after = replace(action, state=target)
    match target:
        case State.AGREED:
            _check_criterion(action)
            return replace(after, agreed_at=now)
        case State.IN_PROGRESS:
            _only_owner(action, by)
            return replace(after, begun_at=now)
        case State.IMPLEMENTED:
            _only_owner(action, by)
            _why(reason, f"{action.name} stays open: say in a few words what was done")
            return replace(after, implemented_at=now, verify_at=Week.of(now, zone).shift(action.weeks).bounds(zone)[1])
        case State.CANCELLED:
            _why(reason, f"{action.name} stays open: say in a few words why it is not done")
            return replace(after, closed_at=now, result=_line(reason))
        case State.EFFECTIVE | State.PARTLY | State.INEFFECTIVE:
            return _judged(after, by, now, reason)
        case _:
            return after


def check(action: Action, target: State) -> None:
    """Raises: CannotMove, where this move is not there for the action, naming those that are."""
    if target in COURSE[action.state]:
        return
    if target is action.state:
        raise ThereAlready(f"{action.name} is {plain(action.state)} already")
    if target in RESULTS and action.state in OPEN:
        raise CannotMove(f"{action.name} is {plain(action.state)}: it is closed only by what came of it")
    if not COURSE[action.state]:
        raise CannotMove(f"{action.name} is {plain(action.state)}: nothing more can be done")
    raise CannotMove(
        f"{action.name} is {plain(action.state)}; it can be: {', '.join(map(plain, COURSE[action.state]))}"
    )


def check_plannable(action: Action) -> None:
    """Raises: CannotMove. Owner, day and criterion may change until the work has begun."""
    if action.state not in (State.PROPOSED, State.AGREED):
        raise CannotMove(f"{action.name} is {plain(action.state)}: how its effect is judged was fixed before it began")


def attend_at(action: Action, due: datetime | None) -> datetime | None:
    """When the clock has to look at this action again; `due` is the end of the day by which it is to be done."""
    if action.state is State.IMPLEMENTED:
        return action.verify_at
    return due if action.state in TO_DO and not action.warned else None


def extended(action: Action) -> Action:
    """Wait once more for as long: too little was known to judge by."""
    begun = action.verify_at or datetime.max.replace(tzinfo=UTC)
    return replace(action, extended=True, verify_at=begun + timedelta(weeks=action.weeks))


def plain(state: State) -> str:
    """The state in words that follow "is"."""
    words = {State.VERIFYING: "to be verified", State.PARTLY: "partly effective", State.INEFFECTIVE: "not effective"}
    return words.get(state, state.replace("_", " "))


def _check_criterion(action: Action) -> None:
    if action.owner_id is None or action.due_on is None:
        raise NoCriterion(f"{action.name} needs an owner and a day")
    if not action.measure:
        raise NoCriterion(f"{action.name} needs the measure by which its effect is judged")
    if action.aim is Aim.TARGET and action.target is None:
        raise NoCriterion(f"{action.name} needs the target that it is to reach")


def _judged(after: Action, by: int | None, now: datetime, reason: str) -> Action:
    if by is None or by == after.owner_id:
        raise NotYours(f"{after.name} is verified by somebody other than its owner")
    if after.state != after.proposal:
        _why(reason, f"the figures say otherwise of {after.name}: say why you judge it so")
    return replace(after, closed_at=now, verifier_id=by, result=_line(reason))


def _only_owner(action: Action, by: int | None) -> None:
    if by is None or by != action.owner_id:
        raise NotYours(f"{action.name} is for its owner to move")


def _why(reason: str, words: str) -> None:
    if not reason.strip():
        raise NeedsReason(words)


def _line(words: str) -> str:
    return " ".join(words.split())
