"""Append-only evidence rows, sealed into blocks that chain."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import cleaned, keepable
from storage.rows import alone, from_row, to_row
from storage.tables import blocks, digests, evidence
from surveys.evidence import SHORTEST, Anchor, Block, Row, broken, faults, row_hash, seal

BATCH = 5_000
SEALING = 0x5345414C
"""Whoever seals a block."""


class Trail:
    """The evidence of one transaction: rows are appended as things are kept, and written together at its end."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.rows: list[Row] = []

    async def append(self, by: str, now: datetime, thing: str, thing_id: int, facts: Mapping[str, Any]) -> None:
        self.rows.append(Row(0, now, keepable(by), thing, thing_id, cleaned(facts)))

    async def write(self) -> None:
        if self.rows:
            values = [to_row(replace(row, hash=row_hash(row))) for row in self.rows]
            for value in values:
                del value["id"]
            await self.connection.execute(evidence.insert(), values)
            self.rows = []


class Evidence:
    """What an auditor reads: rows, blocks, and whether they hold."""

    def __init__(self, connection: AsyncConnection, key: bytes) -> None:
        self.connection = connection
        self.key = key

    async def seal(self, now: datetime) -> Block | None:
        """Seal all committed rows that are in no block yet; None where there are none."""
        await alone(self.connection, SEALING)
        unsealed = sa.select(evidence.c.id, evidence.c.hash).where(evidence.c.block.is_(None))
        rows = (await self.connection.execute(unsealed.order_by(evidence.c.id).limit(BATCH))).all()
        if not rows:
            return None
        block = seal([row.hash for row in rows], await self.last_block(), self.key, now)
        await self.connection.execute(blocks.insert(), to_row(block))
        within = evidence.c.id.in_([row.id for row in rows])
        await self.connection.execute(evidence.update().where(within).values(block=block.number))
        return block

    async def last_block(self) -> Block | None:
        newest = blocks.select().order_by(blocks.c.number.desc()).limit(1)
        row = (await self.connection.execute(newest)).one_or_none()
        return None if row is None else from_row(Block, row)

    async def oldest_unsealed(self) -> datetime | None:
        """When the oldest row was noted that is in no block yet."""
        oldest = sa.select(sa.func.min(evidence.c.at)).where(evidence.c.block.is_(None))
        found: datetime | None = (await self.connection.execute(oldest)).scalar_one()
        return found

    async def unsealed(self) -> int:
        count = sa.select(sa.func.count()).select_from(evidence).where(evidence.c.block.is_(None))
        return int((await self.connection.execute(count)).scalar_one())

    async def verify(self, anchors: Iterable[Anchor] = ()) -> tuple[int, int, list[str]]:
        """The number of blocks and rows read, and every fault found, in words.

        `anchors` are what others wrote down; the digests that are kept here are read as anchors too.
        """
        found: list[str] = []
        previous: Block | None = None
        rows_read = 0
        hashes: dict[int, str] = {}
        for row in (await self.connection.execute(blocks.select().order_by(blocks.c.number))).all():
            block = from_row(Block, row)
            rows = await self._rows(block.number)
            rows_read += len(rows)
            found += _changed(rows)
            found += faults(block, [row_hash(one) for one in rows], previous, self.key)
            hashes[block.number] = block.hash
            previous = block
        found += _changed(await self._rows(None))
        found += await self._homeless()
        found += broken([*anchors, *await self._printed()], hashes)
        return len(hashes), rows_read, found

    async def _homeless(self) -> list[str]:
        """Rows of blocks that are gone, where a database tool left them behind."""
        known = sa.exists().where(blocks.c.number == evidence.c.block)
        count = sa.select(evidence.c.block, sa.func.count().label("n")).where(evidence.c.block.is_not(None), ~known)
        rows = await self.connection.execute(count.group_by(evidence.c.block).order_by(evidence.c.block))
        return [f"block {row.block} is gone, and {row.n} of its rows are still there" for row in rows]

    async def _printed(self) -> list[Anchor]:
        """What the kept digests printed, the newest of each block."""
        select = sa.select(digests.c.week, digests.c.content).order_by(digests.c.id)
        found: dict[tuple[int, str], Anchor] = {}
        for row in await self.connection.execute(select):
            told = row.content.get("numbers", {}).get("standing", {})
            number, printed = told.get("block_number", 0), told.get("block_hash", "")
            if number and len(printed) >= SHORTEST:
                found.setdefault((number, printed), Anchor(number, printed, f"the digest of {row.week}"))
        return list(found.values())

    async def about(self, thing: str, thing_id: int) -> list[Row]:
        where = (evidence.c.thing == thing) & (evidence.c.thing_id == thing_id)
        return await self._select(where)

    async def of_things(self, things: Iterable[str], start: datetime, end: datetime) -> list[Row]:
        """The rows about these sorts of things that were noted in this period (half open)."""
        return await self._select(evidence.c.thing.in_(list(things)) & (evidence.c.at >= start) & (evidence.c.at < end))

    async def _rows(self, block: int | None) -> list[Row]:
        return await self._select(evidence.c.block.is_(None) if block is None else evidence.c.block == block)

    async def _select(self, where: sa.ColumnElement[bool]) -> list[Row]:
        select = sa.select(*(evidence.c[field.name] for field in fields(Row))).where(where).order_by(evidence.c.id)
        return [from_row(Row, row) for row in await self.connection.execute(select)]


def _changed(rows: list[Row]) -> list[str]:
    return [f"evidence row {row.id} ({row.thing} {row.thing_id}) was changed" for row in rows
            if row_hash(row) != row.hash]  # fmt: skip
