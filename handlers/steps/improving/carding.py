"""Each action has one card in the leaders' channel, which always says how it stands."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, put, slack_user
from handlers.words.actions import Card, card
from storage.work import Work
from surveys.action import Action
from surveys.message import Kind, Message, Via


async def show(office: Office, work: Work, action: Action, now: datetime, tick: datetime = AT_ONCE) -> None:
    """Let the card say how the action stands, in the transaction that changed it; nowhere without a channel."""
    if not office.digest_channels:
        return
    raw = json.dumps(card(await card_of(office, work, action))).encode()
    message_id, channel = office.message_id(f"action:{action.number}"), office.digest_channels[0]
    await put(work, Message(0, Kind.ACTION, action.id, channel, "", message_id, raw, now, tick, via=Via.SLACK))


async def card_of(office: Office, work: Work, action: Action) -> Card:
    """All that a card says of an action, as it stands in this transaction."""
    case = await work.complaints.find(action.complaint_id) if action.complaint_id else None
    digest = await work.digests.find(action.digest_id) if action.digest_id else None
    risk = await work.risks.find(action.risk_id) if action.risk_id else None
    chance = await work.opportunities.find(action.opportunity_id) if action.opportunity_id else None
    before = await work.actions.find(action.follows_id) if action.follows_id else None
    told = f"the digest of {digest.week}" if digest else ""
    return Card(
        action=action,
        zone=office.zone,
        origin=next((one.name for one in (before, risk, chance, case) if one), told),
        owner=await slack_user(work, action.owner_id),
        proposer=await slack_user(work, action.proposer_id),
        verifier=await slack_user(work, action.verifier_id),
    )
