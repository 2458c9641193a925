"""The engines under the store: many writers, readers that see a snapshot, and cancellation that leaves nothing open."""

import asyncio
import random
from datetime import datetime

import pytest
import sqlalchemy as sa

from storage.tables import customers
from storage.work import PRAGMAS, Store, StoreError, database_file
from surveys.customer import Customer
from tests.storage.things import BY, ZOE


def person(number: int) -> Customer:
    return Customer(0, f"person-{number}@buyer.example")


async def known(store: Store) -> int:
    async with store.read() as work:
        select = sa.select(sa.func.count()).select_from(customers)
        return int((await work.connection.execute(select)).scalar_one())


async def test_twenty_writers_wait_for_each_other(store: Store, now: datetime) -> None:
    """None of 200 writes finds the database locked, and none is lost."""

    async def writer(first: int) -> None:
        for number in range(first, first + 10):
            async with store.work() as work:
                assert await work.customers.by_email(f"person-{number}@buyer.example") is None
                await work.customers.keep(person(number), BY, now)

    await asyncio.gather(*(writer(first) for first in range(0, 200, 10)))
    assert await known(store) == 200


async def test_cancelled_writers_leave_no_open_transaction(store: Store, now: datetime) -> None:
    """Whoever is cut off in the middle has written all of it or nothing, and stands in nobody's way."""
    chance = random.Random(7)
    kept: set[int] = set()

    async def write(number: int) -> None:
        async with store.work() as work:
            await work.customers.keep(person(number), BY, now)
            await asyncio.sleep(0)
            await work.customers.keep(person(number + 1000), BY, now)
        kept.add(number)

    async def writer(first: int) -> None:
        for number in range(first, first + 10):
            task = asyncio.create_task(write(number))
            for _ in range(chance.randrange(60)):
                await asyncio.sleep(0)
            if chance.random() < 0.5:
                task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            if not task.cancelled() and (why := task.exception()):
                raise why

    await asyncio.gather(*(writer(first) for first in range(0, 200, 10)))
    async with store.work() as work:
        emails = set((await work.connection.execute(sa.select(customers.c.email))).scalars())
    first, second = ({number for number in range(200) if person(number + more).email in emails} for more in (0, 1000))
    assert first == second >= kept
    assert 0 < len(kept) < 200


async def test_a_read_sees_one_snapshot(store: Store, now: datetime) -> None:
    """What is written meanwhile does not appear in the middle of a report."""
    async with store.read() as work:
        assert await work.customers.by_email(ZOE.email) is None
        async with store.work() as other:
            await other.customers.keep(ZOE, BY, now)
        assert await work.customers.by_email(ZOE.email) is None
    assert await known(store) == 1


async def test_a_read_cannot_write(store: Store, now: datetime) -> None:
    """Whoever only looks cannot change anything by mistake."""
    with pytest.raises(StoreError, match=r"(?i)read-?only"):
        async with store.read() as work:
            await work.customers.keep(ZOE, BY, now)
    async with store.work() as work:
        await work.customers.keep(ZOE, BY, now)


async def test_sqlite_is_opened_with_its_pragmas(sqlite_store: Store) -> None:
    """Write-ahead log, full synchronisation, foreign keys: a committed row survives a power cut."""
    assert await sqlite_store.pragmas() == PRAGMAS
    assert sqlite_store.embedded


async def test_a_row_that_refers_to_nothing_is_refused(store: Store, now: datetime) -> None:
    """Foreign keys hold on both engines."""
    with pytest.raises(StoreError):
        async with store.work() as work:
            await work.observations.note(99, "opened", now)


@pytest.mark.parametrize(
    ("url", "file"),
    [
        ("sqlite:///afterword.db", "afterword.db"),
        ("sqlite:////var/lib/afterword.db", "/var/lib/afterword.db"),
        ("postgresql://user@host/name", None),
        ("postgresql://user@/name?host=%2Frun", None),
    ],
)
def test_a_store_is_a_file_or_a_server(url: str, file: str | None) -> None:
    """The URL tells which."""
    assert database_file(url) == file


@pytest.mark.parametrize("url", ["", "afterword.db", "mysql://user@host/name", "sqlite://", "postgresql://host"])
def test_another_url_is_refused_with_an_example(url: str) -> None:
    """Whoever writes a wrong URL is shown a right one."""
    with pytest.raises(ValueError, match=r"write sqlite:///afterword\.db or postgresql://user@host/name"):
        database_file(url)
