"""What was seen and never counts as an answer: pages opened, mostly by machines."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import observations

CAP = 20
"""Observations kept of one invitation; a scanner that comes back for ever fills nothing."""


class Observations:
    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection

    async def note(self, invitation_id: int, kind: str, now: datetime) -> None:
        of = sa.select(sa.func.count()).select_from(observations).where(observations.c.invitation_id == invitation_id)
        if (await self.connection.execute(of)).scalar_one() < CAP:
            row = {"invitation_id": invitation_id, "kind": kind, "at": now}
            await self.connection.execute(observations.insert(), row)

    async def between(self, start: datetime, end: datetime) -> int:
        """Preselected choices opened and never confirmed by the same invitation, in this period."""
        within = (observations.c.at >= start) & (observations.c.at < end) & (observations.c.kind == "preselected")
        select = sa.select(sa.func.count()).select_from(observations).where(within)
        return int((await self.connection.execute(select)).scalar_one())

    async def total(self) -> int:
        return int((await self.connection.execute(sa.select(sa.func.count()).select_from(observations))).scalar_one())
