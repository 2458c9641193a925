"""The clock looks at a case: people are reminded of what is due, and a customer's time to answer ends.

Each escalation is made once, whatever restarts: the case keeps which were made (ISO 10002:2018, 7.3).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, show, slack_user
from handlers.steps.filing import enter
from handlers.steps.moving import keep, move
from handlers.words.alarms import alarm_post
from storage.work import Work
from surveys.complaint import Complaint, State
from surveys.deadline import Alarm, Step, alarms, due
from surveys.entry import Entry, Kind
from surveys.grounds import Grounds
from surveys.message import Kind as MessageKind
from surveys.message import Message, Via

BY = "clock"
MOST = 50
NO_ANSWER = "no answer came: it goes on with what is known"
NO_WORD = "the customer said nothing more"


async def attend_due(office: Office, now: datetime, tick: datetime) -> int:
    """Look at a share of the cases whose time has come; returns how many."""
    async with office.store.read() as work:
        found = await work.complaints.to_attend(now, MOST)
    for case in found:
        await _attend(office, case.id, now, tick)
    return len(found)


async def next_case(_office: Office, work: Work, _now: datetime) -> datetime | None:
    return await work.complaints.next_to_attend()


async def _attend(office: Office, case_id: int, now: datetime, tick: datetime) -> None:
    async with office.store.work() as work:
        case = await work.complaints.hold(case_id)
        if case.attend_at is None or case.attend_at > now:
            return
        case = await _silence(office, work, case, now)
        reached = [one for one in alarms(case, office.rules) if one.at <= now]
        if reached:
            await _raise(office, work, case, max(reached, key=lambda one: (one.step, one.at)), now)
        made = (*case.alarms, *(one.key for one in reached))
        case = await keep(office, work, replace(case, alarms=made), BY, now)
        await show(office, work, case, now, tick)


async def _silence(office: Office, work: Work, case: Complaint, now: datetime) -> Complaint:
    """A customer who does not answer keeps nobody waiting for ever."""
    waiting = due(case, office.rules)
    if waiting is None or waiting.ours or waiting.by > now:
        return case
    target = State.INVESTIGATING if case.state is State.AWAITING_CUSTOMER else State.CLOSED
    words = NO_ANSWER if target is State.INVESTIGATING else NO_WORD
    return await move(office, work, case, target, Grounds(words, silent=True), by=BY, now=now)


async def _raise(office: Office, work: Work, case: Complaint, alarm: Alarm, now: datetime) -> None:
    """Only the furthest step is told: whoever was away for a week needs one message, not three."""
    words = f"{case.name} {alarm.words}"
    entry = await enter(office, work, case, Kind.ALARM, words, key=alarm.key, by=BY, now=now)
    if entry is None:
        return
    owner = await slack_user(work, case.owner_id)
    await alert(office, work, entry, alarm_post(case, alarm, office.zone, owner), step=alarm.step, owner=owner)


async def alert(office: Office, work: Work, entry: Entry, post: Mapping[str, Any], *, step: Step, owner: str) -> None:
    """Let everybody know whom this step concerns; `entry` is the escalation in its file, `owner` a Slack user."""
    raw = json.dumps(post).encode()
    for kind, recipient in _told(office, step, owner):
        message_id = office.message_id(f"{kind}:{entry.id}")
        told = Message(0, kind, entry.id, recipient, "", message_id, raw, entry.at, AT_ONCE, via=Via.SLACK)
        await work.messages.queue(told, BY, entry.at)


def _told(office: Office, step: Step, owner: str) -> Iterator[tuple[MessageKind, str]]:
    """Who learns of it, each by a message of their own; what has no owner goes to the lead at once."""
    if owner:
        yield MessageKind.ALARM_OWNER, owner
    if office.complaints_lead and (step >= Step.LEAD or not owner):
        yield MessageKind.ALARM_LEAD, office.complaints_lead
    if office.digest_channels and step >= Step.LEADERS:
        yield MessageKind.ALARM_LEADERS, office.digest_channels[0]
