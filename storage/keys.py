"""Keys of the deliveries API, kept as SHA-256."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from storage.collection import Collection
from storage.tables import keys
from storage.values import ApiKey

SHORTEST = 32


class WeakKey(ValueError):
    """A key of the deliveries API has at least 32 characters."""


class Keys(Collection[ApiKey]):
    table = keys
    kind = ApiKey
    evident = ("name", "revoked_at")

    async def add(self, name: str, key: str, by: str, now: datetime) -> ApiKey:
        """Raises: WeakKey."""
        if len(key) < SHORTEST:
            raise WeakKey(f"the key has {len(key)} characters; use {SHORTEST} or more")
        return await self.keep(ApiKey(0, name, hashed(key), now), by, now)

    async def holder(self, key: str) -> str | None:
        """The name under which this key is known and not revoked."""
        found = await self._one(keys.c.hash == hashed(key), keys.c.revoked_at.is_(None))
        return found.name if found else None

    async def revoke(self, name: str, by: str, now: datetime) -> bool:
        found = await self._one(keys.c.name == name)
        if found is None:
            return False
        await self.keep(replace(found, revoked_at=now), by, now)
        return True

    async def every(self) -> Sequence[ApiKey]:
        return await self._all(keys.select().order_by(keys.c.name))


def hashed(key: str) -> bytes:
    return sha256(key.encode()).digest()
