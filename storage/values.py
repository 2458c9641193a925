"""Values that only the store knows: a mail as it arrived, a claimed digest, a key of the deliveries API."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Arrival(StrEnum):
    """A mail is new until a step has dealt with it, or until it is set aside for a person."""

    NEW = "new"
    DONE = "done"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True)
class Mail:
    """A raw mail, kept before anybody understood it. `received_at` is business time, `lease` machine time."""

    id: int
    mailbox: str
    uidvalidity: int
    uid: int
    fingerprint: bytes
    raw: bytes | None
    received_at: datetime
    state: Arrival = Arrival.NEW
    attempts: int = 0
    lease: datetime | None = None
    outcome: str = ""
    note: str = ""
    invitation_id: int | None = None
    complaint_id: int | None = None
    enquiry_id: int | None = None


@dataclass(frozen=True)
class ClaimedDigest:
    """The digest of one week for one channel, its content frozen at the claim."""

    id: int
    channel: str
    kind: str
    week: str
    content: Mapping[str, Any]
    hash: str
    claimed_at: datetime
    late: bool


@dataclass(frozen=True)
class Person:
    """Somebody of the organisation; evidence names them by id alone.

    Known by an address, or by their id in Slack; `leader` gets the digest by mail.
    """

    id: int
    email: str | None = None
    leader: bool = False
    slack_user: str | None = None

    @property
    def name(self) -> str:
        """Who did something, as evidence names them."""
        return f"staff:{self.id}"


@dataclass(frozen=True)
class ApiKey:
    """A key of the deliveries API, kept as its SHA-256."""

    id: int
    name: str
    hash: bytes
    created_at: datetime
    revoked_at: datetime | None = None
