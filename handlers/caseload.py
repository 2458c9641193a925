"""The cases that somebody has to look after: their own, those that are late, those in which some words stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import card_of
from handlers.words.cards import Card
from storage.work import Work
from surveys.complaint import OVER, Complaint
from surveys.deadline import Deadline, due
from surveys.message import Kind

MOST = 20
"""Cases that one list shows."""


@dataclass(frozen=True)
class Listed:
    """One line of a list. `late`: what comes next should have been done by now; `card` is where its card stands."""

    case: Complaint
    order: str
    customer: str
    owner: str
    next_due: Deadline | None
    late: bool
    card: tuple[str, str] | None


async def one(office: Office, number: int) -> Card | None:
    """All that is known of one case."""
    async with office.store.read() as work:
        case = await work.complaints.by_number(number)
        return await card_of(office, work, case) if case else None


async def mine(office: Office, slack_user: str, now: datetime) -> Sequence[Listed]:
    """The open cases in somebody's hands, what is due first first."""
    async with office.store.read() as work:
        person = await work.staff.of_slack(slack_user)
        cases = await work.complaints.owned_by(person.id) if person else []
        return _urgent(await _listed(office, work, cases, now))


async def overdue(office: Office, now: datetime) -> Sequence[Listed]:
    """Every open case in which something should have been done by now, the longest due first."""
    async with office.store.read() as work:
        cases = await work.complaints.open_at(now)
        late = [case for case in cases if (what := due(case, office.rules)) and what.ours and what.by < now]
        return _urgent(await _listed(office, work, late, now))


async def found(office: Office, words: str, now: datetime) -> Sequence[Listed]:
    """The newest cases in which all of these words stand, open or over."""
    async with office.store.read() as work:
        return await _listed(office, work, await work.complaints.search(words, MOST), now)


async def _listed(office: Office, work: Work, cases: Iterable[Complaint], now: datetime) -> list[Listed]:
    return [await _line(office, work, case, now) for case in cases]


async def _line(office: Office, work: Work, case: Complaint, now: datetime) -> Listed:
    shown = await card_of(office, work, case)
    next_due = due(case, office.rules) if case.state not in OVER else None
    post = await work.messages.about(Kind.CARD, case.id)
    return Listed(
        case=case,
        order=shown.order,
        customer=shown.customer,
        owner=shown.owner,
        next_due=next_due,
        late=next_due is not None and next_due.ours and next_due.by < now,
        card=(post.recipient, post.place) if post and post.place else None,
    )


def _urgent(cases: Sequence[Listed]) -> Sequence[Listed]:
    """What is due first comes first; what waits for the customer after what waits for us."""
    waiting = [one for one in cases if one.next_due is None or not one.next_due.ours]
    ours = [one for one in cases if one.next_due and one.next_due.ours]
    return [*sorted(ours, key=_by), *waiting]


def _by(one: Listed) -> datetime:
    return one.next_due.by if one.next_due else one.case.received_at
