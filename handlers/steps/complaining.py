"""A complaint is found in an answer or told by staff, and is looked after until it is over (ISO 10002:2018, 7)."""

import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from handlers.office import Office
from handlers.steps.carding import show
from handlers.steps.moving import DOOR, keep, moves
from storage.work import Work
from surveys.answer import Answer, low
from surveys.complaint import Complaint, Problem, State, problem, received
from surveys.course import NO_COMPLAINT, Ending, check_ending, endings
from surveys.customer import printable
from surveys.deadline import CONFIRM
from surveys.delivery import Delivery
from surveys.grounds import Grounds
from surveys.invitation import Invitation

CUSTOMER = "customer"
"""Who did something, as evidence names those who were asked."""


class NotLogged(ValueError):
    """This cannot be kept as a complaint; says what to do instead."""


class UnknownOrder(NotLogged):
    """No delivery of this order is known."""


class NoWords(NotLogged):
    """A complaint has the customer's words, or those of who heard it."""


@dataclass(frozen=True)
class Told:
    """What somebody of the staff heard. `message` names the Slack message that it stands in, `author` who wrote that.

    `said_at` is when anybody here first heard it, where that was before now; `door` is how it was told to us.
    """

    words: str
    order: str = ""
    problem: Problem = Problem.OTHER
    door: str = "command"
    message: str = ""
    author: str = ""
    link: str = ""
    said_at: datetime | None = None


async def log(office: Office, told: Told, reporter: str, now: datetime, tick: datetime) -> tuple[Complaint, bool]:
    """The case of what was told, and whether it is new; the same told twice is one case while that is open.

    Raises: NotLogged.
    """
    if not told.words.strip():
        raise NoWords("nothing was said: write what happened")
    async with office.store.work() as work:
        person = await work.staff.meet(reporter, DOOR, now)
        delivery = await order_known(work, told.order)
        number = await work.complaints.next_number(delivery.id if delivery else None)
        known = await work.complaints.told_as(fingerprint(told, reporter))
        if known:
            return known, False
        author = await work.customers.of_slack(told.author)
        at = min(now, told.said_at or now)
        heard = received(number, delivery, told.words, at, door=told.door, problem=told.problem)
        case = replace(
            heard,
            customer_id=author.id if author else heard.customer_id,
            reporter_id=person.id,
            fingerprint=fingerprint(told, reporter),
            link=told.link,
        )
        kept = await keep(office, work, case, person.name, now)
        await show(office, work, kept, now, tick)
    return kept, True


async def told_in_line(office: Office, line: str) -> tuple[str, str]:
    """The order and the words of `ORDER words...`; a line whose first word cannot be a number of ours is all words.

    Raises: UnknownOrder.
    """
    first, rest = [*line.split(maxsplit=1), "", ""][:2]
    async with office.store.read() as work:
        try:
            await order_known(work, first)
        except UnknownOrder:
            if any(character.isdigit() for character in first):
                raise
            return "", line
    return first, rest


async def notice_candidate(
    office: Office, work: Work, asked: Invitation, given: Answer, now: datetime, *, complained: bool
) -> Complaint | None:
    """Open the one candidate of this invitation where its answer asks for one; it was received with the answer.

    Until a person has decided about it, it says what the customer says by now: words often follow a mark.
    """
    lows = low(given.marks, office.questionnaire)
    if not (lows or complained):
        return None
    if known := await work.complaints.of_invitation(asked.id):
        await _say_more(office, work, known, given, now)
        return None
    candidate = Complaint(
        id=0,
        number=await work.complaints.next_number(asked.delivery_id),
        delivery_id=asked.delivery_id,
        customer_id=asked.customer_id,
        invitation_id=asked.id,
        door=given.door,
        words=given.comment,
        problem=problem(given.marks, lows, office.questionnaire),
        received_at=given.received_at,
        confirm_by=office.rules.end(CONFIRM, now),
    )
    kept = await keep(office, work, candidate, given.by or CUSTOMER, now)
    await show(office, work, kept, now)
    return kept


async def _say_more(office: Office, work: Work, known: Complaint, given: Answer, now: datetime) -> None:
    lows = low(given.marks, office.questionnaire)
    code = problem(given.marks, lows, office.questionnaire) if lows else known.problem
    more = replace(known, words=given.comment or known.words, problem=code)
    if known.state is State.CANDIDATE and more != known:
        await show(office, work, await keep(office, work, more, given.by or CUSTOMER, now), now)


async def find(office: Office, case_id: int) -> tuple[Complaint, str]:
    """A case as it stands, and the Slack user who looks after it. Raises: LookupError."""
    async with office.store.read() as work:
        case = await work.complaints.get(case_id)
        owner = await work.staff.find(case.owner_id) if case.owner_id is not None else None
    return case, (owner.slack_user or "" if owner else "")


async def confirm(office: Office, case_id: int, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """A candidate is a complaint. Raises: CannotMove."""
    return await moves(office, case_id, (State.RECEIVED,), Grounds(), by=by, now=now, tick=tick)


async def decline(office: Office, case_id: int, reason: str, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """A candidate is none. Raises: CannotMove."""
    return await moves(office, case_id, (State.DECLINED,), Grounds(reason), by=by, now=now, tick=tick)


async def close(
    office: Office, case_id: int, ending: Ending, words: str, *, by: str, now: datetime, tick: datetime
) -> Complaint:
    """End a case; `words` say what was done. Raises: CannotMove."""
    async with office.store.read() as work:
        case = await work.complaints.get(case_id)
    check_ending(case, ending)
    reason = f"{ending}: {words}" if ending in NO_COMPLAINT and words.strip() else words
    grounds = Grounds(reason, accepted=ending is Ending.SOLVED)
    return await moves(office, case_id, endings(case)[ending], grounds, by=by, now=now, tick=tick)


def fingerprint(told: Told, reporter: str) -> str:
    """What makes two tellings the same: the message pointed at, else who told what about which order (SHA-256, hex)."""
    words = " ".join(unicodedata.normalize("NFKC", told.words).casefold().split())
    same = [told.message] if told.message else [reporter, told.order, words]
    return sha256(json.dumps(same).encode()).hexdigest()


async def order_known(work: Work, order: str) -> Delivery | None:
    """The latest delivery of a named order. Raises: UnknownOrder."""
    if not order:
        return None
    found = await work.deliveries.of_order(order)
    if not found:
        raise UnknownOrder(
            f"no delivery of order '{printable(order)}' is known; leave the order out to log it without one"
        )
    return max(found, key=lambda one: (one.delivered_at, one.id))
