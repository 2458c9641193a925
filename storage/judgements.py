"""Whether each line of what was agreed was met, never changed."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from storage.collection import Collection
from storage.tables import judgements
from surveys.requirement import Judgement


class Judgements(Collection[Judgement]):
    table = judgements
    kind = Judgement
    evident = ("enquiry_id", "edition", "line", "met", "at", "by")

    async def of_edition(self, enquiry_id: int, edition: int) -> Sequence[Judgement]:
        mine = (judgements.c.enquiry_id == enquiry_id) & (judgements.c.edition == edition)
        return await self._all(judgements.select().where(mine).order_by(judgements.c.line))

    async def _replace(self, thing: Judgement) -> Judgement:
        raise TypeError(f"judgement {thing.id} stays as it was made")

    async def of_enquiries(self, ids: Collected[int]) -> Sequence[Judgement]:
        return await self._whose(judgements.c.enquiry_id, ids)
