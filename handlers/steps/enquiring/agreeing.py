"""What is wanted is agreed, and a change of it is known to all whom it concerns (ISO 9001:2015, 8.2.3 and 8.2.4)."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE
from handlers.steps.enquiring.carding import show
from handlers.steps.enquiring.keeping import keep, move, note
from handlers.steps.enquiring.scrutinising import Wanted, newest, same, summary, written
from handlers.steps.moving import DOOR
from handlers.words.enquiries import change_post
from storage.work import Work
from surveys.agreement import Basis, check, check_open
from surveys.enquiry import Enquiry, State
from surveys.entry import Kind as EntryKind
from surveys.grounds import CannotMove, NeedsReason
from surveys.message import Kind, Message, Via
from surveys.requirement import Concerned, Edition


async def agree(
    office: Office, enquiry_id: int, confirmation: str, order: str, *, by: str, now: datetime, tick: datetime
) -> Enquiry:
    """The customer has confirmed the newest edition, in these words. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        edition = await newest(work, enquiry)
        confirmed = replace(edition, confirmation=confirmation.strip(), agreed_at=now) if edition else None
        unclear = len(await work.questions.open_of(enquiry.id))
        basis = Basis(edition=confirmed, open_questions=unclear)
        named = replace(enquiry, order=order or enquiry.order)
        said = summary(confirmed) if confirmed else ""
        kept = await move(office, work, named, State.AGREED, basis, by=person.name, now=now, said=said)
        if confirmed:
            await work.editions.keep(confirmed, person.name, now)
        await show(office, work, kept, now, tick)
    return kept


async def amend(
    office: Office, enquiry_id: int, wanted: Wanted, concerned: Sequence[str], *, by: str, now: datetime, tick: datetime
) -> Enquiry:
    """What was agreed is to be otherwise; `concerned`, Slack users, are told and say that they know.

    Raises: CannotMove.
    """
    if not concerned:
        raise NeedsReason("a change concerns somebody: name who has to know of it")
    async with office.store.work() as work:
        people = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, *concerned})}
        enquiry = await work.enquiries.hold(enquiry_id)
        check(enquiry, State.CHANGED)
        edition = written(enquiry, wanted, people[by], now)
        if enquiry.state is State.CHANGED and same(await newest(work, enquiry), edition):
            return enquiry
        said = f"{edition.why}; {summary(edition)}"
        basis = Basis(edition=edition)
        kept = await move(office, work, enquiry, State.CHANGED, basis, by=people[by].name, now=now, said=said)
        await work.editions.keep(edition, people[by].name, now)
        for user in dict.fromkeys(concerned):
            await _tell(office, work, kept, edition, person_id=people[user].id, user=user, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def know(office: Office, concerned_id: int, *, by: str, now: datetime, tick: datetime) -> Enquiry:
    """The Slack user `by` knows of a change that they were told of; saying so twice changes nothing.

    Raises: CannotMove, where somebody else was told.
    """
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold((await work.concerned.get(concerned_id)).enquiry_id)
        told = await work.concerned.get(concerned_id)
        if told.person_id != person.id:
            raise CannotMove(f"somebody else was told of this change of {enquiry.name}")
        if told.acknowledged_at is None:
            await work.concerned.keep(replace(told, acknowledged_at=now), person.name, now)
            await show(office, work, enquiry, now, tick)
    return enquiry


async def name_order(office: Office, enquiry_id: int, order: str, *, by: str, now: datetime, tick: datetime) -> Enquiry:
    """Say which order it became. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        check_open(enquiry)
        kept = await keep(office, work, replace(enquiry, order=order), person.name, now)
        await note(office, work, kept, EntryKind.MOVE, f"order {order}", by=person.name, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def _tell(
    office: Office, work: Work, enquiry: Enquiry, edition: Edition, *, person_id: int, user: str, now: datetime
) -> None:
    told = await work.concerned.keep(Concerned(0, enquiry.id, edition.number, person_id, now), "change", now)
    raw = json.dumps(change_post(enquiry, edition, told.id)).encode()
    message_id = office.message_id(f"{Kind.CHANGE}:{told.id}")
    post = Message(0, Kind.CHANGE, told.id, user, "", message_id, raw, now, AT_ONCE, via=Via.SLACK)
    await work.messages.queue(post, "change", now)
