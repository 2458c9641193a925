"""What a case moves on: why, what was found, by which rules; and what is said where that is not enough.

The guards of `guards.py` judge it (ISO 10002:2018, 7).
"""

from dataclasses import dataclass
from datetime import datetime

from surveys.complaint import Cause, Complaint, Decision, Problem
from surveys.regime import Regime
from surveys.severity import Severity, Term, Unit
from surveys.workdays import Workdays

ON_THE_SPOT = Term(3, Unit.BUSINESS_DAY)
"""The close of the third business day following the day of receipt (FCA Handbook, DISP 1.5.1)."""

EXTERNAL = Term(8, Unit.WEEK)
"""After which a case that is not settled may go to an outside body (FCA Handbook, DISP 1.6.2)."""

SILENCE = Term(10, Unit.BUSINESS_DAY)
"""After the decision; who says nothing until then is taken to have accepted it."""

NO_REPLY = Term(5, Unit.BUSINESS_DAY)
"""After a question; then the case goes on with what is known."""

RECURS_DAYS = 90
"""Within these the same problem opens a closed case again."""


class CannotMove(ValueError):
    """This cannot be done with a case as it stands; says what can."""


class ThereAlready(CannotMove):
    """Somebody did this before."""


class NeedsReason(CannotMove):
    """This is never done without saying why."""


class NotAccepted(CannotMove):
    """A case is closed only where the customer accepts what was done, or was silent for long enough."""


class TooLate(CannotMove):
    """The days in which this may be done are over."""


class TooEarly(CannotMove):
    """The days that have to pass before this are not over."""


class NotAssessed(CannotMove):
    """How grave a case is, what it is about and who owns it is known before it is investigated."""


class NeedsOwner(CannotMove):
    """Only its owner takes a case on, and a reopened one has another than before."""


class NeedsSecond(CannotMove):
    """A grave case is called no complaint by somebody who neither logged nor owns it."""


class NotTold(CannotMove):
    """The customer has to be told first."""


class NotFound(CannotMove):
    """Cause, decision and remedy are known before a customer is told of them."""


@dataclass(frozen=True)
class Assessment:
    """How grave it is, what it is about, who looks after it, and whether anybody is in danger (ISO 10002:2018, 7.5).

    `repeated` says that the customer has another open case: this one is then one level graver.
    """

    severity: Severity
    problem: Problem
    owner_id: int
    safety: bool = False
    repeated: bool = False

    @property
    def grade(self) -> Severity:
        return self.severity.raised if self.repeated else self.severity

    def words(self, reason: str) -> str:
        raised = "the customer has another open case" if self.repeated and self.grade is not self.severity else ""
        return ", ".join(part for part in (self.grade.upper(), raised, reason) if part)


@dataclass(frozen=True)
class Finding:
    """What an investigation found and what is done about it (ISO 10002:2018, 7.6 and 7.7).

    `remedy_open` says that the remedy is still to be delivered.
    """

    cause: Cause
    decision: Decision
    remedy: str
    remedy_open: bool = False


@dataclass(frozen=True)
class Grounds:
    """Why a case moves. `accepted` and `rejected` are the customer's word on what was done; `told` says that a letter
    really left or somebody spoke with them, `silent` that their time to answer has passed, `deadlock` that no
    agreement will be found.
    """

    reason: str = ""
    accepted: bool = False
    rejected: bool = False
    told: bool = False
    silent: bool = False
    deadlock: bool = False
    assessment: Assessment | None = None
    finding: Finding | None = None


@dataclass(frozen=True)
class Rules:
    """By what a case is looked after: the organisation's hours, and the regulator's times where there is one."""

    workdays: Workdays
    regime: Regime | None = None

    def end(self, term: Term, start: datetime) -> datetime:
        return term.end(start, self.workdays)


@dataclass(frozen=True)
class Asked:
    """One move that somebody wants to make; `by` is who, as evidence names them."""

    case: Complaint
    grounds: Grounds
    by: str
    now: datetime
    rules: Rules
