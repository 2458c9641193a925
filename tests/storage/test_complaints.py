"""Complaints: numbered without gaps, listed while open."""

import asyncio
from dataclasses import replace
from datetime import datetime

import pytest

from storage.work import Store
from surveys.complaint import Move, State
from surveys.entry import Entry, Kind
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


async def test_a_case_is_found_by_what_people_call_it(store: Store, now: datetime) -> None:
    """By its number, and while it is open by what was told; the oldest of several."""
    async with store.work() as work:
        first, second = [
            await work.complaints.keep(things.loose_complaint(number, now, fingerprint="same"), BY, now)
            for number in (1, 2)
        ]
        assert await work.complaints.by_number(2) == second
        assert await work.complaints.by_number(3) is None
        assert await work.complaints.told_as("same") == first
        await work.complaints.keep(replace(first, state=State.WITHDRAWN), BY, now)
        assert await work.complaints.told_as("same") == second
        assert await work.complaints.told_as("other") is None


async def test_moves_of_a_case_stay_as_they_were_made(store: Store, now: datetime) -> None:
    """They are listed oldest first, the newest tells when the case last moved, and none is changed."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)
        other = await work.complaints.keep(things.loose_complaint(2, now), BY, now)
        assert await work.moves.newest(case.id) is None
        made = [
            await work.moves.keep(Move(0, case.id, now + day * DAY, BY, State.RECEIVED, State.RECEIVED, why), BY, now)
            for day, why in enumerate(("given to staff:1", "given to staff:2"))
        ]
        assert list(await work.moves.of_complaint(case.id)) == made
        assert list(await work.moves.of_complaint(other.id)) == []
        assert await work.moves.newest(case.id) == now + DAY
        with pytest.raises(TypeError):
            await work.moves.keep(replace(made[0], reason="another"), BY, now)


async def test_evidence_of_a_case_holds_nothing_of_its_customer(store: Store, now: datetime) -> None:
    """Neither the words of a case nor the reasons of its moves are in it."""
    async with store.work() as work:
        told = things.loose_complaint(1, now, words="secret", link="secret", fingerprint="secret", outcome="secret")
        case = await work.complaints.keep(told, BY, now)
        move = Move(0, case.id, now, BY, State.RECEIVED, State.WITHDRAWN, "secret")
        kept = await work.moves.keep(move, BY, now)
    for thing, id_ in (("complaints", case.id), ("moves", kept.id)):
        [facts] = await things.evidence_of(store, thing, id_)
        assert "secret" not in str(facts)


async def test_the_clock_finds_the_cases_it_has_to_look_at(store: Store, now: datetime) -> None:
    """The earliest first; those without a time are left alone."""
    async with store.work() as work:
        assert await work.complaints.next_to_attend() is None
        for number, at in ((1, now + DAY), (2, now), (3, None)):
            await work.complaints.keep(things.loose_complaint(number, now, attend_at=at), BY, now)
        assert await work.complaints.next_to_attend() == now
        assert [case.number for case in await work.complaints.to_attend(now, 9)] == [2]
        assert [case.number for case in await work.complaints.to_attend(now + DAY, 9)] == [2, 1]
        assert [case.number for case in await work.complaints.to_attend(now + DAY, 1)] == [2]


async def test_cases_are_found_by_words(store: Store, now: datetime) -> None:
    """In whatever case and language, in the case, its file, its order or its customer; signs are only signs."""
    async with store.work() as work:
        delivery = await things.keep_delivery(work, now)
        case = things.complaint(delivery, 1, now, words="Die KÜHLBOX war 100% naß")
        kept = await work.complaints.keep(case, BY, now)
        await work.entries.keep(Entry(0, kept.id, Kind.NOTE, "a", now, BY, "Звонил Пётр"), BY, now)
        await work.complaints.keep(things.loose_complaint(2, now), BY, now)
        for words in ("kühlbox", "naß", "пётр", "r-1", "zoë KÜHL", "100%"):
            assert [one.number for one in await work.complaints.search(words, 9)] == [1], words
        for words in ("kühlbox trocken", "10_%", "100%%"):
            assert await work.complaints.search(words, 9) == [], words
        assert [one.number for one in await work.complaints.search("", 9)] == [2, 1]


async def test_open_cases_are_found_by_their_customer_and_their_owner(store: Store, now: datetime) -> None:
    """Those that are over are not."""
    async with store.work() as work:
        delivery = await things.keep_delivery(work, now)
        mara = await work.staff.meet("UMARA", BY, now)
        for number, state in ((1, State.ASSESSED), (2, State.CLOSED)):
            case = things.complaint(delivery, number, now, state=state, owner_id=mara.id)
            await work.complaints.keep(case, BY, now)
        assert [one.number for one in await work.complaints.open_of_customer(delivery.customer_id)] == [1]
        assert [one.number for one in await work.complaints.owned_by(mara.id)] == [1]
