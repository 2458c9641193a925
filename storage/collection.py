"""What every collection of frozen values does: keep one, find one, write its evidence."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.evidence import Trail
from storage.figures import Ledger
from storage.rows import from_row, insert, to_row


class Thing(Protocol):
    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=Thing)

BATCH = 500
"""Ids in one statement."""


class Conflict(Exception):
    """Somebody else kept or changed this in the meantime; read it again."""


class Collection(Generic[T]):
    """One table of frozen values with an `id`; an id of 0 means not kept yet."""

    table: ClassVar[sa.Table]
    kind: type[T]
    evident: ClassVar[tuple[str, ...]] = ()
    """The fields that go into evidence; never one that holds something of a customer."""

    def __init__(self, connection: AsyncConnection, trail: Trail, ledger: Ledger) -> None:
        self.connection = connection
        self.trail = trail
        self.ledger = ledger

    async def keep(self, thing: T, by: str, now: datetime) -> T:
        """Insert or replace, with an evidence row in the same transaction; the kept value has its id.

        Raises: Conflict, where a unique key is taken, or where the value has a version and its row has moved on.
        """
        if thing.id:
            await self._touch(thing)
            return await self._noted(await self._replace(thing), by, now)
        kept = await self.keep_once(thing, by, now)
        if kept is None:
            raise Conflict(f"{self.table.name} has this already")
        return kept

    async def keep_once(self, thing: T, by: str, now: datetime) -> T | None:
        """Insert it unless a unique key is taken, be it by a transaction that is still open; None where it is."""
        await self._touch(thing)
        row = to_row(thing)
        del row["id"]
        statement = insert(self.connection, self.table).values(row).on_conflict_do_nothing()
        id_ = (await self.connection.execute(statement.returning(self.table.c.id))).scalar_one_or_none()
        if id_ is None:
            return None
        self._begin(id_)
        return await self._noted(replace(thing, id=id_), by, now)  # type: ignore[type-var]

    async def find(self, id_: int) -> T | None:
        return await self._one(self.table.c.id == id_)

    async def get(self, id_: int) -> T:
        """Raises: LookupError."""
        found = await self.find(id_)
        if found is None:
            raise LookupError(f"no row {id_} in {self.table.name}")
        return found

    async def _touch(self, thing: T) -> None:
        """Tell the ledger which delivery's figures are about to change; most things change none."""

    def _begin(self, id_: int) -> None:
        """Tell the ledger of something that did not exist before; most things change no figures."""

    async def _noted(self, kept: T, by: str, now: datetime) -> T:
        await self.trail.append(by, now, self.table.name, kept.id, self._facts(kept))
        return kept

    async def _replace(self, thing: T) -> T:
        where = self.table.c.id == thing.id
        if "version" in self.table.c and "version" in self.evident:
            where &= self.table.c.version == thing.version  # type: ignore[attr-defined]
            thing = replace(thing, version=thing.version + 1)  # type: ignore[type-var, attr-defined]
        result = await self.connection.execute(self.table.update().where(where).values(to_row(thing)))
        if result.rowcount != 1:
            raise Conflict(f"row {thing.id} of {self.table.name} has changed")
        return thing

    async def _one(self, *where: sa.ColumnElement[bool]) -> T | None:
        row = (await self.connection.execute(self.table.select().where(*where))).one_or_none()
        return None if row is None else from_row(self.kind, row)

    async def _all(self, select: sa.Select[Any]) -> Sequence[T]:
        return [from_row(self.kind, row) for row in await self.connection.execute(select)]

    async def _count(self, *where: sa.ColumnElement[bool]) -> int:
        select = sa.select(sa.func.count()).select_from(self.table).where(*where)
        return int((await self.connection.execute(select)).scalar_one())

    async def _whose(self, column: sa.ColumnElement[Any], ids: Collected[int]) -> Sequence[T]:
        """Those whose column is one of these ids, in the order of their own; however many ids these are."""
        found: list[T] = []
        wanted = sorted(ids)
        for at in range(0, len(wanted), BATCH):
            found += await self._all(self.table.select().where(column.in_(wanted[at : at + BATCH])))
        return sorted(found, key=lambda thing: thing.id)

    async def _time(self, select: sa.Select[Any]) -> datetime | None:
        found: datetime | None = (await self.connection.execute(select)).scalar_one()
        return found

    def _facts(self, thing: T) -> dict[str, Any]:
        return {name: _plain(getattr(thing, name)) for name in self.evident}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
