"""What customers were asked about their enquiries, and what is not answered yet."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from storage.collection import Collection
from storage.tables import questions
from surveys.requirement import Question


class Questions(Collection[Question]):
    table = questions
    kind = Question
    evident = ("enquiry_id", "asked_at", "answered_at")

    async def of_enquiry(self, enquiry_id: int) -> Sequence[Question]:
        """In the order in which they were asked."""
        mine = questions.c.enquiry_id == enquiry_id
        return await self._all(questions.select().where(mine).order_by(questions.c.id))

    async def open_of(self, enquiry_id: int) -> Sequence[Question]:
        return [one for one in await self.of_enquiry(enquiry_id) if one.answered_at is None]

    async def of_enquiries(self, ids: Collected[int]) -> Sequence[Question]:
        return await self._whose(questions.c.enquiry_id, ids)
