"""The outbox as the postman sees it: claim, say that DATA begins, record what became of it."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.digesting import digest_due
from handlers.steps.sending import adopt, begin, claim, finish
from handlers.steps.stopping import unsubscribe
from storage.work import PAUSED
from surveys import message as states
from surveys.delivery import Reason
from surveys.invitation import State as Asked
from surveys.message import DOUBT, LEASE, Message, State
from tests.handlers import stage
from tests.handlers.stage import BY, DAY, again, asked, letter, stopped, told


async def started(office: Office, now: datetime, tick: datetime) -> Message:
    [taken] = await claim(office, tick, 10)
    found = await begin(office, taken, now)
    assert found is not None
    return found


async def test_a_message_is_claimed_begun_and_sent(office: Office, now: datetime, tick: datetime) -> None:
    """Each step is committed before the next one, so that a crash leaves the truth behind."""
    of = await asked(office, now, tick)
    [taken] = await claim(office, tick, 10)
    assert (await letter(office, of)).state is State.CLAIMED
    begun = await begin(office, taken, now)
    assert begun is not None
    assert (await letter(office, of)).state is State.DATA_STARTED
    await finish(office, states.sent(begun, "250 ok", tick), now)
    left = await letter(office, of)
    assert (left.state, left.sent_at, left.note) == (State.SENT, tick, "250 ok")
    assert await claim(office, tick + DAY, 10) == []


async def test_nothing_is_claimed_while_sending_is_paused(office: Office, now: datetime, tick: datetime) -> None:
    """It waits, and is sent when sending goes on."""
    await asked(office, now, tick)
    async with office.store.work() as work:
        await work.switches.turn(PAUSED, "the shop moves", BY, now)
    assert await claim(office, tick, 10) == []
    async with office.store.work() as work:
        await work.switches.turn(PAUSED, "", BY, now)
    assert len(await claim(office, tick, 10)) == 1


async def test_whoever_unsubscribed_meanwhile_gets_nothing(office: Office, now: datetime, tick: datetime) -> None:
    """Looked at once more in the moment before DATA; the mail ends as not sent, with its reason."""
    of = await asked(office, now, tick)
    [taken] = await claim(office, tick, 10)
    async with office.store.work() as work:
        await unsubscribe(work, of, "page", now)
    assert await begin(office, taken, now) is None
    left = await letter(office, of)
    assert (left.state, left.note, left.lease) == (State.FAILED, "not sent: unsubscribed", None)
    assert await stage.sound(office)


async def test_an_address_that_does_not_exist_has_bounced(office: Office, now: datetime, tick: datetime) -> None:
    """The server said so to RCPT; no delivery report will come."""
    of = await asked(office, now, tick)
    [taken] = await claim(office, tick, 10)
    await finish(office, states.refused(taken, 550, "no such user", tick), now, no_such_address=True)
    assert (await letter(office, of)).state is State.FAILED
    assert ((await again(office, of)).state, await stopped(office)) == (Asked.BOUNCED, Reason.BOUNCED)


async def test_a_refused_letter_is_no_bounce(office: Office, now: datetime, tick: datetime) -> None:
    """A 5xx to DATA speaks of the letter and not of the address."""
    of = await asked(office, now, tick)
    await finish(office, states.refused(await started(office, now, tick), 554, "spam", tick), now)
    assert (await letter(office, of)).state is State.FAILED
    assert ((await again(office, of)).state, await stopped(office)) == (Asked.OPEN, None)


async def test_a_passing_refusal_takes_the_beginning_back(office: Office, now: datetime, tick: datetime) -> None:
    """A 4xx is definite: nothing is in doubt, and it is tried again later."""
    of = await asked(office, now, tick)
    await finish(office, states.refused(await started(office, now, tick), 451, "later", tick), now)
    left = await letter(office, of)
    assert (left.state, left.doubts, left.due > tick) == (State.DEFERRED, 0, True)


async def test_a_claim_frees_what_a_dead_worker_left(office: Office, now: datetime, tick: datetime) -> None:
    """After its lease what had not begun is taken at once, what had begun waits in doubt."""
    one, two = await asked(office, now, tick, 1), await asked(office, now, tick, 2)
    first, _ = await claim(office, tick, 10)
    assert await begin(office, first, now) is not None
    [second] = await claim(office, tick + LEASE, 10)
    await finish(office, states.sent(second, "250", tick + LEASE), now)
    assert (second.about, (await letter(office, one)).state) == (two.id, State.IN_DOUBT)
    assert [found.about for found in await claim(office, tick + LEASE + DOUBT, 10)] == [one.id]


async def test_the_only_worker_adopts_what_was_left(office: Office, now: datetime, tick: datetime) -> None:
    """At its start, without waiting for any lease."""
    await asked(office, now, tick)
    await claim(office, tick, 10)
    assert await adopt(office, tick) == 1
    assert len(await claim(office, tick, 10)) == 1


async def test_a_digest_goes_to_leaders_whoever_unsubscribed(office: Office, now: datetime, tick: datetime) -> None:
    """Leaders are no customers: no stop concerns them, and a refusal of theirs bounces nobody."""
    await told(office, now - 5 * DAY)
    async with office.store.work() as work:
        await work.staff.appoint(["ann@harbor.example"], BY, now)
        await work.suppressions.stop("ann@harbor.example", Reason.UNSUBSCRIBED, BY, now)
    await digest_due(office, now, tick)
    begun = await started(office, now, tick)
    assert begun.recipient == "ann@harbor.example"
    await finish(office, states.refused(begun, 550, "no such user", tick), now, no_such_address=True)
    async with office.store.read() as work:
        assert await work.messages.counts() == {"failed": 1}
