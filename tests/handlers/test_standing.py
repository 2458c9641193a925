"""How the service stands: everything that waits, was left out or was set aside."""

from datetime import UTC, datetime

from handlers.office import Office
from handlers.standing import Status, status
from handlers.steps.inviting import invite_due
from handlers.steps.sending import begin, claim, finish
from storage.work import OPENED, PAUSED
from surveys import message as states
from surveys.message import DOUBT
from tests.handlers.stage import BY, DAY, asked, bounces, comes, given, gives, mail, told


async def test_a_new_store_stands_at_nothing(office: Office, now: datetime) -> None:
    """Every number is nought, nothing is due, and what top management answers for has no data: never 0 %."""
    assert await status(office, now) == Status(
        paused="", deliveries={}, invitations={}, answers={}, messages={}, inbox={}, waiting=0, doubted=0, suppressed=0,
        observations=0, open_complaints=(), aside=(), held=(), unsealed=0, block="", digests=0, next_due=None,
        focus=(("8.2 requirements", "no data yet"), ("6.1 risks, chances", "no data yet"),
               ("9.1.2 satisfaction", "no data yet")),
    )  # fmt: skip


async def test_everything_that_happened_is_counted(office: Office, now: datetime, tick: datetime) -> None:
    """By what became of it; what a person has to look at is listed."""
    one, two = await asked(office, now, tick, 1), await asked(office, now, tick, 2)
    await told(office, now, 3)
    await invite_due(office, now + 2 * DAY, tick)
    await gives(office, one, given({"overall": 1}), now)
    await bounces(office, two, now)
    await comes(office, mail(office, None, "hello", sender="eve@elsewhere.example"), now, tick)
    async with office.store.work() as work:
        await work.observations.note(one.id, OPENED, now)
        await work.evidence.seal(now)
    found = await status(office, now + DAY)
    assert found.deliveries == {"invited": 2, "not_asked.quarantine": 1}
    assert found.invitations == {"answered": 1, "bounced": 1}
    assert (found.answers, found.messages, found.inbox) == ({"page": 1}, {"queued": 2}, {"unmatched": 1})
    assert (found.suppressed, found.observations, found.waiting, found.unsealed) == (1, 1, 0, 0)
    assert found.open_complaints == ("C-1 not confirmed yet since 2026-11-16, without an owner: other",)
    assert found.aside == ("mail 1: unmatched, from eve@elsewhere.example",)
    assert found.block.startswith("1, ")


async def test_a_pause_says_since_when_and_why(office: Office, now: datetime) -> None:
    """And is nothing where sending goes on."""
    async with office.store.work() as work:
        await work.switches.turn(PAUSED, "the shop moves", BY, now)
    assert (await status(office, now)).paused == "since 2026-11-16 12:00 UTC, the shop moves"


async def test_what_is_held_is_listed(office: Office, now: datetime, tick: datetime) -> None:
    """Cut twice between DATA and the reply: a person decides."""
    of = await asked(office, now, tick)
    for _ in range(2):
        [taken] = await claim(office, tick, 10)
        begun = await begin(office, taken, now)
        assert begun is not None
        await finish(office, states.doubted(begun, "the connection was lost", tick), now)
        tick += DOUBT
    found = await status(office, now)
    assert (found.doubted, found.held) == (1, (f"invitation {of.id}: the connection was lost",))


async def test_the_next_due_time_is_told(office: Office, now: datetime) -> None:
    """Business time, in which people wait."""
    await told(office, now, delivered_at=now)
    assert (await status(office, now)).next_due == datetime(2026, 11, 17, 6, tzinfo=UTC)
