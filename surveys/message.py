"""A message on its way out: what may stand in its headers, and the states between queued and sent.

`queued -> claimed -> data_started -> sent | deferred | failed | in_doubt -> held`. SMTP has no idempotency key, so
exactly once cannot be had: a message cut between DATA and the reply is in doubt, is sent once more after a wait,
and is then held for a person. That makes two copies at the most, ever.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(seconds=720)
"""Longer than the ten minutes that RFC 5321 section 4.5.3.2 gives a server to answer the final dot."""

DOUBT = timedelta(minutes=15)
"""How long a message in doubt waits for a sign of arrival before its one more attempt."""

ATTEMPTS = 12
CRASHES = 3
"""How often its holder may die over a message before DATA, until it is held: it may be what kills."""

LONGEST_WAIT = timedelta(hours=4)


class UnsafeHeader(ValueError):
    """This value may not stand in a mail header."""


class State(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    DATA_STARTED = "data_started"
    SENT = "sent"
    DEFERRED = "deferred"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    HELD = "held"


class Kind(StrEnum):
    INVITATION = "invitation"
    REMINDER = "reminder"
    DIGEST = "digest"
    CARD = "card"
    ACKNOWLEDGEMENT = "acknowledgement"
    DOUBT = "doubt"
    LETTER = "letter"
    CLOSURE = "closure"
    ENTRY = "entry"
    ALARM_OWNER = "alarm_owner"
    ALARM_LEAD = "alarm_lead"
    ALARM_LEADERS = "alarm_leaders"
    ENQUIRY = "enquiry"
    RECEIPT = "receipt"
    CHANGE = "change"
    DELEGATION = "delegation"
    ACTION = "action"
    ACTION_GIVEN = "action_given"
    ACTION_LATE = "action_late"
    RISK = "risk"
    MEETING = "meeting"
    OPPORTUNITY = "opportunity"


SURVEYS = (Kind.INVITATION, Kind.REMINDER)
"""These ask: they are about an invitation, and whoever wants no more surveys gets none of them."""


class Via(StrEnum):
    """How a message goes out: each way has its postman."""

    MAIL = "mail"
    SLACK = "slack"


PENDING = (State.QUEUED, State.CLAIMED, State.DATA_STARTED, State.DEFERRED, State.IN_DOUBT)


@dataclass(frozen=True)
class Message:
    """One mail or post in the outbox; its bytes, Message-ID and date are fixed when queued, so a retry is the same.

    `kind` and `about` (the id of what it tells of) name it once. `due`, `lease` and `sent_at` are machine time;
    `fence` grows with every claim, and only the holder of the newest one may record what became of it.
    A post's `recipient` is a channel, its `raw` JSON, its `file` the picture that was uploaded for it, and its `place`
    the timestamp that Slack knows it by. What a post says may be revised: `revision` counts what it says now, `shown`
    is the newest that Slack has. One that belongs `under` another post, by its id, waits until that was sent: its
    `thread` is that post's place.
    """

    id: int
    kind: Kind
    about: int
    recipient: str
    envelope_from: str
    message_id: str
    raw: bytes
    queued_at: datetime
    due: datetime
    state: State = State.QUEUED
    attempt: int = 0
    fence: int = 0
    doubts: int = 0
    crashes: int = 0
    lease: datetime | None = None
    sent_at: datetime | None = None
    note: str = ""
    via: Via = Via.MAIL
    file: str = ""
    place: str = ""
    revision: int = 0
    shown: int = 0
    under: int | None = None
    thread: str = ""


def claimed(message: Message, tick: datetime, thread: str = "") -> Message:
    return replace(
        message,
        state=State.CLAIMED,
        attempt=message.attempt + 1,
        fence=message.fence + 1,
        lease=tick + LEASE,
        thread=thread or message.thread,
    )


def data_started(message: Message, file: str = "") -> Message:
    """From here on a lost connection leaves the message in doubt; its `file` need not be uploaded again."""
    return replace(message, state=State.DATA_STARTED, file=file or message.file)


def sent(message: Message, reply: str, tick: datetime, place: str = "") -> Message:
    return replace(message, state=State.SENT, lease=None, sent_at=tick, note=reply, place=place, shown=message.revision)


def refused(message: Message, code: int, reply: str, tick: datetime) -> Message:
    """After a definite reply: 5xx fails for good, anything else is tried again later."""
    if 500 <= code < 600:
        return replace(message, state=State.FAILED, lease=None, note=reply)
    return deferred(message, reply, tick)


def deferred(message: Message, why: str, tick: datetime) -> Message:
    """Try again later, each time after twice the wait, or fail after the last attempt."""
    if message.attempt >= ATTEMPTS:
        return replace(message, state=State.FAILED, lease=None, note=f"{why} (after {message.attempt} attempts)")
    wait = min(timedelta(minutes=1) * 2 ** (message.attempt - 1), LONGEST_WAIT)
    return replace(message, state=State.DEFERRED, lease=None, due=tick + wait, note=why)


def told_to_wait(message: Message, why: str, tick: datetime, wait: timedelta) -> Message:
    """Try again just when the other side said; being asked to wait is no failed attempt, however often it happens."""
    return replace(message, state=State.DEFERRED, lease=None, due=tick + wait, note=why, attempt=message.attempt - 1)


def doubted(message: Message, why: str, tick: datetime, wait: timedelta = DOUBT) -> Message:
    """After a cut between DATA and the reply: once in doubt it is sent once more, the second time held.

    A post that has its place is only changed there, which may be done again at will.
    """
    if message.place:
        return deferred(message, why, tick)
    if message.doubts:
        return replace(message, state=State.HELD, doubts=message.doubts + 1, lease=None, note=why)
    return replace(message, state=State.IN_DOUBT, doubts=1, lease=None, due=tick + wait, note=why)


def recovered(message: Message, tick: datetime, wait: timedelta = DOUBT) -> Message:
    """What becomes of a message whose holder died: free again before DATA, in doubt after it, held in the end."""
    if message.state is State.DATA_STARTED and not message.place:
        return doubted(message, "the connection was lost between DATA and the reply", tick, wait)
    crashes = message.crashes + 1
    if crashes == CRASHES:
        note = f"the service stopped {CRASHES} times while it had this message"
        return replace(message, state=State.HELD, crashes=crashes, lease=None, note=note)
    return replace(message, state=State.QUEUED, crashes=crashes, lease=None, due=tick)


def header(value: str, what: str) -> str:
    """`value` where it may stand in a mail header.

    Control characters, line breaks and `=?` are refused here, in our own code: some releases of Python's email
    package turn them into headers of the attacker's choice (CVE-2024-6923).

    Raises: UnsafeHeader, naming `what`.
    """
    if any(unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") for c in value):
        raise UnsafeHeader(f"the {what} has a line break or a control character")
    if "=?" in value:
        raise UnsafeHeader(f"the {what} has '=?' in it, which mail programs read as an encoded word")
    return value


def allowance(cap: int, ramp_start: int, days: int) -> int:
    """How many mails a sending account may send on its day number `days` (0 is the first): the start doubles daily."""
    return cap if days >= 30 else min(cap, ramp_start * 2 ** max(days, 0))
