"""A delivery becomes an invitation, once; an open invitation is reminded of, once; and it ends."""

from dataclasses import replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.writing import message
from storage.work import Conflict, Work
from surveys.customer import Customer
from surveys.delivery import Delivery, Reason, State, why_not
from surveys.invitation import Invitation
from surveys.invitation import State as Asked
from surveys.message import Kind
from surveys.token import Purpose

BATCH = 50
BY = "clock"


async def invite_due(office: Office, now: datetime, tick: datetime) -> int:
    """Decide about each delivery whose time to ask has come; returns how many were decided."""
    async with office.store.read() as work:
        if await work.switches.paused():
            return 0
        due = await work.deliveries.due(now, BATCH)
    for delivery in due:
        await invite(office, delivery, now, tick)
    return len(due)


async def invite(office: Office, delivery: Delivery, now: datetime, tick: datetime) -> None:
    """Ask about this delivery, or note why not."""
    async with office.store.read() as work:
        customer = await work.customers.get(delivery.customer_id)
    written = message(office, Kind.INVITATION, delivery, customer, now=now, tick=tick)
    async with office.store.work() as work:
        if await work.customers.hold(customer.id) != customer or await work.deliveries.get(delivery.id) != delivery:
            return
        refusal = await _refusal(office, work, delivery, customer, now)
        if refusal:
            reason, detail = refusal
            refused = replace(delivery, state=State.NOT_ASKED, reason=reason, detail=detail)
            await work.deliveries.keep(refused, BY, now)
            return
        await work.deliveries.keep(replace(delivery, state=State.INVITED), BY, now)
        asked = await work.invitations.keep(_invitation(office, delivery, customer, now), BY, now)
        await work.tokens.keep(_tokens(office, delivery.id), delivery.id)
        await work.messages.queue(replace(written, about=asked.id), BY, now)


async def remind_due(office: Office, now: datetime, tick: datetime) -> int:
    """Send the one reminder of each open invitation that waited long enough; returns how many were looked at."""
    async with office.store.read() as work:
        if await work.switches.paused():
            return 0
        due = await work.invitations.to_remind(now, BATCH)
    for asked in due:
        await _remind(office, asked, now, tick)
    return len(due)


async def expire_due(office: Office, now: datetime) -> int:
    """End the open invitations whose time is over."""
    async with office.store.read() as work:
        if not await work.invitations.expired(now, 1):
            return 0
    async with office.store.work() as work:
        over = await work.invitations.expired(now, BATCH)
        for asked in over:
            if await work.invitations.hold(asked) == asked:
                await work.invitations.keep(replace(asked, state=Asked.EXPIRED, remind_at=None), BY, now)
    return len(over)


async def _remind(office: Office, asked: Invitation, now: datetime, tick: datetime) -> None:
    async with office.store.read() as work:
        delivery = await work.deliveries.get(asked.delivery_id)
        customer = await work.customers.get(asked.customer_id)
        stopped = await work.suppressions.why(customer.email)
    written = message(office, Kind.REMINDER, delivery, customer, now=now, tick=tick)
    try:
        async with office.store.work() as work:
            reminded = replace(asked, remind_at=None, reminded_at=None if stopped else now)
            await work.invitations.keep(reminded, BY, now)
            if not stopped:
                await work.messages.queue(replace(written, about=asked.id), BY, now)
    except Conflict:
        return


async def _refusal(
    office: Office, work: Work, delivery: Delivery, customer: Customer, now: datetime
) -> tuple[Reason, str] | None:
    return why_not(
        delivery,
        stopped=await work.suppressions.why(customer.email),
        last_asked=await work.invitations.last_asked(customer.id),
        policy=office.policy,
        now=now,
    )


def _invitation(office: Office, delivery: Delivery, customer: Customer, now: datetime) -> Invitation:
    policy = office.policy
    after = policy.remind_after
    return Invitation(
        id=0,
        delivery_id=delivery.id,
        customer_id=customer.id,
        questionnaire=office.questionnaire.name,
        instrument=office.questionnaire.version,
        language=office.questionnaire.language(customer.language),
        asked_at=now,
        expires_at=now + policy.expires_after,
        remind_at=office.workdays.after(now, after, policy.ask_at) if after else None,
    )


def _tokens(office: Office, delivery_id: int) -> dict[Purpose, str]:
    purposes = (Purpose.PAGE, Purpose.REPLY, Purpose.BOUNCE, Purpose.UNSUBSCRIBE)
    return {purpose: office.keyring.mint(purpose, delivery_id) for purpose in purposes}
