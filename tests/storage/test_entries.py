"""The files of the cases, and what customers said when those were over."""

from datetime import datetime

import pytest

from storage.work import Store
from surveys.closure import Closure
from surveys.entry import Entry, Kind
from tests.storage import things
from tests.storage.things import BY


async def test_a_file_keeps_each_entry_once(store: Store, now: datetime) -> None:
    """In the order in which they came; another case has a file of its own."""
    async with store.work() as work:
        one, two = [await work.complaints.keep(things.loose_complaint(number, now), BY, now) for number in (1, 2)]
        made = [Entry(0, case.id, Kind.NOTE, key, now, BY, key) for case, key in ((one, "b"), (one, "a"), (two, "b"))]
        kept = [await work.entries.keep_once(entry, BY, now) for entry in (*made, made[0])]
        assert [entry is None for entry in kept] == [False, False, False, True]
        assert [entry.words for entry in await work.entries.of_complaint(one.id)] == ["b", "a"]
        assert await work.entries.how_many(one.id, Kind.NOTE) == 2
        assert await work.entries.how_many(one.id, Kind.ALARM) == 0


async def test_an_entry_stays_as_it_was_made(store: Store, now: datetime) -> None:
    """A correction is an entry of its own; evidence holds none of its words."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)
        kept = await work.entries.keep(Entry(0, case.id, Kind.CUSTOMER, "mail:1", now, BY, "Still wet"), BY, now)
        with pytest.raises(TypeError, match="stays as it was made"):
            await work.entries.keep(kept, BY, now)
    async with store.read() as work:
        [row] = await work.evidence.about("entries", kept.id)
    assert "Still wet" not in str(row.facts)


async def test_a_case_has_one_closure_for_each_time_it_was_answered(store: Store, now: datetime) -> None:
    """A second word on the same answer takes the first one's place."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)
        first = await work.closures.keep(Closure(0, case.id, 0, False, {"ease": 2}, "no", now), BY, now)
        await work.closures.keep(Closure(first.id, case.id, 0, True, {"ease": 4}, "yes", now), BY, now)
        found = await work.closures.of_round(case.id, 0)
        assert found is not None
        assert (found.solved, dict(found.marks), found.words) == (True, {"ease": 4}, "yes")
        assert await work.closures.of_round(case.id, 1) is None
