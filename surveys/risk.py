"""What may go wrong again, found in what went wrong (ISO 9001:2015, 6.1).

A theme that comes back is proposed as a risk, with a likelihood and a severity from the records; a person accepts it,
changes it or rejects it with a reason. Every change of its weight is kept with its cause.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from surveys.complaint import NO_COMPLAINT, Complaint, Problem
from surveys.complaint import State as Case
from surveys.grounds import CannotMove, NeedsReason, ThereAlready
from surveys.severity import Severity


class State(StrEnum):
    CANDIDATE = "candidate"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CLOSED = "closed"


COURSE: Mapping[State, tuple[State, ...]] = {
    State.CANDIDATE: (State.ACCEPTED, State.REJECTED),
    State.ACCEPTED: (State.CLOSED,),
    State.REJECTED: (),
    State.CLOSED: (),
}
OPEN = (State.CANDIDATE, State.ACCEPTED)

RECURS, WITHIN = 3, timedelta(days=28)
"""So many complaints of one problem in that time are a theme; one of the gravest is by itself."""

YEAR = timedelta(days=364)
GRAVE = 15
"""From this weight on a risk belongs on the agenda of the next risk meeting."""

HIGHEST = 5
YEARLY = ((52, 5), (12, 4), (4, 3), (1, 2))
"""From so many a year on, how likely: weekly, monthly, quarterly, yearly; less is 1."""

WORST: Mapping[Severity | None, int] = {Severity.S1: 5, Severity.S2: 3, Severity.S3: 2, None: 2}
BANDS = ((15, "very high"), (8, "high"), (4, "medium"), (1, "low"))


class NoWeight(CannotMove):
    """Likelihood and severity are whole numbers from 1 to 5."""


@dataclass(frozen=True)
class Weight:
    """Both 1-5; the score is their product, 1-25."""

    likelihood: int
    severity: int

    @property
    def score(self) -> int:
        return self.likelihood * self.severity

    @property
    def words(self) -> str:
        """`4 x 3 = 12, high`."""
        band = next(words for least, words in BANDS if self.score >= least)
        return f"{self.likelihood} x {self.severity} = {self.score}, {band}"


@dataclass(frozen=True)
class Theme:
    """What comes back: the problem, how heavy the records make it, and the cases that show it."""

    problem: Problem
    weight: Weight
    cases: tuple[str, ...]

    @property
    def words(self) -> str:
        """`late: 3 complaints in 28 days (C-1, C-4, C-6)`."""
        named = plain(self.problem)
        number = f"{len(self.cases)} complaints" if len(self.cases) > 1 else "1 complaint"
        return f"{named}: {number} in {WITHIN.days} days ({', '.join(self.cases)})"


@dataclass(frozen=True)
class Risk:
    """One risk. `number` is what people call it: R-1. `theme` is the problem that it was found in, empty where a person
    saw it by themselves; `cause` names the cases. The weight is inherent as it was accepted, and current.
    """

    id: int
    number: int
    words: str
    found_at: datetime
    theme: str = ""
    cause: str = ""
    state: State = State.CANDIDATE
    version: int = 1
    likelihood: int = 1
    severity: int = 1
    inherent_likelihood: int | None = None
    inherent_severity: int | None = None
    finder_id: int | None = None
    owner_id: int | None = None
    decided_at: datetime | None = None
    decider_id: int | None = None
    reason: str = ""
    closed_at: datetime | None = None

    @property
    def name(self) -> str:
        return f"R-{self.number}"

    @property
    def weight(self) -> Weight:
        return Weight(self.likelihood, self.severity)


def theme(cases: Sequence[Complaint], problem: Problem, now: datetime) -> Theme | None:
    """What the cases of the last year say of this problem, if it comes back or was grave; `other` is no theme."""
    known = [one for one in cases if one.problem is problem and one.state not in (Case.CANDIDATE, *NO_COMPLAINT)]
    lately = [one for one in known if now - WITHIN <= one.received_at]
    grave = any(one.severity is Severity.S1 for one in lately)
    if not grave and (problem is Problem.OTHER or len(lately) < RECURS):
        return None
    first = min(one.received_at for one in known)
    span = min(max(now - first, WITHIN), YEAR)
    weight = Weight(likelihood(len(known), span), max(WORST[one.severity] for one in known))
    return Theme(problem, weight, tuple(one.name for one in lately))


def settled_at(known: Sequence[Risk]) -> datetime | None:
    """When one of these was last rejected or closed: what came before is dealt with."""
    ends = [one.decided_at if one.state is State.REJECTED else one.closed_at for one in known]
    return max((when for when in ends if when), default=None)


def likelihood(number: int, span: timedelta) -> int:
    """1 to 5 from how often something happened in a time."""
    yearly = number * YEAR / span
    return next((level for least, level in YEARLY if yearly >= least), 1)


def moved(risk: Risk, target: State, now: datetime, *, by: int, reason: str = "") -> Risk:
    """The risk in its new state. Raises: CannotMove."""
    check(risk, target)
    if target is not State.ACCEPTED and not reason.strip():
        raise NeedsReason(f"{risk.name} stays as it is: say in a few words why")
    after = replace(risk, state=target, reason=" ".join(reason.split()))
    if target is State.ACCEPTED:
        return replace(
            after,
            decided_at=now,
            decider_id=by,
            inherent_likelihood=risk.likelihood,
            inherent_severity=risk.severity,
        )
    if target is State.REJECTED:
        return replace(after, decided_at=now, decider_id=by)
    return replace(after, closed_at=now)


def check(risk: Risk, target: State) -> None:
    """Raises: CannotMove, where this move is not there for the risk."""
    if target in COURSE[risk.state]:
        return
    if target is risk.state:
        raise ThereAlready(f"{risk.name} is {risk.state} already")
    raise CannotMove(f"{risk.name} is {risk.state}: it cannot be {target}")


def weighed(risk: Risk, weight: Weight) -> Risk:
    """The risk with another weight. Raises: CannotMove."""
    if risk.state not in OPEN:
        raise CannotMove(f"{risk.name} is {risk.state}: its weight stays")
    if not (1 <= weight.likelihood <= HIGHEST and 1 <= weight.severity <= HIGHEST):
        raise NoWeight(f"{risk.name}: likelihood and severity are whole numbers from 1 to {HIGHEST}")
    return replace(risk, likelihood=weight.likelihood, severity=weight.severity)


def heavier(risk: Risk, weight: Weight) -> Weight:
    """The records make a risk heavier by themselves; lighter only a person does, once something was done."""
    return Weight(max(risk.likelihood, weight.likelihood), max(risk.severity, weight.severity))


def plain(problem: str) -> str:
    return problem.replace("_", " ")
