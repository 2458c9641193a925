"""Dissatisfaction where an answer is expected (ISO 10002:2018), from first word to closure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from surveys.answer import Marks
from surveys.delivery import Delivery
from surveys.question import Questionnaire
from surveys.severity import Severity


class State(StrEnum):
    """A candidate was found in an answer and waits for a person to confirm it; the others are the case's own."""

    CANDIDATE = "candidate"
    DECLINED = "declined"
    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    ASSESSED = "assessed"
    INVESTIGATING = "investigating"
    AWAITING_CUSTOMER = "awaiting_customer"
    RESPONDED = "responded"
    CLOSED = "closed"
    REOPENED = "reopened"
    EXTERNAL = "external"
    WITHDRAWN = "withdrawn"
    RECLASSIFIED = "reclassified"


OVER = (State.DECLINED, State.CLOSED, State.EXTERNAL, State.WITHDRAWN, State.RECLASSIFIED)
"""Nothing more is to be done here in these."""

LOOKED_AFTER = tuple(state for state in State if state not in (State.CANDIDATE, *OVER))
"""Somebody owns it in these, or should."""

OPEN = tuple(state for state in State if state not in OVER)

NO_COMPLAINT = (State.DECLINED, State.RECLASSIFIED)
"""Somebody found that it was none: it stays in the log, and outside the figures."""


class Problem(StrEnum):
    """What went wrong in the customer's words, told at receipt; the cause is found later and kept apart."""

    NOT_AS_ORDERED = "not_as_ordered"
    DEFECT = "defect"
    SHORT_OR_DAMAGED = "short_or_damaged"
    LATE = "late"
    NO_REPLY = "no_reply_to_enquiry"
    HANDLING = "complaint_handling"
    BILLING = "billing_docs"
    CONDUCT = "conduct"
    SAFETY = "safety"
    OTHER = "other"


ACCURACY = frozenset({Problem.NOT_AS_ORDERED, Problem.DEFECT, Problem.SHORT_OR_DAMAGED})


class Cause(StrEnum):
    """Why it went wrong, found by investigating; the same problem may come back with another cause."""

    REQUIREMENT = "requirement_misunderstood"
    ORDER_ENTRY = "order_entry"
    DESIGN = "design_spec"
    SUPPLIER = "supplier"
    METHOD = "method"
    TRAINING = "people_training"
    IT = "it_system"
    CARRIER = "carrier"
    CAPACITY = "capacity_planning"
    COMMUNICATION = "communication"
    CUSTOMER = "customer_side"
    NONE_FOUND = "none_found"


class Decision(StrEnum):
    """Whether the customer was right."""

    UPHELD = "upheld"
    PARTLY = "partly_upheld"
    NOT_UPHELD = "not_upheld"


@dataclass(frozen=True)
class Complaint:
    """One case. `number` is what people call it: C-1. `received_at` is when anybody here first heard it.

    `owner_id` and `reporter_id` are people of the organisation, `fingerprint` says what makes two tellings the same,
    `link` leads to where it was said, and `outcome` tells in the words of who closed it what was done.

    `told_at` is when the customer last heard from us, or we from them; `asked_at` since when we wait for an answer of
    theirs, and `waited` the business time of earlier waits, in seconds: it does not count against the response.
    `reopened` counts how often it came back, to another owner than `former_owner_id`. `remedy_open` says that what was
    promised is still to be delivered, `silent` that nobody ever said whether it is solved. `alarms` are the escalations
    that were made, and `attend_at` is when the clock has to look at the case again.
    """

    id: int
    number: int
    delivery_id: int | None
    customer_id: int | None
    invitation_id: int | None
    door: str
    words: str
    problem: Problem
    received_at: datetime
    confirm_by: datetime
    state: State = State.CANDIDATE
    version: int = 1
    owner_id: int | None = None
    reporter_id: int | None = None
    fingerprint: str = ""
    link: str = ""
    acknowledged_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    severity: Severity | None = None
    safety: bool = False
    cause: Cause | None = None
    decision: Decision | None = None
    remedy: str = ""
    remedy_open: bool = False
    told_at: datetime | None = None
    asked_at: datetime | None = None
    waited: int = 0
    responded_at: datetime | None = None
    reopened: int = 0
    reopened_at: datetime | None = None
    former_owner_id: int | None = None
    silent: bool = False
    alarms: tuple[str, ...] = ()
    attend_at: datetime | None = None

    @property
    def name(self) -> str:
        return f"C-{self.number}"


@dataclass(frozen=True)
class Move:
    """One step of a case from state to state: by whom, when and why. Moves are never changed (ISO 10002:2018, 7.3)."""

    id: int
    complaint_id: int
    at: datetime
    by: str
    source: State
    target: State
    reason: str = ""


def received(
    number: int, delivery: Delivery | None, words: str, at: datetime, *, door: str, problem: Problem
) -> Complaint:
    """A case as it comes in, of the delivery's customer; what endangers somebody is grave from the first."""
    grave = problem is Problem.SAFETY
    return Complaint(
        id=0,
        number=number,
        delivery_id=delivery.id if delivery else None,
        customer_id=delivery.customer_id if delivery else None,
        invitation_id=None,
        door=door,
        words=words.strip(),
        problem=problem,
        received_at=at,
        confirm_by=at,
        state=State.RECEIVED,
        severity=Severity.S1 if grave else None,
        safety=grave,
    )


def problem(marks: Marks, lows: tuple[str, ...], questionnaire: Questionnaire) -> Problem:
    """The problem that low marks point at: the code of the question with the lowest mark among them."""
    coded = [
        (mark, code)
        for key in lows
        if (mark := marks[key]) is not None and (code := questionnaire.question(key).problem) is not None
    ]
    return Problem(min(coded)[1]) if coded else Problem.OTHER
