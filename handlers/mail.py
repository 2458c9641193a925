"""Door: a mail has come. It is read, its writer is found, and one step acts on it.

The mail was kept in the inbox before; here it ends in exactly one outcome, in one transaction with what it caused.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from handlers.about import About, about, believed
from handlers.office import Office
from handlers.reading import Kind, Reading, Sent, pictures, read
from handlers.reading.before import before
from handlers.reading.comment import comment
from handlers.reading.heard.settled import settled
from handlers.steps.addressing import BY_HAND
from handlers.steps.answering import Given, Outcome, answer
from handlers.steps.attaching import attach
from handlers.steps.complaining import CUSTOMER
from handlers.steps.doubting import MAIL
from handlers.steps.enquiring.receiving import Asked, come
from handlers.steps.enquiring.receiving import hear as say_more
from handlers.steps.filing import enter
from handlers.steps.hearing import Heard, hear
from handlers.steps.lodging import Lodged, lodge
from handlers.steps.stopping import bounce, unsubscribe
from storage.work import Mail, Work
from surveys.answer import Door
from surveys.customer import printable
from surveys.entry import Kind as EntryKind
from surveys.invitation import Invitation
from surveys.message import Kind as MessageKind
from surveys.message import Via

ASIDE = {Outcome.UNCLEAR, Outcome.UNVERIFIED, Outcome.LATE}
"""Outcomes after which a person should read the words."""

LATELY = timedelta(hours=1)
MOST_ABOUT_ONE, AMONG = 20, 200
"""So many of the last mails may be about one survey; what a person writes is less, and the rest waits for a person."""


@dataclass(frozen=True)
class Arrived:
    """A mail with what was read in it and what it is about."""

    mail: Mail
    reading: Reading
    about: About
    pictures: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def asked(self) -> Invitation | None:
        return self.about.asked


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
    case, enquiry = arrived.about.case, arrived.about.enquiry
    async with office.store.work() as work:
        end = await _step(arrived)(office, work, arrived)
        ended = work.inbox.set_aside if end.aside else work.inbox.done
        asked_id, case_id, enquiry_id = [one.id if one else None for one in (arrived.asked, case, enquiry)]
        await ended(mail.id, end.outcome, end.note, asked_id, case_id, enquiry_id=enquiry_id)
    return end


async def give_up(office: Office, mail: Mail, why: str) -> None:
    """Set a mail aside that could not be dealt with, so that the next ones go on."""
    async with office.store.work() as work:
        await work.inbox.set_aside(mail.id, "error", why)


async def understood(office: Office, mail: Mail, raw: bytes) -> Arrived:
    """What a mail says and what it is about; one that was handled before stays with what it was about."""
    reading = await asyncio.to_thread(read, raw, office.questionnaire)
    async with office.store.read() as work:
        found = await about(office, work, reading, mail.invitation_id)
        sent = await _sent(work, found.asked) if found.asked and reading.kind is Kind.REPLY else None
    if sent is not None:
        reading = await asyncio.to_thread(partial(read, raw, office.questionnaire, sent=sent))
    shown = await asyncio.to_thread(pictures, raw) if reading.attachments else {}
    return Arrived(mail, reading, found, shown)


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
        return await _addressed(office, work, arrived)
    if reading.unsubscribe and not (arrived.about.doubt and arrived.about.handed_on):
        await unsubscribe(work, asked, "mail", arrived.mail.received_at)
    if not (reading.answers or reading.text or reading.unclear):
        return End("empty")
    if await work.inbox.lately_about(asked.id, arrived.mail, AMONG, LATELY) >= MOST_ABOUT_ONE:
        return End("flood", f"one of many from {printable(reading.sender)}", aside=True)
    outcome = await answer(office, work, asked, given_by(arrived), arrived.mail.received_at)
    if outcome is not Outcome.UNVERIFIED:
        received_at = arrived.mail.received_at
        case = await work.complaints.of_invitation(asked.id)
        await attach(office, work, case, reading.attachments, pictures=arrived.pictures, now=received_at)
    return End(outcome, arrived.about.doubt if outcome is Outcome.UNVERIFIED else "", aside=outcome in ASIDE)


async def _addressed(office: Office, work: Work, arrived: Arrived) -> End:
    """About nothing that we wrote: then the address that it was sent to says what it is."""
    sent_to = arrived.reading.recipients
    if office.enquiries_address and office.enquiries_address.lower() in sent_to:
        return await _enquired(office, work, arrived)
    if office.complaints_address and office.complaints_address.lower() in sent_to:
        return await _complained(office, work, arrived)
    return End("unmatched", f"from {printable(arrived.reading.sender)}", aside=True)


async def _complained(office: Office, work: Work, arrived: Arrived) -> End:
    """Somebody wrote to the address for complaints; whether a stranger's mail is one, a person decides."""
    reading, now = arrived.reading, arrived.mail.received_at
    if not reading.text.strip() or not reading.sender:
        return End("empty" if reading.sender else "unmatched", "nobody to answer" if not reading.sender else "")
    known = await work.customers.by_email(reading.sender) is not None and believed(office, reading)
    lodged = Lodged(reading.text, source(arrived.mail), Door.MAIL, email=reading.sender)
    case, _ = await lodge(office, work, lodged, CUSTOMER, now, certain=known)
    await attach(office, work, case, reading.attachments, pictures=arrived.pictures, now=now)
    return End("complaint")


async def _enquired(office: Office, work: Work, arrived: Arrived) -> End:
    """Somebody wrote to the address for enquiries: most are strangers. Only whom we believe is written to at once."""
    reading, now = arrived.reading, arrived.mail.received_at
    if not reading.text.strip() or not reading.sender:
        return End("empty" if reading.sender else "unmatched", "nobody to answer" if not reading.sender else "")
    asked = Asked(
        reading.text, reading.sender, door=Door.MAIL, source=source(arrived.mail), message_id=reading.message_id or ""
    )
    enquiry = await come(office, work, asked, now, answered=believed(office, reading))
    await attach(office, work, enquiry, reading.attachments, pictures=arrived.pictures, now=now)
    return End("enquiry")


async def _about_enquiry(office: Office, work: Work, arrived: Arrived) -> End:
    """Who asked answers; what somebody else writes there is marked so."""
    reading, now = arrived.reading, arrived.mail.received_at
    if arrived.about.enquiry is None or reading.sender == office.addresses.sender.lower():
        return End("loop", "sent from our own address", aside=True)
    enquiry = await work.enquiries.hold(arrived.about.enquiry.id)
    words, doubt = reading.text.strip(), arrived.about.doubt
    if not words and not reading.attachments:
        return End("empty")
    if await work.inbox.lately_about_enquiry(enquiry.id, arrived.mail, AMONG, LATELY) >= MOST_ABOUT_ONE:
        return End("flood", f"one of many from {printable(reading.sender)}", aside=True)
    said = f"{words} (not confirmed: {doubt})" if doubt else words
    await say_more(office, work, enquiry, said or "(no words)", source=source(arrived.mail), now=now)
    await attach(office, work, enquiry, reading.attachments, pictures=arrived.pictures, now=now)
    return End("unverified", doubt, aside=True) if doubt else End("enquiry")


async def _about_case(office: Office, work: Work, arrived: Arrived) -> End:
    """The customer answers a letter about their case; what somebody else writes there moves nothing."""
    reading, now = arrived.reading, arrived.mail.received_at
    if arrived.about.case is None or reading.sender == office.addresses.sender.lower():
        return End("loop", "sent from our own address", aside=True)
    case = await work.complaints.hold(arrived.about.case.id)
    words, doubt = reading.text.strip(), arrived.about.doubt
    if not words and not reading.attachments:
        return End("empty")
    if await work.inbox.lately_about_case(case.id, arrived.mail, AMONG, LATELY) >= MOST_ABOUT_ONE:
        return End("flood", f"one of many from {printable(reading.sender)}", aside=True)
    said = f"{words} (not confirmed: {doubt})" if doubt else words
    heard = Heard(said, source(arrived.mail), None if doubt else settled(words), counts=not doubt)
    case = await hear(office, work, case, heard, now)
    await attach(office, work, case, reading.attachments, pictures=arrived.pictures, now=now)
    return End("unverified", doubt, aside=True) if doubt else End("case")


async def _letter_came_back(office: Office, work: Work, arrived: Arrived) -> End:
    """Whoever looks after the case has to reach the customer in another way."""
    status = arrived.reading.bounce.status if arrived.reading.bounce else None
    now, about = arrived.mail.received_at, arrived.about
    held = await work.complaints.hold(about.case.id) if about.case else None
    of = held or (await work.enquiries.hold(about.enquiry.id) if about.enquiry else None)
    if of is None:
        return End("bounce")
    words = f"A letter came back ({status or 'no reason given'}): {BY_HAND}"
    await enter(office, work, of, EntryKind.NOTE, words, key=source(arrived.mail), by="mail", now=now)
    return End("bounce", status or "")


def source(mail: Mail) -> str:
    """How an answer names the mail that it came in."""
    return f"{MAIL}{mail.fingerprint.hex()}"


def given_by(arrived: Arrived) -> Given:
    reading = arrived.reading
    return Given(
        door=Door.MAIL,
        marks=dict(reading.answers),
        comment=comment(reading),
        source=source(arrived.mail),
        language=reading.language,
        unclear=reading.unclear,
        verified=not arrived.about.doubt,
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

ABOUT_A_CASE: dict[Kind, Step] = {
    Kind.BOUNCE: _letter_came_back,
    Kind.REPLY: _about_case,
    Kind.UNSUBSCRIBE: _about_case,
}
"""Machines that answer a letter about a case are counted and no more."""

ABOUT_AN_ENQUIRY: dict[Kind, Step] = {
    Kind.BOUNCE: _letter_came_back,
    Kind.REPLY: _about_enquiry,
    Kind.UNSUBSCRIBE: _about_enquiry,
}


def _step(arrived: Arrived) -> Step:
    kind = arrived.reading.kind
    if arrived.about.case:
        return ABOUT_A_CASE.get(kind, _automatic)
    return ABOUT_AN_ENQUIRY.get(kind, _automatic) if arrived.about.enquiry else STEPS[kind]
