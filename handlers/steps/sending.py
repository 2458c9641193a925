"""The outbox as the postman sees it: claim, say that DATA begins, record what became of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps import acknowledging, corresponding
from handlers.steps.enquiring import replying
from handlers.steps.stopping import bounce
from storage.work import Work
from surveys.message import SURVEYS, Kind, Message, State, Via, data_started

BY = "postman"


async def claim(office: Office, tick: datetime, most: int, via: Via = Via.MAIL) -> Sequence[Message]:
    """Lease what is due, first freeing what a dead worker left; nothing while sending is paused."""
    async with office.store.read() as work:
        if await work.switches.paused() or not await work.messages.pending(tick):
            return []
    async with office.store.work() as work:
        await work.messages.recover(tick, office.doubt)
        return await work.messages.claim(tick, most, via)


async def begin(office: Office, message: Message, now: datetime, file: str = "") -> Message | None:
    """Commit that DATA starts now; None where the message is not to be sent any more.

    Looks once more for a stop of the address, since a customer may have unsubscribed while the mail waited.
    """
    async with office.store.work() as work:
        stop = await _stopped(work, message)
        if stop:
            await work.messages.record(_dropped(message, stop), BY, now)
            return None
        started = data_started(message, file)
        await work.messages.record(started, BY, now)
        return started


async def finish(office: Office, message: Message, now: datetime, *, no_such_address: bool = False) -> None:
    """Record the end of an attempt; an invitation to an address that does not exist has bounced.

    Whoever acts on a case holds it before its letter, and so does this.
    """
    async with office.store.work() as work:
        entry = await work.entries.get(message.about) if message.kind is Kind.LETTER else None
        case_id = entry.complaint_id if entry else message.about if message.kind is Kind.ACKNOWLEDGEMENT else None
        case = await work.complaints.hold(case_id) if case_id is not None else None
        if entry and entry.enquiry_id is not None:
            await work.enquiries.hold(entry.enquiry_id)
        await work.messages.record(message, BY, now)
        if entry and entry.enquiry_id is not None:
            await replying.recorded(office, work, entry, message, now)
        elif case and entry:
            await corresponding.recorded(office, work, case, entry, sent=message, now=now)
        elif case:
            await acknowledging.recorded(office, work, case, message, now)
        if no_such_address and message.kind in SURVEYS:
            await bounce(work, await work.invitations.get(message.about), BY, now, permanent=True, via=message.via)


async def adopt(office: Office, tick: datetime) -> int:
    """At the start of the only worker of a store: whatever was on its way has no holder any more."""
    async with office.store.work() as work:
        return await work.messages.recover(tick, office.doubt, all_orphaned=True)


async def _stopped(work: Work, message: Message) -> str:
    if message.kind not in SURVEYS:
        return ""
    asked = await work.invitations.get(message.about)
    customer = await work.customers.get(asked.customer_id)
    reason = await work.suppressions.why(customer.email)
    return f"not sent: {reason}" if reason else ""


def _dropped(message: Message, why: str) -> Message:
    return replace(message, state=State.FAILED, lease=None, note=why)
