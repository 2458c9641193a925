"""Hears what people do in Slack: over a websocket that the service opens, or through the web door.

docs.slack.dev/apis/events-api/using-socket-mode. The library keeps the websocket open and opens another when told to.
"""

import asyncio
from contextlib import suppress

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from handlers.slack.door import Door
from handlers.slack.rights import UNHEARD

CONNECT_SECONDS = 60
"""After this the address that Slack gave for the websocket is worn out, and another is asked for."""

DRAIN_SECONDS = 10
TRY_AGAIN_SECONDS = 2

log = structlog.get_logger()


class Ear:
    """One door, as a bolt app. With an `app_token` it is told over a websocket, else only by who holds the app."""

    def __init__(self, door: Door, app: AsyncApp, app_token: str = "") -> None:
        self.door = door
        self.app = app
        self.app_token = app_token
        self.socket: AsyncSocketModeHandler | None = None

    async def run(self) -> None:
        """Stay connected until cancelled."""
        await self._learn()
        if self.app_token:
            self.socket = AsyncSocketModeHandler(self.app, self.app_token)
            while not await self._connected(self.socket):
                continue
        await asyncio.Event().wait()

    async def _learn(self) -> None:
        """Who is staff and who leads is to be known before the first act; while Slack is away nothing comes anyhow.

        A group that Slack does not know is told of by `check` and to whoever acts.
        """
        while True:
            try:
                return await self.door.rights.learn()
            except UNHEARD as why:
                log.warning("slack does not say who is in the user groups", why=str(why))
                if isinstance(why, SlackApiError) and why.response.status_code < 429:
                    return None
                await asyncio.sleep(TRY_AGAIN_SECONDS)

    def idle(self) -> bool:
        return self.door.idle.is_set()

    async def close(self) -> None:
        """Let acts under way end and be acknowledged, then hear nothing more."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self.door.idle.wait(), DRAIN_SECONDS)
        if self.socket:
            await self.socket.close_async()  # type: ignore[no-untyped-call]

    async def _connected(self, socket: AsyncSocketModeHandler) -> bool:
        socket.client.wss_uri = None
        try:
            await asyncio.wait_for(socket.connect_async(), CONNECT_SECONDS)  # type: ignore[no-untyped-call]
        except TimeoutError:
            return False
        return True
