"""Posts of the outbox reach their channel once, whatever Slack answers."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace.standin import StandIn
from bot.postman import Postman
from bot.settings import SlackSection
from bot.slack.poster import Poster
from handlers.office import Office
from handlers.steps.digesting import digest_due, due_at
from surveys.message import DOUBT, Message, State, Via
from surveys.workdays import Week
from tests.bot.conftest import Ask
from tests.bot.slack.conftest import CHANNEL
from tests.edges import StandingClock


@pytest.fixture
async def queued(office: Office, clock: StandingClock, ask: Ask) -> Office:
    """An office with a digest on its way to the channel."""
    told = replace(office, digest_channels=(CHANNEL,))
    await ask()
    clock.business = due_at(told, Week.of(clock.business, told.zone))
    assert await digest_due(told, clock.business, clock.machine) == 1
    return told


@pytest.fixture
async def poster(queued: Office, clock: StandingClock, slack: StandIn) -> AsyncIterator[Postman]:
    hired = Postman(queued, clock, [Poster(settings(slack), client(slack), clock.tick)], Via.SLACK)
    yield hired
    await hired.close()


def client(slack: StandIn) -> AsyncWebClient:
    return AsyncWebClient("xoxb-1-local", base_url=slack.base_url, retry_handlers=[])


def settings(slack: StandIn) -> SlackSection:
    return SlackSection(digest_channels=(CHANNEL,), api_url=slack.base_url, pace_seconds=0)


async def message(office: Office) -> Message:
    async with office.store.read() as work:
        return await work.messages.get(2)


def posts(slack: StandIn) -> list[Any]:
    """What stands in the channel."""
    return [one for one in slack.workspace.messages[CHANNEL] if one.user == slack.workspace.bot.id]


async def test_a_digest_is_posted_with_its_picture(poster: Postman, queued: Office, slack: StandIn) -> None:
    """One post of rich text and one uploaded chart that says in words what it shows."""
    assert [await poster.round() for _ in range(2)] == [1, 0]
    (post,) = posts(slack)
    text, picture, _press = post.blocks
    assert (text["type"], picture["type"]) == ("rich_text", "image")
    assert picture["alt_text"].startswith("Control charts")
    file = slack.workspace.files[picture["slack_file"]["id"]]
    assert file.content.startswith(b"\x89PNG")
    sent = await message(queued)
    assert (sent.state, sent.place, sent.file) == (State.SENT, post.ts, file.id)


async def test_mail_and_posts_have_each_their_postman(poster: Postman, queued: Office) -> None:
    """The invitation of the same store waits for the one who carries mail."""
    await poster.round()
    async with queued.store.read() as work:
        assert (await work.messages.get(1)).state is State.QUEUED


async def test_a_limit_is_waited_for(poster: Postman, queued: Office, slack: StandIn, clock: StandingClock) -> None:
    """Not a second before Slack said, and the picture is there once."""
    slack.api.faults.limit("chat.postMessage", retry_after=600)
    await poster.round()
    limited = await message(queued)
    assert (limited.state, limited.due) == (State.DEFERRED, clock.machine + timedelta(minutes=10))
    clock.machine = limited.due
    await poster.round()
    assert len(posts(slack)) == 1
    assert len(slack.api.made("files.completeUploadExternal")) == 1


async def test_while_one_waits_nothing_else_is_called(
    poster: Postman, queued: Office, slack: StandIn, clock: StandingClock
) -> None:
    """A limit is that of the method, not of one post: another post is put off without a call."""
    slack.api.faults.limit("chat.postMessage", retry_after=600)
    await poster.round()
    calls = len(slack.api.calls)
    async with queued.store.work() as work:
        other = replace(await work.messages.get(2), id=0, about=9, message_id="<9@x>", state=State.QUEUED,
                        due=clock.tick())  # fmt: skip
        await work.messages.queue(other, "test", clock.now())
    await poster.round()
    async with queued.store.read() as work:
        put_off = await work.messages.get(3)
    assert (put_off.state, put_off.note, len(slack.api.calls)) == (State.DEFERRED, "told to wait", calls)


async def test_a_lost_reply_makes_no_second_post(
    poster: Postman, queued: Office, slack: StandIn, clock: StandingClock
) -> None:
    """In doubt it is looked for in the channel by what it carries, and found."""
    slack.api.faults.lose("chat.postMessage")
    await poster.round()
    assert (await message(queued)).state is State.IN_DOUBT
    clock.machine += DOUBT
    await poster.round()
    (post,) = posts(slack)
    found = await message(queued)
    assert (found.state, found.place, found.note) == (State.SENT, post.ts, "found in the channel")


async def test_a_post_that_did_not_arrive_is_posted_once_more(
    poster: Postman, queued: Office, slack: StandIn, clock: StandingClock
) -> None:
    """Nobody knows what a failing server did; where the channel has nothing, it did nothing."""
    slack.api.faults.fail("chat.postMessage", status=503)
    await poster.round()
    assert ((await message(queued)).state, posts(slack)) == (State.IN_DOUBT, [])
    clock.machine += DOUBT
    await poster.round()
    assert ((await message(queued)).state, len(posts(slack))) == (State.SENT, 1)


async def test_what_an_operator_can_mend_is_tried_again(
    poster: Postman, queued: Office, slack: StandIn, clock: StandingClock
) -> None:
    """The app was not invited to the channel yet: the error is noted, and the post comes once it is."""
    await slack.acts.leave(slack.workspace.bot.id, CHANNEL)
    await poster.round()
    waiting = await message(queued)
    assert (waiting.state, waiting.note) == (State.DEFERRED, "not_in_channel")
    await slack.acts.join(slack.workspace.bot.id, CHANNEL)
    clock.machine = waiting.due
    await poster.round()
    assert len(posts(slack)) == 1


async def test_without_slack_nothing_is_lost(poster: Postman, queued: Office, slack: StandIn) -> None:
    """No connection means nothing was sent: it is tried again later."""
    await slack.stop()
    await poster.round()
    assert (await message(queued)).state is State.DEFERRED


async def revise(office: Office, clock: StandingClock) -> None:
    """Let the post say something else from now on."""
    async with office.store.work() as work:
        post = await work.messages.get(2)
        said = {**json.loads(post.raw), "text": "newer"}
        await work.messages.revise(post, json.dumps(said).encode(), clock.tick())


async def test_a_revised_post_is_changed_where_it_stands(
    poster: Postman, queued: Office, slack: StandIn, clock: StandingClock
) -> None:
    """Its picture is not uploaded once more."""
    await poster.round()
    (first,) = posts(slack)
    await revise(queued, clock)
    assert await poster.round() == 1
    (changed,) = posts(slack)
    pictures = [one.blocks[1]["slack_file"] for one in (first, changed)]
    assert (changed.ts, changed.text, pictures[1]) == (first.ts, "newer", pictures[0])
    assert len(slack.api.made("files.completeUploadExternal")) == 1


async def test_a_change_is_repeated_until_it_is_there(
    poster: Postman, queued: Office, slack: StandIn, clock: StandingClock
) -> None:
    """A limit, a lost answer and a failing server are no doubt: the same change twice is one."""
    await poster.round()
    await revise(queued, clock)
    slack.api.faults.limit("chat.update")
    slack.api.faults.lose("chat.update")
    slack.api.faults.fail("chat.update")
    for _ in range(4):
        await poster.round()
        clock.machine += timedelta(hours=1)
    (changed,) = posts(slack)
    found = await message(queued)
    assert (changed.text, found.state, found.doubts) == ("newer", State.SENT, 0)
