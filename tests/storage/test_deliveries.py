"""Deliveries and what was asked about them: each known once, found when due, counted by state."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.work import Store
from surveys.delivery import Delivery, Reason, State
from surveys.invitation import State as Asked
from tests.storage import things
from tests.storage.things import BY, DAY, ZOE, keep_delivery, keep_invitation


async def test_a_delivery_is_found_by_its_source_and_event(store: Store, now: datetime) -> None:
    """The same event of another source is another delivery."""
    async with store.work() as work:
        shop = await keep_delivery(work, now)
        till = await keep_delivery(work, now, source="till")
    async with store.read() as work:
        assert await work.deliveries.event("shop", "event-1") == shop
        assert await work.deliveries.event("till", "event-1") == till
        assert await work.deliveries.event("shop", "event-2") is None
        assert list(await work.deliveries.of_order("R-1")) == [shop, till]


async def test_an_event_told_many_times_at_once_is_kept_once(store: Store, now: datetime) -> None:
    """One of many who tell of it keeps it; the others learn that it is known, and get no error."""

    async def tell() -> Delivery | None:
        async with store.work() as work:
            zoe = await work.customers.meet(ZOE, BY, now)
            return await work.deliveries.keep_once(things.delivery(zoe, now), BY, now)

    kept = [one for one in await asyncio.gather(*(tell() for _ in range(8))) if one]
    async with store.read() as work:
        assert [await work.deliveries.event("shop", "event-1")] == kept
        assert await work.figure_differences() == []
        assert len(await work.evidence.about("deliveries", kept[0].id)) == 1


async def test_due_are_those_whose_hour_has_come_longest_due_first(store: Store, now: datetime) -> None:
    """Those waiting for later, and those decided about, are left out."""
    async with store.work() as work:
        later = await keep_delivery(work, now, 1, ask_at=now + DAY)
        second = await keep_delivery(work, now, 2, ask_at=now)
        first = await keep_delivery(work, now, 3, ask_at=now - DAY)
        await keep_delivery(work, now, 4, state=State.INVITED)
    async with store.read() as work:
        assert list(await work.deliveries.due(now, 10)) == [first, second]
        assert list(await work.deliveries.due(now, 1)) == [first]
        assert list(await work.deliveries.due(now + DAY, 10)) == [first, second, later]
        assert await work.deliveries.next_due() == first.ask_at


async def test_an_empty_store_has_nothing_due(store: Store) -> None:
    """No time is given where there is none."""
    async with store.read() as work:
        assert await work.deliveries.next_due() is None
        assert await work.deliveries.first_known() is None
        assert await work.deliveries.counts() == {}
        assert await work.invitations.next_to_remind() is None
        assert await work.messages.next_due() is None


async def test_deliveries_are_counted_by_state_and_reason(store: Store, now: datetime) -> None:
    """What `status` shows: why those were not asked who were not."""
    told = [{}, {"state": State.INVITED}, *({"state": State.NOT_ASKED, "reason": one} for one in Reason)]
    async with store.work() as work:
        for number, more in enumerate([*told, told[-1]]):
            await keep_delivery(work, now, number, **more)
    async with store.read() as work:
        found = await work.deliveries.counts()
    reasons = {f"not_asked.{one}": 1 for one in Reason} | {f"not_asked.{list(Reason)[-1]}": 2}
    assert found == {"waiting": 1, "invited": 1} | reasons


async def test_the_first_delivery_is_the_one_first_told_of(store: Store, now: datetime) -> None:
    """Whenever it was delivered: before that nobody could have been asked."""
    async with store.work() as work:
        await keep_delivery(work, now, 1, known_at=now, delivered_at=now - 20 * DAY)
        await keep_delivery(work, now, 2, known_at=now - DAY)
    async with store.read() as work:
        assert await work.deliveries.first_known() == now - DAY


async def test_reminders_are_due_for_open_invitations_only(store: Store, now: datetime) -> None:
    """One reminded before, answered, or not to be reminded has none due."""
    async with store.work() as work:
        due = await keep_invitation(work, now, 1, remind_at=now)
        await keep_invitation(work, now, 2, remind_at=now + DAY)
        await keep_invitation(work, now, 3, remind_at=now, state=Asked.ANSWERED)
        await keep_invitation(work, now, 4, remind_at=None)
    async with store.read() as work:
        assert list(await work.invitations.to_remind(now, 10)) == [due]
        assert await work.invitations.next_to_remind() == now


async def test_open_invitations_end_at_their_expiry(store: Store, now: datetime) -> None:
    """The instant of the expiry itself is over."""
    async with store.work() as work:
        asked = await keep_invitation(work, now, 1, expires_at=now)
        await keep_invitation(work, now, 2, expires_at=now + timedelta(microseconds=1))
        await keep_invitation(work, now, 3, expires_at=now, state=Asked.ANSWERED)
    async with store.read() as work:
        assert list(await work.invitations.expired(now, 10)) == [asked]
        assert await work.invitations.next_expiry() == now
        assert await work.invitations.counts() == {"open": 2, "answered": 1}


async def test_a_person_was_last_asked_whatever_it_was_about(store: Store, now: datetime) -> None:
    """The quarantine counts from the newest invitation; what is open is listed newest first."""
    async with store.work() as work:
        old = await keep_invitation(work, now, 1, asked_at=now - DAY)
        new = await keep_invitation(work, now, 2, asked_at=now)
        await keep_invitation(work, now, 3, asked_at=now - 2 * DAY, state=Asked.ANSWERED)
    async with store.read() as work:
        assert await work.invitations.last_asked(new.customer_id) == now
        assert await work.invitations.last_asked(new.customer_id + 1) is None
        assert list(await work.invitations.open_of(new.customer_id)) == [new, old]


async def test_answers_stay_as_they_were_given(store: Store, now: datetime) -> None:
    """A change of mind is a new version; no version is ever written over."""
    async with store.work() as work:
        asked = await keep_invitation(work, now)
        first = await work.answers.keep(things.answer(asked, now), BY, now)
        second = await work.answers.keep(things.answer(asked, now + DAY, 2, marks={"overall": 1.5}), BY, now)
        assert list(await work.answers.versions(asked.id)) == [first, second]
        assert list(await work.answers.between(now, now + DAY)) == [first]
        assert await work.answers.order_of(asked.id) == "R-1"
        with pytest.raises(TypeError, match="keep a new version"):
            await work.answers.keep(replace(first, comment="no"), BY, now)


async def test_answered_is_counted_by_the_door_of_the_newest_answer(store: Store, now: datetime) -> None:
    """Of invitations, not of versions; what somebody else wrote, or what says nothing, does not count."""
    async with store.work() as work:
        one, two = await keep_invitation(work, now, 1), await keep_invitation(work, now, 2)
        three = await keep_invitation(work, now, 3)
        await work.answers.keep(things.answer(one, now, 1, door="mail"), BY, now)
        await work.answers.keep(things.answer(one, now, 2), BY, now)
        await work.answers.keep(things.answer(one, now, 3, door="mail", marks={}, given=(), unclear=True), BY, now)
        await work.answers.keep(things.answer(two, now, 1, door="mail"), BY, now)
        await work.answers.keep(things.answer(two, now, 2, verified=False), BY, now)
        await work.answers.keep(things.answer(three, now, 1, door="mail", marks={}, given=(), unclear=True), BY, now)
    async with store.read() as work:
        assert await work.answers.counts() == {"page": 1, "mail": 1}


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
