"""Complaints and candidates for one, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.rows import alone
from storage.tables import complaints
from surveys.complaint import OPEN, Complaint

NUMBERING = 0x434F4D50
"""Whoever gives out a number."""


class Complaints(Collection[Complaint]):
    table = complaints
    kind = Complaint
    evident = ("number", "delivery_id", "invitation_id", "door", "problem", "received_at", "confirm_by", "state",
               "version", "owner_id", "reporter_id", "acknowledged_at", "closed_at")  # fmt: skip

    async def keep_once(self, thing: Complaint, by: str, now: datetime) -> Complaint | None:
        kept = await super().keep_once(thing, by, now)
        if kept:
            self.ledger.begin_case(kept.id)
        return kept

    async def _touch(self, thing: Complaint) -> None:
        if thing.delivery_id is not None:
            await self.ledger.touch(thing.delivery_id)
        if thing.id:
            await self.ledger.touch_case(thing.id)

    async def hold(self, id_: int) -> Complaint:
        """This case as it stands now; nobody else changes it until this transaction ends.

        Its delivery is held first, as whoever answers about that does. Raises: LookupError.
        """
        await self._touch(await self.get(id_))
        return await self.get(id_)

    async def next_number(self, delivery_id: int | None = None) -> int:
        """Nobody else gets one until this transaction ends.

        The delivery that it is for is held before, as whoever answers about that does: nobody waits crosswise.
        """
        if delivery_id is not None:
            await self.ledger.touch(delivery_id)
        await alone(self.connection, NUMBERING)
        highest = sa.select(sa.func.coalesce(sa.func.max(complaints.c.number), 0))
        return int((await self.connection.execute(highest)).scalar_one()) + 1

    async def by_number(self, number: int) -> Complaint | None:
        return await self._one(complaints.c.number == number)

    async def told_as(self, fingerprint: str) -> Complaint | None:
        """The oldest open case that was told in the same way; ask after `next_number`, so that two see each other."""
        same = complaints.c.state.in_(OPEN) & (complaints.c.fingerprint == fingerprint)
        found = await self._all(complaints.select().where(same).order_by(complaints.c.number).limit(1))
        return found[0] if found else None

    async def of_invitation(self, invitation_id: int) -> Complaint | None:
        return await self._one(complaints.c.invitation_id == invitation_id)

    async def of_delivery(self, delivery_id: int) -> Sequence[Complaint]:
        mine = complaints.select().where(complaints.c.delivery_id == delivery_id)
        return await self._all(mine.order_by(complaints.c.number))

    async def open_at(self, when: datetime) -> Sequence[Complaint]:
        """Those received before this instant and still open, oldest first."""
        select = complaints.select().where(complaints.c.state.in_(OPEN) & (complaints.c.received_at < when))
        return await self._all(select.order_by(complaints.c.received_at, complaints.c.number))

    async def between(self, start: datetime, end: datetime) -> Sequence[Complaint]:
        within = (complaints.c.received_at >= start) & (complaints.c.received_at < end)
        return await self._all(complaints.select().where(within).order_by(complaints.c.number))

    async def doors(self) -> dict[str, int]:
        """How many came through each door."""
        select = sa.select(complaints.c.door, sa.func.count().label("n")).group_by(complaints.c.door)
        return {str(row.door): row.n for row in await self.connection.execute(select)}

    async def total(self) -> int:
        return await self._count()
