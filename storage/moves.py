"""The steps of each case from state to state, oldest first and never changed."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.tables import moves
from surveys.complaint import Move


class Moves(Collection[Move]):
    table = moves
    kind = Move
    evident = ("complaint_id", "at", "by", "source", "target")

    async def of_complaint(self, complaint_id: int) -> Sequence[Move]:
        return await self._all(moves.select().where(moves.c.complaint_id == complaint_id).order_by(moves.c.id))

    async def newest(self, complaint_id: int) -> datetime | None:
        """When this case last moved."""
        return await self._time(sa.select(sa.func.max(moves.c.at)).where(moves.c.complaint_id == complaint_id))

    async def newest_of_each(self) -> dict[int, datetime]:
        """When each case last moved."""
        select = sa.select(moves.c.complaint_id, sa.func.max(moves.c.at).label("at")).group_by(moves.c.complaint_id)
        return {row.complaint_id: row.at for row in await self.connection.execute(select)}

    async def _replace(self, thing: Move) -> Move:
        raise TypeError(f"move {thing.id} stays as it was made")

    async def of_complaints(self, ids: Collected[int]) -> Sequence[Move]:
        return await self._whose(moves.c.complaint_id, ids)
