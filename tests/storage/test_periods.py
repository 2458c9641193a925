"""What the collections tell of a period, on both engines."""

from dataclasses import replace
from datetime import datetime

from storage.work import Person, Store
from surveys.complaint import Move, State
from surveys.message import Kind
from surveys.message import State as Sent
from surveys.workdays import Week
from tests.storage import things
from tests.storage.things import BY, DAY, keep_delivery, keep_invitation, mail


async def test_deliveries_and_invitations_of_a_period(store: Store, now: datetime) -> None:
    """The period is half open: its end belongs to the next one."""
    async with store.work() as work:
        early = await keep_delivery(work, now, 1, delivered_at=now - 9 * DAY)
        inside = await keep_delivery(work, now, 2, delivered_at=now - DAY)
        await keep_delivery(work, now, 3, delivered_at=now)
        asked = await keep_invitation(work, now, 4, asked_at=now - DAY)
        await keep_invitation(work, now, 5, asked_at=now)
    async with store.read() as work:
        found = await work.deliveries.between(now - DAY, now)
        assert [one.id for one in found] == [inside.id]
        assert [one.id for one in await work.invitations.between(now - DAY, now)] == [asked.id]
        assert [one.id for one in await work.deliveries.of_ids({inside.id, early.id})] == [early.id, inside.id]
        assert await work.deliveries.of_ids(()) == []
        assert [one.id for one in await work.invitations.of_ids([asked.id])] == [asked.id]


async def test_what_belongs_to_many_cases_is_found_in_pieces(store: Store, now: datetime) -> None:
    """However many cases a period has: no statement holds more ids than an engine takes."""
    async with store.work() as work:
        case = await work.complaints.keep(things.loose_complaint(1, now), BY, now)
        made = await work.moves.keep(Move(0, case.id, now, BY, State.RECEIVED, State.ACKNOWLEDGED), BY, now)
    async with store.read() as work:
        assert await work.moves.of_complaints(range(1, 40_000)) == [made]
        assert await work.entries.of_complaints([case.id]) == []
        assert await work.closures.of_complaints([case.id]) == []
        for of in (work.editions, work.questions, work.concerned, work.judgements):
            assert await of.of_enquiries([1, 2]) == []  # type: ignore[attr-defined]


async def test_digests_of_weeks_and_everybody_of_the_staff(store: Store, now: datetime) -> None:
    """From the first week to the last, also over the end of a year."""
    async with store.work() as work:
        for week in ("2026-W52", "2026-W53", "2027-W01", "2027-W02"):
            await work.digests.claim(things.digest("mail:1", week, now), BY, now)
        person = await work.staff.keep(Person(0, "ines@harbor.example", leader=True), BY, now)
    async with store.read() as work:
        first, last = Week.parse("2026-W53"), Week.parse("2027-W01")
        assert [one.week for one in await work.digests.of_weeks(first, last)] == ["2026-W53", "2027-W01"]
        assert await work.staff.every() == [person]
        rows = await work.evidence.of_things(["staff"], now, now + DAY)
        assert [(row.thing, row.thing_id) for row in rows] == [("staff", person.id)]
        assert await work.evidence.of_things(["staff"], now - DAY, now) == []


async def test_mails_set_aside_and_messages_held_in_a_period(store: Store, now: datetime, tick: datetime) -> None:
    """Without their bytes, which may hold anything."""
    async with store.work() as work:
        await work.inbox.store([mail(1, now), mail(2, now - DAY)], things.MAILBOX, 7, 2)
        for claimed in await work.inbox.claim(tick, 10):
            await work.inbox.set_aside(claimed.id, "unclear", "zoe@buyer.example")
        held = await work.messages.queue(things.message(1, now, tick), BY, now)
        assert held is not None
        [taken] = await work.messages.claim(tick, 1)
        await work.messages.record(replace(taken, state=Sent.HELD), BY, now)
    async with store.read() as work:
        aside = await work.inbox.aside_between(now, now + DAY)
        assert [(one.uid, one.outcome, one.raw) for one in aside] == [(1, "unclear", None)]
        assert await work.messages.held_between(now, now + DAY) == [(held.id, "invitation")]
        assert await work.messages.ends(Kind.INVITATION, now, now + DAY) == {1: "mail held"}
        assert await work.messages.held_between(now - DAY, now) == []
