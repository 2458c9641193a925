"""Actions, numbered without gaps."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.rows import alone
from storage.tables import actions
from surveys.action import OPEN, Action

NUMBERING = 0x41435449
"""Whoever gives out a number."""


class Actions(Collection[Action]):
    table = actions
    kind = Action
    evident = ("number", "kind", "state", "version", "proposed_at", "proposer_id", "owner_id", "measure", "aim",
               "target", "weeks", "agreed_at", "begun_at", "implemented_at", "verify_at", "extended", "proposal",
               "closed_at", "verifier_id", "digest_id", "complaint_id", "risk_id", "opportunity_id",
               "follows_id")  # fmt: skip

    async def hold(self, id_: int) -> Action:
        """This action as it stands now; nobody else changes it until this transaction ends. Raises: LookupError."""
        await self.connection.execute(sa.select(actions.c.id).where(actions.c.id == id_).with_for_update())
        return await self.get(id_)

    async def next_number(self) -> int:
        """Nobody else gets one until this transaction ends."""
        await alone(self.connection, NUMBERING)
        highest = sa.select(sa.func.coalesce(sa.func.max(actions.c.number), 0))
        return int((await self.connection.execute(highest)).scalar_one()) + 1

    async def by_number(self, number: int) -> Action | None:
        return await self._one(actions.c.number == number)

    async def open(self) -> Sequence[Action]:
        """Oldest first."""
        return await self._all(actions.select().where(actions.c.state.in_(OPEN)).order_by(actions.c.number))

    async def closed_between(self, start: datetime, end: datetime) -> Sequence[Action]:
        within = (actions.c.closed_at >= start) & (actions.c.closed_at < end)
        return await self._all(actions.select().where(within).order_by(actions.c.number))

    async def alive_between(self, start: datetime, end: datetime) -> Sequence[Action]:
        """Those that were proposed before `end` and not closed before `start`."""
        there = (actions.c.proposed_at < end) & (actions.c.closed_at.is_(None) | (actions.c.closed_at >= start))
        return await self._all(actions.select().where(there).order_by(actions.c.number))

    async def of_complaint(self, complaint_id: int) -> Sequence[Action]:
        return await self._all(
            actions.select().where(actions.c.complaint_id == complaint_id).order_by(actions.c.number)
        )

    async def of_risk(self, risk_id: int) -> Sequence[Action]:
        return await self._all(actions.select().where(actions.c.risk_id == risk_id).order_by(actions.c.number))

    async def of_opportunity(self, opportunity_id: int) -> Sequence[Action]:
        mine = actions.c.opportunity_id == opportunity_id
        return await self._all(actions.select().where(mine).order_by(actions.c.number))

    async def next_to_attend(self) -> datetime | None:
        """When the clock has to look at one next."""
        return await self._time(sa.select(sa.func.min(actions.c.attend_at)))

    async def to_attend(self, now: datetime, most: int) -> Sequence[Action]:
        """Those that the clock has to look at by now, the earliest first."""
        due = actions.c.attend_at <= now
        return await self._all(actions.select().where(due).order_by(actions.c.attend_at).limit(most))

    async def total(self) -> int:
        return await self._count()
