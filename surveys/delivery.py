"""What was delivered, and whether its customer is asked about it."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from surveys.workdays import Workdays


class State(StrEnum):
    """Where a delivery stands on its way to being asked about; every delivery is in exactly one."""

    WAITING = "waiting"
    INVITED = "invited"
    NOT_ASKED = "not_asked"


class Reason(StrEnum):
    """Why a delivery's customer was not asked."""

    TOO_OLD = "too_old"
    QUARANTINE = "quarantine"
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"
    BAD_ADDRESS = "bad_address"


@dataclass(frozen=True)
class Delivery:
    """One delivery. `(source, event_id)` is its identity for whoever reports it; times are UTC.

    `promised_at` is the original promise: a promise moved later never improves the on-time figure. `even_old` is set
    where somebody decided to ask although the delivery lies far back.
    """

    id: int
    source: str
    event_id: str
    order: str
    customer_id: int
    delivered_at: datetime
    promised_at: datetime | None
    known_at: datetime
    ask_at: datetime
    account: str = ""
    product: str = ""
    region: str = ""
    owner: str = ""
    state: State = State.WAITING
    reason: Reason | None = None
    detail: str = ""
    even_old: bool = False

    @property
    def on_time(self) -> bool | None:
        """On or before the original promise; None where nothing was promised."""
        return None if self.promised_at is None else self.delivered_at <= self.promised_at


@dataclass(frozen=True)
class Policy:
    """When and how often people are asked: `ask_after` and `remind_after` in working days, all else in calendar days.

    `remind_after` 0 means no reminder.
    """

    ask_after: int = 1
    ask_at: time = time(10)
    quarantine: timedelta = timedelta(days=90)
    oldest: timedelta = timedelta(days=30)
    remind_after: int = 4
    expires_after: timedelta = timedelta(days=21)


def ask_at(delivered_at: datetime, known_at: datetime, policy: Policy, workdays: Workdays) -> datetime:
    """When to ask: some working days after delivery, never before the delivery was known of (UTC)."""
    return max(workdays.after(delivered_at, policy.ask_after, policy.ask_at), known_at)


def too_old(delivered_at: datetime, now: datetime, policy: Policy) -> bool:
    """Whether a delivery lies so far back that asking about it would puzzle the customer."""
    return now - delivered_at > policy.oldest


def why_not(
    delivery: Delivery, *, stopped: Reason | None, last_asked: datetime | None, policy: Policy, now: datetime
) -> tuple[Reason, str] | None:
    """The reason not to ask about this delivery now, with its detail in words; None where it may be asked.

    `stopped` is the reason for which the address is suppressed; `last_asked` the last invitation of this person.
    Of two deliveries that are due together one is asked about: what comes of that letter, which may be known before
    the other is decided or after, is not the reason for the other.
    """
    asked_now = last_asked == now and policy.quarantine > timedelta(0)
    if stopped and not asked_now:
        return stopped, "this address gets no surveys"
    if not delivery.even_old and too_old(delivery.delivered_at, now, policy):
        return Reason.TOO_OLD, f"delivered more than {policy.oldest.days} days before it could be asked about"
    if last_asked is not None and now < last_asked + policy.quarantine:
        free = last_asked + policy.quarantine
        return Reason.QUARANTINE, f"asked on {last_asked:%Y-%m-%d}, next allowed on {free:%Y-%m-%d}"
    return None
