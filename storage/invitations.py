"""Invitations, one for a delivery."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.tables import invitations
from surveys.invitation import Invitation, State


class Invitations(Collection[Invitation]):
    table = invitations
    kind = Invitation
    evident = ("delivery_id", "questionnaire", "instrument", "language", "asked_at", "expires_at", "state",
               "reminded_at", "version")  # fmt: skip

    async def _touch(self, thing: Invitation) -> None:
        await self.ledger.touch(thing.delivery_id)

    async def hold(self, asked: Invitation) -> Invitation:
        """This invitation as it stands now; nobody else changes it or its answers until this transaction ends."""
        await self.ledger.touch(asked.delivery_id)
        return await self.get(asked.id)

    async def of_delivery(self, delivery_id: int) -> Invitation | None:
        return await self._one(invitations.c.delivery_id == delivery_id)

    async def last_asked(self, customer_id: int) -> datetime | None:
        """When this person was last asked about anything."""
        newest = sa.select(sa.func.max(invitations.c.asked_at)).where(invitations.c.customer_id == customer_id)
        return await self._time(newest)

    async def open_of(self, customer_id: int) -> Sequence[Invitation]:
        """What this person was asked and has not answered yet, newest first."""
        mine = (invitations.c.customer_id == customer_id) & (invitations.c.state == State.OPEN)
        return await self._all(invitations.select().where(mine).order_by(invitations.c.asked_at.desc()))

    async def to_remind(self, now: datetime, most: int) -> Sequence[Invitation]:
        """Open invitations whose one reminder is due."""
        due = (invitations.c.state == State.OPEN) & (invitations.c.remind_at <= now)
        order = (invitations.c.remind_at, invitations.c.id)
        return await self._all(invitations.select().where(due).order_by(*order).limit(most))

    async def next_to_remind(self) -> datetime | None:
        earliest = sa.select(sa.func.min(invitations.c.remind_at)).where(invitations.c.state == State.OPEN)
        return await self._time(earliest)

    async def expired(self, now: datetime, most: int) -> Sequence[Invitation]:
        over = (invitations.c.state == State.OPEN) & (invitations.c.expires_at <= now)
        return await self._all(invitations.select().where(over).order_by(invitations.c.id).limit(most))

    async def next_expiry(self) -> datetime | None:
        earliest = sa.select(sa.func.min(invitations.c.expires_at)).where(invitations.c.state == State.OPEN)
        return await self._time(earliest)

    async def counts(self) -> dict[str, int]:
        select = sa.select(invitations.c.state, sa.func.count().label("n")).group_by(invitations.c.state)
        return {str(row.state): row.n for row in await self.connection.execute(select)}

    async def between(self, start: datetime, end: datetime) -> Sequence[Invitation]:
        """Those asked in this period (half open), oldest first."""
        within = (invitations.c.asked_at >= start) & (invitations.c.asked_at < end)
        return await self._all(invitations.select().where(within).order_by(invitations.c.asked_at, invitations.c.id))

    async def of_ids(self, ids: Collected[int]) -> Sequence[Invitation]:
        return await self._whose(invitations.c.id, ids)
