"""An opportunity is seen, and something is made of it or not (ISO 9001:2015, 6.1)."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, put, slack_user
from handlers.steps.filing import enter
from handlers.steps.improving.proposing import Origin, Plan, decided
from handlers.steps.moving import DOOR
from handlers.words.opportunities import Card, card
from storage.work import Work
from surveys.action import Action
from surveys.entry import Kind as EntryKind
from surveys.message import Kind, Message, Via
from surveys.opportunity import Opportunity, pursued, rejected

BY = "signals"


async def see(office: Office, words: str, *, by: str, now: datetime, tick: datetime) -> Opportunity:
    """Keep an opportunity that the Slack user `by` sees."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        number = await work.opportunities.next_number()
        new = Opportunity(0, number, words.strip(), now, finder_id=person.id)
        return await propose(office, work, new, by=person.name, now=now, tick=tick)


async def propose(
    office: Office, work: Work, new: Opportunity, *, by: str, now: datetime, tick: datetime = AT_ONCE
) -> Opportunity:
    """Keep a new one with its card, in the transaction of `work`."""
    kept = await work.opportunities.keep(new, by, now)
    await show(office, work, kept, now, tick)
    await _note(office, work, kept, f"proposed{f': {kept.cause}' if kept.cause else ''}", by=by, now=now)
    return kept


async def pursue(
    office: Office,
    opportunity_id: int,
    plan: Plan,
    *,
    benefit: int,
    effort: int,
    by: str,
    now: datetime,
    tick: datetime,
) -> Action:
    """Decide what is made of it: an action, with its own criterion. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        found = await work.opportunities.hold(opportunity_id)
        kept = await work.opportunities.keep(pursued(found, benefit, effort, now, by=person.id), person.name, now)
        action = await decided(office, work, plan, Origin(opportunity_id=kept.id), by=by, now=now, tick=tick)
        await _note(office, work, kept, f"pursued by {action.name}: {action.words}", by=person.name, now=now)
        await show(office, work, kept, now, tick)
    return action


async def reject(
    office: Office, opportunity_id: int, reason: str, *, by: str, now: datetime, tick: datetime
) -> Opportunity:
    """Make nothing of it, and say why. Raises: CannotMove."""
    async with office.store.work() as work:
        person = await work.staff.meet(by, DOOR, now)
        found = await work.opportunities.hold(opportunity_id)
        kept = await work.opportunities.keep(rejected(found, reason, now, by=person.id), person.name, now)
        await _note(office, work, kept, f"rejected: {kept.reason}", by=person.name, now=now)
        await show(office, work, kept, now, tick)
    return kept


async def show(office: Office, work: Work, found: Opportunity, now: datetime, tick: datetime = AT_ONCE) -> None:
    """Let the card say how it stands, in the transaction that changed it; nowhere without a channel."""
    if not office.digest_channels:
        return
    raw = json.dumps(card(await card_of(work, found))).encode()
    message_id, channel = office.message_id(f"opportunity:{found.number}"), office.digest_channels[0]
    await put(work, Message(0, Kind.OPPORTUNITY, found.id, channel, "", message_id, raw, now, tick, via=Via.SLACK))


async def card_of(work: Work, found: Opportunity) -> Card:
    actions = await work.actions.of_opportunity(found.id)
    return Card(found, decider=await slack_user(work, found.decider_id), actions=actions)


async def _note(office: Office, work: Work, found: Opportunity, words: str, *, by: str, now: datetime) -> None:
    await enter(office, work, found, EntryKind.MOVE, words, key=f"move.{found.version}", by=by, now=now)
