"""To whom a letter about a case goes, and the mail that it goes in."""

from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.office import Office
from handlers.words.acknowledgements import Words
from handlers.words.mail import Mail, compose
from storage.work import Work
from surveys.complaint import Complaint
from surveys.customer import Customer
from surveys.delivery import Delivery, Reason
from surveys.grounds import CannotMove
from surveys.message import Kind, Message, Via
from surveys.token import Purpose

BY_HAND = "tell the customer by phone or in person"


class NobodyToWrite(CannotMove):
    """There is no address that a letter about this case could go to."""


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


async def post(office: Office, work: Work, case: Complaint, letter: Message, *, by: str, now: datetime) -> None:
    """Queue a letter; what is answered to it will be known by its address."""
    await work.tokens.keep({Purpose.CASE: office.keyring.mint(Purpose.CASE, case.id)}, case.id)
    await work.messages.queue(letter, by, now)


def letter(
    office: Office,
    case: Complaint,
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
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to=office.case_address(case.id),
        subject=words.subject,
        message_id=message_id,
        date=now.astimezone(UTC),
        text=words.text,
        html=words.html,
        language=words.language,
        headers=thread,
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
