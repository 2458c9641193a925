"""Each enquiry has one card in the channel of enquiries, which always says how it stands."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE
from handlers.words.enquiries import Card, card
from storage.work import Work
from surveys.enquiry import OVER, Enquiry
from surveys.entry import REPLIES
from surveys.message import PENDING, Kind, Message, Via
from surveys.message import State as Sending

BY = "card"


async def show(office: Office, work: Work, enquiry: Enquiry, now: datetime, tick: datetime = AT_ONCE) -> None:
    """Let the card say how the enquiry stands, in the transaction that changed it; nowhere without a channel."""
    if not office.enquiries_channel:
        return
    raw = json.dumps(card(await card_of(office, work, enquiry))).encode()
    known = await work.messages.about(Kind.ENQUIRY, enquiry.id)
    if known is None:
        await work.messages.queue(_post(office, enquiry, raw, now, tick), BY, now)
    elif known.raw != raw:
        await work.messages.revise(known, raw, tick)


async def card_of(office: Office, work: Work, enquiry: Enquiry) -> Card:
    """All that a card says of an enquiry, as it stands in this transaction."""
    customer = await work.customers.get(enquiry.customer_id) if enquiry.customer_id is not None else None
    editions = await work.editions.of_enquiry(enquiry.id)
    told = [one for one in await work.concerned.of_enquiry(enquiry.id) if one.edition == enquiry.edition]
    delivery = await work.deliveries.get(enquiry.delivery_id) if enquiry.delivery_id is not None else None
    return Card(
        enquiry=enquiry,
        workdays=office.workdays,
        customer=customer.name or customer.email if customer else "",
        account=customer.account if customer else "",
        owner=await _slack_user(work, enquiry.owner_id),
        reporter=await _slack_user(work, enquiry.reporter_id),
        edition=editions[-1] if editions else None,
        reviewer=await _slack_user(work, editions[-1].reviewer_id) if editions else "",
        questions=await work.questions.open_of(enquiry.id),
        concerned=[(await _slack_user(work, one.person_id), one.acknowledged_at) for one in told],
        judged=await work.judgements.of_edition(enquiry.id, enquiry.agreed),
        delivered_at=delivery.delivered_at if delivery else None,
        files=await work.attachments.of_enquiry(enquiry.id),
        letter=await _letter(work, enquiry),
    )


def _post(office: Office, enquiry: Enquiry, raw: bytes, now: datetime, tick: datetime) -> Message:
    message_id = office.message_id(f"enquiry:{enquiry.number}")
    return Message(0, Kind.ENQUIRY, enquiry.id, office.enquiries_channel, "", message_id, raw, now, tick, via=Via.SLACK)


async def _slack_user(work: Work, person_id: int | None) -> str:
    person = await work.staff.find(person_id) if person_id is not None else None
    return person.slack_user or "" if person else ""


async def _letter(work: Work, enquiry: Enquiry) -> str:
    """What has become of the newest letter that was written, until it was sent."""
    letters = [one for one in await work.entries.of_enquiry(enquiry.id) if one.kind in REPLIES]
    letter = await work.messages.about(Kind.LETTER, letters[-1].id) if letters else None
    if letter is None or letter.state is Sending.SENT or enquiry.state in OVER:
        return ""
    if letter.state in PENDING:
        return "on its way" if letter.state is not Sending.IN_DOUBT else "perhaps sent: the line was lost"
    return f"not sent: {letter.note}"
