"""Each meeting has one post in the leaders' channel, which always says how it stands."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, put, slack_user
from handlers.words.meetings import Card, Guest, card
from storage.work import Work
from surveys.entry import Kind as EntryKind
from surveys.meeting import Meeting
from surveys.message import Kind, Message, Via


async def show(office: Office, work: Work, meeting: Meeting, now: datetime, tick: datetime = AT_ONCE) -> None:
    """Let the post say how the meeting stands, in the transaction that changed it; nowhere without a channel."""
    if not office.digest_channels:
        return
    raw = json.dumps(card(await card_of(office, work, meeting))).encode()
    message_id, channel = office.message_id(f"meeting:{meeting.number}"), office.digest_channels[0]
    await put(work, Message(0, Kind.MEETING, meeting.id, channel, "", message_id, raw, now, tick, via=Via.SLACK))


async def card_of(office: Office, work: Work, meeting: Meeting) -> Card:
    people = [
        Guest(await slack_user(work, one.person_id), one.leader, one.presence, one.why)
        for one in await work.attendances.of_meeting(meeting.id)
    ]
    file = await work.entries.of_meeting(meeting.id)
    return Card(
        meeting=meeting,
        zone=office.zone,
        people=people,
        opener=await slack_user(work, meeting.opener_id),
        amendments=[one for one in file if one.kind is EntryKind.AMENDMENT],
    )
