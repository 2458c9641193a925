"""Evidence: sealed into blocks that chain, so that a change of any row or block is found."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
import sqlalchemy as sa

from storage.tables import blocks, evidence
from storage.work import Store, Work
from surveys.delivery import Reason
from surveys.evidence import Anchor
from surveys.message import Kind
from tests.conftest import ZONE
from tests.storage import things
from tests.storage.things import BY, DAY, ZOE, keep_delivery, keep_invitation


async def seal(store: Store, now: datetime) -> int:
    """Seal what is unsealed; returns the number of the newest block."""
    async with store.work() as work:
        await work.evidence.seal(now)
        last = await work.evidence.last_block()
    return last.number if last else 0


async def faults(store: Store) -> list[str]:
    async with store.read() as work:
        return (await work.evidence.verify())[2]


@pytest.fixture
async def sealed(store: Store, now: datetime) -> Store:
    """Three blocks of a few rows each, and one row after them."""
    for number in (1, 2, 3):
        async with store.work() as work:
            await keep_delivery(work, now, number)
        await seal(store, now + number * DAY)
    async with store.work() as work:
        await keep_delivery(work, now, 4)
    return store


async def test_sealed_evidence_holds(sealed: Store) -> None:
    """Every block and row is read, and nothing is wrong with them."""
    async with sealed.read() as work:
        assert await work.evidence.verify() == (3, 4, [])
        assert await work.evidence.unsealed() == 1


async def test_the_oldest_unsealed_evidence_is_known(store: Store, now: datetime) -> None:
    """By when it was noted, so that nothing waits longer than a night to be sealed."""
    async with store.work() as work:
        assert await work.evidence.oldest_unsealed() is None
        await keep_delivery(work, now + DAY, 1)
        await keep_delivery(work, now, 2)
    async with store.work() as work:
        assert await work.evidence.oldest_unsealed() == now
        await work.evidence.seal(now)
        assert await work.evidence.oldest_unsealed() is None


async def test_blocks_made_at_once_follow_each_other(store: Store, now: datetime) -> None:
    """Of several services that seal in the same moment one makes the block, and the others find nothing left."""
    async with store.work() as work:
        await keep_delivery(work, now)
    await asyncio.gather(*(seal(store, now) for _ in range(5)))
    async with store.read() as work:
        assert await work.evidence.verify() == (1, 2, [])


async def test_a_block_seals_what_was_committed_since_the_one_before(store: Store, now: datetime) -> None:
    """Where nothing was, no block is made."""
    assert await seal(store, now) == 0
    async with store.work() as work:
        await keep_delivery(work, now)
    assert await seal(store, now) == 1
    assert await seal(store, now + DAY) == 1
    async with store.read() as work:
        block = await work.evidence.last_block()
    assert block is not None
    assert (block.number, block.rows, block.sealed_at, block.previous) == (1, 2, now, "0" * 64)


TAMPERED: list[tuple[str, Callable[[], sa.Executable], list[str]]] = [
    (
        "the facts of a sealed row",
        lambda: evidence.update().where(evidence.c.id == 3).values(facts={"state": "invited"}),
        ["evidence row 3 (deliveries 2) was changed", "block 2: a row was changed after sealing"],
    ),
    (
        "who did it",
        lambda: evidence.update().where(evidence.c.id == 2).values(by="nobody"),
        ["evidence row 2 (deliveries 1) was changed", "block 1: a row was changed after sealing"],
    ),
    (
        "when it was",
        lambda: evidence.update().where(evidence.c.id == 2).values(at=datetime(2020, 1, 1, tzinfo=ZONE)),
        ["evidence row 2 (deliveries 1) was changed", "block 1: a row was changed after sealing"],
    ),
    (
        "a row that is in no block yet",
        lambda: evidence.update().where(evidence.c.id == 5).values(thing_id=77),
        ["evidence row 5 (deliveries 77) was changed"],
    ),
    (
        "a row that is gone",
        lambda: evidence.delete().where(evidence.c.id == 3),
        ["block 2 has 0 rows where 1 were sealed"],
    ),
    (
        "a row put into a block later",
        lambda: evidence.update().where(evidence.c.id == 5).values(block=2),
        ["block 2 has 2 rows where 1 were sealed"],
    ),
    (
        "a row written into a sealed block",
        lambda: evidence.insert().values(
            at=datetime(2026, 11, 16, tzinfo=ZONE), by="x", thing="y", thing_id=9, facts={}, block=2, hash="z"
        ),
        [
            "evidence row 6 (y 9) was changed",
            "block 2 has 2 rows where 1 were sealed",
        ],
    ),
    (
        "the time of a block",
        lambda: blocks.update().where(blocks.c.number == 2).values(sealed_at=datetime(2020, 1, 1, tzinfo=ZONE)),
        ["block 2: its time or hash was changed after sealing"],
    ),
    (
        "the hash of a block",
        lambda: blocks.update().where(blocks.c.number == 1).values(hash="00" * 32),
        ["block 1: its time or hash was changed after sealing", "block 2 does not follow the block before it"],
    ),
    (
        "the seal of a block",
        lambda: blocks.update().where(blocks.c.number == 3).values(seal="00" * 32),
        ["block 3 was not sealed with this evidence key"],
    ),
]


@pytest.mark.parametrize(("change", "found"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED])
async def test_tampering_is_found(sealed: Store, change: Callable[[], sa.Executable], found: list[str]) -> None:
    """Whoever writes to the database by hand is told of by row and block."""
    async with sealed.work() as work:
        await work.connection.execute(change())
    assert await faults(sealed) == found


async def test_a_block_that_is_gone_with_its_rows_is_found(sealed: Store) -> None:
    """The block after it does not follow any more."""
    async with sealed.work() as work:
        await work.connection.execute(evidence.delete().where(evidence.c.block == 2))
        await work.connection.execute(blocks.delete().where(blocks.c.number == 2))
    assert await faults(sealed) == ["block 3 does not follow the block before it"]


async def test_whoever_seals_anew_needs_the_key(sealed: Store, store_url: str, now: datetime) -> None:
    """Rewriting rows, hashes and blocks in one go still lacks the evidence key."""
    async with sealed.work() as work:
        await work.connection.execute(evidence.update().values(block=None))
        await work.connection.execute(blocks.delete())
    forger = Store(store_url, ZONE, b"some other key")
    await seal(forger, now)
    await forger.close()
    assert await faults(sealed) == ["block 1 was not sealed with this evidence key"]


async def anchors_of(store: Store) -> list[Anchor]:
    """What somebody outside has written down of each block."""
    async with store.read() as work:
        rows = (await work.connection.execute(blocks.select())).all()
    return [Anchor(row.number, row.hash[:16]) for row in rows]


async def cut(store: Store, number: int) -> None:
    """Remove the newest blocks with their rows, from this one on."""
    async with store.work() as work:
        await work.connection.execute(evidence.delete().where(evidence.c.block >= number))
        await work.connection.execute(blocks.delete().where(blocks.c.number >= number))


async def test_a_cut_end_of_the_chain_is_found_by_an_anchor(sealed: Store) -> None:
    """What is left holds by itself; only what others wrote down gives away that there was more."""
    outside = await anchors_of(sealed)
    await cut(sealed, 3)
    async with sealed.read() as work:
        assert await work.evidence.verify() == (2, 3, [])
        blocks_left, _, found = await work.evidence.verify(outside)
    told = "block 3 of the anchor is not there: the chain was cut, the newest is block 2"
    assert (blocks_left, found) == (2, [told])


async def test_a_chain_sealed_anew_with_the_same_key_is_found_by_an_anchor(sealed: Store, now: datetime) -> None:
    """Every block that was printed before gives it away."""
    outside = await anchors_of(sealed)
    async with sealed.work() as work:
        await work.connection.execute(evidence.update().values(block=None))
        await work.connection.execute(blocks.delete())
    await seal(sealed, now + 9 * DAY)
    assert await faults(sealed) == []
    async with sealed.read() as work:
        found = (await work.evidence.verify(outside))[2]
    assert [one.partition(":")[0] for one in found] == [
        "block 1 is not the one that was sealed first", "block 2 of the anchor is not there",
        "block 3 of the anchor is not there",
    ]  # fmt: skip


async def test_the_kept_digests_are_anchors_too(sealed: Store, now: datetime) -> None:
    """Whoever cuts the chain has to rewrite every digest that printed its end as well."""
    [*_, last] = await anchors_of(sealed)
    standing = {"block_number": last.number, "block_hash": last.hash}
    told = replace(things.digest("mail:1", "2026-W46", now), content={"numbers": {"standing": standing}})
    async with sealed.work() as work:
        await work.digests.claim(told, BY, now)
    assert await faults(sealed) == []
    await cut(sealed, 2)
    expected = "block 3 of the digest of 2026-W46 is not there: the chain was cut, the newest is block 1"
    assert await faults(sealed) == [expected]


@pytest.mark.parametrize("by", ["a\0b", "a\ud800b"])
async def test_evidence_of_what_no_engine_keeps_holds(store: Store, now: datetime, by: str) -> None:
    """A row is hashed as it is kept, and not as it was told."""
    async with store.work() as work:
        await work.customers.keep(ZOE, by, now)
        await work.switches.turn("paused", by, by, now)
    await seal(store, now)
    assert await faults(store) == []


async def whole_walk(work: Work, now: datetime) -> None:
    """One of everything, with a person's address, name and words in it wherever there is room for them."""
    asked = await keep_invitation(work, now)
    of = await work.deliveries.get(asked.delivery_id)
    await work.answers.keep(things.answer(asked, now, comment="Zoë says the box was wet"), BY, now)
    await work.complaints.keep(things.complaint(of, 1, now, words="Zoë says the box was wet"), BY, now)
    await work.messages.queue(things.message(asked.id, now, now, note="550 zoe@buyer.example"), BY, now)
    await work.messages.cancel(Kind.INVITATION, asked.id, "zoe@buyer.example", BY, now)
    await work.suppressions.stop(ZOE.email, Reason.UNSUBSCRIBED, "page", now)
    await work.inbox.store([things.mail(1, now, raw=b"From: zoe@buyer.example")], "INBOX", 7, 1)
    digest = things.digest("mail:1", "2026-W46", now)
    await work.digests.claim(digest, BY, now)


async def test_evidence_holds_nothing_of_customers(store: Store, now: datetime) -> None:
    """No address, no name, no word and no order of theirs: erasing a person leaves the evidence as it is."""
    async with store.work() as work:
        await whole_walk(work, now)
    async with store.read() as work:
        rows = (await work.connection.execute(evidence.select())).all()
    told: dict[str, Any] = {row.thing: row.facts for row in rows}
    assert set(told) == {
        "customers", "deliveries", "invitations", "answers", "complaints", "messages", "suppressions", "digests",
    }  # fmt: skip
    text = str([tuple(row) for row in rows]).lower()
    assert [one for one in ("zoe", "zoë", "ødegård", "buyer.example", "wet", "r-1", "event-1") if one in text] == []
