"""The card of a case in the complaints channel: one post, which always shows the case as it stands."""

import json

from handlers.office import Office
from handlers.words.cards import Card, card_post
from storage.work import Work
from surveys.answer import current
from surveys.complaint import Complaint
from surveys.course import due
from surveys.message import AT_ONCE, Kind, Message, Via

BY = "card"


async def show(office: Office, work: Work, case: Complaint) -> None:
    """Post the card, or let it say what is so now; nothing where no channel is set for it."""
    if not office.complaints_channel:
        return
    raw = json.dumps(card_post(await _card(office, work, case))).encode()
    known = await work.messages.about(Kind.CARD, case.id)
    if known:
        await work.messages.revise(known, raw, AT_ONCE)
        return
    message_id = office.message_id(f"card:{case.number}")
    recipient = office.complaints_channel
    first = Message(0, Kind.CARD, case.id, recipient, "", message_id, raw, case.received_at, AT_ONCE, via=Via.SLACK)
    await work.messages.queue(first, BY, case.received_at)


async def _card(office: Office, work: Work, case: Complaint) -> Card:
    customer = await work.customers.get(case.customer_id) if case.customer_id else None
    delivery = await work.deliveries.get(case.delivery_id) if case.delivery_id else None
    answer = current(await work.answers.versions(case.invitation_id)) if case.invitation_id else None
    return Card(
        case=case,
        zone=office.zone,
        order=delivery.order if delivery else "",
        customer=customer.name or customer.email if customer else "",
        account=(delivery.account if delivery else "") or (customer.account if customer else ""),
        marks=dict(answer.marks) if answer else {},
        owner=await _named(work, case.owner_id),
        reporter=await _named(work, case.reporter_id),
        due=due(case, office.workdays),
    )


async def _named(work: Work, person_id: int | None) -> str:
    """Somebody's id in Slack, nothing where nobody is meant."""
    return (await work.staff.get(person_id)).slack_user or "" if person_id else ""
