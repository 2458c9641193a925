"""Somebody wants no more surveys, or an address does not exist: nobody is asked there again."""

from dataclasses import replace
from datetime import datetime

from storage.work import Work
from surveys.delivery import Reason
from surveys.invitation import Invitation, State
from surveys.message import Kind, Via


async def unsubscribe(work: Work, asked: Invitation, source: str, now: datetime) -> bool:
    """Stop surveys to the customer asked; False where they were stopped before. Complaint mail is not concerned."""
    asked = await work.invitations.hold(asked)
    customer = await work.customers.get(asked.customer_id)
    await _no_reminder(work, asked, now)
    return await work.suppressions.stop(customer.email, Reason.UNSUBSCRIBED, source, now)


async def bounce(
    work: Work, asked: Invitation, source: str, now: datetime, *, permanent: bool, via: Via = Via.MAIL
) -> None:
    """The invitation did not arrive; an answer shows that it did.

    A permanent failure also stops the address. Where it was a post, the customer is asked by mail the next time.
    """
    asked = await work.invitations.hold(asked)
    if asked.state is not State.OPEN or not permanent:
        return
    customer = await work.customers.hold(asked.customer_id)
    await work.invitations.keep(replace(asked, state=State.BOUNCED, remind_at=None), source, now)
    await work.messages.cancel(Kind.REMINDER, asked.id, "bounced", source, now)
    if via is Via.SLACK:
        await work.customers.keep(replace(customer, channel=Via.MAIL), source, now)
    else:
        await work.suppressions.stop(customer.email, Reason.BOUNCED, source, now)


async def _no_reminder(work: Work, asked: Invitation, now: datetime) -> None:
    await work.messages.cancel(Kind.REMINDER, asked.id, "unsubscribed", "customer", now)
    if asked.remind_at is not None:
        await work.invitations.keep(replace(asked, remind_at=None), "customer", now)
