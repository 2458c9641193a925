"""The file of a case or an enquiry: what was said and sent about it, in its order (ISO 10002:2018, 7.3)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What somebody of the staff noted, what the customer said and sent, what they were told, and who was reminded."""

    NOTE = "note"
    CUSTOMER = "customer"
    FILE = "file"
    QUESTION = "question"
    RESPONSE = "response"
    SIGNPOST = "signpost"
    REPLY = "reply"
    OFFER = "offer"
    ALARM = "alarm"
    MOVE = "move"
    AMENDMENT = "amendment"


LETTERS = (Kind.QUESTION, Kind.RESPONSE, Kind.SIGNPOST)
"""What the customer of a case is told."""

REPLIES = (Kind.REPLY, Kind.QUESTION, Kind.OFFER)
"""What somebody who asked is told."""


@dataclass(frozen=True)
class Entry:
    """One thing in the file of a case, or of whatever else has one; `key` names it there, so it is entered once."""

    id: int
    complaint_id: int | None
    kind: Kind
    key: str
    at: datetime
    by: str
    words: str
    enquiry_id: int | None = None
    action_id: int | None = None
    risk_id: int | None = None
    meeting_id: int | None = None
    opportunity_id: int | None = None
