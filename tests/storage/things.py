"""One of each thing that a store keeps, filled in as far as a test does not care."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from storage.work import ClaimedDigest, Mail, Store, Work
from surveys.answer import Answer, Door
from surveys.complaint import Complaint, Problem, State
from surveys.customer import Customer
from surveys.delivery import Delivery
from surveys.invitation import Invitation
from surveys.message import Kind, Message

ZOE = Customer(0, "zoe@buyer.example", "Zoë Ødegård")
BY = "test"
MAILBOX = "INBOX"
DAY = timedelta(days=1)


def delivery(customer: Customer, now: datetime, number: int = 1, **told: Any) -> Delivery:
    """Delivered two days ago, a day before it was promised, and due to be asked about."""
    facts = {
        "source": "shop",
        "event_id": f"event-{number}",
        "order": f"R-{number}",
        "customer_id": customer.id,
        "delivered_at": now - 2 * DAY,
        "promised_at": now - DAY,
        "known_at": now - DAY,
        "ask_at": now,
    }
    return Delivery(0, **{**facts, **told})


def invitation(of: Delivery, now: datetime, **told: Any) -> Invitation:
    facts = {
        "delivery_id": of.id,
        "customer_id": of.customer_id,
        "questionnaire": "post_delivery",
        "instrument": 1,
        "language": "en",
        "asked_at": now,
        "expires_at": now + 21 * DAY,
        "remind_at": now + 4 * DAY,
    }
    return Invitation(0, **{**facts, **told})


def answer(asked: Invitation, now: datetime, version: int = 1, **told: Any) -> Answer:
    facts = {
        "invitation_id": asked.id,
        "version": version,
        "door": Door.PAGE,
        "marks": {"overall": 4, "accuracy": None},
        "given": ("overall", "accuracy"),
        "comment": "",
        "received_at": now,
        "source": f"page:{version}",
    }
    return Answer(0, **{**facts, **told})


def complaint(of: Delivery, number: int, now: datetime, **told: Any) -> Complaint:
    facts = {
        "number": number,
        "delivery_id": of.id,
        "customer_id": of.customer_id,
        "invitation_id": None,
        "door": "mail",
        "words": "the box was wet",
        "problem": Problem.SHORT_OR_DAMAGED,
        "received_at": now,
        "confirm_by": now + DAY,
    }
    return Complaint(0, **{**facts, **told})


def loose_complaint(number: int, now: datetime, **told: Any) -> Complaint:
    """About no known order."""
    facts = {"delivery_id": None, "customer_id": None, "invitation_id": None, "door": "command", "confirm_by": now}
    more = {"words": "nobody answers", "problem": Problem.OTHER, "received_at": now, "state": State.RECEIVED}
    return Complaint(0, number, **{**facts, **more, **told})


def message(about: int, now: datetime, due: datetime, **told: Any) -> Message:
    facts = {
        "kind": Kind.INVITATION,
        "about": about,
        "recipient": ZOE.email,
        "envelope_from": "bounce@harbor.example",
        "message_id": f"<{told.get('kind', Kind.INVITATION)}-{about}@harbor.example>",
        "raw": b"Subject: How was it?\r\n\r\nFive or one?\r\n",
        "queued_at": now,
        "due": due,
    }
    return Message(0, **{**facts, **told})


def mail(uid: int, now: datetime, **told: Any) -> Mail:
    raw = told.get("raw", f"Subject: mail {uid}\r\n\r\n5\r\n".encode())
    facts = {"mailbox": MAILBOX, "uidvalidity": 7, "uid": uid, "raw": raw, "received_at": now}
    return Mail(0, fingerprint=sha256(raw).digest(), **{**facts, **told})


def digest(channel: str, week: str, now: datetime) -> ClaimedDigest:
    content = {"week": week, "verdict": "quiet week"}
    return ClaimedDigest(0, channel, "weekly", week, content, "00" * 32, now, late=False)


async def keep_delivery(work: Work, now: datetime, number: int = 1, **told: Any) -> Delivery:
    """A delivery to Zoë, who is met where she is not known yet."""
    zoe = await work.customers.meet(ZOE, BY, now)
    return await work.deliveries.keep(delivery(zoe, now, number, **told), BY, now)


async def keep_invitation(work: Work, now: datetime, number: int = 1, **told: Any) -> Invitation:
    """An invitation about a delivery of its own."""
    return await work.invitations.keep(invitation(await keep_delivery(work, now, number), now, **told), BY, now)


async def keep_messages(store: Store, now: datetime, due: datetime, many: int = 1) -> list[Message]:
    async with store.work() as work:
        queued = [await work.messages.queue(message(about, now, due), BY, now) for about in range(1, many + 1)]
    return [one for one in queued if one]


async def evidence_of(store: Store, thing: str, thing_id: int) -> list[dict[str, Any]]:
    """The facts noted of a thing, oldest first."""
    async with store.read() as work:
        return [dict(row.facts) for row in await work.evidence.about(thing, thing_id)]
