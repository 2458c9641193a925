"""The question put to one customer about one delivery."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    BOUNCED = "bounced"
    EXPIRED = "expired"


@dataclass(frozen=True)
class Invitation:
    """One customer asked once about one delivery, in one language, with one version of the instrument.

    `remind_at` is when to ask once more, None where that is done or not wanted. `version` counts the changes of this
    row: a step that read version 3 may only write over version 3.
    """

    id: int
    delivery_id: int
    customer_id: int
    questionnaire: str
    instrument: int
    language: str
    asked_at: datetime
    expires_at: datetime
    state: State = State.OPEN
    remind_at: datetime | None = None
    reminded_at: datetime | None = None
    version: int = 1

    def takes_answers(self, now: datetime) -> bool:
        return now < self.expires_at
