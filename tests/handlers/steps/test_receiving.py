"""A delivery is told of: kept once, and due to be asked about."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from handlers.office import Office
from handlers.steps.receiving import Contradicted, forecast, known, receive
from surveys.delivery import Delivery, Reason, State
from surveys.message import Via
from surveys.notice import BadField, Notice
from tests.handlers import stage
from tests.handlers.stage import BY, DAY, ZOE, notice, told


async def test_a_new_delivery_waits_to_be_asked_about(office: Office, now: datetime) -> None:
    """One working day after the delivery, at ten: delivered on Friday, asked on Monday."""
    friday = datetime(2026, 11, 13, 15, tzinfo=UTC)
    delivery, new = await receive(office, notice(friday + DAY, delivered_at=friday), BY, friday + DAY)
    assert (new, delivery.state) == (True, State.WAITING)
    assert delivery.ask_at == datetime(2026, 11, 16, 10, tzinfo=UTC)
    async with office.store.read() as work:
        customer = await work.customers.get(delivery.customer_id)
    assert (customer.email, customer.name, customer.language) == (ZOE, "Zoë Ødegård", "en")


async def test_a_delivery_told_late_is_asked_about_at_once(office: Office, now: datetime) -> None:
    """Never before it was known of."""
    assert (await told(office, now, delivered_at=now - 10 * DAY)).ask_at == now


async def test_telling_it_again_changes_nothing(office: Office, now: datetime) -> None:
    """A shop repeats itself when it got no answer."""
    first = await told(office, now)
    delivery, new = await receive(office, replace(notice(now), name="", product="Oar"), BY, now + DAY)
    assert (delivery, new) == (first, False)
    assert await known(office, notice(now))
    assert not await known(office, notice(now, 2))
    async with office.store.read() as work:
        assert await work.deliveries.counts() == {"waiting": 1}


@pytest.mark.parametrize(
    "other",
    [
        {"order": "R-2"},
        {"email": "joe@buyer.example"},
        {"delivered_at": datetime(2026, 11, 12, tzinfo=UTC)},
        {"promised_at": None},
    ],
    ids=lambda other: next(iter(other)),
)
async def test_the_same_event_with_other_facts_is_refused(office: Office, now: datetime, other: dict[str, str]) -> None:
    """Nobody can tell which of the two was meant; the first one stays."""
    first = await told(office, now)
    with pytest.raises(Contradicted, match="event event-1 of shop was told before with other facts"):
        await receive(office, notice(now, **other), BY, now)
    async with office.store.read() as work:
        assert list(await work.deliveries.of_order("R-1")) == [first]
        assert await work.customers.by_email("joe@buyer.example") is None


async def test_an_event_told_by_many_at_once_is_one_delivery(replica_office: Office, now: datetime) -> None:
    """A shop with several workers, and several replicas that hear them: one is new, the others know it."""

    async def tell(one: Notice) -> tuple[Delivery, bool]:
        return await receive(replica_office, one, BY, now)

    results = await asyncio.gather(*(tell(notice(now)) for _ in range(8)))
    assert (len({delivery.id for delivery, _ in results}), [new for _, new in results].count(True)) == (1, 1)
    assert await stage.sound(replica_office)


async def test_an_old_delivery_is_kept_and_not_asked_about(office: Office, now: datetime) -> None:
    """Thirty days are the limit; a person would wonder what is meant."""
    old = await told(office, now, 1, delivered_at=now - 30 * DAY - timedelta(seconds=1))
    assert (old.state, old.reason) == (State.NOT_ASKED, Reason.TOO_OLD)
    assert old.detail == "delivered more than 30 days before it was told of"
    assert (await told(office, now, 2, delivered_at=now - 30 * DAY)).state is State.WAITING


async def test_an_old_delivery_is_asked_about_where_somebody_wants_it(office: Office, now: datetime) -> None:
    """`--ask-old`, and the delivery remembers that."""
    delivery, _ = await receive(office, notice(now, delivered_at=now - 90 * DAY), BY, now, even_old=True)
    assert (delivery.state, delivery.even_old) == (State.WAITING, True)


async def test_a_delivery_in_the_future_is_refused(office: Office, now: datetime) -> None:
    """A day ahead may be another zone; more is no delivery yet."""
    with pytest.raises(BadField, match="delivered_at: 2026-11-17 lies in the future") as refused:
        await told(office, now, delivered_at=now + DAY + timedelta(seconds=1))
    assert refused.value.field == "delivered_at"
    assert (await told(office, now, delivered_at=now + DAY)).state is State.WAITING


async def test_a_customer_told_of_again_is_brought_up_to_date(office: Office, now: datetime) -> None:
    """What is newly told replaces what was known; what is left out does not."""
    await told(office, now, 1, account="A-7")
    delivery = await told(office, now, 2, name="", language="de")
    async with office.store.read() as work:
        customer = await work.customers.get(delivery.customer_id)
    assert (customer.name, customer.language, customer.account) == ("Zoë Ødegård", "de", "A-7")


async def test_a_delivery_without_a_language_leaves_the_known_one(office: Office, now: datetime) -> None:
    """A shop that tells no language does not make a German customer an English one."""
    await told(office, now, 1, language="de")
    delivery = await told(office, now, 2, language="")
    async with office.store.read() as work:
        assert (await work.customers.get(delivery.customer_id)).language == "de"


async def test_a_customer_is_told_to_be_in_slack(office: Office, now: datetime) -> None:
    """A later delivery that says nothing of it leaves that as it was; one that says mail ends it."""
    wishes = ({"slack_user": "UZOE", "channel": Via.SLACK}, {}, {"channel": Via.MAIL})
    for number, wish in enumerate(wishes, 1):
        delivery = await told(office, now, number, **wish)
        async with office.store.read() as work:
            customer = await work.customers.get(delivery.customer_id)
        assert (customer.slack_user, customer.in_slack) == ("UZOE", number < 3)


async def test_a_forecast_keeps_nothing(office: Office, now: datetime) -> None:
    """It says how many would be asked and why not the others, as far as that can be known today."""
    await told(office, now, 1)
    async with office.store.work() as work:
        await work.suppressions.stop("joe@buyer.example", Reason.UNSUBSCRIBED, BY, now)
    batch = [
        notice(now, 1),
        notice(now, 2, email="ann@buyer.example"),
        notice(now, 3, email="ann@buyer.example"),
        notice(now, 4, email="joe@buyer.example"),
        notice(now, 5, email="old@buyer.example", delivered_at=now - 31 * DAY),
    ]
    found = await forecast(office, batch, now, even_old=False)
    assert found.words() == (
        "4 new, 1 known already; 1 would be asked (not asked: 1 quarantine, 1 too old, 1 unsubscribed)"
    )
    async with office.store.read() as work:
        assert await work.deliveries.counts() == {"waiting": 1}
