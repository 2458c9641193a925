"""An enquiry moves, and its card and file say so: every change is kept with who made it and why."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.enquiring.carding import show
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR
from storage.work import Person, Work
from surveys.agreement import Basis, attend_at, moved, plain
from surveys.enquiry import Enquiry, State
from surveys.entry import Kind
from surveys.grounds import ThereAlready


async def keep(office: Office, work: Work, enquiry: Enquiry, by: str, now: datetime) -> Enquiry:
    """Keep it with the instant at which the clock has to look at it again."""
    return await work.enquiries.keep(replace(enquiry, attend_at=attend_at(enquiry, office.workdays)), by, now)


async def move(
    office: Office, work: Work, enquiry: Enquiry, target: State, basis: Basis, *, by: str, now: datetime, said: str = ""
) -> Enquiry:
    """Keep a held enquiry in its new state, and say so in its file: `said`, or why. Raises: CannotMove."""
    kept = await keep(office, work, moved(enquiry, target, now, basis), by, now)
    words = ": ".join(
        part for part in (plain(target).partition(",")[0], said or " ".join(basis.reason.split())) if part
    )
    await note(office, work, kept, Kind.MOVE, words, by=by, now=now)
    return kept


async def note(office: Office, work: Work, enquiry: Enquiry, kind: Kind, words: str, *, by: str, now: datetime) -> None:
    """Enter what happened; the version of the enquiry names it, so that it is entered once."""
    await enter(office, work, enquiry, kind, words, key=f"{kind}.{enquiry.version}", by=by, now=now)


async def change(
    office: Office,
    enquiry_id: int,
    how: Callable[[Enquiry], Enquiry],
    words: str,
    *,
    by: str,
    now: datetime,
    tick: datetime,
) -> Enquiry:
    """Change something of an enquiry that moves nothing; the Slack user `by` does it. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        before = await work.enquiries.hold(enquiry_id)
        kept = await keep(office, work, how(before), person.name, now)
        await note(office, work, kept, Kind.MOVE, words, by=person.name, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def jot(
    office: Office, enquiry_id: int, words: str, *, key: str, by: str, now: datetime, tick: datetime
) -> Enquiry:
    """Enter a note of the Slack user `by`; `key` names it, so that it is entered once."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        enquiry = await work.enquiries.hold(enquiry_id)
        await enter(office, work, enquiry, Kind.NOTE, words.strip(), key=key, by=person.name, now=now)
        await show(office, work, enquiry, now, tick)
    return enquiry


async def own(office: Office, enquiry_id: int, owner: str, *, by: str, now: datetime, tick: datetime) -> Enquiry:
    """Put an enquiry into the hands of the Slack user `owner`. Raises: CannotMove."""
    async with office.store.work() as work:
        met: dict[str, Person] = {user: await work.staff.meet(user, DOOR, now) for user in sorted({by, owner})}
        enquiry = await work.enquiries.hold(enquiry_id)
        if enquiry.owner_id == met[owner].id:
            raise ThereAlready(f"{enquiry.name} is in these hands already")
        kept = await keep(office, work, replace(enquiry, owner_id=met[owner].id), met[by].name, now)
        await note(office, work, kept, Kind.MOVE, f"given to {met[owner].name}", by=met[by].name, now=now)
        await show(office, work, kept, now, tick)
    return kept
