"""Risks in Slack: proposed from what comes back or by the staff; leaders accept, weigh, address and close them."""

import re

from handlers.slack.actions import read_plan
from handlers.slack.acts import Act
from handlers.slack.complaints import by, may_own, refusing
from handlers.slack.door import Door, Refused, Reply
from handlers.slack.opportunities import register, seen
from handlers.slack.rights import Right
from handlers.steps.improving.addressing import accept, end, reweigh, see
from handlers.steps.improving.proposing import Origin, decide
from handlers.steps.improving.risking import card_of
from handlers.words import risks as words
from handlers.words.actionforms import DUE, planned
from handlers.words.blocks import Block, escaped
from handlers.words.dialogs import form
from surveys.risk import Risk, State, Weight, check

NAME = re.compile(r"r-?(\d{1,9})", re.IGNORECASE)
MOST = 20


async def typed(door: Door, act: Act, reply: Reply) -> None:
    """`/risk` shows both registers, `/risk R-3` one risk; other words are a risk or opportunity that somebody sees."""
    await door.rights.staff_only(act.user)
    if not act.value or NAME.fullmatch(act.value):
        chances = [] if act.value else await register(door)
        await reply.ack("Risks and opportunities", blocks=[*await _shown(door, act.value), *chances])
        return
    await door.rights.may(act.user, Right.LOG)
    word, _, rest = act.value.partition(" ")
    if word.lower() == "opportunity":
        await reply.ack(await seen(door, act, rest.strip()))
        return
    risk = await see(door.office, act.value, **by(door, act))
    await reply.ack(escaped(f"{risk.name} is proposed; a leader accepts it on its card.", 200))


async def accepting(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.accept_form(await _wanted(door, act, reply, State.ACCEPTED)))


async def accepted(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    await may_own(door, act.given[words.OWNER])
    with refusing(act, words.LIKELIHOOD):
        await accept(door.office, int(act.about), _weight(act), act.given[words.OWNER], **by(door, act))
    await reply.ack()


async def weighing(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.weigh_form(await _wanted(door, act, reply, State.CLOSED)))


async def weighed(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    with refusing(act, words.REASON):
        await reweigh(door.office, int(act.about), _weight(act), act.given[words.REASON], **by(door, act))
    await reply.ack()


async def rejecting(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.end_form(await _wanted(door, act, reply, State.REJECTED), words.REJECT))


async def closing(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.end_form(await _wanted(door, act, reply, State.CLOSED), words.END))


async def ended(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    target = State.REJECTED if act.action == words.REJECT else State.CLOSED
    with refusing(act, words.REASON):
        await end(door.office, int(act.about), target, act.given[words.REASON], **by(door, act))
    await reply.ack()


async def acting(door: Door, act: Act, reply: Reply) -> None:
    risk = await _wanted(door, act, reply, State.CLOSED)
    await door.open(act, form(words.ACT, f"Action for {risk.name}", "Decide", planned(), str(risk.id)))


async def acted(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    plan = await read_plan(door, act)
    with refusing(act, DUE):
        await decide(door.office, plan, Origin(risk_id=int(act.about)), **by(door, act))
    await reply.ack()


async def _shown(door: Door, wanted: str) -> list[Block]:
    async with door.office.store.read() as work:
        if name := NAME.fullmatch(wanted):
            risk = await work.risks.by_number(int(name[1]))
            if risk is None:
                raise Refused(f"There is no risk R-{name[1]}.")
            blocks: list[Block] = words.card(await card_of(work, risk))["blocks"]
            return blocks
        found = [await card_of(work, one) for one in (await work.risks.open())[:MOST]]
    return words.register("Risks, the heaviest first" if found else "No risk is known.", found)


async def _wanted(door: Door, act: Act, reply: Reply, target: State) -> Risk:
    """The risk of a pressed button; it may have moved on since the card was drawn."""
    await door.rights.leaders_only(act.user)
    await reply.ack()
    async with door.office.store.read() as work:
        risk = await work.risks.get(int(act.value))
    with refusing(act):
        check(risk, target)
    return risk


def _weight(act: Act) -> Weight:
    return Weight(int(act.given[words.LIKELIHOOD]), int(act.given[words.SEVERITY]))
