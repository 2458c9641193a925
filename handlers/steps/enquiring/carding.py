"""Each enquiry has one card in the channel of enquiries, which always says how it stands."""

import json
from datetime import datetime

from handlers.office import Office
from handlers.steps.carding import AT_ONCE, fate, put, slack_user
from handlers.words.enquiries import Card, card
from storage.work import Work
from surveys.enquiry import OVER, Enquiry
from surveys.entry import REPLIES
from surveys.message import Kind, Message, Via


async def show(office: Office, work: Work, enquiry: Enquiry, now: datetime, tick: datetime = AT_ONCE) -> None:
    """Let the card say how the enquiry stands, in the transaction that changed it; nowhere without a channel."""
    if not office.enquiries_channel:
        return
    raw = json.dumps(card(await card_of(office, work, enquiry))).encode()
    message_id, channel = office.message_id(f"enquiry:{enquiry.number}"), office.enquiries_channel
    await put(work, Message(0, Kind.ENQUIRY, enquiry.id, channel, "", message_id, raw, now, tick, via=Via.SLACK))


async def card_of(office: Office, work: Work, enquiry: Enquiry) -> Card:
    """All that a card says of an enquiry, as it stands in this transaction."""
    customer = await work.customers.get(enquiry.customer_id) if enquiry.customer_id is not None else None
    editions = await work.editions.of_enquiry(enquiry.id)
    told = [one for one in await work.concerned.of_enquiry(enquiry.id) if one.edition == enquiry.edition]
    return Card(
        enquiry=enquiry,
        workdays=office.workdays,
        customer=customer.name or customer.email if customer else "",
        account=customer.account if customer else "",
        owner=await slack_user(work, enquiry.owner_id),
        reporter=await slack_user(work, enquiry.reporter_id),
        edition=editions[-1] if editions else None,
        reviewer=await slack_user(work, editions[-1].reviewer_id) if editions else "",
        questions=await work.questions.open_of(enquiry.id),
        concerned=[(await slack_user(work, one.person_id), one.acknowledged_at) for one in told],
        judged=await work.judgements.of_edition(enquiry.id, enquiry.agreed),
        files=await work.attachments.of_enquiry(enquiry.id),
        letter=await _letter(work, enquiry),
    )


async def _letter(work: Work, enquiry: Enquiry) -> str:
    """What has become of the newest letter that was written, until it was sent."""
    letters = [one for one in await work.entries.of_enquiry(enquiry.id) if one.kind in REPLIES]
    letter = await work.messages.about(Kind.LETTER, letters[-1].id) if letters else None
    return fate(letter) if letter and enquiry.state not in OVER else ""
