"""What customers want, edition by edition; once kept, nothing of one changes but that it is agreed."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from storage.collection import Collection
from storage.tables import editions
from surveys.requirement import Edition


class Editions(Collection[Edition]):
    table = editions
    kind = Edition
    evident = ("enquiry_id", "number", "hash", "at", "reviewer_id", "checked", "agreed_at")

    async def of_enquiry(self, enquiry_id: int) -> Sequence[Edition]:
        """Oldest first."""
        mine = editions.c.enquiry_id == enquiry_id
        return await self._all(editions.select().where(mine).order_by(editions.c.number))

    async def of_number(self, enquiry_id: int, number: int) -> Edition | None:
        return await self._one(editions.c.enquiry_id == enquiry_id, editions.c.number == number)

    async def of_enquiries(self, ids: Collected[int]) -> Sequence[Edition]:
        return await self._whose(editions.c.enquiry_id, ids)
