"""Each case has one card in the channel of complaints, which always says how it stands."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from handlers.office import Office
from handlers.words.cards import Card, card
from storage.work import Work
from surveys.complaint import OVER, Complaint, State
from surveys.entry import LETTERS
from surveys.grounds import RECURS_DAYS
from surveys.message import PENDING, Kind, Message, Via
from surveys.message import State as Sending

BY = "card"
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Due at whatever machine time it is, for steps that are not told any."""


async def show(office: Office, work: Work, case: Complaint, now: datetime, tick: datetime = AT_ONCE) -> None:
    """Let the card of this case say how it stands, in the transaction that changed it; nowhere without a channel."""
    if not office.complaints_channel:
        return
    raw = json.dumps(card(await card_of(office, work, case))).encode()
    message_id = office.message_id(f"card:{case.number}")
    post = Message(0, Kind.CARD, case.id, office.complaints_channel, "", message_id, raw, now, tick, via=Via.SLACK)
    await put(work, post)


async def put(work: Work, post: Message) -> None:
    """Post a card, or let the one that is there say this from now on."""
    known = await work.messages.about(post.kind, post.about)
    if known is None:
        await work.messages.queue(post, BY, post.queued_at)
    elif known.raw != post.raw:
        await work.messages.revise(known, post.raw, post.due)


async def slack_user_of(work: Work, by: str) -> str:
    """The Slack user of `staff:3`; nobody else who does something here is a person."""
    kind, _, number = by.partition(":")
    return await slack_user(work, int(number)) if kind == "staff" else ""


async def card_of(office: Office, work: Work, case: Complaint) -> Card:
    """All that a card says of a case, as it stands in this transaction."""
    customer = await work.customers.get(case.customer_id) if case.customer_id is not None else None
    delivery = await work.deliveries.get(case.delivery_id) if case.delivery_id is not None else None
    moves = await work.moves.of_complaint(case.id)
    return Card(
        case=case,
        rules=office.rules,
        order=delivery.order if delivery else "",
        customer=customer.name or customer.email if customer else "",
        account=customer.account if customer else "",
        owner=await slack_user(work, case.owner_id),
        reporter=await slack_user(work, case.reporter_id),
        mover=await slack_user_of(work, moves[-1].by) if moves else "",
        letter=await _letter(work, case),
        files=await work.attachments.of_complaint(case.id),
        before=await _before(work, case),
    )


async def _before(work: Work, case: Complaint) -> Sequence[Complaint]:
    """The same problem, closed so lately that it could be reopened instead."""
    if case.customer_id is None or case.state in OVER:
        return ()
    since = case.received_at - timedelta(days=RECURS_DAYS)
    return await work.complaints.closed_since(case.customer_id, case.problem, since)


async def slack_user(work: Work, person_id: int | None) -> str:
    """Somebody of the staff as Slack knows them, empty where that is not known."""
    person = await work.staff.find(person_id) if person_id is not None else None
    return person.slack_user or "" if person else ""


async def _letter(work: Work, case: Complaint) -> str:
    """What has become of the newest letter that was written, until it was sent."""
    letters = [one for one in await work.entries.of_complaint(case.id) if one.kind in LETTERS]
    letter = await work.messages.about(Kind.LETTER, letters[-1].id) if letters else None
    if letter is None and case.state is State.RECEIVED:
        letter = await work.messages.about(Kind.ACKNOWLEDGEMENT, case.id)
    return fate(letter) if letter and case.state not in OVER else ""


def fate(letter: Message) -> str:
    """What has become of a letter, until it was sent."""
    if letter.state is Sending.SENT:
        return ""
    if letter.state in PENDING:
        return "on its way" if letter.state is not Sending.IN_DOUBT else "perhaps sent: the line was lost"
    return f"not sent: {letter.note}"
