"""Answers, every version of them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from storage.collection import Collection
from storage.tables import answers, deliveries, invitations
from surveys.answer import Answer


class Answers(Collection[Answer]):
    table = answers
    kind = Answer
    evident = ("invitation_id", "version", "door", "marks", "given", "received_at", "unclear", "verified",
               "by", "corrected_at")  # fmt: skip

    async def _touch(self, thing: Answer) -> None:
        of = sa.select(invitations.c.delivery_id).where(invitations.c.id == thing.invitation_id)
        await self.ledger.touch((await self.connection.execute(of)).scalar_one())

    async def _replace(self, thing: Answer) -> Answer:
        raise TypeError(f"answer {thing.id} stays as it was given; keep a new version")

    async def versions(self, invitation_id: int) -> Sequence[Answer]:
        mine = answers.select().where(answers.c.invitation_id == invitation_id)
        return await self._all(mine.order_by(answers.c.version))

    async def between(self, start: datetime, end: datetime) -> Sequence[Answer]:
        """Every version received in this period (half open), oldest first."""
        within = (answers.c.received_at >= start) & (answers.c.received_at < end)
        return await self._all(answers.select().where(within).order_by(answers.c.received_at, answers.c.id))

    async def counts(self) -> dict[str, int]:
        """How many invitations have an answer, by the door of its newest version that counts."""
        counts = answers.c.verified & ((answers.c.marks != {}) | (answers.c.comment != ""))
        newest = sa.select(sa.func.max(answers.c.id)).where(counts).group_by(answers.c.invitation_id)
        select = sa.select(answers.c.door, sa.func.count().label("n")).where(answers.c.id.in_(newest))
        return {str(row.door): row.n for row in await self.connection.execute(select.group_by(answers.c.door))}

    async def order_of(self, invitation_id: int) -> str:
        joined = invitations.join(deliveries, deliveries.c.id == invitations.c.delivery_id)
        select = sa.select(deliveries.c.order).select_from(joined).where(invitations.c.id == invitation_id)
        return str((await self.connection.execute(select)).scalar_one())
