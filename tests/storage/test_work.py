"""The one way into the store: a transaction that is kept whole or not at all."""

import asyncio
from datetime import datetime

import pytest
import sqlalchemy as sa

from storage.work import Busy, Store, StoreError, patience
from surveys.customer import Customer
from tests.conftest import KEY, ZONE


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


async def test_one_of_several_services_leads(postgresql_url: str) -> None:
    """On PostgreSQL a session lock decides, is free again when its holder leaves, and is one for each task."""
    first, second = Store(postgresql_url, ZONE, KEY), Store(postgresql_url, ZONE, KEY)
    async with first.leading("imap:INBOX") as leads:
        assert leads
        async with second.leading("imap:INBOX") as follows, second.leading("imap:Other") as other:
            assert (follows, other) == (False, True)
    async with second.leading("imap:INBOX") as leads_now:
        assert leads_now
    await first.close()
    await second.close()


async def test_a_service_whose_connection_breaks_leads_no_more(postgresql_url: str) -> None:
    """The lock belongs to the connection, so that a dead service never keeps it."""
    first, second = Store(postgresql_url, ZONE, KEY), Store(postgresql_url, ZONE, KEY)
    leading = first.leading("imap:INBOX")
    assert await leading.__aenter__()
    others = sa.text("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                     " AND datname = current_database()")  # fmt: skip
    async with second.work() as work:
        await work.connection.execute(others)
    async with second.leading("imap:INBOX") as leads:
        assert leads
    with pytest.raises(StoreError):
        await leading.__aexit__(None, None, None)
    await first.close()
    await second.close()


async def test_an_embedded_store_has_one_service(sqlite_store: Store) -> None:
    """Which therefore leads in everything."""
    async with sqlite_store.leading("imap:INBOX") as leads:
        assert leads


async def test_whoever_cannot_wait_is_told_before_anything_is_done(store: Store, now: datetime) -> None:
    """While somebody else writes; afterwards it goes on as if nothing had been."""
    begun, over = asyncio.Event(), asyncio.Event()

    async def holds() -> None:
        async with store.work() as work:
            await work.staff.meet("UBEN", "test", now)
            begun.set()
            await over.wait()

    holding = asyncio.create_task(holds())
    await begun.wait()
    with pytest.raises((Busy, StoreError)), patience(0.05):
        async with store.work() as work:
            await work.staff.meet("UBEN", "test", now)
    over.set()
    await holding
    with patience(5):
        async with store.work() as work:
            assert (await work.staff.meet("UBEN", "test", now)).slack_user == "UBEN"
            assert await work.evidence.unsealed() == 1
