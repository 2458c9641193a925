"""Who of the leaders decided what about which digest, and when."""

from collections.abc import Collection as Collected
from collections.abc import Sequence
from datetime import datetime

from storage.collection import Collection
from storage.tables import reviews
from surveys.review import Decision, Review


class Reviews(Collection[Review]):
    table = reviews
    kind = Review
    evident = ("digest_id", "person_id", "hash", "at", "decision", "delegate_id")

    async def of_digest(self, digest_id: int) -> Sequence[Review]:
        return await self._all(reviews.select().where(reviews.c.digest_id == digest_id).order_by(reviews.c.id))

    async def of_digests(self, ids: Collected[int]) -> Sequence[Review]:
        return await self._all(reviews.select().where(reviews.c.digest_id.in_(ids)).order_by(reviews.c.id))

    async def decided_since(self, decision: Decision, when: datetime) -> Sequence[Review]:
        mine = (reviews.c.decision == decision) & (reviews.c.at >= when)
        return await self._all(reviews.select().where(mine).order_by(reviews.c.id))

    async def total(self) -> int:
        return await self._count()
