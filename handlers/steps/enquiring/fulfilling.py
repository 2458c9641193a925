"""What was agreed is delivered, and of every line it is said whether it was met (ISO 9001:2015, 8.2 and 9.1.2)."""

from collections.abc import Mapping
from datetime import datetime

from handlers.office import Office
from handlers.steps.enquiring.carding import show
from handlers.steps.enquiring.keeping import move
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR
from storage.work import Work
from surveys.agreement import Basis, check, in_time
from surveys.delivery import Delivery
from surveys.enquiry import Enquiry, State
from surveys.entry import Kind
from surveys.requirement import DUE, Edition, Judgement

BY_DATE = "dates"
"""Who judges whether it came in time."""


async def delivered(office: Office, work: Work, delivery: Delivery, now: datetime) -> None:
    """An order was delivered: whoever looks after the enquiry that it came from is told to judge it."""
    for found in await work.enquiries.awaiting(delivery.order):
        enquiry = await work.enquiries.hold(found.id)
        edition = await work.editions.of_number(enquiry.id, enquiry.agreed)
        when = f"{_day(office, delivery.delivered_at)}{_late(office, edition, delivery)}"
        words = f"order {delivery.order} was delivered on {when}"
        await enter(office, work, enquiry, Kind.MOVE, words, key=f"delivery.{delivery.id}", by="delivery", now=now)
        await show(office, work, enquiry, now)


async def fulfil(
    office: Office,
    enquiry_id: int,
    met: Mapping[int, bool],
    remark: str,
    *,
    by: str,
    now: datetime,
    tick: datetime,
) -> Enquiry:
    """Of each line, counted from 0, whether it was met; the day is judged by the dates alone. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        check(enquiry, State.FULFILLED)
        edition = await work.editions.of_number(enquiry.id, enquiry.agreed)
        delivery = await delivery_of(work, enquiry)
        judged = _judged(office, edition, met, remark.strip(), delivery, by=person.name, now=now) if edition else []
        basis = Basis(edition=edition, delivery_id=delivery.id if delivery else None, judged=judged)
        said = f"{sum(one.met for one in judged)} of {len(judged)} requirements met"
        kept = await move(office, work, enquiry, State.FULFILLED, basis, by=person.name, now=now, said=said)
        for one in judged:
            await work.judgements.keep(one, one.by, now)
        await show(office, work, kept, now, tick)
    return kept


async def delivery_of(work: Work, enquiry: Enquiry) -> Delivery | None:
    """The last delivery of its order: with that it is complete."""
    found = await work.deliveries.of_order(enquiry.order) if enquiry.order else []
    return max(found, key=lambda one: (one.delivered_at, one.id), default=None)


def _judged(
    office: Office,
    edition: Edition,
    met: Mapping[int, bool],
    remark: str,
    delivery: Delivery | None,
    *,
    by: str,
    now: datetime,
) -> list[Judgement]:
    made = [
        Judgement(0, edition.enquiry_id, edition.number, line, met[line], remark, now, by)
        for line in range(len(edition.lines))
        if line in met
    ]
    if edition.due_on and delivery:
        kept = in_time(edition.due_on, delivery.delivered_at, office.workdays)
        note = f"delivered on {_day(office, delivery.delivered_at)}"
        made.append(Judgement(0, edition.enquiry_id, edition.number, DUE, kept, note, now, BY_DATE))
    return made


def _late(office: Office, edition: Edition | None, delivery: Delivery) -> str:
    if edition is None or edition.due_on is None:
        return ""
    days = (delivery.delivered_at.astimezone(office.zone).date() - edition.due_on).days
    if days <= 0:
        return ", in time"
    return f", {days} day{'s' if days > 1 else ''} after the day that was agreed"


def _day(office: Office, when: datetime) -> str:
    return f"{when.astimezone(office.zone):%a %d %b %Y}"
