"""Somebody wants no more surveys, or an address does not exist: nobody is asked there again."""

from datetime import datetime

from handlers.office import Office
from handlers.steps.inviting import remind_due
from handlers.steps.sending import begin, claim, finish
from handlers.steps.stopping import unsubscribe
from surveys.delivery import Reason
from surveys.invitation import Invitation, State
from surveys.message import Kind, Via, refused
from tests.handlers import stage
from tests.handlers.stage import (
    DAY,
    IN_SLACK,
    ZOE,
    again,
    asked,
    bounces,
    given,
    gives,
    in_slack,
    queued,
    stopped,
    told,
)  # fmt: skip


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


async def refused_by_slack(office: Office, now: datetime, tick: datetime) -> None:
    """Slack does not know whom the next post is for."""
    [taken] = await claim(office, tick, 10, Via.SLACK)
    await finish(office, refused(taken, 550, "user_not_found", tick), now, no_such_address=True)


async def test_a_post_that_slack_refuses_leads_back_to_mail(office: Office, now: datetime, tick: datetime) -> None:
    """The invitation has bounced and is not reminded of; the address is not at fault, and is asked the next time."""
    slack = in_slack(office)
    of = await asked(slack, now, tick, **IN_SLACK)
    await refused_by_slack(slack, now, tick)
    left = await again(office, of)
    assert (left.state, left.remind_at, await stopped(office)) == (State.BOUNCED, None, None)
    later = now + 100 * DAY
    of = await asked(slack, later, tick, 2, email=ZOE)
    assert (await stage.letter(office, of)).via is Via.MAIL
    assert await stage.sound(office)


async def test_a_refused_reminder_leads_back_to_mail_too(office: Office, now: datetime, tick: datetime) -> None:
    """Whoever left the workspace meanwhile is not waited for any longer."""
    slack = in_slack(office)
    of = await asked(slack, now, tick)
    await told(office, now, 2, **IN_SLACK)
    await remind_due(slack, now + 7 * DAY, tick)
    await refused_by_slack(slack, now + 7 * DAY, tick)
    assert (await again(office, of)).state is State.BOUNCED
    async with office.store.read() as work:
        customer = await work.customers.get(of.customer_id)
    assert (customer.slack_user, customer.in_slack) == ("UZOE", False)


async def test_an_answer_shows_that_the_post_arrived(office: Office, now: datetime, tick: datetime) -> None:
    """A reminder that Slack refuses after it changes nothing."""
    slack = in_slack(office)
    of = await asked(slack, now, tick, **IN_SLACK)
    await remind_due(slack, now + 7 * DAY, tick)
    posts = await claim(slack, tick, 10, Via.SLACK)
    await gives(office, of, given({"overall": 5}), now + 7 * DAY)
    await finish(slack, refused(posts[1], 550, "user_not_found", tick), now + 7 * DAY, no_such_address=True)
    async with office.store.read() as work:
        customer = await work.customers.get(of.customer_id)
    assert ((await again(office, of)).state, customer.in_slack) == (State.ANSWERED, True)


async def test_whoever_unsubscribed_meanwhile_gets_no_post(office: Office, now: datetime, tick: datetime) -> None:
    """Looked at once more in the moment before it is posted."""
    slack = in_slack(office)
    of = await asked(slack, now, tick, **IN_SLACK)
    [taken] = await claim(slack, tick, 10, Via.SLACK)
    await unsubscribes(office, of, now)
    assert await begin(slack, taken, now) is None


async def test_another_delivery_to_a_stopped_address_is_no_way_around(
    office: Office, now: datetime, tick: datetime
) -> None:
    """The address is stopped, in whatever case it is told, and not the delivery."""
    await unsubscribes(office, await asked(office, now, tick), now)
    assert await stopped(office, ZOE.upper()) == Reason.UNSUBSCRIBED
