"""The register of risks, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.rows import alone
from storage.tables import risks
from surveys.risk import OPEN, Risk

NUMBERING = 0x5249534B
"""Whoever gives out a number."""


class Risks(Collection[Risk]):
    table = risks
    kind = Risk
    evident = ("number", "theme", "found_at", "state", "version", "likelihood", "severity", "inherent_likelihood",
               "inherent_severity", "finder_id", "owner_id", "decided_at", "decider_id", "closed_at")  # fmt: skip

    async def hold(self, id_: int) -> Risk:
        """This risk as it stands now; nobody else changes it until this transaction ends. Raises: LookupError."""
        await self.connection.execute(sa.select(risks.c.id).where(risks.c.id == id_).with_for_update())
        return await self.get(id_)

    async def next_number(self) -> int:
        """Nobody else gets one until this transaction ends."""
        await alone(self.connection, NUMBERING)
        highest = sa.select(sa.func.coalesce(sa.func.max(risks.c.number), 0))
        return int((await self.connection.execute(highest)).scalar_one()) + 1

    async def by_number(self, number: int) -> Risk | None:
        return await self._one(risks.c.number == number)

    async def of_theme(self, theme: str) -> Sequence[Risk]:
        """All that were found in this theme; ask after `next_number`, so that two see each other."""
        return await self._all(risks.select().where(risks.c.theme == theme).order_by(risks.c.number))

    async def open(self) -> Sequence[Risk]:
        """The heaviest first."""
        weight = (risks.c.likelihood * risks.c.severity).desc()
        return await self._all(risks.select().where(risks.c.state.in_(OPEN)).order_by(weight, risks.c.number))

    async def alive_between(self, start: datetime, end: datetime) -> Sequence[Risk]:
        """Those that were found before `end` and not rejected or closed before `start`."""
        over = sa.func.coalesce(risks.c.closed_at, risks.c.decided_at)
        there = (risks.c.found_at < end) & (risks.c.state.in_(OPEN) | (over >= start))
        return await self._all(risks.select().where(there).order_by(risks.c.number))

    async def every(self) -> Sequence[Risk]:
        return await self._all(risks.select().order_by(risks.c.number))

    async def total(self) -> int:
        return await self._count()
