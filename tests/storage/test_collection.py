"""What every collection does: keep with evidence, find, and refuse to write over what has moved on."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from storage.work import Conflict, Store
from surveys.invitation import State
from tests.storage import things
from tests.storage.things import BY, evidence_of, keep_delivery, keep_invitation


async def test_keeping_gives_an_id_and_an_evidence_row(store: Store, now: datetime) -> None:
    """Who kept what, and when, stands beside it from the same transaction on."""
    async with store.work() as work:
        kept = await work.customers.keep(things.ZOE, BY, now)
    async with store.read() as work:
        rows = await work.evidence.about("customers", kept.id)
    assert kept.id > 0
    assert [(row.by, row.at, row.facts) for row in rows] == [(BY, now, {"language": "en"})]


async def test_replacing_appends_to_the_evidence(store: Store, now: datetime) -> None:
    """What was there before is not written over."""
    async with store.work() as work:
        kept = await keep_invitation(work, now)
        await work.invitations.keep(replace(kept, state=State.EXPIRED), BY, now)
    found = await evidence_of(store, "invitations", kept.id)
    assert [(facts["state"], facts["version"]) for facts in found] == [("open", 1), ("expired", 2)]


async def test_a_change_to_what_has_moved_on_is_refused(store: Store, now: datetime) -> None:
    """Whoever read version 1 may not write over version 2, and nothing of the attempt is left."""
    async with store.work() as work:
        read = await keep_invitation(work, now)
    async with store.work() as work:
        changed = await work.invitations.keep(replace(read, remind_at=None), BY, now)
    with pytest.raises(Conflict):
        async with store.work() as work:
            await work.invitations.keep(replace(read, state=State.EXPIRED), BY, now)
    async with store.read() as work:
        assert await work.invitations.find(read.id) == changed == replace(read, remind_at=None, version=2)
    assert len(await evidence_of(store, "invitations", read.id)) == 2


async def test_of_many_who_change_the_same_one_wins(store: Store, now: datetime) -> None:
    """The others are told, so that none of them believes in a change that is lost."""
    async with store.work() as work:
        read = await keep_invitation(work, now)

    async def change(language: str) -> str:
        async with store.work() as work:
            return (await work.invitations.keep(replace(read, language=language), BY, now)).language

    results = await asyncio.gather(*(change(one) for one in ("de", "fr", "es", "en")), return_exceptions=True)
    won = [one for one in results if isinstance(one, str)]
    assert (len(won), sum(isinstance(one, Conflict) for one in results)) == (1, 3)
    async with store.read() as work:
        assert (await work.invitations.get(read.id)).language == won[0]


async def test_what_was_held_cannot_move_on(store: Store, now: datetime) -> None:
    """Each of many who take hold of an invitation reads what the one before left, so that none is refused."""
    async with store.work() as work:
        read = await keep_invitation(work, now)

    async def change(language: str) -> None:
        async with store.work() as work:
            held = await work.invitations.hold(read)
            await work.invitations.keep(replace(held, language=language), BY, now)

    await asyncio.gather(*(change(one) for one in ("de", "fr", "es", "en")))
    async with store.read() as work:
        assert (await work.invitations.get(read.id)).version == 5


async def test_what_is_not_there_is_said_so(store: Store) -> None:
    """`find` gives nothing, `get` says which row of which table is missing."""
    async with store.read() as work:
        assert await work.deliveries.find(99) is None
        with pytest.raises(LookupError, match="no row 99 in deliveries"):
            await work.deliveries.get(99)


async def test_replacing_what_is_not_there_is_refused(store: Store, now: datetime) -> None:
    """An update of no row is no success."""
    async with store.work() as work:
        kept = await keep_delivery(work, now)
    with pytest.raises(Conflict):
        async with store.work() as work:
            await work.deliveries.keep(replace(kept, id=kept.id + 1), BY, now)
