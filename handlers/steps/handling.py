"""A case moves along its course: every change keeps a move with its reason, and its card shows it (ISO 10002:2018)."""

from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.acknowledging import acknowledgement
from handlers.steps.carding import show
from storage.work import Work
from surveys.complaint import Complaint, State
from surveys.course import CannotMove, Grounds, ThereAlready, moved
from surveys.message import Kind, Message

BY = "slack"


class NoAddress(CannotMove):
    """Nobody knows where a letter could go: tell the customer in person."""


async def confirm(office: Office, case_id: int, by: str, now: datetime) -> Complaint:
    """A candidate is a complaint. Raises: CannotMove."""
    return await _move(office, case_id, [State.RECEIVED], Grounds(), by=by, now=now)


async def decline(office: Office, case_id: int, reason: str, by: str, now: datetime) -> Complaint:
    """A candidate is none. Raises: CannotMove."""
    return await _move(office, case_id, [State.DECLINED], Grounds(reason), by=by, now=now)


async def told_in_person(office: Office, case_id: int, by: str, now: datetime) -> Complaint:
    """The customer knows that we have it. Raises: CannotMove."""
    return await _move(office, case_id, [State.ACKNOWLEDGED], Grounds("told by phone or in person"), by=by, now=now)


async def close(office: Office, case_id: int, words: str, by: str, now: datetime) -> Complaint:
    """Solved on the spot, and the customer accepts it: answered and closed in one. Raises: CannotMove."""
    return await _move(office, case_id, [State.RESPONDED, State.CLOSED], Grounds(words, accepted=True), by=by, now=now)


async def withdraw(office: Office, case_id: int, words: str, by: str, now: datetime) -> Complaint:
    """The customer takes it back; it stays counted. Raises: CannotMove."""
    return await _move(office, case_id, [State.WITHDRAWN], Grounds(words), by=by, now=now)


async def reclassify(office: Office, case_id: int, words: str, by: str, now: datetime) -> Complaint:
    """It was an enquiry, a request or spam; it stays in the log. Raises: CannotMove."""
    return await _move(office, case_id, [State.RECLASSIFIED], Grounds(words), by=by, now=now)


async def assign(office: Office, case_id: int, owner: str, by: str, now: datetime) -> Complaint:
    """From now on `owner` looks after it."""
    async with office.store.work() as work:
        case = await work.complaints.hold(case_id)
        person = await work.staff.meet(by, BY, now)
        chosen = await work.staff.meet(owner, BY, now)
        kept = await work.complaints.keep(replace(case, owner_id=chosen.id), person.name, now)
        await show(office, work, kept)
        return kept


async def acknowledge_by_mail(office: Office, case_id: int, by: str, now: datetime, tick: datetime) -> Complaint:
    """Send the letter; the case is acknowledged once it was really sent.

    Raises: CannotMove, also where the letter is on its way; NoAddress.
    """
    async with office.store.read() as work:
        case = await work.complaints.get(case_id)
        letter = await _letter(office, work, case, now, tick)
    async with office.store.work() as work:
        held = await work.complaints.hold(case_id)
        person = await work.staff.meet(by, BY, now)
        told = Grounds("the letter")
        moved(held, State.ACKNOWLEDGED, now, by=person.name, grounds=told, workdays=office.workdays)
        if await work.messages.queue(letter, person.name, now) is None:
            raise ThereAlready(f"{held.name} has its letter on the way already")
    return held


async def acknowledged(office: Office, work: Work, letter: Message, now: datetime) -> None:
    """The letter was sent; a case that was answered or closed meanwhile stays as it is."""
    case = await work.complaints.hold(letter.about)
    try:
        grounds = Grounds(f"by letter {letter.message_id}")
        await _moved(office, work, case, State.ACKNOWLEDGED, grounds=grounds, by="postman", now=now)
    except CannotMove:
        return


async def _letter(office: Office, work: Work, case: Complaint, now: datetime, tick: datetime) -> Message:
    if case.customer_id is None:
        raise NoAddress(f"{case.name} has no known customer: no letter can be sent, tell them in person")
    customer = await work.customers.get(case.customer_id)
    delivery = await work.deliveries.get(case.delivery_id) if case.delivery_id else None
    asked = await work.invitations.of_delivery(delivery.id) if delivery else None
    before = await work.messages.about(Kind.INVITATION, asked.id) if asked else None
    return acknowledgement(office, case, customer, delivery, before, now=now, tick=tick)


async def _move(
    office: Office, case_id: int, targets: list[State], grounds: Grounds, *, by: str, now: datetime
) -> Complaint:
    async with office.store.work() as work:
        case = await work.complaints.hold(case_id)
        person = await work.staff.meet(by, BY, now)
        for target in targets:
            case = await _moved(office, work, case, target, grounds=grounds, by=person.name, now=now)
        return case


async def _moved(
    office: Office, work: Work, case: Complaint, target: State, *, grounds: Grounds, by: str, now: datetime
) -> Complaint:
    after, move = moved(case, target, now, by=by, grounds=grounds, workdays=office.workdays)
    kept = await work.complaints.keep(after, by, now)
    await work.moves.keep(move, by, now)
    await show(office, work, kept)
    return kept
