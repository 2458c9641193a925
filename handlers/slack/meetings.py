"""Meetings in Slack: opened by a leader, held on their post, closed into a record. For the staff; leaders are named."""

import re
from datetime import datetime, timedelta

from handlers.slack.acts import Act
from handlers.slack.complaints import by, refusing
from handlers.slack.door import Door, Refused, Reply
from handlers.steps.meeting.carding import card_of
from handlers.steps.meeting.holding import amend, attend, close_meeting, decide, open_meeting
from handlers.words import meetings as words
from handlers.words.blocks import Block, escaped
from surveys.meeting import Kind, Meeting, Presence, check_closed, check_open
from surveys.workdays import Quarter

NAME = re.compile(r"m-?(\d{1,9})", re.IGNORECASE)
USAGE = "Write: open risk | open management | M-3"
LISTED = timedelta(weeks=26)


async def typed(door: Door, act: Act, reply: Reply) -> None:
    """`/review open risk` opens a meeting; `/review` lists those of half a year, `/review M-3` shows one."""
    await door.rights.staff_only(act.user)
    word, _, rest = act.value.lower().partition(" ")
    if word == "open":
        await door.rights.leaders_only(act.user)
        if rest not in set(Kind):
            raise Refused(USAGE)
        with refusing(act):
            leaders = await door.rights.those_who_lead()
            meeting = await open_meeting(door.office, Kind(rest), leaders, **by(door, act))
        await reply.ack(f"{meeting.name} is open: its post in the leaders' channel says what waits.")
    elif NAME.fullmatch(word) or not word:
        await reply.ack("Meetings", blocks=await _shown(door, word))
    else:
        raise Refused(USAGE)


async def listed(door: Door, quarter: str) -> list[Block]:
    """Who took part in which meeting of a quarter, as an auditor asks."""
    try:
        wanted = Quarter.parse(quarter.upper()) if quarter else Quarter.of(door.now(), door.office.zone)
    except ValueError as why:
        raise Refused(escaped(str(why), 200)) from why
    cards = await _cards(door, *wanted.bounds(door.office.zone))
    return words.meeting_list(f"Meetings in {wanted}" if cards else f"No meeting in {wanted}.", cards)


async def came(door: Door, act: Act, reply: Reply) -> None:
    """Whoever presses takes part: nothing is asked."""
    await door.rights.staff_only(act.user)
    with refusing(act):
        leader = act.user in await door.rights.those_who_lead()
        await attend(door.office, int(act.value), Presence.PRESENT, leader=leader, **by(door, act))
    await reply.ack()


async def excusing(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.absent_form(await _wanted(door, act, reply)))


async def excused(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, words.WORDS):
        leader, why = act.user in await door.rights.those_who_lead(), act.given[words.WORDS]
        await attend(door.office, int(act.about), Presence.ABSENT, leader=leader, why=why, **by(door, act))
    await reply.ack()


async def deciding(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.decide_form(await _wanted(door, act, reply)))


async def decided(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, words.WORDS):
        await decide(door.office, int(act.about), act.given[words.WORDS], **by(door, act))
    await reply.ack()


async def closing(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.close_form(await _wanted(door, act, reply)))


async def closed(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    ticked = f"{act.given.get(words.OWN, '')},{act.given.get(words.BROUGHT, '')}"
    covered = [one for one in ticked.split(",") if one]
    with refusing(act, words.NOTES):
        await close_meeting(door.office, int(act.about), covered, act.given.get(words.NOTES, ""), **by(door, act))
    await reply.ack()


async def amending(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.amend_form(await _wanted(door, act, reply, over=True)))


async def amended(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, words.WORDS):
        await amend(door.office, int(act.about), act.given[words.WORDS], **by(door, act))
    await reply.ack()


async def _shown(door: Door, wanted: str) -> list[Block]:
    if not wanted:
        cards = await _cards(door, door.now() - LISTED, door.now() + timedelta(seconds=1))
        return words.meeting_list("Meetings of the last half year" if cards else "No meeting was held yet.", cards)
    name = NAME.fullmatch(wanted)
    async with door.office.store.read() as work:
        meeting = await work.meetings.by_number(int(name[1])) if name else None
        if meeting is None:
            raise Refused(f"There is no meeting {wanted.upper()}.")
        blocks: list[Block] = words.card(await card_of(door.office, work, meeting))["blocks"]
    return blocks


async def _cards(door: Door, start: datetime, end: datetime) -> list[words.Card]:
    async with door.office.store.read() as work:
        found = await work.meetings.opened_between(start, end)
        return [await card_of(door.office, work, one) for one in found]


async def _wanted(door: Door, act: Act, reply: Reply, *, over: bool = False) -> Meeting:
    """The meeting of a pressed button; it may have been closed since the post was drawn."""
    await door.rights.staff_only(act.user)
    await reply.ack()
    async with door.office.store.read() as work:
        meeting = await work.meetings.get(int(act.value))
    with refusing(act):
        (check_closed if over else check_open)(meeting)
    return meeting
