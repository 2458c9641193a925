"""Stops: an address that gets no more surveys is known, and not kept."""

from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from storage.tables import metadata
from storage.work import Store
from surveys.delivery import Reason
from tests.storage.things import evidence_of


async def every_cell(store: Store) -> str:
    """Everything in the store as one text."""
    async with store.read() as work:
        return str([[tuple(row) for row in await work.connection.execute(sa.select(table))]
                    for table in metadata.sorted_tables])  # fmt: skip


def files_with(folder: Path, text: bytes) -> list[str]:
    return [file.name for file in folder.iterdir() if text in file.read_bytes()]


async def test_an_address_is_stopped_once(store: Store, now: datetime) -> None:
    """In whatever case it is written; the first reason stands."""
    async with store.work() as work:
        assert await work.suppressions.stop("zoe@buyer.example", Reason.UNSUBSCRIBED, "mail", now)
        assert not await work.suppressions.stop("ZOE@Buyer.Example", Reason.BOUNCED, "mail", now)
    async with store.read() as work:
        assert await work.suppressions.why("Zoe@buyer.example") is Reason.UNSUBSCRIBED
        assert await work.suppressions.why("joe@buyer.example") is None
        assert await work.suppressions.total() == 1
    assert await evidence_of(store, "suppressions", 1) == [{"reason": "unsubscribed"}]


async def test_a_stopped_address_is_not_kept(store: Store, now: datetime) -> None:
    """Only a keyed hash is, so that an erased person stays stopped and cannot be read off the store."""
    async with store.work() as work:
        await work.suppressions.stop("zoe@buyer.example", Reason.UNSUBSCRIBED, "mail", now)
    cells = await every_cell(store)
    assert [part for part in ("zoe", "buyer", b"zoe@buyer.example".hex()) if part in cells] == []


async def test_nothing_of_a_stop_is_in_the_file(sqlite_store: Store, tmp_path: Path, now: datetime) -> None:
    """Neither in the database nor in its write-ahead log, byte by byte."""
    async with sqlite_store.work() as work:
        await work.suppressions.stop("zoe@buyer.example", Reason.BOUNCED, "mail", now)
    assert files_with(tmp_path, b"buyer.example") == []
