"""`/complaint`, the menu of a message, and the buttons of a card: staff log complaints and handle them.

What changes a case is committed before it is acknowledged; the card shows the rest.
"""

from collections.abc import Awaitable, Callable

from handlers.slack.acts import Act
from handlers.slack.door import Door, Refused, Reply
from handlers.slack.rights import UNHEARD, NotStaff
from handlers.steps import handling
from handlers.steps.complaining import Told, UnknownOrder, log
from handlers.words import cases
from handlers.words.blocks import escaped
from handlers.words.cards import PROBLEMS
from handlers.words.dialogs import notice
from handlers.words.digests import sentence
from surveys.complaint import Complaint, Problem
from surveys.course import CannotMove

LONGEST_ORDER = 60


async def typed(door: Door, act: Act, reply: Reply) -> None:
    """`/complaint ORDER words...` is kept at once; without words a form asks for them."""
    await door.rights.staff_only(act.user)
    order, words = await _split(door, act.value)
    if not words:
        await reply.ack()
        await door.open(act, cases.log_form(order=order))
        return
    case, new = await _kept(door, Told(words, order), act)
    await reply.ack(escaped(_said(case, order, new=new), 400))


async def chosen(door: Door, act: Act, reply: Reply) -> None:
    """A message becomes a complaint: its words, who wrote it and where are in the form."""
    await reply.ack()
    await door.rights.staff_only(act.user)
    about = f"{act.channel}:{act.ts}:{act.author}"
    await door.open(act, cases.log_form(words=act.said, about=about))


async def logged(door: Door, act: Act, reply: Reply) -> None:
    """The form for a complaint was sent."""
    await door.rights.staff_only(act.user)
    channel, ts, author = act.about.split(":") if act.about else ("", "", "")
    told = Told(
        words=act.given["words"],
        order=act.given.get("order", ""),
        problem=Problem(act.given["problem"]),
        link=await _link(door, channel, ts),
        author=author,
        same=act.about and f"{channel}:{ts}",
    )
    case, new = await _kept(door, told, act)
    await reply.ack(response_action="update", view=notice("Logged", _said(case, told.order, new=new)))


async def confirmed(door: Door, act: Act, reply: Reply) -> None:
    """A candidate is a complaint."""
    await _handle(door, act, reply, lambda case: handling.confirm(door.office, case, act.user, door.now()))


async def decline(door: Door, act: Act, reply: Reply) -> None:
    await reply.ack()
    await door.open(act, cases.decline_form(await _case(door, act)))


async def declined(door: Door, act: Act, reply: Reply) -> None:
    reason = act.given["reason"]
    await _handle(door, act, reply, lambda case: handling.decline(door.office, case, reason, act.user, door.now()))


async def acknowledge(door: Door, act: Act, reply: Reply) -> None:
    await reply.ack()
    case = await _case(door, act)
    await door.open(act, cases.acknowledge_form(case, address=case.customer_id is not None))


async def acknowledged(door: Door, act: Act, reply: Reply) -> None:
    """The customer was told, or the letter is on its way."""
    office, now = door.office, door.now()
    if act.given["how"] == cases.BY_MAIL:
        await _handle(
            door, act, reply,
            lambda case: handling.acknowledge_by_mail(office, case, act.user, now, door.tick()),
        )  # fmt: skip
    else:
        await _handle(door, act, reply, lambda case: handling.told_in_person(office, case, act.user, now))


async def assign(door: Door, act: Act, reply: Reply) -> None:
    await reply.ack()
    case = await _case(door, act)
    await door.open(act, cases.assign_form(case, act.user))


async def assigned(door: Door, act: Act, reply: Reply) -> None:
    """Only somebody of the staff looks after a case."""
    owner = act.given["owner"]
    try:
        await door.rights.staff_only(owner)
    except NotStaff as why:
        raise Refused("This person is not of the staff.", "owner") from why
    await _handle(door, act, reply, lambda case: handling.assign(door.office, case, owner, act.user, door.now()))


async def close(door: Door, act: Act, reply: Reply) -> None:
    await reply.ack()
    await door.open(act, cases.close_form(await _case(door, act)))


async def closed(door: Door, act: Act, reply: Reply) -> None:
    ending, words = ENDINGS[act.given["ending"]], act.given["words"]
    await _handle(door, act, reply, lambda case: ending(door.office, case, words, act.user, door.now()))


ENDINGS = {
    cases.SOLVED: handling.close,
    cases.WITHDRAWN: handling.withdraw,
    cases.NO_COMPLAINT: handling.reclassify,
}


async def _handle(door: Door, act: Act, reply: Reply, do: Callable[[int], Awaitable[Complaint]]) -> None:
    """Change the case that the button or form is about, then acknowledge."""
    await door.rights.staff_only(act.user)
    try:
        await do(int(act.about or act.value))
    except CannotMove as why:
        raise Refused(f"{why}.") from why
    await reply.ack()


async def _case(door: Door, act: Act) -> Complaint:
    await door.rights.staff_only(act.user)
    async with door.office.store.read() as work:
        return await work.complaints.get(int(act.value))


async def _kept(door: Door, told: Told, act: Act) -> tuple[Complaint, bool]:
    try:
        return await log(door.office, told, act.user, door.now())
    except UnknownOrder as why:
        raise Refused(sentence(escaped(str(why), 300)), "order") from why


async def _split(door: Door, text: str) -> tuple[str, str]:
    """The order at the head of a command, and the words after it; a head without any digit is one of the words."""
    head, _, rest = text.partition(" ")
    async with door.office.store.read() as work:
        known = bool(head) and bool(await work.deliveries.of_order(head))
    looks_like_an_order = any(c.isdigit() for c in head) and len(head) <= LONGEST_ORDER
    return (head, rest.strip()) if known or looks_like_an_order else ("", text)


async def _link(door: Door, channel: str, ts: str) -> str:
    """Where it was said; nothing where the app may not look there."""
    if not ts:
        return ""
    try:
        return str((await door.client.chat_getPermalink(channel=channel, message_ts=ts))["permalink"])
    except UNHEARD:
        return ""


def _said(case: Complaint, order: str, *, new: bool) -> str:
    about = f" about {order}" if order else ""
    if not new:
        return f"{case.name}{about} has this already; nothing was kept twice."
    return f"{case.name}{about} is kept: {PROBLEMS[case.problem].lower()}."
