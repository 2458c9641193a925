"""A case moves, and its card says so: every change is kept with who made it and why (ISO 10002:2018, 7.3)."""

from collections.abc import Sequence
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import show
from storage.work import Work
from surveys.complaint import Complaint, State
from surveys.course import Grounds, moved, plain
from surveys.message import Kind

DOOR = "slack"
"""Who introduces somebody of the staff whom we have not met before."""


async def moves(
    office: Office, case_id: int, targets: Sequence[State], grounds: Grounds, *, by: str, now: datetime, tick: datetime
) -> Complaint:
    """Move a case for the Slack user `by`, one state after the other; a letter not sent yet is taken back.

    Raises: CannotMove, and nothing has changed.
    """
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        for target in targets:
            case = await move(office, work, case, target, grounds, by=person.name, now=now)
        why = f"{case.name} is {plain(case.state)} meanwhile"
        await work.messages.cancel(Kind.ACKNOWLEDGEMENT, case.id, why, person.name, now)
        await show(office, work, case, now, tick)
    return case


async def move(
    office: Office, work: Work, case: Complaint, target: State, grounds: Grounds, *, by: str, now: datetime
) -> Complaint:
    """Keep a held case in its new state, and the move; `now` is never before its last one. Raises: CannotMove."""
    now = await latest(work, case, now)
    after, made = moved(case, target, now, by=by, grounds=grounds, workdays=office.workdays)
    kept = await work.complaints.keep(after, by, now)
    await work.moves.keep(made, by, now)
    return kept


async def latest(work: Work, case: Complaint, now: datetime) -> datetime:
    """`now`, or when this case last moved: the clocks of two machines differ a little."""
    return max(now, await work.moves.newest(case.id) or now)
