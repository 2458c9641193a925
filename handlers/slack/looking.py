"""Looking at cases in Slack, which changes nothing: `/complaint C-12`, `mine`, `overdue`, `find`, and the home tab."""

import asyncio
import re
from collections.abc import Sequence

from handlers.caseload import MOST, Listed, found, mine, one, overdue
from handlers.enquiryload import open_ones
from handlers.leaderload import desk
from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply
from handlers.slack.rights import UNHEARD, NotStaff, Right
from handlers.words.blocks import Block, escaped, paragraph, written
from handlers.words.cards import card
from handlers.words.caselists import case_list, home
from handlers.words.enquiries import enquiry_list
from handlers.words.leading import desk_blocks

NAME = re.compile(r"c-?(\d{1,9})", re.IGNORECASE)

LISTS = ("mine", "overdue")
"""What is there to be worked on; all else looks something up."""

ON_HOME = 12
YOURS, NOT_YOURS = "Your cases", "Nothing is in your hands."
LATE, NOT_LATE = "Late", "Nothing is late."
ELSEWHERE, NOT_ELSEWHERE = "Late in other hands", "Nothing is late in other hands."
ENQUIRIES = "Enquiries: yours, and those that nobody has replied to"
ONLY_STAFF = "Here the staff of the organisation see the complaints that they look after. Surveys come as messages."


def looks(text: str) -> bool:
    """Whether a command asks to see cases, and logs none."""
    word, _, rest = text.partition(" ")
    return (
        bool(NAME.fullmatch(text.strip())) or (word.lower() in LISTS and not rest.strip()) or (word.lower() == "find")
    )


async def looked(door: Door, act: Act, reply: Reply) -> None:
    """To the person who asks alone."""
    await door.rights.staff_only(act.user)
    word, _, rest = act.value.strip().partition(" ")
    if word.lower() not in LISTS:
        await door.rights.may(act.user, Right.SEE)
    if name := NAME.fullmatch(act.value.strip()):
        await reply.ack(act.value, blocks=await _one(door, int(name[1])))
        return
    title, cases = await _wanted(door, act.user, word.lower(), rest.strip())
    await reply.ack(title, blocks=case_list(title, cases, door.office.zone, links=await _links(door, cases), most=MOST))


async def opened(door: Door, act: Act, reply: Reply) -> None:
    """Somebody opened the home tab of the app (docs.slack.dev/reference/methods/views.publish)."""
    await reply.ack()
    now, zone = door.now(), door.office.zone
    try:
        await door.rights.staff_only(act.user)
    except NotStaff:
        told = {"type": "home", "blocks": [paragraph([[written(ONLY_STAFF)]])]}
        await door.client.views_publish(user_id=act.user, view=told)
        return
    own = await mine(door.office, act.user, now)
    mine_too = {one.case.id for one in own}
    late = [one for one in await overdue(door.office, now) if one.case.id not in mine_too]
    links = await _links(door, [*own[:ON_HOME], *late[:ON_HOME]])
    yours = case_list(YOURS if own else NOT_YOURS, own, zone, links=links, most=ON_HOME)
    others = case_list(ELSEWHERE if late else NOT_ELSEWHERE, late, zone, links=links, most=ON_HOME)
    waiting = [one for one in await open_ones(door.office) if one.owner == act.user or not one.enquiry.answered_at]
    asked = enquiry_list(ENQUIRIES, waiting[:ON_HOME]) if waiting else []
    leads = act.user in await door.rights.those_who_lead()
    leading = desk_blocks(await desk(door.office, act.user, now)) if leads else []
    shown = home(leading, yours, others, asked, now.astimezone(zone))
    await door.client.views_publish(user_id=act.user, view=shown)


async def _one(door: Door, number: int) -> list[Block]:
    shown = await one(door.office, number)
    if shown is None:
        raise Refused(f"There is no case C-{number}.")
    blocks: list[Block] = card(shown)["blocks"]
    return blocks


async def _wanted(door: Door, user: str, word: str, words: str) -> tuple[str, Sequence[Listed]]:
    if word == "mine":
        cases = await mine(door.office, user, door.now())
        return (YOURS if cases else NOT_YOURS), cases
    if word == "overdue":
        cases = await overdue(door.office, door.now())
        return (LATE if cases else NOT_LATE), cases
    if not words:
        raise Refused("Which words? Write: find WORDS")
    cases = await found(door.office, words, door.now())
    return f"Cases with '{words}'" if cases else f"No case has '{escaped(words, 80)}' in it.", cases


async def _links(door: Door, cases: Sequence[Listed]) -> dict[int, str]:
    """Where the cards of these cases stand (docs.slack.dev/reference/methods/chat.getPermalink)."""
    placed = {one.case.id: one.card for one in cases[: 2 * MOST] if one.card}
    links = await asyncio.gather(*(_link(door, *place) for place in placed.values()))
    return {id_: link for id_, link in zip(placed, links, strict=True) if link}


async def _link(door: Door, channel: str, ts: str) -> str:
    try:
        told = await door.client.chat_getPermalink(channel=channel, message_ts=ts)
    except UNHEARD:
        return ""
    return str(told["permalink"])
