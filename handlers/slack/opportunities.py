"""Opportunities in Slack: proposed by the charts or the staff, pursued by leaders with an action, or not."""

from handlers.slack.actions import read_plan
from handlers.slack.acts import Act
from handlers.slack.complaints import by, refusing
from handlers.slack.door import Door, Refused, Reply
from handlers.steps.improving.pursuing import pursue, reject, see
from handlers.words import opportunities as words
from handlers.words.actionforms import DUE
from handlers.words.blocks import Block
from surveys.opportunity import Opportunity, check


async def seen(door: Door, act: Act, said: str) -> str:
    """Kept at once; returns what the person is told."""
    if not said:
        raise Refused("What could go better? Write: opportunity WORDS")
    found = await see(door.office, said, **by(door, act))
    return f"{found.name} is proposed; a leader pursues it on its card."


async def register(door: Door) -> list[Block]:
    async with door.office.store.read() as work:
        found = await work.opportunities.every()
    return words.register("Opportunities" if found else "No opportunity is known.", found[-20:])


async def pursuing(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.pursue_form(await _wanted(door, act, reply)))


async def pursued(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    plan = await read_plan(door, act)
    benefit, effort = int(act.given[words.BENEFIT]), int(act.given[words.EFFORT])
    with refusing(act, DUE):
        await pursue(door.office, int(act.about), plan, benefit=benefit, effort=effort, **by(door, act))
    await reply.ack()


async def rejecting(door: Door, act: Act, reply: Reply) -> None:
    await door.open(act, words.reject_form(await _wanted(door, act, reply)))


async def rejected(door: Door, act: Act, reply: Reply) -> None:
    await door.rights.leaders_only(act.user)
    with refusing(act, words.REASON):
        await reject(door.office, int(act.about), act.given[words.REASON], **by(door, act))
    await reply.ack()


async def _wanted(door: Door, act: Act, reply: Reply) -> Opportunity:
    await door.rights.leaders_only(act.user)
    await reply.ack()
    async with door.office.store.read() as work:
        found = await work.opportunities.get(int(act.value))
    with refusing(act):
        check(found)
    return found
