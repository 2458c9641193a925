"""Door: a time has come. One table says what is done, the store says when."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.clock import TASKS, next_due, tend
from handlers.office import Office
from storage.work import PAUSED
from surveys.invitation import State
from tests.handlers import stage
from tests.handlers.stage import BY, DAY, again, asked, given, gives, told


def test_the_table_has_its_order() -> None:
    """What is over ends before anybody is asked, and evidence is sealed before the digest prints its block."""
    assert [task.name for task in TASKS] == [
        "expire",
        "invite",
        "remind",
        "cases",
        "enquiries",
        "actions",
        "seal",
        "digest",
    ]


async def test_an_empty_store_has_nothing_to_do(office: Office, now: datetime, tick: datetime) -> None:
    """Nothing is due, now or ever."""
    assert await tend(office, now, tick) == 0
    assert await next_due(office, now) is None


async def test_everything_that_is_due_is_done(office: Office, now: datetime, tick: datetime) -> None:
    """In one go, more than one batch of it, and nothing twice."""
    async with office.store.work() as work:
        await work.staff.appoint(["ann@harbor.example"], BY, now - 8 * DAY)
    for number in range(60):
        await told(office, now - 8 * DAY, number, email=f"buyer-{number}@buyer.example")
    of = await asked(office, now - 8 * DAY, tick, 99)
    assert await tend(office, now, tick) == 60 + 1 + 1 + 1
    assert await tend(office, now, tick) == 0
    async with office.store.read() as work:
        assert await work.messages.counts() == {"queued": 60 + 2 + 1}
        assert await work.evidence.unsealed() > 0
    assert (await again(office, of)).reminded_at == now
    assert await stage.sound(office)


async def test_what_comes_next_is_the_earliest_of_all(office: Office, now: datetime, tick: datetime) -> None:
    """Step by step through the life of one invitation, without ever waking for nothing."""
    delivery = await told(office, now, delivered_at=now)
    seen: list[tuple[str, str]] = []
    when, of = now, None
    while (due := await next_due(office, when)) is not None:
        when = due
        done = await tend(office, when, tick)
        async with office.store.read() as work:
            of = await work.invitations.of_delivery(delivery.id)
            unsealed = await work.evidence.unsealed()
        state = "" if of is None else f"{of.state}{' reminded' if of.reminded_at else ''}"
        seen.append((f"{when:%m-%d %H}", f"{done} {state}{'' if unsealed else ' sealed'}".strip()))
    assert seen == [
        ("11-17 06", "1  sealed"),
        ("11-17 10", "1 open"),
        ("11-18 06", "1 open sealed"),
        ("11-23 10", "1 open reminded"),
        ("11-24 06", "1 open reminded sealed"),
        ("12-08 10", "1 expired reminded"),
        ("12-09 06", "1 expired reminded sealed"),
    ]
    assert of is not None


async def test_the_first_evidence_is_sealed_too(office: Office, now: datetime, tick: datetime) -> None:
    """At six in the morning after it was kept, also where there is no block and no digest yet."""
    await told(office, now)
    six = datetime(2026, 11, 17, 6, tzinfo=UTC)
    await tend(office, six - timedelta(microseconds=1), tick)
    async with office.store.read() as work:
        assert await work.evidence.last_block() is None
    await tend(office, six, tick)
    async with office.store.read() as work:
        block = await work.evidence.last_block()
    assert block is not None
    assert block.sealed_at == six


CHANGES = [
    (datetime(2026, 3, 27, 12, tzinfo=UTC), "03-28 06:00", "03-30 09:00", "04-06 06:00"),
    (datetime(2026, 10, 23, 12, tzinfo=UTC), "10-24 05:00", "10-26 10:00", "11-02 07:00"),
]


@pytest.mark.parametrize(("friday", "sealed", "asked_", "told_"), CHANGES, ids=["spring", "autumn"])
async def test_hours_stay_local_when_clocks_change(
    office: Office, tick: datetime, friday: datetime, sealed: str, asked_: str, told_: str
) -> None:
    """Sealed at six, asked on Monday at ten, and told of the week after at seven, as people's clocks show it."""
    async with office.store.work() as work:
        await work.staff.appoint(["ann@harbor.example"], BY, friday)
    await told(office, friday, delivered_at=friday)
    seen, when = [], friday
    while (due := await next_due(office, when)) is not None and len(seen) < 12:
        when = due
        await tend(office, when, tick)
        seen.append(f"{when:%m-%d %H:%M}")
    assert (seen[0], asked_ in seen, told_ in seen) == (sealed, True, True)


async def test_while_paused_only_mail_waits(office: Office, now: datetime, tick: datetime) -> None:
    """Invitations and reminders are not due; evidence is sealed and invitations end all the same."""
    of = await asked(office, now, tick)
    await told(office, now, 2, email="joe@buyer.example")
    async with office.store.work() as work:
        await work.switches.turn(PAUSED, "the shop moves", BY, now)
    assert await next_due(office, now) == datetime(2026, 11, 17, 6, tzinfo=UTC)
    await tend(office, now + 5 * DAY, tick)
    assert await next_due(office, now + 5 * DAY) == of.expires_at
    await tend(office, of.expires_at, tick)
    assert (await again(office, of)).state is State.EXPIRED
    async with office.store.read() as work:
        assert await work.messages.counts() == {"queued": 1}


async def test_an_answer_leaves_nothing_to_wait_for(office: Office, now: datetime, tick: datetime) -> None:
    """Once its evidence is sealed."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 5}), now)
    six = await next_due(office, now)
    assert six == datetime(2026, 11, 17, 6, tzinfo=UTC)
    await tend(office, six, tick)
    assert await next_due(office, six) is None
