"""The files of cases, enquiries, actions, risks and meetings: entries in their order, never changed."""

from collections.abc import Collection as Collected
from collections.abc import Sequence

from storage.collection import Collection
from storage.tables import entries
from surveys.entry import Entry, Kind


class Entries(Collection[Entry]):
    table = entries
    kind = Entry
    evident = ("complaint_id", "enquiry_id", "action_id", "risk_id", "meeting_id", "opportunity_id", "kind", "at", "by")

    async def of_complaint(self, complaint_id: int) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.complaint_id == complaint_id).order_by(entries.c.id))

    async def of_enquiry(self, enquiry_id: int) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.enquiry_id == enquiry_id).order_by(entries.c.id))

    async def of_action(self, action_id: int) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.action_id == action_id).order_by(entries.c.id))

    async def of_risk(self, risk_id: int) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.risk_id == risk_id).order_by(entries.c.id))

    async def of_meeting(self, meeting_id: int) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.meeting_id == meeting_id).order_by(entries.c.id))

    async def amendments(self, meeting_ids: Collected[int]) -> Sequence[Entry]:
        """What was amended in the records of these meetings."""
        mine = entries.c.meeting_id.in_(meeting_ids) & (entries.c.kind == Kind.AMENDMENT)
        return await self._all(entries.select().where(mine).order_by(entries.c.id))

    async def of_risks(self, ids: Collected[int]) -> Sequence[Entry]:
        return await self._all(entries.select().where(entries.c.risk_id.in_(ids)).order_by(entries.c.id))

    async def how_many(self, complaint_id: int, kind: Kind) -> int:
        return await self._count(entries.c.complaint_id == complaint_id, entries.c.kind == kind)

    async def _replace(self, thing: Entry) -> Entry:
        raise TypeError(f"entry {thing.id} stays as it was made")

    async def of_complaints(self, ids: Collected[int]) -> Sequence[Entry]:
        return await self._whose(entries.c.complaint_id, ids)
