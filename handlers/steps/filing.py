"""The file of a case or an enquiry grows, and the thread of its card with it (ISO 10002:2018, 7.3)."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, slack_user_of
from handlers.words.entries import entry_post, named
from storage.work import Work
from surveys.complaint import Complaint
from surveys.enquiry import Enquiry
from surveys.entry import Entry, Kind
from surveys.message import Kind as MessageKind
from surveys.message import Message, Via

BY = "file"


async def enter(
    office: Office,
    work: Work,
    case: Complaint | Enquiry,
    kind: Kind,
    words: str,
    *,
    key: str,
    by: str,
    now: datetime,
    picture: bytes = b"",
) -> Entry | None:
    """Enter this once, and post it under the card, in the transaction of `work`; None where it was entered before."""
    enquiry_id = case.id if isinstance(case, Enquiry) else None
    complaint_id = case.id if enquiry_id is None else None
    made = Entry(0, complaint_id, kind, key, now, by, words, enquiry_id)
    entry = await work.entries.keep_once(made, by, now)
    if entry:
        await _post(office, work, entry, picture)
    return entry


async def _post(office: Office, work: Work, entry: Entry, picture: bytes) -> None:
    """A case without a card has its file in the store alone."""
    card = await _card(work, entry)
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


async def _card(work: Work, entry: Entry) -> Message | None:
    """The card under which an entry stands."""
    if entry.enquiry_id is not None:
        return await work.messages.about(MessageKind.ENQUIRY, entry.enquiry_id)
    return await work.messages.about(MessageKind.CARD, entry.complaint_id or 0)
