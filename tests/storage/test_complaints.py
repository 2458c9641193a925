"""Complaints: numbered without gaps, listed while open."""

import asyncio
from datetime import datetime

from storage.work import Store
from tests.storage import things
from tests.storage.things import BY, DAY, keep_delivery


async def test_complaints_are_numbered_without_gaps(store: Store, now: datetime) -> None:
    """Also where many are opened at once, and where one of them fails."""

    async def open_case(event: int) -> None:
        async with store.work() as work:
            of = await keep_delivery(work, now, event)
            number = await work.complaints.next_number()
            await work.complaints.keep(things.complaint(of, number, now), BY, now)
            if event == 3:
                raise ZeroDivisionError

    await asyncio.gather(*(open_case(event) for event in range(6)), return_exceptions=True)
    async with store.read() as work:
        cases = await work.complaints.between(now, now + DAY)
        assert [case.number for case in cases] == [1, 2, 3, 4, 5]
        assert await work.complaints.total() == 5
        assert await work.figure_differences() == []


async def test_open_complaints_are_listed_oldest_first(store: Store, now: datetime) -> None:
    """Those received before the instant and neither closed nor declined."""
    async with store.work() as work:
        of = await keep_delivery(work, now)
        new = await work.complaints.keep(things.complaint(of, 1, now - DAY), BY, now)
        old = await work.complaints.keep(things.complaint(of, 2, now - 3 * DAY, state="received"), BY, now)
        await work.complaints.keep(things.complaint(of, 3, now - 2 * DAY, state="declined"), BY, now)
        await work.complaints.keep(things.complaint(of, 4, now), BY, now)
    async with store.read() as work:
        assert list(await work.complaints.open_at(now)) == [old, new]
        assert [case.number for case in await work.complaints.of_delivery(of.id)] == [1, 2, 3, 4]
