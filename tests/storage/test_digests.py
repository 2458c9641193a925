"""Digests, claimed once for each channel, kind and week."""

import asyncio
from dataclasses import replace
from datetime import datetime

from storage.work import ClaimedDigest, Store
from surveys.review import Review
from surveys.workdays import Week
from tests.storage import things
from tests.storage.things import BY, evidence_of


async def test_of_many_claims_at_once_one_gets_the_digest(store: Store, now: datetime) -> None:
    """However many replicas find it due in the same moment: the others go away empty, without an error."""

    async def claim() -> ClaimedDigest | None:
        async with store.work() as work:
            return await work.digests.claim(things.digest("mail:1", "2026-W46", now), BY, now)

    claimed = [one for one in await asyncio.gather(*(claim() for _ in range(8))) if one]
    assert len(claimed) == 1
    assert len(await evidence_of(store, "digests", claimed[0].id)) == 1


async def test_each_channel_kind_and_week_has_its_own_digest(store: Store, now: datetime) -> None:
    """The content comes back as it was frozen."""
    told = [things.digest(channel, week, now) for week in ("2026-W46", "2026-W45") for channel in ("mail:1", "mail:2")]
    async with store.work() as work:
        kept = [await work.digests.claim(one, BY, now) for one in told]
        assert await work.digests.claim(replace(told[0], kind="monthly"), BY, now) is not None
    assert [replace(one, id=0) for one in kept if one] == told
    async with store.read() as work:
        week = await work.digests.of_week(Week(2026, 45))
        assert list(week) == kept[2:]
        assert await work.digests.newest() == kept[0]
        assert [one.week for one in await work.digests.every()] == ["2026-W45"] * 2 + ["2026-W46"] * 3


async def test_evidence_of_a_digest_is_its_hash(store: Store, now: datetime) -> None:
    """Which digest went where, and what it said as a hash: its words may be a customer's."""
    async with store.work() as work:
        claimed = await work.digests.claim(things.digest("mail:1", "2026-W46", now), BY, now)
    assert claimed is not None
    facts = {"channel": "mail:1", "kind": "weekly", "week": "2026-W46", "hash": "00" * 32, "late": False}
    assert await evidence_of(store, "digests", claimed.id) == [facts]


async def test_those_in_slack_are_found_with_their_reviews(store: Store, now: datetime) -> None:
    """From an instant on; one in a mailbox has no button."""
    told = [("slack:C1", "2026-W45", now - 7 * things.DAY), ("slack:C1", "2026-W46", now), ("mail:1", "2026-W46", now)]
    async with store.work() as work:
        person = await work.staff.meet("UINES", BY, now)
        kept = [await work.digests.claim(things.digest(*one), BY, now) for one in told]
        assert await work.digests.posted_since(now) == kept[1:2]
        assert kept[1] is not None
        review = await work.reviews.keep_once(Review(0, kept[1].id, person.id, kept[1].hash, now), BY, now)
        assert await work.reviews.of_digests([one.id for one in kept if one]) == [review]
        assert await work.reviews.of_digests([]) == []


async def test_a_new_store_has_no_digest(store: Store) -> None:
    """Nothing was told yet."""
    async with store.read() as work:
        assert (await work.digests.newest(), list(await work.digests.every())) == (None, [])
