"""Addresses that get no more surveys. Only a keyed hash is kept, so that an erased person stays suppressed."""

import hmac
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.evidence import Trail
from storage.rows import insert
from storage.tables import suppressions
from surveys.delivery import Reason


class Suppressions:
    def __init__(self, connection: AsyncConnection, trail: Trail, key: bytes) -> None:
        self.connection = connection
        self.trail = trail
        self.key = key

    async def stop(self, address: str, reason: Reason, source: str, now: datetime) -> bool:
        """Suppress this address; False where it was suppressed before."""
        row = {"address_key": self._key(address), "reason": reason, "at": now, "source": source}
        statement = insert(self.connection, suppressions).values(row).on_conflict_do_nothing()
        id_ = (await self.connection.execute(statement.returning(suppressions.c.id))).scalar_one_or_none()
        if id_ is not None:
            await self.trail.append(source, now, "suppressions", id_, {"reason": reason})
        return id_ is not None

    async def why(self, address: str) -> Reason | None:
        select = sa.select(suppressions.c.reason).where(suppressions.c.address_key == self._key(address))
        return (await self.connection.execute(select)).scalar_one_or_none()

    async def total(self) -> int:
        return int((await self.connection.execute(sa.select(sa.func.count()).select_from(suppressions))).scalar_one())

    def _key(self, address: str) -> bytes:
        return hmac.digest(self.key, b"suppression|" + address.lower().encode(), "sha256")
