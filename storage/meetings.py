"""Meetings of leaders, numbered without gaps, and who took part."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.rows import alone
from storage.tables import attendances, meetings
from surveys.meeting import Attendance, Kind, Meeting, State

NUMBERING = 0x4D454554
"""Whoever gives out a number."""


class Meetings(Collection[Meeting]):
    table = meetings
    kind = Meeting
    evident = ("number", "kind", "opened_at", "opener_id", "state", "version", "closed_at", "closer_id", "led",
               "hash")  # fmt: skip

    async def hold(self, id_: int) -> Meeting:
        """This meeting as it stands now; nobody else changes it until this transaction ends. Raises: LookupError."""
        await self.connection.execute(sa.select(meetings.c.id).where(meetings.c.id == id_).with_for_update())
        return await self.get(id_)

    async def next_number(self) -> int:
        """Nobody else gets one until this transaction ends."""
        await alone(self.connection, NUMBERING)
        highest = sa.select(sa.func.coalesce(sa.func.max(meetings.c.number), 0))
        return int((await self.connection.execute(highest)).scalar_one()) + 1

    async def by_number(self, number: int) -> Meeting | None:
        return await self._one(meetings.c.number == number)

    async def open_of(self, kind: Kind) -> Meeting | None:
        return await self._one((meetings.c.kind == kind) & (meetings.c.state == State.OPEN))

    async def opened_between(self, start: datetime, end: datetime) -> Sequence[Meeting]:
        within = (meetings.c.opened_at >= start) & (meetings.c.opened_at < end)
        return await self._all(meetings.select().where(within).order_by(meetings.c.number))

    async def last_opened(self, kind: Kind) -> datetime | None:
        """When the newest closed one of this kind was opened."""
        over = (meetings.c.kind == kind) & (meetings.c.state == State.CLOSED)
        return await self._time(sa.select(sa.func.max(meetings.c.opened_at)).where(over))


class Attendances(Collection[Attendance]):
    table = attendances
    kind = Attendance
    evident = ("meeting_id", "person_id", "leader", "presence", "at")

    async def of_meeting(self, meeting_id: int) -> Sequence[Attendance]:
        return await self._all(
            attendances.select().where(attendances.c.meeting_id == meeting_id).order_by(attendances.c.id)
        )

    async def of_meetings(self, ids: Collected[int]) -> Sequence[Attendance]:
        mine = attendances.c.meeting_id.in_(ids)
        return await self._all(attendances.select().where(mine).order_by(attendances.c.id))

    async def put(self, wanted: Attendance, by: str, now: datetime) -> Attendance:
        """Each person once a meeting: what they said last."""
        mine = (attendances.c.meeting_id == wanted.meeting_id) & (attendances.c.person_id == wanted.person_id)
        known = await self._one(mine)
        return await self.keep(replace(wanted, id=known.id if known else 0), by, now)
