"""A complaint is found in an answer, for a person to confirm, or logged by staff (ISO 10002:2018, 7.2)."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from handlers.steps.carding import show
from storage.work import Work
from surveys.answer import Answer, low
from surveys.complaint import Complaint, Problem, State, problem
from surveys.course import CLOSING, CONFIRM_DAYS
from surveys.delivery import Delivery
from surveys.invitation import Invitation

BY = "slack"
STAFF = "staff"
"""The door of a complaint that somebody here was told."""


class UnknownOrder(ValueError):
    """No delivery of this order is known."""


@dataclass(frozen=True)
class Told:
    """What somebody of the staff heard. `link` leads to where it was said, `author` is who wrote it there in Slack.

    `same` names what makes two tellings one, where that is not reporter, order and words.
    """

    words: str
    order: str = ""
    problem: Problem = Problem.OTHER
    link: str = ""
    author: str = ""
    same: str = ""

    def fingerprint(self, reporter: str) -> str:
        told = self.same or "|".join((reporter, self.order, " ".join(self.words.lower().split())))
        return sha256(told.encode()).hexdigest()


async def notice_candidate(
    office: Office, work: Work, asked: Invitation, given: Answer, now: datetime, *, complained: bool
) -> Complaint | None:
    """Open the one candidate of this invitation where its answer asks for one; the clock starts at receipt."""
    lows = low(given.marks, office.questionnaire)
    if not (lows or complained):
        return None
    if known := await work.complaints.of_invitation(asked.id):
        await show(office, work, known)
        return None
    candidate = Complaint(
        id=0,
        number=await work.complaints.next_number(),
        delivery_id=asked.delivery_id,
        customer_id=asked.customer_id,
        invitation_id=asked.id,
        door=given.door,
        words=given.comment,
        problem=problem(given.marks, lows, office.questionnaire),
        received_at=now,
        confirm_by=office.workdays.after(now, CONFIRM_DAYS, CLOSING),
    )
    kept = await work.complaints.keep(candidate, "customer", now)
    await show(office, work, kept)
    return kept


async def log(office: Office, told: Told, reporter: str, now: datetime) -> tuple[Complaint, bool]:
    """The case of what was told, and whether it is new; the same told twice while it is open is one case.

    Raises: UnknownOrder.
    """
    async with office.store.work() as work:
        delivery = await _delivery(work, told.order)
        number = await work.complaints.next_number()
        known = await work.complaints.told_as(told.fingerprint(reporter))
        if known:
            return known, False
        person = await work.staff.meet(reporter, BY, now)
        case = Complaint(
            id=0,
            number=number,
            delivery_id=delivery.id if delivery else None,
            customer_id=await _customer(work, delivery, told.author),
            invitation_id=None,
            door=STAFF,
            words=told.words,
            problem=told.problem,
            received_at=now,
            confirm_by=office.workdays.after(now, CONFIRM_DAYS, CLOSING),
            state=State.RECEIVED,
            reporter_id=person.id,
            fingerprint=told.fingerprint(reporter),
            link=told.link,
        )
        kept = await work.complaints.keep(case, person.name, now)
        await show(office, work, kept)
        return kept, True


async def _delivery(work: Work, order: str) -> Delivery | None:
    """The newest delivery of this order, held before a number is taken, as whoever answers about it does."""
    if not order:
        return None
    found = await work.deliveries.of_order(order)
    if not found:
        raise UnknownOrder(f"no delivery of order '{order}' is known; leave the order out to log it without one")
    await work.ledger.touch(found[-1].id)
    return found[-1]


async def _customer(work: Work, delivery: Delivery | None, author: str) -> int | None:
    if delivery:
        return delivery.customer_id
    known = await work.customers.of_slack(author)
    return known.id if known else None
