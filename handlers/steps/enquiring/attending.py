"""The clock looks at an enquiry: people are reminded that nobody has replied, each step once, whatever restarts."""

import json
from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.attending import MOST, told
from handlers.steps.carding import AT_ONCE
from handlers.steps.enquiring.carding import show
from handlers.steps.enquiring.keeping import keep
from handlers.steps.filing import enter
from handlers.words.enquiries import alarm_post
from storage.work import Work
from surveys.agreement import alarms
from surveys.deadline import Alarm
from surveys.enquiry import Enquiry
from surveys.entry import Kind
from surveys.message import Message, Via

BY = "clock"


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
    owner = await work.staff.find(enquiry.owner_id) if enquiry.owner_id is not None else None
    if entry is None:
        return
    raw = json.dumps(alarm_post(enquiry, words)).encode()
    for kind, recipient in told(office, alarm.step, owner.slack_user or "" if owner else ""):
        message_id = office.message_id(f"{kind}:{entry.id}")
        post = Message(0, kind, entry.id, recipient, "", message_id, raw, now, AT_ONCE, via=Via.SLACK)
        await work.messages.queue(post, BY, now)
