"""Somebody wants no more surveys, or an address does not exist: nobody is asked there again."""

from dataclasses import replace
from datetime import datetime

from storage.work import Work
from surveys.delivery import Reason
from surveys.invitation import Invitation, State
from surveys.message import Kind


async def unsubscribe(work: Work, asked: Invitation, source: str, now: datetime) -> bool:
    """Stop surveys to the customer asked; False where they were stopped before. Complaint mail is not concerned."""
    asked = await work.invitations.hold(asked)
    customer = await work.customers.get(asked.customer_id)
    await _no_reminder(work, asked, now)
    return await work.suppressions.stop(customer.email, Reason.UNSUBSCRIBED, source, now)


async def bounce(work: Work, asked: Invitation, source: str, now: datetime, *, permanent: bool) -> None:
    """The invitation did not arrive. A permanent failure also stops the address; an answer shows that it did arrive."""
    asked = await work.invitations.hold(asked)
    if asked.state is not State.OPEN or not permanent:
        return
    customer = await work.customers.get(asked.customer_id)
    await work.invitations.keep(replace(asked, state=State.BOUNCED, remind_at=None), source, now)
    await work.messages.cancel(Kind.REMINDER, asked.id, "bounced", source, now)
    await work.suppressions.stop(customer.email, Reason.BOUNCED, source, now)


async def _no_reminder(work: Work, asked: Invitation, now: datetime) -> None:
    await work.messages.cancel(Kind.REMINDER, asked.id, "unsubscribed", "customer", now)
    if asked.remind_at is not None:
        await work.invitations.keep(replace(asked, remind_at=None), "customer", now)
