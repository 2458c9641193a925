"""Somebody of the staff notes something in the file of a case."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import show
from handlers.steps.filing import enter
from handlers.steps.moving import DOOR
from surveys.complaint import Complaint
from surveys.entry import Kind


async def note(
    office: Office, case_id: int, words: str, *, key: str, by: str, now: datetime, tick: datetime
) -> Complaint:
    """Enter a note of the Slack user `by`; `key` names it, so that it is entered once."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        case = await work.complaints.hold(case_id)
        await enter(office, work, case, Kind.NOTE, words.strip(), key=key, by=person.name, now=now)
        await show(office, work, case, now, tick)
    return case
