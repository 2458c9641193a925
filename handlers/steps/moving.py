"""A case moves, and its card and file say so: every change is kept with who made it and why (ISO 10002:2018, 7.3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import show
from handlers.steps.filing import enter
from handlers.steps.improving.risking import watch
from handlers.words.entries import move_words
from storage.work import Work
from surveys.complaint import Complaint, Move, State
from surveys.course import moved, plain
from surveys.deadline import attend_at
from surveys.entry import LETTERS
from surveys.entry import Kind as EntryKind
from surveys.grounds import Grounds
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
        await take_back(work, case, person.name, now)
        await show(office, work, case, now, tick)
    return case


async def move(
    office: Office, work: Work, case: Complaint, target: State, grounds: Grounds, *, by: str, now: datetime
) -> Complaint:
    """Keep a held case in its new state, and the move; `now` is never before its last one. Raises: CannotMove."""
    now = await latest(work, case, now)
    after, made = moved(case, target, now, by=by, grounds=grounds, rules=office.rules)
    return await settle(office, work, after, made, now)


async def settle(office: Office, work: Work, after: Complaint, made: Move, now: datetime) -> Complaint:
    """Keep what became of a held case, with its move, and say it in its thread; its problem may be a risk by now."""
    kept = await keep(office, work, after, made.by, now)
    noted = await work.moves.keep(made, made.by, now)
    await enter(office, work, kept, EntryKind.MOVE, move_words(noted), key=f"move.{noted.id}", by=made.by, now=now)
    await watch(office, work, kept, now)
    return kept


async def keep(office: Office, work: Work, case: Complaint, by: str, now: datetime) -> Complaint:
    """Keep a case with the instant at which the clock has to look at it again."""
    return await work.complaints.keep(replace(case, attend_at=attend_at(case, office.rules)), by, now)


async def latest(work: Work, case: Complaint, now: datetime) -> datetime:
    """`now`, or when this case last moved: the clocks of two machines differ a little."""
    return max(now, await work.moves.newest(case.id) or now)


async def take_back(work: Work, case: Complaint, by: str, now: datetime) -> None:
    """Letters that say what is not so any more are not sent."""
    why = f"{case.name} is {plain(case.state)} meanwhile"
    await work.messages.cancel(Kind.ACKNOWLEDGEMENT, case.id, why, by, now)
    for entry in await work.entries.of_complaint(case.id):
        if entry.kind in LETTERS:
            await work.messages.cancel(Kind.LETTER, entry.id, why, by, now)
