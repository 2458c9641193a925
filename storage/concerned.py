"""Who has to know of a change of what was agreed, and who said that they do."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from storage.collection import Collection
from storage.tables import concerned
from surveys.requirement import Concerned as Person


class Concerned(Collection[Person]):
    table = concerned
    kind = Person
    evident = ("enquiry_id", "edition", "person_id", "told_at", "acknowledged_at")

    async def of_enquiry(self, enquiry_id: int) -> Sequence[Person]:
        mine = concerned.c.enquiry_id == enquiry_id
        return await self._all(concerned.select().where(mine).order_by(concerned.c.edition, concerned.c.id))

    async def of_enquiries(self, ids: Collected[int]) -> Sequence[Person]:
        return await self._whose(concerned.c.enquiry_id, ids)
