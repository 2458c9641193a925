"""Somebody wants no more surveys, or an address does not exist: nobody is asked there again."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.inviting import remind_due
from handlers.steps.stopping import unsubscribe
from surveys.delivery import Reason
from surveys.invitation import Invitation, State
from surveys.message import Kind
from tests.handlers import stage
from tests.handlers.stage import DAY, ZOE, again, asked, bounces, given, gives, queued, stopped


async def unsubscribes(office: Office, of: Invitation, now: datetime) -> bool:
    async with office.store.work() as work:
        return await unsubscribe(work, of, "page", now)


async def test_whoever_unsubscribes_is_stopped_once(office: Office, now: datetime, tick: datetime) -> None:
    """A second time changes nothing; the survey they have stays open, and their answer is welcome."""
    of = await asked(office, now, tick)
    assert await unsubscribes(office, of, now)
    assert not await unsubscribes(office, of, now + DAY)
    assert await stopped(office) == Reason.UNSUBSCRIBED
    left = await again(office, of)
    assert (left.state, left.remind_at) == (State.OPEN, None)
    assert await gives(office, of, given({"overall": 1}), now + DAY) == "answer"


async def test_a_reminder_that_waits_is_taken_back(office: Office, now: datetime, tick: datetime) -> None:
    """After they unsubscribed, or after the invitation bounced."""
    one, two = await asked(office, now, tick, 1), await asked(office, now, tick, 2)
    await remind_due(office, now + 7 * DAY, tick)
    await unsubscribes(office, one, now + 7 * DAY)
    await bounces(office, two, now + 7 * DAY)
    left = [await queued(office, of, Kind.REMINDER) for of in (one, two)]
    assert [(message.state, message.note) for message in left if message] == [
        ("failed", "unsubscribed"), ("failed", "bounced"),
    ]  # fmt: skip


async def test_a_permanent_bounce_stops_the_address(office: Office, now: datetime, tick: datetime) -> None:
    """And is the state of the invitation, for the figures."""
    of = await asked(office, now, tick)
    await bounces(office, of, now)
    await bounces(office, of, now)
    assert await stopped(office) == Reason.BOUNCED
    left = await again(office, of)
    assert (left.state, left.remind_at, left.version) == (State.BOUNCED, None, 2)
    assert await stage.sound(office)


async def test_a_passing_failure_changes_nothing(office: Office, now: datetime, tick: datetime) -> None:
    """A full mailbox is emptied one day."""
    of = await asked(office, now, tick)
    await bounces(office, of, now, permanent=False)
    assert (await again(office, of), await stopped(office)) == (of, None)


async def test_an_answer_shows_that_the_mail_arrived(office: Office, now: datetime, tick: datetime) -> None:
    """A bounce that comes after it, of a forwarded copy, stops nobody."""
    of = await asked(office, now, tick)
    await gives(office, of, given({"overall": 5}), now)
    await bounces(office, of, now)
    assert (await again(office, of)).state is State.ANSWERED
    assert await stopped(office) is None


async def test_another_delivery_to_a_stopped_address_is_no_way_around(
    office: Office, now: datetime, tick: datetime
) -> None:
    """The address is stopped, in whatever case it is told, and not the delivery."""
    await unsubscribes(office, await asked(office, now, tick), now)
    assert await stopped(office, ZOE.upper()) == Reason.UNSUBSCRIBED
