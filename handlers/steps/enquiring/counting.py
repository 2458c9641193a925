"""What came of enquiries in a week, as leadership is told of it (ISO 9001:2015, 8.2 and 9.1.2)."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.promising import measured
from storage.work import Work
from surveys.line import Enquired
from surveys.promise import Kept


async def enquired(office: Office, work: Work, start: datetime, end: datetime) -> Enquired:
    """Of what was received, replied to, committed and delivered from `start` on and before `end`."""
    fulfilled = await work.enquiries.fulfilled_between(start, end)
    judged = [one for each in fulfilled for one in await work.judgements.of_edition(each.id, each.agreed)]
    waiting = await work.enquiries.open()
    told = [one for each in waiting for one in await work.concerned.of_enquiry(each.id) if one.edition == each.edition]
    return Enquired(
        new=len(await work.enquiries.received_between(start, end)),
        open=len(waiting),
        unreviewed=tuple(one.name for one in await work.enquiries.committed_between(start, end) if one.unreviewed),
        met=Kept(sum(one.met for one in judged), len(judged)),
        unmet=tuple(one.name for one in fulfilled if not one.met),
        unaware=sum(one.acknowledged_at is None for one in told),
        promises=tuple(await measured(office, work, start, end)),
    )
