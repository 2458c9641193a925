"""Keys of the deliveries API: known by their holder, kept as a hash."""

from datetime import datetime

import pytest
import sqlalchemy as sa

from storage.tables import metadata
from storage.work import Conflict, Store, WeakKey
from tests.storage.things import BY, DAY

KEY = "k" * 32


async def every_cell(store: Store) -> str:
    """Everything in the store as one text."""
    async with store.read() as work:
        return str([[tuple(row) for row in await work.connection.execute(sa.select(table))]
                    for table in metadata.sorted_tables])  # fmt: skip


async def test_a_key_is_known_by_its_holder(store: Store, now: datetime) -> None:
    """And by no other spelling of it; the key itself is kept nowhere."""
    async with store.work() as work:
        await work.keys.add("shop", KEY, BY, now)
    async with store.read() as work:
        assert await work.keys.holder(KEY) == "shop"
        assert [await work.keys.holder(other) for other in (KEY.upper(), KEY[:-1], KEY + "k", "")] == [None] * 4
    assert KEY not in await every_cell(store)


async def test_a_weak_key_is_refused(store: Store, now: datetime) -> None:
    """Somebody could guess it; 32 characters are the fewest."""
    async with store.work() as work:
        with pytest.raises(WeakKey, match="the key has 31 characters; use 32 or more"):
            await work.keys.add("shop", KEY[:-1], BY, now)
        assert list(await work.keys.every()) == []


async def test_a_revoked_key_opens_nothing(store: Store, now: datetime) -> None:
    """It stays listed with the time of its end; other keys go on."""
    async with store.work() as work:
        await work.keys.add("shop", KEY, BY, now)
        await work.keys.add("till", KEY[::-1] + "2", BY, now)
        assert await work.keys.revoke("shop", BY, now + DAY)
        assert not await work.keys.revoke("nobody", BY, now)
        assert await work.keys.holder(KEY) is None
        assert await work.keys.holder(KEY[::-1] + "2") == "till"
        assert [(one.name, one.revoked_at) for one in await work.keys.every()] == [("shop", now + DAY), ("till", None)]


async def test_a_name_has_one_key(store: Store, now: datetime) -> None:
    """A second one would make evidence ambiguous."""
    async with store.work() as work:
        await work.keys.add("shop", KEY, BY, now)
        with pytest.raises(Conflict):
            await work.keys.add("shop", KEY + "2", BY, now)
