"""Door: a mail has come. It is read, its writer is found, and one step acts on it.

The mail was kept in the inbox before; here it ends in exactly one outcome, in one transaction with what it caused.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from handlers.office import Office
from handlers.reading import Kind, Reading, Sent, read
from handlers.reading.before import before
from handlers.reading.comment import comment
from handlers.steps.answering import Given, Outcome, answer
from handlers.steps.stopping import bounce, unsubscribe
from storage.work import Mail, Work
from surveys.answer import Door
from surveys.customer import Customer, printable
from surveys.invitation import Invitation
from surveys.message import SURVEYS, Via
from surveys.message import Kind as MessageKind
from surveys.token import Purpose

ASIDE = {Outcome.UNCLEAR, Outcome.UNVERIFIED, Outcome.LATE}
"""Outcomes after which a person should read the words."""


@dataclass(frozen=True)
class Arrived:
    """A mail with what was read in it and whom it concerns. `verified`: the person asked wrote it."""

    mail: Mail
    reading: Reading
    asked: Invitation | None
    verified: bool


@dataclass(frozen=True)
class End:
    """How a mail ended; `aside` keeps it listed for a person."""

    outcome: str
    note: str = ""
    aside: bool = False


async def handle(office: Office, mail: Mail) -> End:
    """Deal with one mail of the inbox, whatever it is."""
    if mail.raw is None:
        await give_up(office, mail, mail.note)
        return End("error", mail.note, aside=True)
    arrived = await understood(office, mail, mail.raw)
    async with office.store.work() as work:
        end = await STEPS[arrived.reading.kind](office, work, arrived)
        asked = arrived.asked.id if arrived.asked else None
        if end.aside:
            await work.inbox.set_aside(mail.id, end.outcome, end.note, asked)
        else:
            await work.inbox.done(mail.id, end.outcome, end.note, asked)
    return end


async def give_up(office: Office, mail: Mail, why: str) -> None:
    """Set a mail aside that could not be dealt with, so that the next ones go on."""
    async with office.store.work() as work:
        await work.inbox.set_aside(mail.id, "error", why)


async def understood(office: Office, mail: Mail, raw: bytes) -> Arrived:
    """What a mail says and whom it is about; one that was handled before stays with what it was about."""
    first = await asyncio.to_thread(read, raw, office.questionnaire)
    async with office.store.read() as work:
        known = mail.invitation_id
        asked, customer = await (_whom(office, work, first) if known is None else _again(work, known))
        sent = await _sent(work, asked) if asked and first.kind is Kind.REPLY else None
    if sent is None:
        return Arrived(mail, first, asked, verified=_verified(office, first, customer))
    again = partial(read, raw, office.questionnaire, sent=sent)
    return Arrived(mail, await asyncio.to_thread(again), asked, verified=_verified(office, first, customer))


async def _whom(office: Office, work: Work, reading: Reading) -> tuple[Invitation | None, Customer | None]:
    """The invitation that a mail is about: by token, else by our Message-ID, else by its sender's only open one."""
    asked = await _by_token(office, work, reading) or await _by_message_id(work, reading)
    if asked is None and reading.kind in (Kind.REPLY, Kind.UNSUBSCRIBE):
        asked = await _by_sender(work, reading)
    return asked, await work.customers.find(asked.customer_id) if asked else None


async def _again(work: Work, known: int) -> tuple[Invitation, Customer | None]:
    asked = await work.invitations.get(known)
    return asked, await work.customers.find(asked.customer_id)


async def _by_token(office: Office, work: Work, reading: Reading) -> Invitation | None:
    machine = reading.kind in (Kind.BOUNCE, Kind.REPORT)
    purposes = (Purpose.BOUNCE,) if machine else (Purpose.REPLY, Purpose.BOUNCE)
    for token in reading.to_tokens:
        for purpose in purposes:
            delivery_id = await work.tokens.about(token, purpose, office.keyring)
            if delivery_id is not None:
                return await work.invitations.of_delivery(delivery_id)
    return None


async def _by_message_id(work: Work, reading: Reading) -> Invitation | None:
    """A bounce counts by the ids in what it returns, never by its own headers, which anybody can write."""
    machine = reading.kind in (Kind.BOUNCE, Kind.REPORT)
    told = reading.returned_ids if machine else (reading.in_reply_to or "", *reversed(reading.references))
    for message_id in told:
        message = await work.messages.by_message_id(message_id.lower())
        if message and message.kind in SURVEYS:
            return await work.invitations.find(message.about)
    return None


async def _by_sender(work: Work, reading: Reading) -> Invitation | None:
    customer = await work.customers.by_email(reading.sender)
    if customer is None:
        return None
    unanswered = await work.invitations.open_of(customer.id)
    return unanswered[0] if len(unanswered) == 1 else None


def _verified(office: Office, reading: Reading, customer: Customer | None) -> bool:
    redirected = office.addresses.redirect_all_to
    return customer is not None and reading.sender in {customer.email, redirected.lower()} - {""}


async def _sent(work: Work, asked: Invitation) -> Sent | None:
    message = await work.messages.about(MessageKind.INVITATION, asked.id)
    return before(message.raw, asked.language) if message and message.via is Via.MAIL else None


async def _bounce(office: Office, work: Work, arrived: Arrived) -> End:  # noqa: ARG001
    """A delivery report counts by our token or by our Message-ID; anybody can forge the rest."""
    failed = arrived.reading.bounce
    if arrived.asked is None or failed is None:
        return End("bounce", "about no mail of ours")
    await bounce(work, arrived.asked, "mail", arrived.mail.received_at, permanent=failed.permanent)
    return End("bounce", failed.status or "")


async def _automatic(office: Office, work: Work, arrived: Arrived) -> End:  # noqa: ARG001
    """A machine answered: kept, counted, never an answer, and never answered."""
    return End("automatic")


async def _unsubscribe(office: Office, work: Work, arrived: Arrived) -> End:  # noqa: ARG001
    if arrived.asked is None:
        return End("unsubscribe", f"from {printable(arrived.reading.sender)}, who was not asked", aside=True)
    await unsubscribe(work, arrived.asked, "mail", arrived.mail.received_at)
    return End("unsubscribe")


async def _report(office: Office, work: Work, arrived: Arrived) -> End:
    """Somebody called a survey spam: they get no more (RFC 5965)."""
    end = await _unsubscribe(office, work, arrived)
    return End("report", end.note, aside=end.aside)


async def _unreadable(office: Office, work: Work, arrived: Arrived) -> End:  # noqa: ARG001
    return End("unreadable", "; ".join(arrived.reading.notes), aside=True)


async def _reply(office: Office, work: Work, arrived: Arrived) -> End:
    reading, asked = arrived.reading, arrived.asked
    if reading.sender == office.addresses.sender.lower():
        return End("loop", "sent from our own address", aside=True)
    if asked is None:
        return End("unmatched", f"from {printable(reading.sender)}", aside=True)
    if reading.unsubscribe:
        await unsubscribe(work, asked, "mail", arrived.mail.received_at)
    if not (reading.answers or reading.text or reading.unclear):
        return End("empty")
    outcome = await answer(office, work, asked, given_by(arrived), arrived.mail.received_at)
    return End(outcome, aside=outcome in ASIDE)


def given_by(arrived: Arrived) -> Given:
    reading = arrived.reading
    return Given(
        door=Door.MAIL,
        marks=dict(reading.answers),
        comment=comment(reading),
        source=f"mail:{arrived.mail.fingerprint.hex()}",
        language=reading.language,
        unclear=reading.unclear,
        verified=arrived.verified,
        complaint=reading.complaint,
    )


Step = Callable[[Office, Work, Arrived], Awaitable[End]]

STEPS: dict[Kind, Step] = {
    Kind.BOUNCE: _bounce,
    Kind.AUTO_REPLY: _automatic,
    Kind.UNSUBSCRIBE: _unsubscribe,
    Kind.REPORT: _report,
    Kind.UNREADABLE: _unreadable,
    Kind.REPLY: _reply,
}
