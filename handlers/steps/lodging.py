"""A complaint comes by itself: as a mail to the address for them, or told by another system (ISO 10002:2018, 7.2)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, show
from handlers.steps.complaining import NoWords, order_known
from handlers.steps.moving import keep
from storage.work import Work
from surveys.complaint import Complaint, Problem, State
from surveys.customer import Customer
from surveys.deadline import CONFIRM
from surveys.severity import Severity


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
    customer_id = delivery.customer_id if delivery else None
    if lodged.email:
        customer_id = (await work.customers.meet(Customer(0, lodged.email, lodged.name), by, now)).id
    received_at = min(now, lodged.said_at or now)
    grave = lodged.problem is Problem.SAFETY
    case = Complaint(
        id=0,
        number=number,
        delivery_id=delivery.id if delivery else None,
        customer_id=customer_id,
        invitation_id=None,
        door=lodged.door,
        words=lodged.words.strip(),
        problem=lodged.problem,
        received_at=received_at,
        confirm_by=office.rules.end(CONFIRM, now),
        state=State.RECEIVED if certain else State.CANDIDATE,
        fingerprint=print_of,
        severity=Severity.S1 if grave else None,
        safety=grave,
    )
    kept = await keep(office, work, case, by, now)
    await show(office, work, kept, now, AT_ONCE)
    return kept, True
