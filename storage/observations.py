"""What was seen and never counts as an answer: pages opened, mostly by machines."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import answers, observations
from surveys.answer import Door

OPENED = "opened"
PRESELECTED = "preselected"

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

    async def machine_clicks(self, start: datetime, end: datetime) -> int:
        """Marks preselected by a click in a mail, in this period (half open), that nobody ever confirmed."""
        within = (observations.c.at >= start) & (observations.c.at < end) & (observations.c.kind == PRESELECTED)
        confirmed = sa.select(answers.c.invitation_id).where(answers.c.door == Door.PAGE)
        left = within & observations.c.invitation_id.not_in(confirmed)
        select = sa.select(sa.func.count()).select_from(observations).where(left)
        return int((await self.connection.execute(select)).scalar_one())

    async def total(self) -> int:
        return int((await self.connection.execute(sa.select(sa.func.count()).select_from(observations))).scalar_one())
