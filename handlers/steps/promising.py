"""What is promised to customers stands in a register, and is measured (ISO 9001:2015, 8.2.2; ISO 10001:2018)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from handlers.office import Office
from storage.work import Work
from surveys.complaint import NO_COMPLAINT
from surveys.complaint import State as Case
from surveys.enquiry import State
from surveys.promise import Happening, Kept, Promise, Subject, due, holds, kept

BY = "settings"
NOT_OURS = (Case.CANDIDATE, *NO_COMPLAINT)
"""Nobody has found that these are complaints."""

LONGEST_SPAN = timedelta(days=120)
"""How long before a week something may have begun that is decided in it."""


async def register(office: Office, now: datetime) -> int:
    """Make the register say what the settings promise; what is not promised any more ends now. Returns the changes."""
    wanted = {(one.words, one.subject, one.within): one for one in office.promises}
    async with office.store.work() as work:
        known = {(one.words, one.subject, one.within): one for one in await work.promises.in_force()}
        ended = [one for key, one in known.items() if key not in wanted]
        begun = [one for key, one in wanted.items() if key not in known]
        for one in ended:
            await work.promises.keep(replace(one, until=now), BY, now)
        for one in begun:
            await work.promises.keep(replace(one, since=now), BY, now)
    return len(ended) + len(begun)


async def measured(office: Office, work: Work, start: datetime, end: datetime) -> list[tuple[str, Kept]]:
    """Every promise that held then, and how often it was kept, of what was decided in that time."""
    return [
        (one.words, kept(await _happenings(office, work, one, start, end), start, end))
        for one in await work.promises.holding(start, end)
    ]


async def _happenings(office: Office, work: Work, promise: Promise, start: datetime, end: datetime) -> list[Happening]:
    found = await _pairs(work, promise.subject, start - LONGEST_SPAN, end)
    held = [(since, done) for since, done in found if holds(promise, since)]
    return [Happening(since, due(promise, since, office.workdays), done) for since, done in held]


async def _pairs(
    work: Work, subject: Subject, start: datetime, end: datetime
) -> Sequence[tuple[datetime, datetime | None]]:
    """Since when the time runs, and when it was done."""
    if subject is Subject.ENQUIRY_ANSWERED:
        asked = await work.enquiries.received_between(start, end)
        return [(one.received_at, one.answered_at) for one in asked if one.state is not State.NO_ENQUIRY]
    cases = [one for one in await work.complaints.between(start, end) if one.state not in NOT_OURS]
    if subject is Subject.COMPLAINT_ACKNOWLEDGED:
        return [(one.received_at, one.acknowledged_at) for one in cases]
    return [(one.received_at, one.responded_at) for one in cases]
