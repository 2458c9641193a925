"""To whom a letter about a case goes, and the mail that it goes in."""

from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.office import Office
from handlers.words.acknowledgements import Words
from handlers.words.mail import BY_MACHINE, BY_PERSON, IN_REPLY, Mail, compose
from storage.work import Work
from surveys.complaint import Complaint
from surveys.customer import Customer
from surveys.delivery import Delivery, Reason
from surveys.enquiry import Enquiry
from surveys.entry import REPLIES
from surveys.grounds import CannotMove
from surveys.message import Kind, Message, Via
from surveys.token import Purpose

BY_HAND = "tell the customer by phone or in person"


class NobodyToWrite(CannotMove):
    """There is no address that a letter about this case could go to."""


SUBMITTED = {Kind.RECEIPT: IN_REPLY}
"""A letter to who asked is written by a person, but for the one that a machine sends at once."""


@dataclass(frozen=True)
class Addressee:
    """Whom a letter goes to. `thread` are the Message-IDs of what we wrote to them before, oldest first.

    `known` is the delivery that they were asked about, by whose addresses bounces come back.
    """

    customer: Customer
    delivery: Delivery | None
    known: int | None
    thread: tuple[str, ...]


async def addressee(work: Work, case: Complaint) -> Addressee:
    """Raises: NobodyToWrite."""
    if case.customer_id is None:
        raise NobodyToWrite(f"it is not known who the customer of {case.name} is: {BY_HAND}")
    customer = await work.customers.get(case.customer_id)
    if await work.suppressions.why(customer.email) in (Reason.BOUNCED, Reason.BAD_ADDRESS):
        raise NobodyToWrite(f"mail to the customer of {case.name} comes back: {BY_HAND}")
    delivery = await work.deliveries.get(case.delivery_id) if case.delivery_id is not None else None
    asked = await work.invitations.of_delivery(delivery.id) if delivery else None
    invitation = await work.messages.about(Kind.INVITATION, asked.id) if asked else None
    acknowledgement = await work.messages.about(Kind.ACKNOWLEDGEMENT, case.id)
    mine = delivery is not None and asked is not None and delivery.customer_id == customer.id
    before = [invitation if mine else None, acknowledgement]
    return Addressee(
        customer,
        delivery,
        delivery.id if delivery and mine else None,
        tuple(one.message_id for one in before if one and one.via is Via.MAIL),
    )


async def enquirer(work: Work, enquiry: Enquiry) -> Addressee:
    """Who asked, and the thread that they began. Raises: NobodyToWrite."""
    if enquiry.customer_id is None:
        raise NobodyToWrite(f"it is not known who asked {enquiry.name}: {BY_HAND}")
    customer = await work.customers.get(enquiry.customer_id)
    if await work.suppressions.why(customer.email) in (Reason.BOUNCED, Reason.BAD_ADDRESS):
        raise NobodyToWrite(f"mail to the customer of {enquiry.name} comes back: {BY_HAND}")
    entries = await work.entries.of_enquiry(enquiry.id)
    before = [await work.messages.about(Kind.RECEIPT, enquiry.id)]
    before += [await work.messages.about(Kind.LETTER, one.id) for one in entries if one.kind in REPLIES]
    ours = [one.message_id for one in before if one]
    return Addressee(customer, None, None, tuple(one for one in (enquiry.message_id, *ours) if one))


async def post(
    office: Office, work: Work, case: Complaint | Enquiry, letter: Message, *, by: str, now: datetime
) -> None:
    """Queue a letter; what is answered to it will be known by its address."""
    purpose = Purpose.ENQUIRY if isinstance(case, Enquiry) else Purpose.CASE
    await work.tokens.keep({purpose: office.keyring.mint(purpose, case.id)}, case.id)
    await work.messages.queue(letter, by, now)


def letter(
    office: Office,
    case: Complaint | Enquiry,
    to: Addressee,
    words: Words,
    *,
    kind: Kind,
    about: int,
    name: str,
    now: datetime,
    tick: datetime,
) -> Message:
    """The letter as it will leave; `name` is what its Message-ID is made of."""
    recipient = office.addresses.redirect_all_to or to.customer.email
    message_id = office.message_id(name)
    thread = {"In-Reply-To": to.thread[-1], "References": " ".join(to.thread)} if to.thread else {}
    enquired = isinstance(case, Enquiry)
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to=office.enquiry_address(case.id) if enquired else office.case_address(case.id),
        subject=words.subject,
        message_id=message_id,
        date=now.astimezone(UTC),
        text=words.text,
        html=words.html,
        language=words.language,
        headers=thread,
        submitted=SUBMITTED.get(kind, BY_PERSON if enquired else BY_MACHINE),
    )
    return Message(
        id=0,
        kind=kind,
        about=about,
        recipient=recipient,
        envelope_from=office.bounce_address(to.known) if to.known else office.addresses.sender,
        message_id=message_id,
        raw=compose(mail),
        queued_at=now,
        due=tick,
    )
