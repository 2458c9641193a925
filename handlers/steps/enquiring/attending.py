"""The clock looks at an enquiry: people are reminded that nobody has replied, each step once, whatever restarts."""

from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.attending import BY, MOST, alert
from handlers.steps.carding import slack_user
from handlers.steps.enquiring.carding import show
from handlers.steps.enquiring.keeping import keep
from handlers.steps.filing import enter
from handlers.words.enquiries import alarm_post
from storage.work import Work
from surveys.agreement import alarms
from surveys.deadline import Alarm
from surveys.enquiry import Enquiry
from surveys.entry import Kind


async def attend_enquiries(office: Office, now: datetime, tick: datetime) -> int:
    """Look at a share of those whose time has come; returns how many."""
    async with office.store.read() as work:
        found = await work.enquiries.to_attend(now, MOST)
    for enquiry in found:
        await _attend(office, enquiry.id, now, tick)
    return len(found)


async def next_enquiry(_office: Office, work: Work, _now: datetime) -> datetime | None:
    return await work.enquiries.next_to_attend()


async def _attend(office: Office, enquiry_id: int, now: datetime, tick: datetime) -> None:
    async with office.store.work() as work:
        enquiry = await work.enquiries.hold(enquiry_id)
        reached = [one for one in alarms(enquiry, office.workdays) if one.at <= now]
        if reached:
            await _raise(office, work, enquiry, max(reached, key=lambda one: one.step), now)
        made = (*enquiry.alarms, *(one.key for one in reached))
        kept = await keep(office, work, replace(enquiry, alarms=made), BY, now)
        await show(office, work, kept, now, tick)


async def _raise(office: Office, work: Work, enquiry: Enquiry, alarm: Alarm, now: datetime) -> None:
    """Only the furthest step is told."""
    words = f"{enquiry.name} {alarm.words}"
    entry = await enter(office, work, enquiry, Kind.ALARM, words, key=f"alarm.{alarm.key}", by=BY, now=now)
    if entry is None:
        return
    owner = await slack_user(work, enquiry.owner_id)
    await alert(office, work, entry, alarm_post(enquiry, words), step=alarm.step, owner=owner)
