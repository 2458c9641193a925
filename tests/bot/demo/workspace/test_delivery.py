"""How the app is told: connections that end and come again, events that come again, and signed HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace.refusal import NotAcknowledged, NotConnected
from bot.demo.workspace.signed import signature
from bot.demo.workspace.standin import StandIn


@pytest.fixture
async def door(slack: StandIn, app: AsyncApp) -> AsyncIterator["Door"]:
    """The app behind signed HTTP."""
    taking = Door(app)
    served = web.Application()
    served.router.add_post("/slack/events", taking.take)
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.over_http(f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events")
    yield taking
    await runner.cleanup()


class Door:
    """Hands requests to the app and keeps their headers; the next `failures` of them it answers with 500."""

    def __init__(self, app: AsyncApp) -> None:
        self.app = app
        self.came: list[dict] = []
        self.failures = 0

    async def take(self, request: web.Request) -> web.Response:
        self.came.append(dict(request.headers))
        if self.failures:
            self.failures -= 1
            return web.Response(status=500)
        told = AsyncBoltRequest(body=await request.text(), headers=dict(request.headers))
        answer = await self.app.async_dispatch(told)
        kind = answer.headers.get("content-type", ["text/plain"])[0].partition(";")[0]
        return web.Response(status=answer.status, text=answer.body, content_type=kind)


def mentions(app: AsyncApp) -> asyncio.Queue:
    """Where the app puts the words of every mention it hears of."""
    heard: asyncio.Queue = asyncio.Queue()

    @app.event("app_mention")
    async def mention(event) -> None:
        await heard.put(event["text"])

    return heard


async def test_the_app_opens_another_connection_when_told(slack: StandIn, app: AsyncApp, line) -> None:
    """After `disconnect` the app is told things over its new connection."""
    heard = mentions(app)
    await slack.sockets.refresh()
    await slack.sockets.connected(hellos=2)
    await slack.acts.mention("UANN", "C1", "hello")
    assert await heard.get() == f"<@{slack.workspace.bot.id}> hello"


async def test_the_app_comes_back_after_a_cut(slack: StandIn, app: AsyncApp, line) -> None:
    """An event that nobody could take is brought by itself once the app is connected again."""
    heard = mentions(app)
    slack.sockets.drop()
    with pytest.raises((NotConnected, NotAcknowledged)):
        await slack.acts.mention("UANN", "C1", "hello")
    assert await asyncio.wait_for(heard.get(), 5) == f"<@{slack.workspace.bot.id}> hello"


async def test_the_app_answers_pings(slack: StandIn, line: AsyncSocketModeHandler) -> None:
    """A ping leaves the connection open, and the app's own pings are answered."""
    await slack.sockets.ping()
    assert await line.client.is_connected()


async def test_an_event_comes_again_with_its_number(slack: StandIn, client: AsyncWebClient) -> None:
    """What is not acknowledged comes three times more, saying which try it is and why, and is then given up."""
    slack.sockets.ack_seconds = 0.05
    url = (await client.apps_connections_open(app_token="xapp-1-local"))["url"]
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        with pytest.raises(NotAcknowledged):
            await slack.acts.mention("UANN", "C1", "hello")
        for _ in range(4):
            await slack.courier.again()
        tries = [await socket.receive_json() for _ in range(4)]
    assert [(one["retry_attempt"], one["retry_reason"]) for one in tries] == [
        (0, ""), (1, "timeout"), (2, "timeout"), (3, "timeout"),
    ]  # fmt: skip
    assert len({one["envelope_id"] for one in tries}) == len({one["payload"]["event_id"] for one in tries}) == 1
    assert (slack.courier.unacknowledged, len(slack.courier.given_up)) == ([], 1)


async def test_an_address_serves_one_connection(client: AsyncWebClient) -> None:
    """A used or invented address for Socket Mode is not found."""
    url = (await client.apps_connections_open(app_token="xapp-1-local"))["url"]
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_the_same_things_by_signed_http(slack: StandIn, app: AsyncApp, client: AsyncWebClient, door) -> None:
    """A command, a button and an event reach the same app, whose library checks the signature."""
    heard = mentions(app)

    @app.command("/feedback")
    async def feedback(ack, command) -> None:
        await ack(f"about {command['text']}")

    @app.action("acknowledge")
    async def acknowledge(ack, body) -> None:
        await heard.put(body["actions"][0]["value"])
        await ack()

    assert await slack.acts.command("UANN", "C1", "/feedback", "b & c") == {"text": "about b & c"}
    assert slack.workspace.ephemerals[0].text == "about b & c"
    button = {"type": "button", "action_id": "acknowledge", "text": {"type": "plain_text", "text": "x"}, "value": "7"}
    blocks = [{"type": "actions", "elements": [button]}]
    ts = (await client.chat_postMessage(channel="C1", text="x", blocks=blocks))["ts"]
    assert await slack.acts.press("UANN", "C1", ts, "acknowledge") is None
    assert await heard.get() == "7"
    await slack.acts.mention("UANN", "C1", "hello")
    assert (await heard.get()).endswith("hello")


async def test_a_failed_event_comes_again_by_http(slack: StandIn, app: AsyncApp, door) -> None:
    """The second try says that it is one."""
    heard = mentions(app)
    door.failures = 1
    with pytest.raises(NotAcknowledged):
        await slack.acts.mention("UANN", "C1", "hello")
    await slack.courier.again()
    assert (await heard.get()).endswith("hello")
    assert [headers.get("X-Slack-Retry-Num") for headers in door.came] == [None, "1"]
    assert door.came[1]["X-Slack-Retry-Reason"] == "http_error"


async def test_a_wrong_signature_is_not_acknowledged(slack: StandIn, door) -> None:
    """Nor is a right one of another hour."""
    url = slack.courier.carrier.url
    body = json.dumps({"type": "url_verification", "challenge": "x"}).encode()
    kind = {"Content-Type": "application/json"}
    right, now = "loopback-only", datetime.now(UTC)
    cases = [("other", now), (right, datetime(2026, 1, 1, tzinfo=UTC)), (right, now)]
    async with aiohttp.ClientSession() as session:
        for (secret, at), status in zip(cases, (401, 401, 200), strict=True):
            async with session.post(url, data=body, headers=kind | signature(secret, body, at)) as answer:
                assert answer.status == status
