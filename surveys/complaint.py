"""Dissatisfaction where an answer is expected (ISO 10002:2018), from first word to closure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from surveys.answer import Marks
from surveys.question import Questionnaire


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


@dataclass(frozen=True)
class Complaint:
    """One case. `number` is what people call it: C-1. `received_at` is when anybody here first heard it.

    `owner_id` and `reporter_id` are people of the organisation, `fingerprint` says what makes two tellings the same,
    `link` leads to where it was said, and `outcome` tells in the words of who closed it what was done.
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


def problem(marks: Marks, lows: tuple[str, ...], questionnaire: Questionnaire) -> Problem:
    """The problem that low marks point at: the code of the question with the lowest mark among them."""
    coded = [
        (mark, code)
        for key in lows
        if (mark := marks[key]) is not None and (code := questionnaire.question(key).problem) is not None
    ]
    return Problem(min(coded)[1]) if coded else Problem.OTHER
