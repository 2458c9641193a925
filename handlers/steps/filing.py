"""A file grows, of a case or whatever has one, and the thread of its card with it (ISO 10002:2018, 7.3)."""

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, slack_user_of
from handlers.words.entries import entry_post, named
from storage.work import Work
from surveys.action import Action
from surveys.complaint import Complaint
from surveys.enquiry import Enquiry
from surveys.entry import Entry, Kind
from surveys.meeting import Meeting
from surveys.message import Kind as MessageKind
from surveys.message import Message, Via
from surveys.opportunity import Opportunity
from surveys.risk import Risk

BY = "file"

CARDS = {
    Complaint: ("complaint_id", MessageKind.CARD),
    Enquiry: ("enquiry_id", MessageKind.ENQUIRY),
    Action: ("action_id", MessageKind.ACTION),
    Risk: ("risk_id", MessageKind.RISK),
    Opportunity: ("opportunity_id", MessageKind.OPPORTUNITY),
    Meeting: ("meeting_id", MessageKind.MEETING),
}
"""Of everything that has a file: how an entry names it, and the card under which entries stand."""


async def enter(
    office: Office,
    work: Work,
    case: Complaint | Enquiry | Action | Risk | Opportunity | Meeting,
    kind: Kind,
    words: str,
    *,
    key: str,
    by: str,
    now: datetime,
    picture: bytes = b"",
) -> Entry | None:
    """Enter this once, and post it under the card, in the transaction of `work`; None where it was entered before."""
    field, card = CARDS[type(case)]
    about: dict[str, Any] = {field: case.id}
    made = replace(Entry(0, None, kind, key, now, by, words), **about)
    entry = await work.entries.keep_once(made, by, now)
    if entry:
        await _post(office, work, entry, await work.messages.about(card, case.id), picture)
    return entry


async def _post(office: Office, work: Work, entry: Entry, card: Message | None, picture: bytes) -> None:
    """What has no card has its file in the store alone."""
    if card is None:
        return
    people = {who: await slack_user_of(work, who) for who in sorted(named(entry))}
    raw = json.dumps(entry_post(entry, people, picture)).encode()
    post = Message(
        id=0,
        kind=MessageKind.ENTRY,
        about=entry.id,
        recipient=card.recipient,
        envelope_from="",
        message_id=office.message_id(f"entry:{entry.id}"),
        raw=raw,
        queued_at=entry.at,
        due=AT_ONCE,
        via=Via.SLACK,
        under=card.id,
    )
    await work.messages.queue(post, BY, entry.at)
