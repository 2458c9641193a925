"""The customer is told that their complaint was received: by letter, or by a person (ISO 10002:2018, 7.4)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.office import Office
from handlers.steps.carding import show
from handlers.steps.moving import DOOR, latest, move, moves
from handlers.words.acknowledgements import Receipt, acknowledgement
from handlers.words.mail import Mail, compose
from storage.work import Work
from surveys.complaint import Complaint, Move, State
from surveys.course import CannotMove, Grounds, ThereAlready, can, next_word_by, plain
from surveys.customer import Customer
from surveys.delivery import Delivery, Reason
from surveys.message import PENDING, Kind, Message, Via
from surveys.message import State as Sending

BY = "postman"
IN_PERSON = "told by phone or in person"
BY_HAND = "tell the customer by phone or in person"


class NobodyToWrite(CannotMove):
    """There is no address that a letter about this case could go to."""


@dataclass(frozen=True)
class Addressee:
    """Whom a letter goes to; `asked` is the Message-ID of the invitation that it belongs under, where there was one."""

    customer: Customer
    delivery: Delivery | None
    invited: bool
    asked: str


async def acknowledge_by_mail(
    office: Office, case_id: int, *, signed: str = "", by: str, now: datetime, tick: datetime
) -> Complaint:
    """Queue the letter; the case is acknowledged once it was really sent. `signed` is who looks after the case.

    Raises: CannotMove.
    """
    async with office.store.read() as work:
        case = await work.complaints.get(case_id)
        await _check(work, case)
        addressee = await _addressee(work, case)
    letter = _letter(office, case, addressee, signed, now=now, tick=tick)
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        await _check(work, case)
        await work.messages.queue(letter, person.name, now)
        at = await latest(work, case, now)
        written = Move(0, case.id, at, person.name, case.state, case.state, "acknowledgement written")
        await work.moves.keep(written, person.name, at)
        await show(office, work, case, now, tick)
    return case


async def acknowledge_in_person(office: Office, case_id: int, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """The Slack user `by` has told the customer. Raises: CannotMove."""
    return await moves(office, case_id, (State.ACKNOWLEDGED,), Grounds(IN_PERSON), by=by, now=now, tick=tick)


async def recorded(office: Office, work: Work, case: Complaint, letter: Message, now: datetime) -> None:
    """An attempt to send the letter has ended: if it was sent, its case is acknowledged in the same transaction."""
    if letter.state is Sending.SENT and State.ACKNOWLEDGED in can(case):
        grounds = Grounds(f"by mail {letter.message_id}")
        case = await move(office, work, case, State.ACKNOWLEDGED, grounds, by=BY, now=now)
    await show(office, work, case, now, letter.sent_at or letter.due)


async def _check(work: Work, case: Complaint) -> None:
    if State.ACKNOWLEDGED not in can(case):
        kind = ThereAlready if case.acknowledged_at else CannotMove
        raise kind(f"{case.name} is {plain(case.state)}: there is nothing to acknowledge")
    known = await work.messages.about(Kind.ACKNOWLEDGEMENT, case.id)
    if known and known.state in PENDING:
        raise ThereAlready(f"the letter about {case.name} is on its way already")
    if known:
        raise CannotMove(f"the letter about {case.name} could not be sent ({known.note}): {BY_HAND}")


async def _addressee(work: Work, case: Complaint) -> Addressee:
    if case.customer_id is None:
        raise NobodyToWrite(f"it is not known who the customer of {case.name} is: {BY_HAND}")
    customer = await work.customers.get(case.customer_id)
    if await work.suppressions.why(customer.email) in (Reason.BOUNCED, Reason.BAD_ADDRESS):
        raise NobodyToWrite(f"mail to the customer of {case.name} comes back: {BY_HAND}")
    delivery = await work.deliveries.get(case.delivery_id) if case.delivery_id is not None else None
    asked = await work.invitations.of_delivery(delivery.id) if delivery else None
    invitation = await work.messages.about(Kind.INVITATION, asked.id) if asked else None
    by_mail = invitation is not None and invitation.via is Via.MAIL
    return Addressee(customer, delivery, asked is not None, invitation.message_id if invitation and by_mail else "")


def _letter(office: Office, case: Complaint, to: Addressee, signed: str, *, now: datetime, tick: datetime) -> Message:
    """The letter as it will leave. It comes and goes by the addresses of the invitation, where there was one."""
    recipient = office.addresses.redirect_all_to or to.customer.email
    known = to.delivery.id if to.delivery and to.invited and to.delivery.customer_id == to.customer.id else None
    message_id = office.message_id(f"{Kind.ACKNOWLEDGEMENT}:{case.number}")
    words = acknowledgement(_receipt(office, case, to, signed, now))
    mail = Mail(
        sender_name=office.addresses.sender_name,
        sender=office.addresses.sender,
        recipient=recipient,
        reply_to=office.reply_address(known) if known else "",
        subject=words.subject,
        message_id=message_id,
        date=now.astimezone(UTC),
        text=words.text,
        html=words.html,
        language=words.language,
        headers={"In-Reply-To": to.asked, "References": to.asked} if known and to.asked else {},
    )
    return Message(
        id=0,
        kind=Kind.ACKNOWLEDGEMENT,
        about=case.id,
        recipient=recipient,
        envelope_from=office.bounce_address(known) if known else office.addresses.sender,
        message_id=message_id,
        raw=compose(mail),
        queued_at=now,
        due=tick,
    )


def _receipt(office: Office, case: Complaint, to: Addressee, signed: str, now: datetime) -> Receipt:
    return Receipt(
        language=to.customer.language,
        customer_name=to.customer.name,
        organisation=office.name,
        number=case.name,
        order=to.delivery.order if to.delivery else "",
        looked_after_by=signed,
        next_word_on=next_word_by(now, office.workdays).astimezone(office.zone).date(),
        footer=office.footer,
    )
