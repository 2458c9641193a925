"""The register of opportunities, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.rows import alone
from storage.tables import opportunities
from surveys.opportunity import Opportunity, State

NUMBERING = 0x4F50504F
"""Whoever gives out a number."""


class Opportunities(Collection[Opportunity]):
    table = opportunities
    kind = Opportunity
    evident = ("number", "theme", "found_at", "state", "version", "benefit", "effort", "finder_id", "decided_at",
               "decider_id")  # fmt: skip

    async def hold(self, id_: int) -> Opportunity:
        """This one as it stands now; nobody else changes it until this transaction ends. Raises: LookupError."""
        held = sa.select(opportunities.c.id).where(opportunities.c.id == id_).with_for_update()
        await self.connection.execute(held)
        return await self.get(id_)

    async def next_number(self) -> int:
        """Nobody else gets one until this transaction ends."""
        await alone(self.connection, NUMBERING)
        highest = sa.select(sa.func.coalesce(sa.func.max(opportunities.c.number), 0))
        return int((await self.connection.execute(highest)).scalar_one()) + 1

    async def by_number(self, number: int) -> Opportunity | None:
        return await self._one(opportunities.c.number == number)

    async def of_theme(self, theme: str) -> Sequence[Opportunity]:
        return await self._all(
            opportunities.select().where(opportunities.c.theme == theme).order_by(opportunities.c.number)
        )

    async def candidates(self) -> Sequence[Opportunity]:
        waiting = opportunities.c.state == State.CANDIDATE
        return await self._all(opportunities.select().where(waiting).order_by(opportunities.c.number))

    async def pursued_between(self, start: datetime, end: datetime) -> Sequence[Opportunity]:
        mine = opportunities.c.state == State.PURSUED
        within = (opportunities.c.decided_at >= start) & (opportunities.c.decided_at < end)
        return await self._all(opportunities.select().where(mine & within).order_by(opportunities.c.number))

    async def alive_between(self, start: datetime, end: datetime) -> Sequence[Opportunity]:
        """Those that were found before `end` and not decided about before `start`."""
        decided = opportunities.c.decided_at
        there = (opportunities.c.found_at < end) & (decided.is_(None) | (decided >= start))
        return await self._all(opportunities.select().where(there).order_by(opportunities.c.number))

    async def every(self) -> Sequence[Opportunity]:
        return await self._all(opportunities.select().order_by(opportunities.c.number))
