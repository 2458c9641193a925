"""What customers said when their cases were over, once for each time that a case was answered."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from storage.collection import Collection
from storage.tables import closures
from surveys.closure import Closure


class Closures(Collection[Closure]):
    table = closures
    kind = Closure
    evident = ("complaint_id", "round", "solved", "marks", "at")

    async def of_round(self, complaint_id: int, number: int) -> Closure | None:
        return await self._one(closures.c.complaint_id == complaint_id, closures.c.round == number)

    async def of_complaints(self, ids: Collected[int]) -> Sequence[Closure]:
        return await self._whose(closures.c.complaint_id, ids)
