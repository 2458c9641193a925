"""A case is looked at: how grave it is, who looks after it, and who takes it on (ISO 10002:2018, 7.5)."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import show
from handlers.steps.complaining import UnknownOrder, order_known
from handlers.steps.moving import DOOR, latest, move, moves, settle
from storage.work import Work
from surveys.complaint import LOOKED_AFTER, Complaint, Problem, State
from surveys.course import assigned, linked, regraded
from surveys.grounds import Assessment, Grounds
from surveys.severity import Severity


async def assess(
    office: Office,
    case_id: int,
    *,
    severity: Severity,
    problem: Problem,
    owner: str,
    safety: bool,
    reason: str = "",
    by: str,
    now: datetime,
    tick: datetime,
) -> Complaint:
    """Keep what the first look at a case found; `owner` is a Slack user.

    It is one level graver where its customer has another open case. Raises: CannotMove.
    """
    async with office.store.work() as work:
        met = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, owner})}
        case = await work.complaints.hold(case_id)
        found = Assessment(severity, problem, met[owner].id, safety, await _repeated(work, case))
        grounds = Grounds(reason, assessment=found)
        case = await move(office, work, case, State.ASSESSED, grounds, by=met[by].name, now=now)
        await show(office, work, case, now, tick)
    return case


async def assign(office: Office, case_id: int, owner: str, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """Put a case into the hands of the Slack user `owner`. Raises: CannotMove."""
    async with office.store.work() as work:
        met = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, owner})}
        case = await work.complaints.hold(case_id)
        at = await latest(work, case, now)
        after, note = assigned(case, met[owner].id, at, by=met[by].name, to=met[owner].name)
        kept = await settle(office, work, after, note, at)
        await show(office, work, kept, now, tick)
    return kept


async def regrade(
    office: Office,
    case_id: int,
    severity: Severity,
    problem: Problem,
    reason: str,
    *,
    by: str,
    now: datetime,
    tick: datetime,
) -> Complaint:
    """Change how grave a case is, or what it is about. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        at = await latest(work, case, now)
        after, note = regraded(case, severity, problem, at, by=person.name, reason=reason)
        kept = await settle(office, work, after, note, at)
        await show(office, work, kept, now, tick)
    return kept


async def link(office: Office, case_id: int, order: str, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """Say which order a case is about. Raises: CannotMove, UnknownOrder."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        delivery = await order_known(work, order)
        if delivery is None:
            raise UnknownOrder("no order was named: write its number")
        case = await work.complaints.hold(case_id)
        at = await latest(work, case, now)
        after, note = linked(case, delivery.id, delivery.customer_id, at, by=person.name, order=delivery.order)
        kept = await settle(office, work, after, note, at)
        await show(office, work, kept, now, tick)
    return kept


async def take_on(office: Office, case_id: int, *, by: str, now: datetime, tick: datetime) -> Complaint:
    """Its owner begins to investigate. Raises: CannotMove."""
    return await moves(office, case_id, (State.INVESTIGATING,), Grounds(), by=by, now=now, tick=tick)


async def _repeated(work: Work, case: Complaint) -> bool:
    """Whether the customer has another open case that somebody looks after."""
    if case.customer_id is None:
        return False
    mine = await work.complaints.open_of_customer(case.customer_id)
    return any(one.id != case.id and one.state in LOOKED_AFTER for one in mine)
