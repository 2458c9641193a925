"""The one way into the store: a transaction that is kept whole or not at all."""

from datetime import datetime

import pytest

from storage.work import Store
from surveys.customer import Customer


async def test_what_is_kept_in_a_work_is_there_after_it(store: Store, now: datetime) -> None:
    """Leaving a work commits it."""
    async with store.work() as work:
        kept = await work.customers.keep(Customer(0, "zoe@buyer.example", "Zoë"), "test", now)
    async with store.read() as work:
        assert await work.customers.find(kept.id) == kept


async def test_a_work_that_fails_keeps_nothing(store: Store, now: datetime) -> None:
    """Neither the thing nor its evidence is left behind."""
    with pytest.raises(ZeroDivisionError):
        async with store.work() as work:
            await work.customers.keep(Customer(0, "zoe@buyer.example", "Zoë"), "test", now)
            raise ZeroDivisionError
    async with store.read() as work:
        assert (await work.customers.by_email("zoe@buyer.example"), await work.evidence.unsealed()) == (None, 0)
