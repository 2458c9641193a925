"""A complaint comes by itself: as a mail to the address for them, or told by another system (ISO 10002:2018, 7.2)."""

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, show
from handlers.steps.complaining import NoWords, order_known
from handlers.steps.moving import keep
from storage.work import Work
from surveys.complaint import Complaint, Problem, State, received
from surveys.customer import Customer
from surveys.deadline import CONFIRM


@dataclass(frozen=True)
class Lodged:
    """What came. `source` names it, so that it is one case however often it comes; without an `email` nobody can be
    written to. `said_at` is when anybody here first heard it.
    """

    words: str
    source: str
    door: str
    email: str = ""
    name: str = ""
    order: str = ""
    problem: Problem = Problem.OTHER
    said_at: datetime | None = None


async def lodge(
    office: Office, work: Work, lodged: Lodged, by: str, now: datetime, *, certain: bool = True
) -> tuple[Complaint, bool]:
    """The case of what came, and whether it is new; where it is not `certain` that it is a complaint, a person decides.

    Raises: NotLogged.
    """
    if not lodged.words.strip():
        raise NoWords("nothing was said: write what happened")
    delivery = await order_known(work, lodged.order)
    number = await work.complaints.next_number(delivery.id if delivery else None)
    print_of = sha256(lodged.source.encode()).hexdigest()
    if known := await work.complaints.lodged_as(print_of):
        return known, False
    at = min(now, lodged.said_at or now)
    told = received(number, delivery, lodged.words, at, door=lodged.door, problem=lodged.problem)
    case = replace(
        told,
        customer_id=await _customer(work, lodged, by, now) or told.customer_id,
        confirm_by=office.rules.end(CONFIRM, now),
        state=State.RECEIVED if certain else State.CANDIDATE,
        fingerprint=print_of,
    )
    kept = await keep(office, work, case, by, now)
    await show(office, work, kept, now, AT_ONCE)
    return kept, True


async def _customer(work: Work, lodged: Lodged, by: str, now: datetime) -> int | None:
    """Whoever gave an address can be written to, known before or not."""
    if not lodged.email:
        return None
    return (await work.customers.meet(Customer(0, lodged.email, lodged.name), by, now)).id
