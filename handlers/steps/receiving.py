"""A delivery is told of: kept once, and due to be asked about (ISO 9001:2015, 9.1.2)."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.office import Office
from handlers.steps.enquiring.fulfilling import delivered
from storage.work import Conflict, Work
from surveys.customer import Customer
from surveys.delivery import Delivery, Reason, State, ask_at, too_old, why_not
from surveys.notice import BadField, Notice, in_future


class Contradicted(Exception):
    """This event is known already, with other facts."""


async def receive(
    office: Office, notice: Notice, by: str, now: datetime, *, even_old: bool = False
) -> tuple[Delivery, bool]:
    """The delivery of this notice, and whether it is new; telling it twice changes nothing.

    Raises: Contradicted, where the event is known with other facts; BadField, where it lies in the future.
    """
    if in_future(notice, now):
        raise BadField("delivered_at", f"{notice.delivered_at:%Y-%m-%d} lies in the future")
    try:
        return await _receive(office, notice, by, now, even_old=even_old)
    except Conflict:  # somebody else told of it in the same moment
        return await _receive(office, notice, by, now, even_old=even_old)


async def _receive(office: Office, notice: Notice, by: str, now: datetime, *, even_old: bool) -> tuple[Delivery, bool]:
    async with office.store.work() as work:
        known = await work.deliveries.event(notice.source, notice.event_id)
        if known is not None:
            await _check_same(work, known, notice)
            return known, False
        customer = await work.customers.meet(_customer(notice), by, now, channel=notice.channel)
        delivery = _delivery(office, notice, customer.id, now, even_old=even_old)
        kept = await work.deliveries.keep(delivery, by, now)
        await delivered(office, work, kept, now)
        return kept, True


async def known(office: Office, notice: Notice) -> bool:
    """Whether this event was told before."""
    async with office.store.read() as work:
        return await work.deliveries.event(notice.source, notice.event_id) is not None


async def _check_same(work: Work, known: Delivery, notice: Notice) -> None:
    customer = await work.customers.get(known.customer_id)
    told = (notice.order, notice.email, notice.delivered_at, notice.promised_at)
    if told != (known.order, customer.email, known.delivered_at, known.promised_at):
        raise Contradicted(f"event {notice.event_id} of {notice.source} was told before with other facts")


def _customer(notice: Notice) -> Customer:
    return Customer(0, notice.email, notice.name, notice.language, notice.account, notice.slack_user)


def _delivery(office: Office, notice: Notice, customer_id: int, now: datetime, *, even_old: bool) -> Delivery:
    delivery = Delivery(
        id=0,
        source=notice.source,
        event_id=notice.event_id,
        order=notice.order,
        customer_id=customer_id,
        delivered_at=notice.delivered_at,
        promised_at=notice.promised_at,
        known_at=now,
        ask_at=ask_at(notice.delivered_at, now, office.policy, office.workdays),
        account=notice.account,
        product=notice.product,
        region=notice.region,
        owner=notice.owner,
        even_old=even_old,
    )
    if even_old or not too_old(notice.delivered_at, now, office.policy):
        return delivery
    detail = f"delivered more than {office.policy.oldest.days} days before it was told of"
    return replace(delivery, state=State.NOT_ASKED, reason=Reason.TOO_OLD, detail=detail)


@dataclass(frozen=True)
class Forecast:
    """What would become of a batch of notices: `asked` of the `new` ones, the rest by reason."""

    new: int
    known: int
    asked: int
    not_asked: Mapping[Reason, int]

    def words(self) -> str:
        reasons = [f"{n} {reason.replace('_', ' ')}" for reason, n in sorted(self.not_asked.items())]
        left = f" (not asked: {', '.join(reasons)})" if reasons else ""
        return f"{self.new} new, {self.known} known already; {self.asked} would be asked{left}"


async def forecast(office: Office, notices: Sequence[Notice], now: datetime, *, even_old: bool) -> Forecast:
    """Say what would become of these notices, as far as it can be known today; nothing is kept."""
    fresh = [notice for notice in notices if not await known(office, notice)]
    reasons: Counter[Reason] = Counter()
    asked_at: dict[str, datetime] = {}
    for notice in sorted(fresh, key=lambda one: one.delivered_at):
        delivery = _delivery(office, notice, 0, now, even_old=even_old)
        reason = delivery.reason or await _foreseen(office, notice, delivery, asked_at)
        if reason:
            reasons[reason] += 1
        else:
            asked_at[notice.email] = delivery.ask_at
    return Forecast(len(fresh), len(notices) - len(fresh), len(fresh) - reasons.total(), reasons)


async def _foreseen(
    office: Office, notice: Notice, delivery: Delivery, asked_at: Mapping[str, datetime]
) -> Reason | None:
    async with office.store.read() as work:
        customer = await work.customers.by_email(notice.email)
        last = await work.invitations.last_asked(customer.id) if customer else None
        refusal = why_not(
            delivery,
            stopped=await work.suppressions.why(notice.email),
            last_asked=asked_at.get(notice.email, last),
            policy=office.policy,
            now=delivery.ask_at,
        )
    return refusal[0] if refusal else None
