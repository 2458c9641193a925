"""The files of the cases and enquiries: entries in the order in which they were made, never changed."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from storage.collection import Collection
from storage.tables import entries
from surveys.entry import Entry, Kind


class Entries(Collection[Entry]):
    table = entries
    kind = Entry
    evident = ("complaint_id", "enquiry_id", "kind", "at", "by")

    async def of_complaint(self, complaint_id: int) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.complaint_id == complaint_id).order_by(entries.c.id))

    async def of_enquiry(self, enquiry_id: int) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.enquiry_id == enquiry_id).order_by(entries.c.id))

    async def how_many(self, complaint_id: int, kind: Kind) -> int:
        return await self._count(entries.c.complaint_id == complaint_id, entries.c.kind == kind)

    async def _replace(self, thing: Entry) -> Entry:
        raise TypeError(f"entry {thing.id} stays as it was made")

    async def of_complaints(self, ids: Collected[int]) -> Sequence[Entry]:
        return await self._whose(entries.c.complaint_id, ids)
