"""The register of what is promised to customers, with when each promise held."""

from collections.abc import Sequence
from datetime import datetime

from storage.collection import Collection
from storage.tables import promises
from surveys.promise import Promise


class Promises(Collection[Promise]):
    table = promises
    kind = Promise
    evident = ("words", "subject", "within", "since", "until")

    async def in_force(self) -> Sequence[Promise]:
        """Those that were not taken back, in the order in which they were made."""
        return await self._all(promises.select().where(promises.c.until.is_(None)).order_by(promises.c.id))

    async def holding(self, start: datetime, end: datetime) -> Sequence[Promise]:
        """Those that held at some time from `start` on and before `end`."""
        held = (promises.c.since < end) & (promises.c.until.is_(None) | (promises.c.until > start))
        return await self._all(promises.select().where(held).order_by(promises.c.id))
