"""A workspace stand-in that is served, a client of Slack's own library, and an app over Socket Mode."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo.workspace.standin import StandIn
from bot.demo.workspace.workspace import Workspace

EVENTS = frozenset({"app_mention", "app_home_opened", "member_joined_channel"})


class Times:
    """Both times stand until a test moves them; machine time begins as the machine's."""

    def __init__(self) -> None:
        self.business = datetime(2026, 11, 16, 12, tzinfo=UTC)
        self.machine = datetime.now(UTC)

    def now(self) -> datetime:
        return self.business

    def tick(self) -> datetime:
        return self.machine

    def pass_seconds(self, seconds: float) -> None:
        self.machine += timedelta(seconds=seconds)


@pytest.fixture
def times() -> Times:
    return Times()


@pytest.fixture
async def slack(times: Times) -> AsyncIterator[StandIn]:
    """Ann and Bob, #complaints with both and the app, #lounge without the app."""
    workspace = Workspace(times.now)
    ann, bob = (workspace.add_user(name, id=f"U{name.upper()}").id for name in ("ann", "bob"))
    workspace.add_channel("complaints", {ann, bob, workspace.bot.id}, id="C1")
    workspace.add_channel("lounge", {ann}, id="C2")
    standin = StandIn(workspace, times.tick, events=EVENTS, ack_seconds=5)
    await standin.start()
    yield standin
    await standin.stop()


@pytest.fixture
def client(slack: StandIn) -> AsyncWebClient:
    """No library retries here, so every call that arrives was meant."""
    return AsyncWebClient("xoxb-1-local", base_url=slack.base_url, retry_handlers=[])


@pytest.fixture
def app(client: AsyncWebClient) -> AsyncApp:
    return AsyncApp(client=client, signing_secret="loopback-only")


@pytest.fixture
async def line(slack: StandIn, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """The app's connection, open."""
    handler = AsyncSocketModeHandler(app, "xapp-1-local", ping_interval=0.05)
    await handler.connect_async()
    await slack.sockets.connected()
    yield handler
    client = handler.client
    tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
    await handler.close_async()
    await asyncio.gather(*(one for one in tasks if one), return_exceptions=True)
