"""People of the organisation, who stand in evidence by their id."""

from datetime import datetime

from storage.work import Store
from tests.storage.things import BY, evidence_of


async def test_leaders_are_exactly_those_appointed(store: Store, now: datetime) -> None:
    """Somebody who was a leader before stays known, under the same opaque id."""
    async with store.work() as work:
        await work.staff.appoint(["ann@harbor.example", "ben@harbor.example"], BY, now)
        before = await work.staff.leaders()
        await work.staff.appoint(["cara@harbor.example", "ann@harbor.example"], BY, now)
        after = await work.staff.leaders()
        await work.staff.appoint(["ben@harbor.example"], BY, now)
        back = await work.staff.leaders()
    assert [one.email for one in before] == ["ann@harbor.example", "ben@harbor.example"]
    assert [one.email for one in after] == ["ann@harbor.example", "cara@harbor.example"]
    assert [one.id for one in back] == [before[1].id]


async def test_evidence_of_staff_has_no_address(store: Store, now: datetime) -> None:
    """People of the organisation stand in evidence by their id alone."""
    async with store.work() as work:
        await work.staff.appoint(["ann@harbor.example"], BY, now)
        ann = (await work.staff.leaders())[0]
    assert await evidence_of(store, "staff", ann.id) == [{"leader": True}]
