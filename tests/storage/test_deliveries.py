"""Deliveries: each known once, found when due, counted by state."""

import asyncio
from datetime import datetime

from storage.work import Store
from surveys.delivery import Delivery, Reason, State
from tests.storage import things
from tests.storage.things import BY, DAY, ZOE, keep_delivery


async def test_a_delivery_is_found_by_its_source_and_event(store: Store, now: datetime) -> None:
    """The same event of another source is another delivery."""
    async with store.work() as work:
        shop = await keep_delivery(work, now)
        till = await keep_delivery(work, now, source="till")
    async with store.read() as work:
        assert await work.deliveries.event("shop", "event-1") == shop
        assert await work.deliveries.event("till", "event-1") == till
        assert await work.deliveries.event("shop", "event-2") is None
        assert list(await work.deliveries.of_order("R-1")) == [shop, till]


async def test_an_event_told_many_times_at_once_is_kept_once(store: Store, now: datetime) -> None:
    """One of many who tell of it keeps it; the others learn that it is known, and get no error."""

    async def tell() -> Delivery | None:
        async with store.work() as work:
            zoe = await work.customers.meet(ZOE, BY, now)
            return await work.deliveries.keep_once(things.delivery(zoe, now), BY, now)

    kept = [one for one in await asyncio.gather(*(tell() for _ in range(8))) if one]
    async with store.read() as work:
        assert [await work.deliveries.event("shop", "event-1")] == kept
        assert await work.figure_differences() == []
        assert len(await work.evidence.about("deliveries", kept[0].id)) == 1


async def test_due_are_those_whose_hour_has_come_longest_due_first(store: Store, now: datetime) -> None:
    """Those waiting for later, and those decided about, are left out."""
    async with store.work() as work:
        later = await keep_delivery(work, now, 1, ask_at=now + DAY)
        second = await keep_delivery(work, now, 2, ask_at=now)
        first = await keep_delivery(work, now, 3, ask_at=now - DAY)
        await keep_delivery(work, now, 4, state=State.INVITED)
    async with store.read() as work:
        assert list(await work.deliveries.due(now, 10)) == [first, second]
        assert list(await work.deliveries.due(now, 1)) == [first]
        assert list(await work.deliveries.due(now + DAY, 10)) == [first, second, later]
        assert await work.deliveries.next_due() == first.ask_at


async def test_an_empty_store_has_nothing_due(store: Store) -> None:
    """No time is given where there is none."""
    async with store.read() as work:
        assert await work.deliveries.next_due() is None
        assert await work.deliveries.first_known() is None
        assert await work.deliveries.counts() == {}
        assert await work.invitations.next_to_remind() is None
        assert await work.messages.next_due() is None


async def test_deliveries_are_counted_by_state_and_reason(store: Store, now: datetime) -> None:
    """What `status` shows: why those were not asked who were not."""
    told = [{}, {"state": State.INVITED}, *({"state": State.NOT_ASKED, "reason": one} for one in Reason)]
    async with store.work() as work:
        for number, more in enumerate([*told, told[-1]]):
            await keep_delivery(work, now, number, **more)
    async with store.read() as work:
        found = await work.deliveries.counts()
    reasons = {f"not_asked.{one}": 1 for one in Reason} | {f"not_asked.{list(Reason)[-1]}": 2}
    assert found == {"waiting": 1, "invited": 1} | reasons


async def test_the_first_delivery_is_the_one_first_told_of(store: Store, now: datetime) -> None:
    """Whenever it was delivered: before that nobody could have been asked."""
    async with store.work() as work:
        await keep_delivery(work, now, 1, known_at=now, delivered_at=now - 20 * DAY)
        await keep_delivery(work, now, 2, known_at=now - DAY)
    async with store.read() as work:
        assert await work.deliveries.first_known() == now - DAY
