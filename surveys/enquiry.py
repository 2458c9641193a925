"""What somebody asks before they order, from first word to what was delivered (ISO 9001:2015, 8.2)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    """How far it is understood what the customer wants, and whether they get it."""

    RECEIVED = "received"
    SCRUTINISED = "scrutinised"
    UNDERSTOOD = "understood"
    AGREED = "agreed"
    CHANGED = "changed"
    FULFILLED = "fulfilled"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    NO_ENQUIRY = "no_enquiry"


OVER = (State.FULFILLED, State.DECLINED, State.WITHDRAWN, State.NO_ENQUIRY)
"""Nothing more is to be done here in these."""

OPEN = tuple(state for state in State if state not in OVER)


@dataclass(frozen=True)
class Enquiry:
    """One enquiry. `number` is what people call it: E-1. `received_at` is when anybody here first heard it.

    `answer_by` is when the first reply of a person is due, and `answered_at` when it came: what machines send counts as
    none. `message_id` is that of the mail it came in. `edition` is the newest edition of what is wanted, `agreed` the
    newest that the customer confirmed; 0 is none. `reviewed_at` is the first review, `committed_at` when we first bound
    ourselves: `unreviewed` where nobody had reviewed it before, which leadership sees (8.2.3.1). `order` is what it
    became, `met` whether every line was. `alarms` are the escalations that were made, and `attend_at` is when the clock
    has to look at it again.
    """

    id: int
    number: int
    customer_id: int | None
    door: str
    words: str
    received_at: datetime
    answer_by: datetime
    state: State = State.RECEIVED
    version: int = 1
    owner_id: int | None = None
    reporter_id: int | None = None
    fingerprint: str = ""
    message_id: str = ""
    answered_at: datetime | None = None
    reviewed_at: datetime | None = None
    committed_at: datetime | None = None
    unreviewed: bool = False
    edition: int = 0
    agreed: int = 0
    order: str = ""
    delivery_id: int | None = None
    met: bool | None = None
    closed_at: datetime | None = None
    outcome: str = ""
    alarms: tuple[str, ...] = ()
    attend_at: datetime | None = None

    @property
    def name(self) -> str:
        return f"E-{self.number}"
