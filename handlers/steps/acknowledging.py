"""The customer is told that their complaint was received: by letter, or by a person (ISO 10002:2018, 7.4)."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.addressing import BY_HAND, Addressee, addressee, letter, post
from handlers.steps.carding import show
from handlers.steps.moving import DOOR, latest, move, settle, take_back
from handlers.words.acknowledgements import Receipt, acknowledgement
from storage.work import Work
from surveys.complaint import Complaint, State
from surveys.course import acknowledged, check_acknowledgeable, noted
from surveys.deadline import next_word_by
from surveys.grounds import CannotMove, Grounds, ThereAlready
from surveys.message import PENDING, Kind, Message
from surveys.message import State as Sending

BY = "postman"
IN_PERSON = "told by phone or in person"


async def acknowledge_by_mail(
    office: Office, case_id: int, *, signed: str = "", own_words: str = "", by: str, now: datetime, tick: datetime
) -> Complaint:
    """Queue the letter; the case is acknowledged once it was really sent. `signed` is who looks after the case, and
    `own_words` stand in the letter beside what it always says.

    Raises: CannotMove.
    """
    async with office.store.read() as work:
        case = await work.complaints.get(case_id)
        await _check(work, case)
        to = await addressee(work, case)
    written = _letter(office, case, to, (signed, own_words), now=now, tick=tick)
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        await _check(work, case)
        await post(office, work, case, written, by=person.name, now=now)
        at = await latest(work, case, now)
        note = noted(case, at, by=person.name, reason="acknowledgement written")
        await work.moves.keep(note, person.name, at)
        await show(office, work, case, now, tick)
    return case


async def acknowledge_in_person(office: Office, case_id: int, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """The Slack user `by` has told the customer. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        check_acknowledgeable(case)
        case = await _acknowledged(office, work, case, IN_PERSON, by=person.name, now=now)
        await take_back(work, case, person.name, now)
        await show(office, work, case, now, tick)
    return case


async def recorded(office: Office, work: Work, case: Complaint, letter: Message, now: datetime) -> None:
    """An attempt to send the letter has ended: if it was sent, its case is acknowledged in the same transaction."""
    if letter.state is Sending.SENT and case.acknowledged_at is None and case.state in (State.RECEIVED, State.ASSESSED):
        case = await _acknowledged(office, work, case, f"by mail {letter.message_id}", by=BY, now=now)
    await show(office, work, case, now, letter.sent_at or letter.due)


async def _acknowledged(office: Office, work: Work, case: Complaint, how: str, *, by: str, now: datetime) -> Complaint:
    """The move, or a note where the case was assessed before."""
    if case.state is State.RECEIVED:
        grounds = Grounds(how, told=True)
        return await move(office, work, case, State.ACKNOWLEDGED, grounds, by=by, now=now)
    at = await latest(work, case, now)
    after, note = acknowledged(case, at, by=by, reason=how)
    return await settle(office, work, after, note, at)


async def _check(work: Work, case: Complaint) -> None:
    check_acknowledgeable(case)
    known = await work.messages.about(Kind.ACKNOWLEDGEMENT, case.id)
    if known and known.state in PENDING:
        raise ThereAlready(f"the letter about {case.name} is on its way already")
    if known:
        raise CannotMove(f"the letter about {case.name} could not be sent ({known.note}): {BY_HAND}")


def _letter(
    office: Office, case: Complaint, to: Addressee, said: tuple[str, str], *, now: datetime, tick: datetime
) -> Message:
    signed, own_words = said
    receipt = Receipt(
        language=to.customer.language,
        customer_name=to.customer.name,
        organisation=office.name,
        number=case.name,
        order=to.delivery.order if to.delivery else "",
        looked_after_by=signed,
        next_word_on=next_word_by(now, case.severity, office.rules).astimezone(office.zone).date(),
        footer=office.footer,
        own_words=own_words,
    )
    name = f"{Kind.ACKNOWLEDGEMENT}:{case.number}"
    words = acknowledgement(receipt)
    return letter(office, case, to, words, kind=Kind.ACKNOWLEDGEMENT, about=case.id, name=name, now=now, tick=tick)
