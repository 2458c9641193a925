"""Complaints in Slack: logged by command, form or shortcut, and looked after on their cards. For the staff alone."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply, sentence
from handlers.slack.looking import looked, looks
from handlers.slack.rights import UNHEARD, NotStaff, Right
from handlers.steps.acknowledging import acknowledge_by_mail, acknowledge_in_person
from handlers.steps.assessing import assign
from handlers.steps.complaining import NotLogged, Told, close, confirm, decline, find, log, told_in_line
from handlers.words.blocks import escaped
from handlers.words.complaints import (
    MAIL,
    acknowledge_form,
    assign_form,
    close_form,
    complain_form,
    decline_form,
)
from handlers.words.dialogs import notice
from surveys.complaint import Complaint, Problem, State
from surveys.course import Ending, check, check_acknowledgeable, check_assignable, check_ending
from surveys.grounds import CannotMove

ONLY_STAFF = "Only somebody of the staff can look after a case."
LONGEST_ANSWER = 500
LONGEST_ECHO = 120


async def typed(door: Door, act: Act, reply: Reply) -> None:
    """`/complaint ORDER words...` is kept at once; without words a form asks for them. `/complaint mine` only looks."""
    if looks(act.value):
        await looked(door, act, reply)
        return
    await door.rights.may(act.user, Right.LOG)
    with refusing(act):
        order, words = await told_in_line(door.office, act.value)
    if not words:
        await reply.ack()
        await door.open(act, complain_form(order))
        return
    await reply.ack(escaped(await _kept(door, act, Told(words, order)), LONGEST_ANSWER))


async def pointed_at(door: Door, act: Act, reply: Reply) -> None:
    """The shortcut on a message: its words stand in the form, and its author is asked for nothing."""
    await door.rights.may(act.user, Right.LOG)
    await reply.ack()
    about = {"message": f"{act.channel} {act.ts}", "author": act.author, "link": await _link(door, act)}
    await door.open(act, complain_form(words=_unescaped(act.said), about=json.dumps(about)))


async def filled_in(door: Door, act: Act, reply: Reply) -> None:
    """The form of a complaint was sent."""
    await door.rights.may(act.user, Right.LOG)
    told = Told(
        words=act.given["words"],
        order=act.given.get("order", ""),
        problem=Problem(act.given["problem"]),
        **_pointed(act.about),
    )
    await reply.ack(response_action="update", view=notice("Kept", await _kept(door, act, told)))


async def confirmed(door: Door, act: Act, reply: Reply) -> None:
    """A candidate is a complaint."""
    await door.rights.staff_only(act.user)
    with refusing(act):
        await confirm(door.office, int(act.value), by=act.user, now=door.now(), tick=door.tick())
    await reply.ack()


async def declining(door: Door, act: Act, reply: Reply) -> None:
    case, _ = await wanted(door, act, reply, partial(check, target=State.DECLINED))
    await door.open(act, decline_form(case))


async def acknowledging(door: Door, act: Act, reply: Reply) -> None:
    """Who looks after it is proposed by name, and may be changed before the customer reads it."""
    case, owner = await wanted(door, act, reply, check_acknowledgeable)
    await door.open(act, acknowledge_form(case, await _name(door, owner or act.user)))


async def assigning(door: Door, act: Act, reply: Reply) -> None:
    case, owner = await wanted(door, act, reply, check_assignable)
    await door.open(act, assign_form(case, owner))


async def closing(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.may(act.user, Right.CLOSE)
    case, _ = await wanted(door, act, reply, check_ending)
    await door.open(act, close_form(case))


async def declined(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "reason"):
        await decline(door.office, int(act.about), act.given["reason"], **by(door, act))
    await reply.ack()


async def acknowledged(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    with refusing(act, "how"):
        if act.given["how"] == MAIL:
            signed, words = act.given.get("signed", ""), act.given.get("words", "")
            await acknowledge_by_mail(door.office, int(act.about), signed=signed, own_words=words, **by(door, act))
        else:
            await acknowledge_in_person(door.office, int(act.about), **by(door, act))
    await reply.ack()


async def assigned(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.staff_only(act.user)
    await may_own(door, act.given["owner"])
    with refusing(act, "owner"):
        await assign(door.office, int(act.about), act.given["owner"], **by(door, act))
    await reply.ack()


async def closed(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.may(act.user, Right.CLOSE)
    with refusing(act, "ending"):
        ending = Ending(act.given["ending"])
        await close(door.office, int(act.about), ending, act.given["words"], **by(door, act))
    await reply.ack()


async def may_own(door: Door, user: str) -> None:
    """Raises: Refused, where somebody cannot look after a case."""
    try:
        await door.rights.staff_only(user)
    except NotStaff as why:
        raise Refused(ONLY_STAFF, "owner") from why


@contextmanager
def refusing(act: Act, at: str = "") -> Iterator[None]:
    """What the course of a case does not allow, told to the person; only a field of a form is not parsed by Slack."""
    try:
        yield
    except (CannotMove, NotLogged) as why:
        words = sentence(why)
        raise Refused(words if act.inputs else escaped(words, LONGEST_ANSWER), at) from why


async def _kept(door: Door, act: Act, told: Told) -> str:
    """The answer to somebody who logged something, after it was committed."""
    with refusing(act, "order"):
        case, new = await log(door.office, told, act.user, door.now(), door.tick())
    said = " ".join(case.words.split())
    echo = said if len(said) <= LONGEST_ECHO else f"{said[:LONGEST_ECHO]}..."
    return f"{case.name} is kept{'' if new else ' already'}: {echo}"


async def wanted(door: Door, act: Act, reply: Reply, allowed: Callable[[Complaint], None]) -> tuple[Complaint, str]:
    """The case of a pressed button and its owner; it may have moved on since the card was drawn."""
    await door.rights.staff_only(act.user)
    await reply.ack()
    case, owner = await find(door.office, int(act.value))
    with refusing(act):
        allowed(case)
    return case, owner


async def _name(door: Door, user: str) -> str:
    """docs.slack.dev/reference/methods/users.info."""
    try:
        told = await door.client.users_info(user=user)
    except UNHEARD:
        return ""
    return str(told["user"].get("real_name") or "")


async def _link(door: Door, act: Act) -> str:
    """docs.slack.dev/reference/methods/chat.getPermalink; none where the app cannot see the message."""
    try:
        told = await door.client.chat_getPermalink(channel=act.channel, message_ts=act.ts)
    except UNHEARD:
        return ""
    return str(told["permalink"])


def _pointed(about: str) -> dict[str, Any]:
    """What a form holds of the message that it was opened on. The clock of a complaint starts when it was written."""
    if not about:
        return {"door": "form"}
    held = json.loads(about)
    written = datetime.fromtimestamp(float(held["message"].split()[1]), UTC)
    return {**held, "door": "shortcut", "said_at": written}


def by(door: Door, act: Act) -> dict[str, Any]:
    return {"by": act.user, "now": door.now(), "tick": door.tick()}


def _unescaped(said: str) -> str:
    """Slack writes three characters as entities (docs.slack.dev/messaging/formatting-message-text)."""
    return said.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
