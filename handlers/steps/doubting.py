"""A doubtful reading has a card in the channel of complaints: a person sets it right, or leaves it as it is."""

import json
from collections.abc import Sequence
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, BY, slack_user_of
from handlers.words.doubts import TITLES, Doubt, doubt_card, ending
from storage.work import Work
from surveys.answer import Answer, low, settled
from surveys.invitation import Invitation
from surveys.message import Kind, Message, Via
from surveys.question import Questionnaire

MAIL = "mail:"
"""How the source of an answer names a mail of the inbox, before its fingerprint; who read it anew may follow."""


def at_odds(read: Answer, questionnaire: Questionnaire, *, complained: bool) -> bool:
    """Whether somebody complains and yet gives one of the two best marks: perhaps they took the scale for another."""
    overall = read.marks.get("overall") if "overall" in read.given else None
    high = overall is not None and overall >= questionnaire.high - 1
    return complained and high and not low(read.marks, questionnaire)


async def doubt(office: Office, work: Work, asked: Invitation, read: Answer, now: datetime) -> None:
    """Ask a person about this version, in the transaction that keeps it; nobody without a channel."""
    if office.complaints_channel and read.verified:
        raw = await _raw(office, work, asked, read, None)
        message_id = office.message_id(f"doubt:{read.id}")
        post = Message(
            0, Kind.DOUBT, read.id, office.complaints_channel, "", message_id, raw, now, AT_ONCE, via=Via.SLACK
        )
        await work.messages.queue(post, BY, now)


async def tell(office: Office, work: Work, asked: Invitation, versions: Sequence[Answer]) -> None:
    """After the last of `versions`: each card says how its doubt stands; a mail that is settled is listed no more."""
    for read in versions[:-1]:
        card = await work.messages.about(Kind.DOUBT, read.id)
        ended = settled(read, versions)
        if card is None or ended is None:
            continue
        raw = await _raw(office, work, asked, read, ended)
        if raw != card.raw:
            await work.messages.revise(card, raw, AT_ONCE)
            await _list_no_more(work, read, ended)


async def _list_no_more(work: Work, read: Answer, ended: Answer) -> None:
    """The mail has been dealt with; its raw bytes and its outcome stay."""
    if read.source.startswith(MAIL):
        fingerprint = bytes.fromhex(read.source.split(":")[1])
        await work.inbox.settle(fingerprint, f"{TITLES[ending(ended)].lower()} by {ended.by or 'the customer'}")


async def _raw(office: Office, work: Work, asked: Invitation, read: Answer, ended: Answer | None) -> bytes:
    delivery = await work.deliveries.get(asked.delivery_id)
    customer = await work.customers.get(asked.customer_id)
    shown = Doubt(
        read=read,
        zone=office.zone,
        order=delivery.order,
        customer=customer.name or customer.email,
        account=customer.account,
        ended=ended,
        by=await slack_user_of(work, ended.by or "") if ended else "",
    )
    return json.dumps(doubt_card(shown)).encode()
