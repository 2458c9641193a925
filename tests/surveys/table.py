"""The table of moves as the project's notes have it (ISO 10002:2018, 7): a model of a case that knows nothing else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from surveys.complaint import State
from surveys.grounds import Grounds
from surveys.severity import Severity
from tests.surveys.cases import DAY, LONDON, NOW

S = State
REPORTER = 3


@dataclass
class Model:
    """What has to be known of a case, received `NOW`, to say whether it may move."""

    state: State
    severity: Severity | None
    owner: int | None = None
    former: int | None = None
    acknowledged: bool = False
    asked: datetime = NOW
    responded: datetime = NOW
    closed: datetime = NOW
    reopened: int = 0

    def learn(self, target: State, grounds: Grounds, now: datetime) -> None:
        """It has moved."""
        found = grounds.assessment
        self.acknowledged |= target in (S.ACKNOWLEDGED, S.RESPONDED)
        if target is S.ASSESSED and found:
            self.severity, self.owner = found.grade, found.owner_id
        if target is S.REOPENED:
            self.reopened, self.former, self.owner = self.reopened + 1, self.owner, None
            self.severity = {Severity.S3: Severity.S2, None: None}.get(self.severity, Severity.S1)
        if kept := {S.AWAITING_CUSTOMER: "asked", S.RESPONDED: "responded", S.CLOSED: "closed"}.get(target):
            setattr(self, kept, now)
        self.state = target


@dataclass(frozen=True)
class Try:
    """A move that somebody tries."""

    model: Model
    grounds: Grounds
    by: str
    now: datetime

    @property
    def said_why(self) -> bool:
        return self.grounds.reason != ""

    @property
    def told(self) -> bool:
        return self.said_why and self.grounds.told

    @property
    def by_owner(self) -> bool:
        return self.model.owner is not None and self.by == f"staff:{self.model.owner}"

    def silent(self, since: datetime, days: int) -> bool:
        return self.grounds.silent and self.now >= close(since, days)


def close(day: datetime, days: int) -> datetime:
    """Five o'clock in London, so many business days after this one."""
    zone, holidays = LONDON.workdays.zone, LONDON.workdays.holidays
    local = day.astimezone(zone).date()
    while days:
        local += DAY
        days -= local.weekday() < 5 and local not in holidays
    return datetime.combine(local, time(17), zone)


EIGHT_WEEKS = datetime.combine(NOW.date() + 56 * DAY, time(17), LONDON.workdays.zone)


def on_the_spot(tried: Try) -> bool:
    return tried.said_why and tried.grounds.accepted and tried.now <= close(NOW, 3)


def no_complaint(tried: Try) -> bool:
    second = tried.by not in (f"staff:{tried.model.owner}", f"staff:{REPORTER}")
    return tried.said_why and (tried.model.severity in (None, Severity.S3) or second)


def assessed(tried: Try) -> bool:
    found, severity = tried.grounds.assessment, tried.model.severity
    return found is not None and (severity is None or found.grade <= severity or tried.said_why)


def assessed_unheard(tried: Try) -> bool:
    found = tried.grounds.assessment
    return found is not None and found.grade is Severity.S1


def goes_on(tried: Try) -> bool:
    return tried.said_why and (not tried.grounds.silent or tried.silent(tried.model.asked, 5))


def found(tried: Try) -> bool:
    return tried.told and tried.grounds.finding is not None


def closed(tried: Try) -> bool:
    return tried.said_why and (tried.grounds.accepted or tried.silent(tried.model.responded, 10))


def comes_back(tried: Try) -> bool:
    lately = tried.model.state is S.RESPONDED or tried.now - tried.model.closed <= timedelta(days=90)
    return tried.said_why and tried.grounds.rejected and lately


def handed_over(tried: Try) -> bool:
    return tried.told and (tried.grounds.deadlock or tried.now >= EIGHT_WEEKS)


def why(tried: Try) -> bool:
    return tried.said_why


def told(tried: Try) -> bool:
    return tried.told


MAY: Mapping[State, Mapping[State, Callable[[Try], bool]]] = {
    S.CANDIDATE: {S.RECEIVED: lambda _: True, S.DECLINED: why},
    S.RECEIVED: {
        S.ACKNOWLEDGED: told,
        S.RECLASSIFIED: no_complaint,
        S.ASSESSED: assessed_unheard,
        S.RESPONDED: on_the_spot,
        S.WITHDRAWN: why,
    },
    S.ACKNOWLEDGED: {
        S.RECLASSIFIED: no_complaint,
        S.ASSESSED: assessed,
        S.RESPONDED: on_the_spot,
        S.WITHDRAWN: why,
    },
    S.ASSESSED: {
        S.INVESTIGATING: lambda tried: tried.by_owner and tried.model.acknowledged,
        S.RESPONDED: on_the_spot,
        S.WITHDRAWN: why,
    },
    S.INVESTIGATING: {S.AWAITING_CUSTOMER: told, S.RESPONDED: found, S.EXTERNAL: handed_over, S.WITHDRAWN: why},
    S.AWAITING_CUSTOMER: {S.INVESTIGATING: goes_on, S.WITHDRAWN: why},
    S.RESPONDED: {S.CLOSED: closed, S.REOPENED: comes_back, S.EXTERNAL: handed_over, S.WITHDRAWN: why},
    S.REOPENED: {
        S.INVESTIGATING: lambda tried: tried.by_owner and tried.model.owner != tried.model.former,
        S.WITHDRAWN: why,
    },
    S.CLOSED: {S.REOPENED: comes_back},
    S.EXTERNAL: {S.CLOSED: why},
    S.DECLINED: {},
    S.WITHDRAWN: {},
    S.RECLASSIFIED: {},
}
"""From where to where a case moves, and what must hold for it."""

OVER = (S.DECLINED, S.CLOSED, S.EXTERNAL, S.WITHDRAWN, S.RECLASSIFIED)
SAID = {
    S.RECEIVED: "confirmed",
    S.RESPONDED: "closed on the spot",
    S.INVESTIGATING: "investigated",
    S.AWAITING_CUSTOMER: "put to the customer as a question",
    S.EXTERNAL: "handed to an outside body",
    S.RECLASSIFIED: "called no complaint",
}


def offers(state: State) -> set[str]:
    """What a person is told that they can do."""
    said = SAID if state is not S.INVESTIGATING else {**SAID, S.RESPONDED: "answered"}
    return {said.get(target, target.value) for target in MAY[state]}
