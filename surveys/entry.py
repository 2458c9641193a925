"""The file of a case: what was said and sent about it, in the order in which that happened (ISO 10002:2018, 7.3)."""

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
    ALARM = "alarm"
    MOVE = "move"


LETTERS = (Kind.QUESTION, Kind.RESPONSE, Kind.SIGNPOST)


@dataclass(frozen=True)
class Entry:
    """One thing in a case's file. `key` names it among those of its case, so that it is entered once."""

    id: int
    complaint_id: int
    kind: Kind
    key: str
    at: datetime
    by: str
    words: str
